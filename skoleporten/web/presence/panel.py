"""The minutes on the page of a case and on the pupil's page for the school, and what happened around coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.cases.models import Case
from skoleporten.presence.models import HomeVisit
from skoleporten.presence.queries import (
    PlannedDay,
    calls_before,
    first_visit,
    home_visits_before,
    planned_days,
    shares_of,
)
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.panel import Link, Panel, Printed
from skoleporten.web.components import TimelineEntry
from skoleporten.web.presence.cards import called_in_words, clock_time, place_name
from skoleporten.web.presence.minutes_figure import ShareInWords, minutes_figure, shares_in_words
from skoleporten.web.presence.visible import counted_until
from skoleporten.web.requests import ActingRequest
from skoleporten.web.words import day as day_in_words
from skoleporten.web.words import duration

# As far back as the page of the case draws: half a year, and for a school the last four weeks.
WEEKS_DRAWN = 26
WEEKS_FOR_THE_SCHOOL = 4


def panel(request: ActingRequest, case: Case) -> Panel | None:
    if not may_see(request.actor.role, What.PRESENCE):
        return None
    days = _days(case, request.today, WEEKS_DRAWN)
    over = _over(days, request.today)
    shares = shares_in_words(shares_of(over))
    return Panel(
        key="presence",
        title=_("Minutes, of the plan and of the timetable"),
        template="presence/panel.html",
        context={"shares": shares, "figure": minutes_figure(days, request.today), "since": _since(over)},
        links=[Link(_("All days"), reverse("case_presence", args=[case.public_id]))],
        printed=[_printed(shares, over)],
    )


def school_panel(request: ActingRequest, case: Case) -> Panel | None:
    """The two numbers, and nothing of where the pupil was or how it was."""
    if not may_see(request.actor.role, What.PRESENCE):
        return None
    days = _over(_days(case, request.today, WEEKS_FOR_THE_SCHOOL), request.today)
    return Panel(
        key="presence",
        title=_("Minutes, of the plan and of the timetable"),
        template="presence/panel.html",
        context={"shares": shares_in_words(shares_of(days)), "since": _since(days)},
    )


def happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """Calls home, home visits and the first time here: what the days themselves say stands on their own page."""
    if not may_see(request.actor.role, What.PRESENCE):
        return []
    found = [*_calls(case, before, most), *_home_visits(case, before, most), *_first_time(case, before)]
    return list(islice(sorted(found, key=lambda entry: entry.at, reverse=True), most))


def _days(case: Case, today: dt.date, weeks: int) -> list[PlannedDay]:
    """From when the case was opened, where that is later, until it ended."""
    last = counted_until(case, today)
    first = max(last - dt.timedelta(weeks=weeks) + dt.timedelta(days=1), timezone.localdate(case.opened_at))
    return planned_days(case, min(first, last), last)


def _over(days: list[PlannedDay], today: dt.date) -> list[PlannedDay]:
    """The two numbers are of whole days: at nine o'clock half of today is no half of the plan."""
    return [day for day in days if day.day < today]


def _since(days: list[PlannedDay]) -> str:
    if not days:
        return ""
    told = {"first": day_in_words(days[0].day), "last": day_in_words(days[-1].day)}
    return _("The whole days from %(first)s to %(last)s") % told


def _printed(shares: list[ShareInWords], days: list[PlannedDay]) -> Printed:
    facts = [(share.label, f"{share.value} ({share.of_what})") for share in shares]
    return Printed(_("Minutes, of the plan and of the timetable"), facts=facts, texts=[_since(days)])


def _calls(case: Case, before: dt.datetime, most: int) -> Iterable[TimelineEntry]:
    rows = calls_before(case, before, most)
    return [TimelineEntry(row.at, _("Called home"), str(row.by), called_in_words(row)) for row in rows]


def _home_visits(case: Case, before: dt.datetime, most: int) -> Iterable[TimelineEntry]:
    rows = home_visits_before(case, before, most)
    return [TimelineEntry(row.started_at, _("On a home visit"), str(row.by), _until(row)) for row in rows]


def _until(visit: HomeVisit) -> str:
    if visit.back_at is None:
        return _("Expected back at %(time)s") % {"time": clock_time(visit.expected_back)}
    return _("Back at %(time)s") % {"time": clock_time(visit.back_at)}


def _first_time(case: Case, before: dt.datetime) -> Iterable[TimelineEntry]:
    first = first_visit(case)
    if first is None or first.arrived_at is None or first.arrived_at >= before:
        return []
    parts = [place_name(first.place), duration(first.minutes) if first.minutes is not None else ""]
    return [TimelineEntry(first.arrived_at, _("Came for the first time"), "", ", ".join(filter(None, parts)))]
