"""The minutes as each may read them, on the page and on paper; their approval, and their correction."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import Item
from skoleporten.documents.letters.minutes import MinutesInPrint, PrintedPart
from skoleporten.documents.typesetting import pdf_of
from skoleporten.minutes import approving, queries
from skoleporten.minutes.models import Approval, Minutes
from skoleporten.minutes.parts import facts_of
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log, words
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.meetings.visible import trail_to
from skoleporten.web.minutes.forms import WhyForm
from skoleporten.web.minutes.presenters import (
    MinutesInWords,
    PartInWords,
    facts_in_words,
    part_in_words,
    spent_in_words,
    version_in_words,
)
from skoleporten.web.minutes.saving import Page, answer
from skoleporten.web.minutes.visible import TEAM, begun, meeting_reads, team_writes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


@meeting_reads
def one(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """The newest approved version; before that what is ready, which says that it is not approved."""
    minutes = begun(request, public_id)
    approval = approving.standing(minutes)
    return _page(request, minutes, approval, is_newest=True)


@meeting_reads
def version(request: ActingRequest, public_id: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    minutes = begun(request, public_id)
    approval = _version(minutes, version)
    return _page(request, minutes, approval, is_newest=False)


@meeting_reads
def printed(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Made when it is asked for, of what the reader may see then. It is not kept here."""
    minutes = begun(request, public_id)
    approval = approving.standing(minutes)
    told = in_words(request, minutes, approval, with_time=False)
    keys = [pupil.public_id for pupil in told.pupils]
    read_log.shown(request, keys, action="minutes.printed", purpose=Purpose.FOLLOW_UP)
    language = get_language() or "nb"
    made = HttpResponse(pdf_of(in_print(request, minutes, approval, told), language), content_type="application/pdf")
    name = f"{minutes.meeting.date}-{minutes.meeting.public_id.hex[:6]}.pdf"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made


@team_writes
def approve(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    minutes = begun(request, public_id)
    if request.method == "POST":
        key = _client_id(request)
        tell(
            request, lambda: approving.approve(by=request.actor, minutes=minutes, client_id=key),
            _("The minutes are approved."),
        )  # fmt: skip
    return redirect("minutes", public_id=public_id)


@team_writes
def correct(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Says why; then the record is open again, and what was approved stands until it is approved anew."""
    minutes = begun(request, public_id)
    if approving.standing(minutes) is None or not _may_approve(request, minutes):
        raise Http404
    form = drafted(request, WhyForm, "minutes.correction", minutes.public_id)
    heading = _("Correct the minutes")
    intro = _("The approved version stays readable. When you approve the correction it is a version of its own.")
    context = {"heading": heading, "intro": intro, "trail": trail_to(minutes.meeting, heading)}
    back = reverse("meeting_now", args=[public_id])
    page = Page("minutes/form.html", back, _("The minutes are open again."), context, is_for_all=True)

    def save() -> None:
        approving.begin_correction(by=request.actor, minutes=minutes, why=form.cleaned_data["why"])

    return answer(request, form, page, save)


def in_words(request: ActingRequest, minutes: Minutes, approval: Approval | None, *, with_time: bool) -> MinutesInWords:
    """What the reader may see today, of a version or of what is ready."""
    time = _times(request, minutes) if with_time and may_see(request.actor.role, What.MEETING_TIME) else {}
    facts = facts_in_words(minutes.meeting, approval.facts if approval else facts_of(minutes))
    return MinutesInWords(facts, _parts(request, minutes, approval, time))


def in_print(
    request: ActingRequest, minutes: Minutes, approval: Approval | None, told: MinutesInWords
) -> MinutesInPrint:
    version = version_in_words(approval) if approval else None
    return MinutesInPrint(
        meeting=minutes.meeting.name,
        facts=tuple(told.facts),
        standing=version.approved if version else _("Not approved yet"),
        version=version.number if version else 0,
        why=version.why if version else "",
        parts=tuple(_printed(part) for part in told.written),
        not_reached=tuple(part.in_short for part in told.not_reached),
        as_of=words.clock(timezone.now()),
        made_by=str(request.user),
    )


def _page(request: ActingRequest, minutes: Minutes, approval: Approval | None, *, is_newest: bool) -> HttpResponse:
    told = in_words(request, minutes, approval, with_time=True)
    keys = [pupil.public_id for pupil in told.pupils]
    read_log.shown(request, keys, action="minutes.opened", purpose=Purpose.FOLLOW_UP)
    may_approve = _may_approve(request, minutes)
    context = {
        "meeting": minutes.meeting,
        "minutes": minutes,
        "told": told,
        "version": version_in_words(approval) if approval else None,
        "versions": _versions(minutes, approval),
        "is_newest": is_newest,
        "waits_for": [one.user for one in approving.approvers(minutes.meeting, request.today)],
        "is_team": request.actor.role in TEAM,
        "may_approve": is_newest and may_approve and minutes.ended_at and _is_open(minutes, approval),
        "may_correct": is_newest and may_approve and approval and not minutes.corrected_because,
        "is_open": _is_open(minutes, approval),
        "client_id": uuid.uuid4(),
        "trail": trail_to(minutes.meeting, pgettext("of a meeting", "Minutes")),
    }
    return render(request, "minutes/one.html", context)


def _is_open(minutes: Minutes, approval: Approval | None) -> bool:
    return approval is None or bool(minutes.corrected_because)


def _parts(
    request: ActingRequest, minutes: Minutes, approval: Approval | None, time: dict[int, str]
) -> list[PartInWords]:
    if approval is None:
        made = queries.readable_parts(request.actor, request.today, minutes)
        return [
            part_in_words(
                one.item, one.item.intake if one.item else None, one.content,
                time=time.get(one.item.pk, "") if one.item else "",
            )
            for one in made
        ]  # fmt: skip
    return [
        part_in_words(
            row.item, row.intake, row.content, time=time.get(row.item_id or 0, ""), was_seen=row.was_seen
        )
        for row in queries.approved_parts(request.actor, request.today, approval)
    ]  # fmt: skip


def _times(request: ActingRequest, minutes: Minutes) -> dict[int, str]:
    """Only of items that the meeting came to, and that the reader sees."""
    items = [one.item for one in queries.readable_parts(request.actor, request.today, minutes) if one.item]
    timed = queries.timed(minutes)
    came_to = [item for item in items if item.state == Item.State.DONE or item.pk in timed]
    return {key: spent_in_words(spent) for key, spent in queries.time_of_items(minutes, came_to).items()}


def _versions(minutes: Minutes, shown: Approval | None) -> list[object]:
    rows = Approval.objects.filter(minutes=minutes).select_related("approved_by", "instead_of")
    meeting = minutes.meeting.public_id
    return [
        version_in_words(row, reverse("minutes_version", args=[meeting, row.public_id]))
        for row in rows
        if shown is None or row.pk != shown.pk
    ]


def _version(minutes: Minutes, version: uuid.UUID) -> Approval:
    found = (
        Approval.objects.filter(minutes=minutes, public_id=version).select_related("approved_by", "instead_of").first()
    )
    if found is None:
        raise Http404
    return found


def _may_approve(request: ActingRequest, minutes: Minutes) -> bool:
    is_team = request.actor.role in TEAM
    return is_team and approving.may_approve(request.actor, minutes.meeting, request.today) is not None


def _client_id(request: ActingRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError as error:
        raise Http404 from error


def _printed(part: PartInWords) -> PrintedPart:
    return PrintedPart(
        title=part.title,
        words=part.words,
        state=part.state,
        note=part.note,
        decisions=tuple((one.words, one.owner, one.due) for one in part.decisions),
        choices=tuple(part.choices),
    )
