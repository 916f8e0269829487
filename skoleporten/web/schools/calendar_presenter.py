"""A school calendar as its page shows it: what each day is, and the numbers under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from skoleporten.rules import calendar
from skoleporten.rules.calendar import CalendarWarning, EntryKind, WarningKind
from skoleporten.schools.calendar_plan import CalendarPlan, DayCount
from skoleporten.schools.models import CalendarEntry, DayLength, School
from skoleporten.schools.queries import CalendarChange
from skoleporten.web import words
from skoleporten.web.components import KeyFigure
from skoleporten.web.school_year_calendar import LegendEntry, Mark, SchoolYearCalendar, months_between, weekday_dates
from skoleporten.web.schools.queries import ClassCount
from skoleporten.web.schools.scope import Scope
from skoleporten.web.tables import Cell, Column, Table

SATURDAY = 5
MOST_DATES_NAMED = 8


def free_letter() -> str:
    return pgettext("one letter: day off", "F")


def planning_letter() -> str:
    return pgettext("one letter: planning day", "P")


def holiday_letter() -> str:
    return pgettext("one letter: public holiday", "H")


def extra_letter() -> str:
    return pgettext("one letter: extra school day", "E")


def legend() -> list[LegendEntry]:
    return [
        LegendEntry("school", "", _("School day")),
        LegendEntry("calendar-free", free_letter(), _("Day off")),
        LegendEntry("calendar-planning", planning_letter(), _("Planning day (pupils are off)")),
        LegendEntry("calendar-holiday", holiday_letter(), _("Public holiday")),
        LegendEntry("calendar-extra", extra_letter(), _("Extra school day")),
        LegendEntry("calendar-weekend", "", _("Weekend")),
    ]


def year_calendar(
    *, title: str, finding: str, marks: Mapping[dt.date, Mark], first: dt.date, last: dt.date
) -> SchoolYearCalendar:
    return SchoolYearCalendar(
        id="calendar",
        title=title,
        finding=finding,
        months=months_between(first, last, marks),
        legend=legend(),
        weekdays=weekday_dates(marks),
        nothing_listed=_("There are no days off in this calendar."),
    )


def marks_of_plan(plan: CalendarPlan, school: School | None) -> dict[dt.date, Mark]:
    """Every day from the first of the first month to the end of the last one."""
    school_dates = set(plan.school_dates(school))
    own = str(school.pk) if school else None
    first, last = plan.span.first_day, plan.span.last_day
    return {
        date: _mark(date, date in school_dates, first <= date <= last, _covering(plan, own, date))
        for date in _whole_months(first, last)
        if first <= date <= last or date.weekday() >= SATURDAY or _holiday(date)
    }


def marks_of_days(dates: Collection[dt.date]) -> dict[dt.date, Mark]:
    """For a calendar that came in with a file: why a day is off is not known."""
    school_dates = set(dates)
    first, last = min(dates), max(dates)
    return {
        date: _mark(date, date in school_dates, first <= date <= last, None)
        for date in _whole_months(first, last)
        if first <= date <= last or date.weekday() >= SATURDAY or _holiday(date)
    }


def _mark(date: dt.date, is_school_day: bool, is_inside: bool, entry: calendar.CalendarEntry | None) -> Mark:
    if is_school_day:
        if date.weekday() >= SATURDAY or (entry and entry.kind is EntryKind.SCHOOL_DAY):
            return Mark("calendar-extra", extra_letter(), (entry and entry.name) or _("Extra school day"))
        return Mark("school", "", _("School day"), is_listed=False)
    if name := _holiday(date):
        return Mark("calendar-holiday", holiday_letter(), name)
    if date.weekday() >= SATURDAY or not is_inside:
        return Mark("calendar-weekend", "", _("Weekend"), is_listed=False)
    if entry and entry.kind is EntryKind.PLANNING:
        return Mark("calendar-planning", planning_letter(), _named(_("Planning day"), entry.name))
    return Mark("calendar-free", free_letter(), _named(_("Day off"), entry.name if entry else ""))


def _named(kind: str, name: str) -> str:
    return _("%(kind)s: %(name)s") % {"kind": kind, "name": name} if name and name != kind else kind


def _covering(plan: CalendarPlan, own: str | None, date: dt.date) -> calendar.CalendarEntry | None:
    """The entry that decides: the school's own before the municipality's, a school day before a day off."""
    covering = [entry for entry in plan.entries if entry.covers(date)]
    deciding = [e for e in covering if own and e.school_id == own] or [e for e in covering if e.school_id is None]
    return min(deciding, key=lambda entry: list(_ORDER).index(entry.kind), default=None)


_ORDER = (EntryKind.SCHOOL_DAY, EntryKind.PLANNING, EntryKind.FREE)


def _holiday(date: dt.date) -> str:
    return calendar.public_holidays(date.year).get(date, "")


def _whole_months(first: dt.date, last: dt.date) -> list[dt.date]:
    after = (last.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return calendar.dates_between(first.replace(day=1), after - dt.timedelta(days=1))


def key_figures(count: DayCount, expected: int | None) -> list[KeyFigure]:
    of_what = _("of %(days)s expected") % {"days": words.number(expected)} if expected else ""
    return [
        KeyFigure(_("School days in the year"), words.number(count.total), of_what=of_what),
        KeyFigure(_("Autumn"), words.number(count.autumn), of_what=_("to and including December")),
        KeyFigure(_("Spring"), words.number(count.spring), of_what=_("from January")),
    ]


def finding(count: DayCount, expected: int | None) -> str:
    days = ngettext("%(days)s school day", "%(days)s school days", count.total) % {"days": words.number(count.total)}
    if expected is None or count.total == expected:
        return _("The calendar has %(days)s.") % {"days": days}
    difference = {"days": days, "difference": words.number(abs(count.total - expected))}
    if count.total < expected:
        return _("The calendar has %(days)s, %(difference)s fewer than expected.") % difference
    return _("The calendar has %(days)s, %(difference)s more than expected.") % difference


def month_table(count: DayCount) -> Table:
    rows = [[month_name(year, month), days] for (year, month), days in count.by_month.items()]
    return Table(
        caption=_("School days by month"),
        columns=[Column(_("Month")), Column(_("School days"), is_number=True)],
        rows=[*rows, [_("The whole year"), count.total]],
        is_caption_hidden=True,
    )


def month_name(year: int, month: int) -> str:
    return formats.date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT").capitalize()


def month_comparison(change: CalendarChange) -> Table:
    months = sorted({*change.before.by_month, *change.after.by_month})
    rows = [[month_name(*key), change.before.by_month.get(key, 0), change.after.by_month.get(key, 0)] for key in months]
    return Table(
        caption=_("School days by month, now and then"),
        columns=[Column(_("Month")), Column(_("Now"), is_number=True), Column(_("After"), is_number=True)],
        rows=[*rows, [_("The whole year"), change.before.total, change.after.total]],
    )


def dates_in_words(first: dt.date, last: dt.date) -> str:
    if first == last:
        return words.day(first)
    return _("%(first)s to %(last)s") % {"first": words.day(first), "last": words.day(last)}


@dataclass(frozen=True)
class EntryRow:
    """On a school's page `is_own` is its exception; the municipality's lines have no `url` there."""

    entry: CalendarEntry
    dates: str
    kind: str
    is_own: bool
    url: str


def entry_rows(entries: Iterable[CalendarEntry], scope: Scope) -> list[EntryRow]:
    own = scope.school.pk if scope.school else None
    return [
        EntryRow(
            entry=entry,
            dates=dates_in_words(entry.first_date, entry.last_date),
            kind=str(entry.get_kind_display()),
            is_own=scope.school is not None and entry.school_id == own,
            url=scope.url("calendar_entry", entry=entry.public_id) if scope.may_edit and entry.school_id == own else "",
        )
        for entry in entries
    ]


@dataclass(frozen=True)
class LengthRow:
    first_grade: int
    last_grade: int
    grades: str
    minutes: Sequence[int | None]
    is_own: bool
    may_change: bool

    @property
    def a_week(self) -> int:
        return sum(minutes or 0 for minutes in self.minutes)


def length_rows(lengths: Iterable[DayLength], scope: Scope) -> list[LengthRow]:
    weeks: dict[tuple[bool, int, int], dict[int, int]] = {}
    for length in lengths:
        is_own = scope.school is not None and length.school_id == scope.school.pk
        weeks.setdefault((is_own, length.first_grade, length.last_grade), {})[length.weekday] = length.minutes
    return [
        LengthRow(
            first_grade=first,
            last_grade=last,
            grades=grades_in_words(first, last),
            minutes=[week.get(weekday) for weekday in range(5)],
            is_own=is_own,
            may_change=scope.may_edit and is_own == (scope.school is not None),
        )
        for (is_own, first, last), week in sorted(weeks.items())
    ]


def grades_in_words(first: int, last: int) -> str:
    if first == last:
        return _("Grade %(grade)d") % {"grade": first}
    return _("Grades %(first)d to %(last)d") % {"first": first, "last": last}


def warnings_in_words(warnings: Iterable[CalendarWarning]) -> list[str]:
    """Without the number of days, which the page compares with what this municipality expects."""
    return [_warning(warning) for warning in warnings if warning.kind is not WarningKind.TOO_FEW_DAYS]


def _warning(warning: CalendarWarning) -> str:
    values = {
        "dates": dates_listed(warning.dates),
        "name": warning.entry.name if warning.entry and warning.entry.name else _("without a name"),
        "grade": warning.number,
        "days": len(warning.dates),
    }
    return {
        WarningKind.ENTRY_OUTSIDE_YEAR: _(
            "The line “%(name)s” has days outside the first and last school day: %(dates)s."
        ),
        WarningKind.PLANNING_DAY_ON_HOLIDAY: _("The planning day “%(name)s” is on a day off already: %(dates)s."),
        WarningKind.SCHOOL_DAY_ON_HOLIDAY: _(
            "The extra school day “%(name)s” is on a Sunday or public holiday and does not count: %(dates)s."
        ),
        WarningKind.BOTH_FREE_AND_SCHOOL_DAY: _(
            "Some days are entered both as off and as school days, and count as school days: %(dates)s."
        ),
        WarningKind.DAY_WITHOUT_LENGTH: _(
            "Grade %(grade)s has no length on %(days)s school days, which are then no school days for it: %(dates)s."
        ),
    }[warning.kind] % values


def dates_listed(dates: Sequence[dt.date]) -> str:
    named = [words.short_day(date) for date in dates[:MOST_DATES_NAMED]]
    rest = len(dates) - len(named)
    if rest:
        named.append(ngettext("and %(number)d more", "and %(number)d more", rest) % {"number": rest})
    return ", ".join(named)


@dataclass(frozen=True)
class ChangeRow:
    school: str
    before: int
    after: int
    expected: int
    added: str
    removed: str
    longer_or_shorter: int

    @property
    def is_as_expected(self) -> bool:
        return self.after == self.expected


def change_rows(changes: Iterable[CalendarChange], expected: int) -> list[ChangeRow]:
    return [
        ChangeRow(
            school=change.school.name,
            before=change.before.total,
            after=change.after.total,
            expected=expected,
            added=dates_listed(change.added),
            removed=dates_listed(change.removed),
            longer_or_shorter=len(change.longer_or_shorter),
        )
        for change in changes
        if not change.is_none
    ]


def grade_table(school: School, pupils: Mapping[int | None, int]) -> Table:
    grades = sorted({*school.grades, *(grade for grade in pupils if grade is not None)})
    rows: list[tuple[int | str, int]] = [(grade, pupils.get(grade, 0)) for grade in grades]
    if None in pupils:
        rows.append((_("Grade not known"), pupils[None]))
    return Table(
        caption=_("By grade"),
        columns=[Column(_("Grade")), Column(_("Pupils"), is_number=True)],
        rows=rows,
    )


def class_table(classes: Sequence[ClassCount]) -> Table:
    return Table(
        caption=_("By class"),
        columns=[Column(_("Class")), Column(_("Grade"), is_number=True), Column(_("Pupils"), is_number=True)],
        rows=[[found.name, found.grade or words.NOTHING, found.pupils] for found in classes],
    )


def school_table(rows: Sequence[tuple[School, int, int, str]]) -> Table:
    """Rows are (school, pupils, school days this year, address)."""
    return Table(
        caption=_("Schools"),
        columns=[
            Column(_("School")),
            Column(_("Grades")),
            Column(_("Pupils"), is_number=True),
            Column(_("School days this year"), is_number=True),
        ],
        rows=[
            [
                Cell(school.name, url=url, note="" if school.is_active else _("Not in use")),
                _("%(first)d to %(last)d") % {"first": school.first_grade, "last": school.last_grade},
                words.number(pupils),
                words.number(days) if days else Cell(_("No calendar"), tag_color="warning"),
            ]
            for school, pupils, days, url in rows
        ],
        is_caption_hidden=True,
    )
