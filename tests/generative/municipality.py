"""Small municipalities, generated: a few schools, a handful of pupils, and everything that makes counting hard."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hypothesis import strategies as st

from skoleporten.rules.absence import AbsenceEvent, CalendarDay, Documented, Enrolment, Kind, Reason, UnregisteredDay
from tests.arrow_tables import ArrowTables, arrow_tables

ONE_DAY = dt.timedelta(days=1)

# Leap days, the turn of a year with week 53, the first and last day of terms and years, ends of months.
DATES_TO_LOOK_BACK_FROM = [
    dt.date(2024, 2, 29),
    dt.date(2024, 3, 31),
    dt.date(2025, 3, 29),
    dt.date(2026, 1, 15),
    dt.date(2026, 1, 16),
    dt.date(2026, 3, 31),
    dt.date(2026, 6, 19),
    dt.date(2026, 7, 31),
    dt.date(2026, 8, 1),
    dt.date(2026, 8, 24),
    dt.date(2026, 12, 31),
    dt.date(2027, 1, 1),
    dt.date(2027, 1, 8),
]
SCHOOLS = ["A", "B", "Å"]
CLASSES = [None, "a", "b"]
GRADES = [1, 2, 10]


@dataclass(frozen=True)
class Municipality:
    enrolments: list[Enrolment]
    calendar: list[CalendarDay]
    absences: list[AbsenceEvent]
    unregistered: list[UnregisteredDay]
    as_of: dt.date

    @property
    def rows(self) -> tuple[list[Enrolment], list[CalendarDay], list[AbsenceEvent], list[UnregisteredDay]]:
        return self.enrolments, self.calendar, self.absences, self.unregistered

    @property
    def arrow_tables(self) -> ArrowTables:
        return arrow_tables(*self.rows)


@st.composite
def municipalities(draw: st.DrawFn) -> Municipality:
    as_of = draw(st.sampled_from(DATES_TO_LOOK_BACK_FROM))
    # Well into the school year before, and a little past the date itself, which must then not be seen.
    days_back = draw(st.sampled_from([40, 120, 330, 520]))
    dates = [as_of - ONE_DAY * back for back in range(days_back, -15, -1)]
    calendar = [day for school in ("A", *draw(some_of(SCHOOLS[1:]))) for day in draw(calendars(school, dates))]
    pupils = [f"p{number}" for number in range(draw(st.integers(3, 9)))]
    return Municipality(
        [row for pupil in pupils for row in draw(enrolments(pupil, dates))],
        calendar,
        [row for pupil in [*pupils, "stranger"] for row in draw(absences(pupil, dates))],
        draw(unregistered(dates)),
        as_of,
    )


def some_of(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True)


@st.composite
def calendars(draw: st.DrawFn, school: str, dates: list[dt.date]) -> list[CalendarDay]:
    """School days of 300 minutes and shorter ones, a holiday or two, perhaps a school Saturday; a grade of its own."""
    free = draw(spans(dates, most=3, longest=20))
    weekend = draw(st.sampled_from([(5, 6), (5, 6), (6,)]))
    own_grade = draw(st.sampled_from([None, None, *GRADES]))
    has_rows_for_all = own_grade is None or draw(st.booleans())
    short_weekday = draw(st.integers(0, 4))
    rows: list[CalendarDay] = []
    for date in dates:
        if date.weekday() in weekend or date in free:
            continue
        if has_rows_for_all:
            rows.append(CalendarDay(school, date, 250 if date.weekday() == short_weekday else 300))
        if own_grade and (date.weekday() != 3 or not has_rows_for_all):
            rows.append(CalendarDay(school, date, 185, own_grade))
    return rows


@st.composite
def spans(draw: st.DrawFn, dates: list[dt.date], most: int, longest: int) -> set[dt.date]:
    starts = st.tuples(st.integers(0, len(dates) - 1), st.integers(1, longest))
    return {date for start, length in draw(st.lists(starts, max_size=most)) for date in dates[start : start + length]}


@st.composite
def enrolments(draw: st.DrawFn, pupil: str, dates: list[dt.date]) -> list[Enrolment]:
    """One for the whole time, or several that follow each other, overlap, tie, leave gaps or begin late."""
    whole = st.builds(Enrolment, st.just(pupil), st.just("A"), GRADE, st.just(dates[0]), st.none(), CLASS)
    date = st.sampled_from([*dates[:: max(len(dates) // 12, 1)], dates[0], dates[-1]])
    part = st.builds(Enrolment, st.just(pupil), SCHOOL, GRADE, date, st.none() | date, CLASS)
    rows: list[Enrolment] = draw(st.lists(whole, min_size=1, max_size=1) | st.lists(whole | part, max_size=4))
    return rows


SCHOOL = st.sampled_from(SCHOOLS)
CLASS = st.sampled_from(CLASSES)
GRADE = st.sampled_from([None, *GRADES])
DOCUMENTED = st.sampled_from(list(Documented))
REASON = st.sampled_from(
    [
        *(Reason.ILLNESS, Reason.ILLNESS, Reason.UNKNOWN, Reason.SCHOOL_INITIATED, Reason.NOT_ABSENCE),
        *(Reason.ELSEWHERE_BY_AGREEMENT, Reason.ELSEWHERE_BY_AGREEMENT, Reason.REST_OF_DAY),
    ]
)


@st.composite
def absences(draw: st.DrawFn, pupil: str, dates: list[dt.date]) -> list[AbsenceEvent]:
    """Days in a row or every so many days, whole or in part, several on one date, some on days without school."""
    rows: list[AbsenceEvent] = []
    for kind, minutes, documented, reason in draw(st.lists(st.tuples(KIND, MINUTES, DOCUMENTED, REASON), max_size=5)):
        # Mostly not long ago, where the short windows of rules look.
        furthest_back = draw(st.sampled_from([40, 90, len(dates)]))
        start = draw(st.integers(max(len(dates) - furthest_back, 0), len(dates) - 1))
        step = draw(st.sampled_from([1, 1, 2, 7]))
        number = draw(st.sampled_from([1, 5, 20, 60]))
        length = 300 if kind in (Kind.DAY, Kind.LESSON) and minutes is None else minutes
        for date in dates[start::step][:number]:
            rows.append(AbsenceEvent(pupil, "A", date, kind, length, documented, reason, "s", f"{pupil}-{len(rows)}"))
    return rows


KIND = st.sampled_from([Kind.DAY, Kind.DAY, Kind.LESSON, Kind.LATE, Kind.LEFT_EARLY])
MINUTES = st.sampled_from([None, 1, 45, 90, 200, 300, 400])


@st.composite
def unregistered(draw: st.DrawFn, dates: list[dt.date]) -> list[UnregisteredDay]:
    rows = []
    for school, class_id in draw(st.lists(st.tuples(SCHOOL, CLASS), max_size=3, unique=True)):
        missing = draw(spans(dates, most=2, longest=8))
        rows += [UnregisteredDay(school, date, class_id) for date in sorted(missing)]
    return rows
