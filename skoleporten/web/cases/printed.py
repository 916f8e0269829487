"""The whole case as one PDF, made when it is asked for, through the gate, and in the log. It is not kept here."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.documents.letters.case import CaseInPrint, Section
from skoleporten.documents.typesetting import pdf_of
from skoleporten.web import read_log, words
from skoleporten.web.cases.happened import Happened, happened
from skoleporten.web.cases.one import panels
from skoleporten.web.cases.visible import case_reads, visible_case
from skoleporten.web.cases.words import placing
from skoleporten.web.components import TimelineEntry
from skoleporten.web.intake.words import stage_in_words
from skoleporten.web.requests import ActingRequest

MOST_HAPPENED = 200


@case_reads
def printed(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    read_log.shown(request, [case.pupil.public_id], action="cases.printed", purpose=Purpose.FOLLOW_UP)
    language = get_language() or "nb"
    answer = HttpResponse(pdf_of(in_print(request, case), language), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{request.today}-{case.public_id.hex[:6]}.pdf"'
    return answer


def in_print(request: ActingRequest, case: Case) -> CaseInPrint:
    """The same panels as on the page; what is for the door only is not among them."""
    sections = [
        Section(one.heading, tuple(one.facts), tuple(one.texts), tuple(one.points))
        for panel in panels(request, case)
        for one in panel.printed
    ]
    story = happened(request, case, MOST_HAPPENED)
    return CaseInPrint(
        pupil=case.pupil.full_name,
        facts=(
            (_("School"), placing(case)),
            (_("Stage"), stage_in_words(case.stage)),
            (_("Owner"), str(case.owner)),
        ),
        sections=(*sections, Section(_("What has happened"), points=tuple(_points(story)))),
        as_of=words.clock(timezone.now()),
        made_by=str(request.user),
    )


def _points(story: Happened) -> list[str]:
    found = [_point(entry) for entry in story.entries]
    if story.older:
        found.append(_("There is more before this. It stands on the page of the case."))
    return found


def _point(entry: TimelineEntry) -> str:
    when = words.clock(entry.at) if entry.has_time else words.day(entry.at)  # type: ignore[arg-type]
    parts = (f"{when}: {entry.heading}", entry.who, entry.text, *entry.details)
    return ". ".join(part.rstrip(".") for part in parts if part)
