"""What has happened in a case, the newest first, with facts: stages, owners, consents, decisions, and what each part
of the product adds. One page at a time, so that three years are as quick as three weeks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case, CaseMember, StandingDecision
from skoleporten.consents.models import Answer, Consent
from skoleporten.intake.models import Decision, IntakeHandover
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import read_log
from skoleporten.web.cases.panels import HAPPENED
from skoleporten.web.cases.visible import TEAM, case_reads, trail_to, visible_case
from skoleporten.web.cases.words import from_to
from skoleporten.web.components import TimelineEntry
from skoleporten.web.intake import presenters
from skoleporten.web.requests import ActingRequest

A_PAGE, FIRST_FEW, SPARE = 40, 8, 10
# A time at the end of the calendar has no local time.
YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Happened:
    """`older` is the address of what lies before, or empty where there is nothing more."""

    entries: list[TimelineEntry]
    older: str


def the_newest(request: ActingRequest, case: Case) -> Happened:
    """The first few, for the page of the case: from each source one more than that, to know whether there is more."""
    return _put_together(request, case, FIRST_FEW, FIRST_FEW + 1, None)


def happened(request: ActingRequest, case: Case, most: int, before: dt.datetime | None = None) -> Happened:
    """From each source a few more than are shown, so that what shares an instant with the last one is not lost."""
    return _put_together(request, case, most, most + SPARE, before)


def _put_together(
    request: ActingRequest, case: Case, most: int, from_each: int, before: dt.datetime | None
) -> Happened:
    until = before or timezone.now() + dt.timedelta(days=1)
    found = [entry for tells in (*OWN, *HAPPENED) for entry in tells(request, case, until, from_each)]
    found = sorted((entry for entry in found if instant_of(entry) < until), key=instant_of, reverse=True)
    shown = found[:most]
    shown += [entry for entry in found[most:] if instant_of(entry) == instant_of(shown[-1])]
    url = ""
    if len(found) > len(shown):
        asked = urlencode({"before": instant_of(shown[-1]).isoformat()})
        url = f"{reverse('case_timeline', args=[case.public_id])}?{asked}"
    return Happened(shown, url)


def instant_of(entry: TimelineEntry) -> dt.datetime:
    """A day without a time counts as its last minute: what happened then stands above what has a time."""
    if isinstance(entry.at, dt.datetime):
        return entry.at
    return timezone.make_aware(dt.datetime.combine(entry.at, dt.time(23, 59)))


@case_reads
def timeline(request: ActingRequest, public_id: str) -> HttpResponse:
    case = visible_case(request, public_id)
    read_log.shown(request, [case.pupil.public_id], action="cases.timeline_opened", purpose=Purpose.FOLLOW_UP)
    before = _asked(request.GET.get("before", ""))
    context = {
        "case": case,
        "pupil": case.pupil,
        "happened": happened(request, case, A_PAGE, before),
        "is_newest": before is None,
        "trail": trail_to(case, _("What has happened")),
    }
    return render(request, "cases/timeline.html", context)


def _asked(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) and found.year in YEARS else None


# The case's own sources ----------------------------------------------------------------------------------------------
def _stages(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """Why it moved is the team's own words, and may be of other services."""
    rows = case.intake.transitions.filter(at__lt=before).select_related("by", "followed_up_by")
    told = presenters.timeline(reversed(rows.order_by("-at", "-pk")[:most]))
    return told if request.actor.role in TEAM else [replace(entry, text="") for entry in told]


def _hand_overs(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    if request.actor.role not in TEAM:
        return []
    rows = IntakeHandover.objects.filter(intake=case.intake_id, offered_at__lt=before)
    return list(_each_hand_over(rows.select_related("offered_by", "offered_to").order_by("-offered_at")[:most]))


def _each_hand_over(rows: Any) -> Iterator[TimelineEntry]:
    for row in rows:
        names = {"who": row.offered_to}
        yield TimelineEntry(row.offered_at, _("Offered to %(who)s") % names, str(row.offered_by), row.note)
        if row.answered_at is not None:
            said = _("Taken over by %(who)s") if row.is_accepted else _("Not taken over by %(who)s")
            yield TimelineEntry(row.answered_at, said % names, str(row.offered_to) if row.is_accepted else "")


def _consents(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """What was asked, and what each answered or withdrew."""
    if not may_see(request.actor.role, What.CONSENTS):
        return []
    rows = Consent.objects.filter(pupil=case.pupil_id, asked_at__lt=before).select_related("asked_by")
    asked = [
        TimelineEntry(row.asked_at, _("Asked for consent: %(what)s") % {"what": _consent(row)}, str(row.asked_by))
        for row in rows.order_by("-asked_at")[:most]
    ]
    return asked + _answers(case, before, most)


def _answers(case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    rows = Answer.objects.filter(consent__pupil=case.pupil_id, answered_at__lt=before)
    found = []
    for row in rows.select_related("consent", "guardian").order_by("-answered_at")[:most]:
        who = str(row.guardian) if row.guardian else _("The pupil")
        said = _("Yes to: %(what)s") if row.says == Answer.Says.YES else _("No to: %(what)s")
        found.append(TimelineEntry(row.answered_at, said % {"what": _consent(row.consent)}, who))
        if row.withdrawn_at is not None:
            withdrawn = _("Withdrawn: %(what)s") % {"what": _consent(row.consent)}
            found.append(TimelineEntry(row.withdrawn_at, withdrawn, who))
    return found


def _consent(row: Consent) -> str:
    name = str(row.get_purpose_display())
    return f"{name} ({row.service})" if row.service else name


def _decided(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    rows = Decision.objects.filter(intake=case.intake_id, recorded_at__lt=before).select_related("recorded_by")
    heading = _("Decided: %(what)s")
    return [
        TimelineEntry(row.recorded_at, heading % {"what": row.get_outcome_display()}, str(row.recorded_by))
        for row in rows.order_by("-recorded_at")[:most]
    ]


def _standing(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    rows = StandingDecision.objects.standing().filter(case=case, written_at__lt=before).select_related("written_by")
    heading = _("Decision written down: %(what)s")
    return [
        TimelineEntry(
            row.written_at, heading % {"what": row.get_kind_display()}, str(row.written_by),
            details=[from_to(row.start, row.end)],
        )
        for row in rows.order_by("-written_at")[:most]
    ]  # fmt: skip


def _parts(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """Who got a part around the pupil, and from when until when."""
    rows = CaseMember.objects.filter(case=case, written_at__lt=before).select_related("user", "written_by")
    return [
        TimelineEntry(
            row.written_at, f"{row.user}: {row.words or row.get_part_display()}", str(row.written_by),
            details=[from_to(row.start, row.end)],
        )
        for row in rows.order_by("-written_at")[:most]
    ]  # fmt: skip


Tells = Callable[[ActingRequest, Case, dt.datetime, int], list[TimelineEntry]]
OWN: tuple[Tells, ...] = (_stages, _hand_overs, _consents, _decided, _standing, _parts)
