"""The calendar in use, and how it would change if what has been entered were taken into use."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.rules import calendar
from skoleporten.schools.calendar_plan import CalendarPlan, DayCount, DayKey, plan_of
from skoleporten.schools.models import CalendarDay, CalendarEntry, CalendarUse, DayLength, School, SchoolYear

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class CalendarChange:
    """What would happen to the school days of one school. `longer_or_shorter` are dates whose minutes change."""

    school: School
    before: DayCount
    after: DayCount
    added: Sequence[dt.date]
    removed: Sequence[dt.date]
    longer_or_shorter: Sequence[dt.date]

    @property
    def is_none(self) -> bool:
        return not (self.added or self.removed or self.longer_or_shorter)


def visible_schools(actor: Actor) -> QuerySet[School]:
    """School leaders see their own schools, administrators all of them, and nobody else any."""
    if actor.role == Role.ADMINISTRATOR:
        return School.objects.all()
    if actor.role == Role.SCHOOL_LEADER:
        return School.objects.filter(pk__in=actor.school_ids)
    return School.objects.none()


def may_edit_calendar(actor: Actor, school: School | None) -> bool:
    """The municipality's calendar is the administrator's; a school's exceptions are its leader's too."""
    if actor.role == Role.ADMINISTRATOR:
        return True
    return actor.role == Role.SCHOOL_LEADER and school is not None and school.pk in actor.school_ids


def days_in_use(year: int, schools: Iterable[School]) -> dict[int, dict[DayKey, int]]:
    """Key of the school to its (grade or None, date) → minutes; a school without days has an empty dict."""
    wanted = [school.pk for school in schools]
    found: dict[int, dict[DayKey, int]] = {pk: {} for pk in wanted}
    rows = CalendarDay.objects.filter(school__in=wanted, date__range=year_bounds(year)).order_by()
    for school_id, grade, date, minutes in rows.values_list("school", "grade", "date", "minutes_offered"):
        found[school_id][grade, date] = minutes
    return found


def year_bounds(year: int) -> tuple[dt.date, dt.date]:
    return calendar.school_year_start(year), calendar.school_year_end(year)


def calendar_changes(school_year: SchoolYear, schools: Sequence[School]) -> list[CalendarChange]:
    plan = plan_of(school_year)
    in_use = days_in_use(school_year.year, schools)
    return [calendar_change(plan, school, in_use[school.pk]) for school in schools]


def calendar_change(plan: CalendarPlan, school: School, before: Mapping[DayKey, int]) -> CalendarChange:
    after = plan.days(school)
    old, new = _by_date(before, school), _by_date(after, school)
    return CalendarChange(
        school=school,
        before=DayCount.of(old),
        after=DayCount.of(new),
        added=sorted(new.keys() - old.keys()),
        removed=sorted(old.keys() - new.keys()),
        longer_or_shorter=sorted(date for date in old.keys() & new.keys() if old[date] != new[date]),
    )


def _by_date(days: Mapping[DayKey, int], school: School) -> dict[dt.date, list[int | None]]:
    """Date to the minutes of each of the school's grades; a grade's own row wins over the one for all grades."""
    return {
        date: [days.get((grade, date), days.get((None, date))) for grade in school.grades]
        for date in {date for _grade, date in days}
    }


def schools_to_update(school_year: SchoolYear, schools: Sequence[School]) -> list[School]:
    """Schools for which something was entered after their calendar was last taken into use, or never was."""
    of_all, of_school = _last_changes(school_year)
    used = dict(CalendarUse.objects.filter(school_year=school_year).values_list("school", "used_at"))
    return [school for school in schools if used.get(school.pk, EPOCH) < max(of_all, of_school.get(school.pk, EPOCH))]


def _last_changes(school_year: SchoolYear) -> tuple[dt.datetime, dict[int, dt.datetime]]:
    """When the municipality's calendar last changed, and each school's own; deletions are changes too."""
    of_school: dict[int, dt.datetime] = defaultdict(lambda: EPOCH)
    of_all = school_year.history.aggregate(last=Max("history_date"))["last"] or EPOCH
    for model in (CalendarEntry, DayLength):
        rows = model.history.filter(school_year_id=school_year.pk).values_list("school_id")
        for school_id, last in rows.annotate(last=Max("history_date")):
            if school_id is None:
                of_all = max(of_all, last)
            else:
                of_school[school_id] = max(of_school[school_id], last)
    return of_all, dict(of_school)


def count_in_use(school: School, year: int) -> DayCount:
    dates = CalendarDay.objects.filter(school=school, date__range=year_bounds(year)).values_list("date", flat=True)
    return DayCount.of(dates.distinct())


def entries_for(school_year: SchoolYear, school: School | None) -> QuerySet[CalendarEntry]:
    """The municipality's entries, and with a school its own too."""
    scope = Q(school=None) | Q(school=school) if school else Q(school=None)
    return school_year.entries.filter(scope).select_related("school")


def lengths_for(school_year: SchoolYear, school: School | None) -> QuerySet[DayLength]:
    scope = Q(school=None) | Q(school=school) if school else Q(school=None)
    return school_year.day_lengths.filter(scope).select_related("school")
