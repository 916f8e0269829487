"""The pupil asks for a talk: with whom, how and when. It waits with the adults here until one of them answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from skoleporten.access.reasons import purpose_of
from skoleporten.people.models import Pupil
from skoleporten.rules.supports import ANSWERED_WITHIN_SCHOOL_DAYS, When
from skoleporten.supports import talks
from skoleporten.supports.changes import is_followed_up
from skoleporten.supports.models import TalkWish
from skoleporten.web import words
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.frame import open_child, pupil_writes, show
from skoleporten.web.portal.pupil.forms import TalkForm
from skoleporten.web.portal.pupil.own_plan import open_case
from skoleporten.web.portal.pupil.people import Adult, adults_around
from skoleporten.web.portal.safety import safety
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell

HERE = "talk"
WHO_READS = gettext_lazy("Only the adults at Skoleporten read it. The adults at home and at school do not.")
SHOWN = 10


@dataclass(frozen=True)
class Wished:
    """`answer_by` is empty once it is answered, and when the day has passed: then it says that we are late."""

    asked_on: str
    whom: str
    words: str
    answer: str
    answered_by: str
    is_had: bool
    is_open: bool
    answer_by: str
    is_late: bool
    take_back_url: str


@pupil_writes
def page(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    adults = _adults(request, mine.pupil)
    may_ask = is_followed_up(mine.pupil, request.today)
    form = drafted(request, TalkForm, "portal.talk", adults=adults, initial=_begins(request))
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        client_id = form.cleaned_data["client_id"]
        outcome = try_to_save(
            form, lambda: talks.ask(by=request.actor, pupil=mine.pupil, wish=form.wish, client_id=client_id)
        )
    if outcome.is_saved:
        messages.success(request, _("We have got it. An adult answers you here."))
        return redirect("my_talk", child=mine.pupil.public_id)
    rows = _wishes(request, mine.pupil)
    context = {
        "form": form if may_ask else None,
        "wishes": [_in_words(request, row) for row in rows],
        "safety": safety(
            request.actor.role, is_answered=True, read_by=_promised(mine.pupil, request.today), who=str(WHO_READS)
        ),
    }
    return show(request, mine, HERE, "portal/pupil/talk.html", context, action="portal.talk_opened")


@pupil_writes
@require_POST
def take_back(request: ActingRequest, child: str, wish: str) -> HttpResponse:
    mine = open_child(request, child)
    rows = TalkWish.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    row = rows.filter(pupil=mine.pupil, public_id=wish).first()
    if row is None:
        raise Http404
    tell(
        request, partial(talks.take_back, by=request.actor, wish=row), _("Taken back. You can ask again when you want.")
    )
    return redirect("my_talk", child=mine.pupil.public_id)


def _promised(pupil: Pupil, today: dt.date) -> dt.date:
    return talks.school_day_after(pupil.pk, today, ANSWERED_WITHIN_SCHOOL_DAYS)


def _adults(request: ActingRequest, pupil: Pupil) -> list[Adult]:
    case = open_case(request.actor, pupil, request.today)
    return adults_around(case, request.today) if case else []


def _begins(request: ActingRequest) -> dict[str, Any]:
    return {"when": When.TODAY.value} if request.GET.get("when") == When.TODAY else {}


def _wishes(request: ActingRequest, pupil: Pupil) -> list[TalkWish]:
    rows = TalkWish.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    rows = rows.filter(pupil=pupil, taken_back_at__isnull=True)
    return list(rows.select_related("adult", "answered_by")[:SHOWN])


def _in_words(request: ActingRequest, row: TalkWish) -> Wished:
    is_waiting = row.answered_at is None and row.had_at is None
    answer_by = talks.answer_by(row) if is_waiting else None
    return Wished(
        asked_on=words.day(timezone.localdate(row.asked_at)),
        whom=str(row.adult) if row.adult else _("Any adult here"),
        words=row.words,
        answer=row.answer,
        answered_by=str(row.answered_by) if row.answered_by else "",
        is_had=row.had_at is not None,
        is_open=row.had_at is None,
        answer_by=words.day(answer_by) if answer_by else "",
        is_late=answer_by is not None and answer_by < request.today,
        take_back_url=reverse("my_talk_take_back", args=[row.pupil.public_id, row.public_id]),
    )
