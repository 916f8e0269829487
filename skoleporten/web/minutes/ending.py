"""The end of a meeting: what nobody came to, and when one meets next. Then the minutes are ready."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import name_of
from skoleporten.meetings import next_date
from skoleporten.minutes import deciding, holding
from skoleporten.minutes.models import Minutes
from skoleporten.minutes.parts import touched
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.minutes.forms import EndForm
from skoleporten.web.minutes.saving import Page, answer
from skoleporten.web.minutes.visible import open_record, team_writes, trail_in
from skoleporten.web.requests import ActingRequest


@team_writes
def end(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    minutes = open_record(request, public_id)
    if minutes.ended_at is not None:
        return redirect("minutes", public_id=public_id)
    meeting = minutes.meeting
    agrees = meeting.kind is not None and meeting.kind.is_next_agreed
    suggested = next_date.suggested(meeting) if agrees else None
    form = drafted(
        request, EndForm, "minutes.end", minutes.public_id, suggested=suggested, initial={"next_date": suggested}
    )
    left = _not_reached(request, minutes)
    heading = _("End the meeting")
    context = {"heading": heading, "left": left, "meeting": meeting, "trail": trail_in(meeting, heading)}
    pupils = tuple(item.intake.pupil for item in left if item.intake and item.intake.pupil)
    page = Page(
        "minutes/end.html", reverse("minutes", args=[public_id]), _("The meeting has ended. The minutes are ready."),
        context, pupils,
    )  # fmt: skip
    return answer(request, form, page, lambda: _end(request, minutes, form))


@transaction.atomic
def _end(request: ActingRequest, minutes: Minutes, form: EndForm) -> None:
    if day := form.cleaned_data.get("next_date"):
        client_id = form.cleaned_data["client_id"]
        agreed = next_date.agree(by=request.actor, meeting=minutes.meeting, date=day, client_id=client_id)
        words = _("We meet next on %(date)s.") % {"date": date_format(agreed.date, "DATE_FORMAT")}
        deciding.agree_on_next(by=request.actor, minutes=minutes, next_one=agreed, words=words, client_id=client_id)
    holding.end(by=request.actor, minutes=minutes)


def _not_reached(request: ActingRequest, minutes: Minutes) -> list[Item]:
    """Those that the reader sees."""
    written = touched(minutes)
    rows = Item.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    open_ones = rows.filter(meeting=minutes.meeting, state=Item.State.OPEN).select_related("intake__pupil")
    return [_named(item) for item in open_ones if item.pk not in written]


def _named(item: Item) -> Item:
    item.title = name_of(item.intake) if item.intake else item.words  # type: ignore[attr-defined]
    return item
