"""What people do to the school calendar. Entering changes nothing that is counted; `use_calendar` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.audit import actions as audit
from skoleporten.rules.errors import RefusedError
from skoleporten.schools import queries
from skoleporten.schools.calendar_days import write_days
from skoleporten.schools.calendar_files.draft import ENTRY_KINDS, LengthLine, Line, LineKind
from skoleporten.schools.calendar_from_days import Derived, SchoolDays, derive_calendar
from skoleporten.schools.calendar_plan import plan_of
from skoleporten.schools.models import (
    FIRST_GRADE,
    LAST_GRADE,
    MOST_MINUTES_A_DAY,
    USUAL_SCHOOL_DAYS,
    CalendarEntry,
    DayLength,
    School,
    SchoolYear,
)

WEEKDAYS = 5


@transaction.atomic
def set_school_year(
    *, by: Actor, year: int, first_day: dt.date, last_day: dt.date, expected_days: int = USUAL_SCHOOL_DAYS
) -> SchoolYear:
    _check_may_edit(by, None)
    _check_dates(year, first_day, last_day)
    if not 1 <= expected_days <= 366:
        raise RefusedError(_("The number of school days is not between 1 and 366."), do=_("The usual number is 190."))
    values = {"first_day": first_day, "last_day": last_day, "expected_days": expected_days}
    school_year, was_new = SchoolYear.objects.update_or_create(year=year, defaults=values)
    _record(by, "calendar.year_added" if was_new else "calendar.year_changed", school_year, None)
    return school_year


@transaction.atomic
def add_entry(
    *,
    by: Actor,
    school_year: SchoolYear,
    school: School | None,
    first_date: dt.date,
    last_date: dt.date,
    kind: str,
    name: str = "",
) -> CalendarEntry:
    _check_may_edit(by, school)
    entry = CalendarEntry(school_year=school_year, school=school)
    return _save_entry(by, "calendar.entry_added", entry, _line(first_date, last_date, kind, name))


@transaction.atomic
def change_entry(
    *, by: Actor, entry: CalendarEntry, first_date: dt.date, last_date: dt.date, kind: str, name: str = ""
) -> CalendarEntry:
    _check_may_edit(by, entry.school)
    return _save_entry(by, "calendar.entry_changed", entry, _line(first_date, last_date, kind, name))


@transaction.atomic
def remove_entry(*, by: Actor, entry: CalendarEntry) -> None:
    _check_may_edit(by, entry.school)
    school_year, school = entry.school_year, entry.school
    entry.delete()
    _record(by, "calendar.entry_removed", school_year, school)


@transaction.atomic
def set_day_lengths(
    *,
    by: Actor,
    school_year: SchoolYear,
    school: School | None,
    first_grade: int,
    last_grade: int,
    minutes: Sequence[int | None],
) -> None:
    """`minutes` for Monday to Friday; None takes that weekday's length away again."""
    _check_may_edit(by, school)
    if not FIRST_GRADE <= first_grade <= last_grade <= LAST_GRADE:
        raise RefusedError(_("The last grade is before the first."), do=_("Choose grades from 1 to 13, lowest first."))
    if len(minutes) != WEEKDAYS:
        raise RefusedError(_("A week has five school days."), do=_("Give minutes for Monday to Friday."))
    for weekday, length in enumerate(minutes):
        _set_day_length(school_year, school, (first_grade, last_grade, weekday), length)
    _record(by, "calendar.day_lengths_set", school_year, school)


@transaction.atomic
def replace_entries(
    *,
    by: Actor,
    school_year: SchoolYear,
    school: School | None,
    lines: Sequence[Line],
    lengths: Sequence[LengthLine] = (),
) -> None:
    """What a file said becomes the entries of the municipality or of the school; day lengths only where it had any."""
    _check_may_edit(by, school)
    for line in lines:
        _check_dates(school_year.year, line.first_date, line.last_date)
    if any(line.kind not in ENTRY_KINDS for line in lines):
        raise RefusedError(_("It is not said what kind of day this is."), do=_("Choose one of the kinds."))
    kept = {_line(e.first_date, e.last_date, e.kind, e.name): e for e in school_year.entries.filter(school=school)}
    for line, entry in kept.items():
        if line not in lines:
            entry.delete()
    for line in dict.fromkeys(lines):
        if line not in kept:
            entry = CalendarEntry(school_year=school_year, school=school)
            _fill(entry, line).save()
    if lengths:
        _replace_lengths(school_year, school, lengths)
    _record(by, "calendar.entries_replaced", school_year, school, entries=len(lines), day_lengths=len(lengths))


@transaction.atomic
def enter_file(
    *,
    by: Actor,
    year: int,
    school: School | None,
    days: Mapping[str, Any] | None,
    lines: Sequence[Line],
    lengths: Sequence[LengthLine],
) -> None:
    """What a person has looked through, all at once. `days` are set_school_year's, for the municipality only."""
    if days is not None:
        set_school_year(by=by, year=year, **days)
    school_year = SchoolYear.objects.get(year=year)
    replace_entries(by=by, school_year=school_year, school=school, lines=lines, lengths=lengths)


def begin_from_days(*, by: Actor, year: int) -> SchoolYear:
    """Entries that give the days which came in with a file, so that the calendar can be changed here from now on."""
    _check_may_edit(by, None)
    schools = {str(school.pk): school for school in School.objects.all()}
    in_use = queries.days_in_use(year, schools.values())
    derived = derive_calendar(
        year, [SchoolDays(key, school.grades, in_use[school.pk]) for key, school in schools.items()]
    )
    if derived is None:
        raise RefusedError(_("No school days have come in for this year."), do=_("Set the first and last school day."))
    with transaction.atomic():
        if SchoolYear.objects.filter(year=year).exists():
            raise RefusedError(_("The calendar of this year has been entered already."), do=_("Change it as it is."))
        return _write_derived(by, derived, schools)


def _write_derived(by: Actor, derived: Derived, schools: Mapping[str, School]) -> SchoolYear:
    span = derived.span
    school_year = SchoolYear.objects.create(year=span.year, first_day=span.first_day, last_day=span.last_day)
    for entry in derived.entries:
        CalendarEntry.objects.create(
            school_year=school_year,
            school=schools[entry.school_id] if entry.school_id else None,
            first_date=entry.first_date,
            last_date=entry.last_date,
            kind=entry.kind.value,
            name=entry.name,
        )
    for length in derived.lengths:
        where = (length.first_grade, length.last_grade, length.weekday)
        _set_day_length(school_year, schools[length.school_id] if length.school_id else None, where, length.minutes)
    numbers = {"entries": len(derived.entries), "day_lengths": len(derived.lengths)}
    _record(by, "calendar.begun_from_days", school_year, None, **numbers)
    return school_year


@transaction.atomic
def change_school(
    *, by: Actor, school: School, name: str, first_grade: int, last_grade: int, is_active: bool
) -> School:
    if by.role != Role.ADMINISTRATOR:
        raise RefusedError(_("Schools are changed by an administrator."))
    if not FIRST_GRADE <= first_grade <= last_grade <= LAST_GRADE:
        raise RefusedError(_("The last grade is before the first."), do=_("Choose grades from 1 to 13, lowest first."))
    school.name, school.is_active = name, is_active
    school.first_grade, school.last_grade = first_grade, last_grade
    school.save()
    audit.record(by=by, action="school.changed", object_type="school", object_id=school.public_id)
    return school


def use_calendar(
    *,
    by: Actor,
    school_year: SchoolYear,
    schools: Sequence[School],
    when_changed: Callable[[], None] = lambda: None,
) -> list[queries.CalendarChange]:
    """From now on the days that follow from what was entered are the school days that absence is measured against.

    Worked out first and then written in one transaction; in it `when_changed` is called if a school day changed.
    """
    for school in schools:
        _check_may_edit(by, school)
    plan = plan_of(school_year)
    in_use = queries.days_in_use(school_year.year, schools)
    changes = [queries.calendar_change(plan, school, in_use[school.pk]) for school in schools]
    changed = sum(not change.is_none for change in changes)
    only = schools[0] if len(schools) == 1 else None
    with transaction.atomic():
        for school in schools:
            write_days(school_year, school, in_use[school.pk], plan.days(school))
        _record(by, "calendar.used", school_year, only, schools=len(schools), changed=changed)
        if changed:
            when_changed()
    return changes


def _save_entry(by: Actor, action: str, entry: CalendarEntry, line: Line) -> CalendarEntry:
    _check_dates(entry.school_year.year, line.first_date, line.last_date)
    twins = entry.school_year.entries.filter(
        school=entry.school, first_date=line.first_date, last_date=line.last_date, kind=line.kind
    )
    if twins.exclude(pk=entry.pk).exists():
        raise RefusedError(_("The calendar already says this."), do=_("Change the line that is there instead."))
    _fill(entry, line).save()
    _record(by, action, entry.school_year, entry.school)
    return entry


def _fill(entry: CalendarEntry, line: Line) -> CalendarEntry:
    entry.first_date, entry.last_date = line.first_date, line.last_date
    entry.kind, entry.name = str(line.kind), line.name
    return entry


def _set_day_length(
    school_year: SchoolYear, school: School | None, where: tuple[int, int, int], minutes: int | None
) -> None:
    first_grade, last_grade, weekday = where
    same = {"first_grade": first_grade, "last_grade": last_grade, "weekday": weekday, "school": school}
    if minutes is None:
        for row in school_year.day_lengths.filter(**same):
            row.delete()
        return
    if not 1 <= minutes <= MOST_MINUTES_A_DAY:
        raise RefusedError(
            _("A school day can not be %(minutes)d minutes long.") % {"minutes": minutes},
            do=_("Write a number of minutes from 1 to %(most)d.") % {"most": MOST_MINUTES_A_DAY},
        )
    row = school_year.day_lengths.filter(**same).first() or DayLength(school_year=school_year, **same)
    if row.minutes != minutes:
        row.minutes = minutes
        row.save()


def _replace_lengths(school_year: SchoolYear, school: School | None, lengths: Sequence[LengthLine]) -> None:
    given = {(length.first_grade, length.last_grade, length.weekday): length.minutes for length in lengths}
    for row in school_year.day_lengths.filter(school=school):
        if (row.first_grade, row.last_grade, row.weekday) not in given:
            row.delete()
    for where, minutes in given.items():
        _set_day_length(school_year, school, where, minutes)


def _check_may_edit(by: Actor, school: School | None) -> None:
    if not queries.may_edit_calendar(by, school):
        raise RefusedError(_("This calendar is not yours to change."), do=_("Ask whoever administers it."))


def _line(first_date: dt.date, last_date: dt.date, kind: str, name: str) -> Line:
    if kind not in CalendarEntry.Kind.values:
        raise RefusedError(_("It is not said what kind of day this is."), do=_("Choose one of the kinds."))
    return Line(first_date, last_date, LineKind(kind), name)


def _check_dates(year: int, first: dt.date, last: dt.date) -> None:
    start, end = queries.year_bounds(year)
    if last < first:
        raise RefusedError(_("The last day is before the first."), do=_("Correct the dates."))
    if not (start <= first and last <= end):
        raise RefusedError(
            _("The dates are outside the school year."),
            do=_("Choose dates from %(start)s to %(end)s.") % {"start": start.isoformat(), "end": end.isoformat()},
        )


def _record(by: Actor, action: str, school_year: SchoolYear, school: School | None, **numbers: int) -> None:
    audit.record(
        by=by,
        action=action,
        object_type="school_year",
        object_id=school_year.year,
        details={"school": str(school.public_id) if school else "", **numbers},
    )
