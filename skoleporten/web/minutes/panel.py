"""What meetings have decided on the page of a case, in its printout, its timeline, and among what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake
from skoleporten.minutes import queries
from skoleporten.minutes.models import MeetingDecision
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.panel import Due, Panel, Printed
from skoleporten.web.components import TimelineEntry
from skoleporten.web.minutes.presenters import state_of, turn_in_words, used_in_words, where_decided
from skoleporten.web.requests import ActingRequest

NEWEST_ENDED = 3
Told = tuple[MeetingDecision, str, str]


def decisions_panel(request: ActingRequest, case: Case) -> Panel | None:
    """Open ones, and the few that ended last. Time in meetings is the team's, and on no paper, which leaves it."""
    if not may_see(request.actor.role, What.MEETINGS):
        return None
    rows = queries.decisions_of(request.actor, request.today, case.intake_id)
    shown = [one for one in rows if one.is_open] + [one for one in rows if not one.is_open][:NEWEST_ENDED]
    time = _time(request, case)
    return Panel(
        key="meetings",
        title=_("From the meetings"),
        template="minutes/panel.html",
        context={"decisions": _in_words(shown, request.today), "time": time},
        printed=[_printed(rows, request.today)],
    )


def decided_in_intake(request: ActingRequest, intake: Intake) -> list[Told]:
    """On the page of an intake, which may not have become a case yet."""
    return _in_words(queries.decisions_of(request.actor, request.today, intake.pk), request.today)


def happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    if not may_see(request.actor.role, What.MEETINGS):
        return []
    found = [
        TimelineEntry(
            row.decided_at, _("Decided in a meeting: %(meeting)s") % {"meeting": row.minutes.meeting.name},
            str(row.decided_by), row.words, [_by_when(row)],
        )
        for row in queries.decided_before(case, before, most)
    ]  # fmt: skip
    for turn in queries.turns_before(case, before, most):
        said = [turn.words] if turn.words else []
        heading = _("What a meeting decided: %(what)s") % {"what": turn_in_words(turn)}
        found.append(TimelineEntry(turn.at, heading, str(turn.by), turn.decision.words, said))
    return sorted(found, key=_at, reverse=True)[:most]


def due(actor: Actor, case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    what = gettext_lazy("Decided in a meeting, to be done")
    return {case_id: Due(on, what) for case_id, on in queries.due(case_ids, today).items()}


def waiting(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    """What is to be done by now, each with the way there."""
    for row in queries.decisions(request.actor, request.today).due(request.today).filter(intake=case.intake_id):
        text = _("Decided in a meeting: %(what)s (%(who)s)") % {"what": row.words, "who": row.owner}
        yield text, reverse("meeting_decision", args=[row.public_id])


def _in_words(rows: Iterable[MeetingDecision], today: dt.date) -> list[Told]:
    return [(one, state_of(one, today), where_decided(one)) for one in rows]


def _time(request: ActingRequest, case: Case) -> str:
    if not may_see(request.actor.role, What.MEETING_TIME):
        return ""
    used = queries.meeting_time([case.intake_id]).get(case.intake_id)
    return used_in_words(used) if used else ""


def _printed(rows: list[MeetingDecision], today: dt.date) -> Printed:
    points = [f"{one.words} – {one.owner}, {state_of(one, today)} ({where_decided(one)})" for one in rows]
    none = [] if points else [_("No meeting has decided anything here yet.")]
    return Printed(_("From the meetings"), texts=none, points=points)


def _by_when(row: MeetingDecision) -> str:
    told = {"who": row.owner, "when": date_format(row.due, "DATE_FORMAT")}
    return _("%(who)s, by %(when)s") % told


def _at(entry: TimelineEntry) -> dt.datetime:
    assert isinstance(entry.at, dt.datetime)
    return entry.at
