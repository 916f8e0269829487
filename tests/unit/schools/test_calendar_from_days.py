"""Entries worked out from the days give the same days back."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from skoleporten.rules.calendar import CalendarEntry, DayLength, EntryKind, SchoolYearSpan, build_calendar
from skoleporten.schools.calendar_from_days import SchoolDays, derive_calendar

SPAN = SchoolYearSpan(2025, dt.date(2025, 8, 18), dt.date(2026, 6, 19))
GRADES = range(1, 8)
HOLIDAY = CalendarEntry(EntryKind.FREE, dt.date(2025, 9, 29), dt.date(2025, 10, 3))
LENGTHS = tuple(DayLength(None, 1, 7, weekday, 300) for weekday in range(5))


def days_of(school_id, entries=(), lengths=LENGTHS, span=SPAN, grades=GRADES) -> SchoolDays:
    rows = build_calendar(school_id, grades, span, entries, lengths)
    return SchoolDays(school_id, grades, {(row.grade, row.date): row.minutes_offered for row in rows})


def rebuilt(derived, school: SchoolDays) -> SchoolDays:
    return days_of(school.school_id, derived.entries, derived.lengths, derived.span, school.grades)


def test_no_days_give_no_calendar():
    assert derive_calendar(2025, [SchoolDays("a", GRADES, {})]) is None


def test_a_holiday_week_becomes_one_entry_with_its_usual_name():
    derived = derive_calendar(2025, [days_of("a", [HOLIDAY])])
    assert [(e.first_date, e.last_date, e.name) for e in derived.entries] == [
        (dt.date(2025, 9, 29), dt.date(2025, 10, 3), "Høstferie")
    ]


def test_a_break_over_public_holidays_is_one_entry():
    christmas = CalendarEntry(EntryKind.FREE, dt.date(2025, 12, 20), dt.date(2026, 1, 4))
    derived = derive_calendar(2025, [days_of("a", [christmas])])
    assert [(e.first_date, e.last_date) for e in derived.entries] == [(dt.date(2025, 12, 22), dt.date(2026, 1, 2))]


def test_what_most_schools_have_is_the_municipalitys_and_the_rest_their_own():
    exception = CalendarEntry(EntryKind.SCHOOL_DAY, dt.date(2025, 9, 29), dt.date(2025, 9, 29), "c")
    schools = [days_of("a", [HOLIDAY]), days_of("b", [HOLIDAY]), days_of("c", [HOLIDAY, exception])]
    derived = derive_calendar(2025, schools)
    assert [(e.school_id, e.kind) for e in derived.entries] == [(None, EntryKind.FREE), ("c", EntryKind.SCHOOL_DAY)]


def test_neighbouring_grades_with_the_same_week_are_one_group():
    short = tuple(DayLength(None, 1, 4, weekday, 240) for weekday in range(5))
    derived = derive_calendar(2025, [days_of("a", lengths=(*LENGTHS, *short))])
    assert {(row.first_grade, row.last_grade, row.minutes) for row in derived.lengths} == {(1, 4, 240), (5, 7, 300)}


def test_a_school_with_longer_days_keeps_them_as_its_own():
    long = tuple(DayLength(None, 1, 7, weekday, 330) for weekday in range(5))
    derived = derive_calendar(2025, [days_of("a"), days_of("b"), days_of("c", lengths=long)])
    assert {(row.school_id, row.minutes) for row in derived.lengths} == {(None, 300), ("c", 330)}


def test_a_grades_own_row_wins_over_the_row_for_all_grades():
    plain = days_of("a")
    mixed = SchoolDays("a", GRADES, plain.days | {(1, date): 200 for _grade, date in plain.days})
    derived = derive_calendar(2025, [mixed])
    assert {(row.first_grade, row.last_grade, row.minutes) for row in derived.lengths} == {(1, 1, 200), (2, 7, 300)}


dates = st.dates(SPAN.first_day, SPAN.last_day)
entries = st.lists(
    st.builds(
        lambda kind, first, days, school: CalendarEntry(kind, first, first + dt.timedelta(days), school),
        st.sampled_from(EntryKind),
        dates,
        st.integers(0, 12),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=6,
)
lengths = st.lists(
    st.builds(
        lambda school, first, more, weekday, minutes: DayLength(school, first, min(7, first + more), weekday, minutes),
        st.sampled_from([None, "a", "b"]),
        st.integers(1, 7),
        st.integers(0, 6),
        st.integers(0, 4),
        st.sampled_from([200, 240, 330]),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(entries, lengths)
def test_any_skolerute_gives_its_own_days_back(some_entries, some_lengths):
    schools = [days_of(name, some_entries, (*LENGTHS, *some_lengths)) for name in "abc"]
    derived = derive_calendar(2025, schools)
    for school in schools:
        assert rebuilt(derived, school).days == school.days
