"""What meetings have decided on the page of a case, in its printout, its timeline, and among what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.cases.models import Case
from skoleporten.minutes import queries
from skoleporten.minutes.models import MeetingDecision
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.panel import Due, Panel, Printed
from skoleporten.web.components import TimelineEntry
from skoleporten.web.minutes.presenters import state_of, turn_in_words, used_in_words, where_decided
from skoleporten.web.requests import ActingRequest

NEWEST_ENDED = 3


def decisions_panel(request: ActingRequest, case: Case) -> Panel | None:
    """Open ones, and the few that ended last. Time in meetings is for the team only."""
    if not may_see(request.actor.role, What.MEETINGS):
        return None
    rows = queries.decisions_of(request.actor, request.today, case)
    shown = [one for one in rows if one.is_open] + [one for one in rows if not one.is_open][:NEWEST_ENDED]
    time = _time(request, case)
    return Panel(
        key="meetings",
        title=_("From the meetings"),
        template="minutes/panel.html",
        context={"decisions": [(one, state_of(one, request.today), where_decided(one)) for one in shown], "time": time},
        printed=[_printed(rows, request.today, time)],
    )


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
    return found


def due(case_ids: Collection[int], today: dt.date) -> dict[int, Due]:
    what = gettext_lazy("Decided in a meeting, to be done")
    return {case_id: Due(on, what) for case_id, on in queries.due(case_ids, today).items()}


def waiting(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    """What is to be done by now, each with the way there."""
    for row in queries.decisions(request.actor, request.today).due(request.today).filter(intake=case.intake_id):
        text = _("Decided in a meeting: %(what)s (%(who)s)") % {"what": row.words, "who": row.owner}
        yield text, reverse("meeting_decision", args=[row.public_id])


def _time(request: ActingRequest, case: Case) -> str:
    if not may_see(request.actor.role, What.MEETING_TIME):
        return ""
    used = queries.meeting_time([case.intake_id]).get(case.intake_id)
    return used_in_words(used) if used else ""


def _printed(rows: list[MeetingDecision], today: dt.date, time: str) -> Printed:
    points = [f"{one.words} – {one.owner}, {state_of(one, today)} ({where_decided(one)})" for one in rows]
    facts = [(_("Time in meetings"), time)] if time else []
    none = [] if points else [_("No meeting has decided anything here yet.")]
    return Printed(_("From the meetings"), facts=facts, texts=none, points=points)


def _by_when(row: MeetingDecision) -> str:
    told = {"who": row.owner, "when": date_format(row.due, "DATE_FORMAT")}
    return _("%(who)s, by %(when)s") % told
