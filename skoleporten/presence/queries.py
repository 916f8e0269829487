"""How long pupils were where, and of what. Whoever asks has brought the cases through the gate.

Missing is neither 0 nor absent: a day without a mark is not among the days, and is counted apart in the shares.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Q

from skoleporten.cases.models import Care, Case
from skoleporten.plans.models import PlanPart
from skoleporten.plans.queries import steps_of
from skoleporten.plans.school_days import days_of
from skoleporten.presence.models import CallHome, HomeVisit, Mark, PresenceDay, Visit
from skoleporten.rules.plan import holding

# Where, how long, and from when, as far as they are known.
VisitTold = tuple[str, int | None, dt.datetime | None]


@dataclass(frozen=True)
class DayPresence:
    """`minutes` None: somebody was here, and nobody knows how long. `by_place` holds those that are known."""

    minutes: int | None
    by_place: Mapping[str, int] = field(default_factory=dict)
    visits: int = 0
    did_not_come: bool = False
    is_open: bool = False
    needs_look: bool = False
    first_at: dt.datetime | None = None


@dataclass(frozen=True)
class Share:
    """Of `days` school days of which both numbers are known; `days_unknown` are left out of both."""

    minutes: int
    of_minutes: int
    days: int
    days_unknown: int

    @property
    def fraction(self) -> float | None:
        return self.minutes / self.of_minutes if self.of_minutes else None


@dataclass(frozen=True)
class Shares:
    """The two numbers that are always shown together."""

    agreed: Share
    ordinary: Share


@dataclass(frozen=True)
class PlannedDay:
    """One school day: what was agreed, what the ordinary timetable offers, and what came of it. None: not known."""

    day: dt.date
    agreed: int | None
    offered: int | None
    came: DayPresence | None

    @property
    def minutes(self) -> int | None:
        return self.came.minutes if self.came else None


def day_minutes(case: Case, first: dt.date, last: dt.date) -> dict[dt.date, DayPresence]:
    """A day of which nothing is told is not among them; one on which somebody said that the pupil did not come is."""
    days = PresenceDay.objects.filter(case=case, day__range=(first, last), is_told=True)
    visits: dict[int, list[VisitTold]] = defaultdict(list)
    rows = Visit.objects.filter(of_day__in=days.order_by().values("pk")).order_by("pk")
    for day, place, minutes, arrived_at in rows.values_list("of_day", "place", "minutes", "arrived_at"):
        visits[day].append((place, minutes, arrived_at))
    told = days.order_by("day").values_list("pk", "day", "minutes", "did_not_come", "is_open", "needs_look")
    return {
        day: _presence(visits[key], minutes, did_not_come, is_open, needs_look)
        for key, day, minutes, did_not_come, is_open, needs_look in told
    }


def told_days(case_ids: Collection[int], first: dt.date, last: dt.date) -> list[PresenceDay]:
    """With their visits, the days in order."""
    rows = PresenceDay.objects.filter(case__in=case_ids, day__range=(first, last), is_told=True)
    return list(rows.order_by("day").prefetch_related("visits"))


def planned_days(case: Case, first: dt.date, last: dt.date) -> list[PlannedDay]:
    """Each school day, and each day on which the pupil came without it being one. A plan changed after the pupil came
    holds from the next day.
    """
    came = day_minutes(case, first, last)
    offered = days_of([case.pupil_id], first, last)[case.pupil_id]
    steps = steps_of([case.pk], until=last)[case.pk]
    days = sorted({*offered, *came})
    held = {day: holding(steps, day, came[day].first_at if day in came else None) for day in days}
    minutes = _minutes_by_weekday({step.key for step in held.values() if step})
    found = []
    for day, step in held.items():
        agreed = minutes[step.key, day.weekday()] if step and day in offered else None
        found.append(PlannedDay(day, agreed, offered.get(day), came.get(day)))
    return found


def shares(case: Case, first: dt.date, last: dt.date) -> Shares:
    """Minutes attended of the agreed plan, and of the ordinary timetable, on the days where both are known."""
    return shares_of(planned_days(case, first, last))


def shares_of(days: Iterable[PlannedDay]) -> Shares:
    """Where nothing was agreed and nothing marked, nobody came: in the timetable's share that is 0 and not unknown."""
    told = list(days)
    agreed = [(day, day.agreed) for day in told if day.agreed]
    ordinary = [(day, day.offered) for day in told if day.offered]
    return Shares(_share(agreed), _share(ordinary))


def _share(days: Sequence[tuple[PlannedDay, int]]) -> Share:
    known = [(minutes, of) for day, of in days if (minutes := _minutes(day)) is not None]
    return Share(
        minutes=sum(minutes for minutes, _of in known),
        of_minutes=sum(of for _minutes, of in known),
        days=len(known),
        days_unknown=len(days) - len(known),
    )


def _minutes(day: PlannedDay) -> int | None:
    if day.came is None:
        return 0 if day.agreed == 0 else None
    return day.came.minutes


def _presence(
    visits: Sequence[VisitTold], minutes: int | None, did_not_come: bool, is_open: bool, needs_look: bool
) -> DayPresence:
    by_place: Counter[str] = Counter()
    for place, of_visit, _arrived_at in visits:
        by_place[place] += of_visit or 0
    return DayPresence(
        minutes=minutes,
        by_place=dict(by_place),
        visits=len(visits),
        did_not_come=did_not_come,
        is_open=is_open,
        needs_look=needs_look,
        first_at=next((arrived_at for _place, _minutes, arrived_at in visits if arrived_at), None),
    )


# Of many cases at once, for the board ---------------------------------------------------------------------------------
def board_version() -> int:
    """Goes up with each mark that is taken in, whosesoever it is."""
    newest: int | None = Mark.objects.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def agreed_in(cases: Collection[Case], days: Sequence[dt.date]) -> dict[int, dict[dt.date, int | None]]:
    """By case the minutes agreed on each of its school days among these; a day that is none is not there."""
    of_pupils = days_of({case.pupil_id for case in cases}, days[0], days[-1])
    steps = steps_of([case.pk for case in cases], until=days[-1])
    minutes = _minutes_by_weekday({step.key for of_case in steps.values() for step in of_case})
    found: dict[int, dict[dt.date, int | None]] = {}
    for case in cases:
        held = {day: holding(steps[case.pk], day) for day in days if day in of_pupils[case.pupil_id]}
        found[case.pk] = {day: minutes[step.key, day.weekday()] if step else None for day, step in held.items()}
    return found


def _minutes_by_weekday(steps: Collection[int]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = defaultdict(int)
    for step, weekday, minutes in PlanPart.objects.filter(step__in=steps).values_list("step", "weekday", "minutes"):
        found[step, weekday] += minutes
    return found


def rows_on(case_ids: Collection[int], days: Iterable[dt.date]) -> dict[int, dict[dt.date, PresenceDay]]:
    """With their visits; also those of which every mark is held."""
    rows = PresenceDay.objects.filter(case__in=case_ids, day__in=set(days)).prefetch_related("visits")
    found: dict[int, dict[dt.date, PresenceDay]] = {case: {} for case in case_ids}
    for row in rows:
        found[row.case_id][row.day] = row
    return found


def ways_here(case_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Who fetches the pupil and how she travels, for those who may see what care she needs. Nothing else is opened."""
    return {
        care.case_id: (care.opened("fetched_by"), care.opened("transport"))
        for care in Care.objects.filter(case__in=case_ids)
    }


def calls_on(case_ids: Collection[int], day: dt.date) -> dict[int, CallHome]:
    """The last one of each."""
    rows = CallHome.objects.filter(case__in=case_ids, day=day).select_related("by").order_by("at", "pk")
    return {row.case_id: row for row in rows}


def out_now(case_ids: Collection[int]) -> list[HomeVisit]:
    """Who is out on a home visit, the first expected back first."""
    rows = HomeVisit.objects.filter(case__in=case_ids, back_at__isnull=True)
    return list(rows.select_related("by", "case__pupil"))


# Of one case, for its owner -------------------------------------------------------------------------------------------
def days_to_look_at(case: Case, today: dt.date) -> list[PresenceDay]:
    """With something that the owner decides, or where nobody marked that the pupil left. The newest first."""
    left_open = Q(is_open=True, day__lt=today)
    rows = PresenceDay.objects.filter(Q(needs_look=True) | left_open, case=case)
    return list(rows.order_by("-day").prefetch_related("visits"))


def marks_of(case: Case, days: Collection[dt.date]) -> list[Mark]:
    """Those of these days, with all that was said of them later: corrections, undoings and what was kept."""
    on_days = list(Mark.objects.filter(case=case, day__in=days).values_list("mark_id", "about"))
    roots = {about or mark_id for mark_id, about in on_days}
    rows = Mark.objects.filter(Q(mark_id__in=roots) | Q(about__in=roots), case=case)
    return list(rows.select_related("by").order_by("at", "pk"))


def first_visit(case: Case) -> Visit | None:
    return Visit.objects.filter(of_day__case=case, arrived_at__isnull=False).order_by("arrived_at").first()


def calls_before(case: Case, before: dt.datetime, most: int) -> list[CallHome]:
    """The newest first."""
    return list(CallHome.objects.filter(case=case, at__lt=before).select_related("by").order_by("-at")[:most])


def home_visits_before(case: Case, before: dt.datetime, most: int) -> list[HomeVisit]:
    """The newest first."""
    rows = HomeVisit.objects.filter(case=case, started_at__lt=before).select_related("by")
    return list(rows.order_by("-started_at")[:most])
