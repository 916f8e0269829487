import datetime as dt

import pytest

from skoleporten.rules.absence import CalendarDay
from skoleporten.rules.calendar import (
    DayLength,
    SchoolYearSpan,
    build_calendar,
    dates_between,
    days_by_month,
    is_school_day,
    number_of_days,
)
from tests.unit.rules import skoleruter
from tests.unit.rules.rows import day
from tests.unit.rules.skoleruter import FULL_WEEK, build, extra, free, planning

ONE_WEEK = SchoolYearSpan(2025, day("2025-09-01"), day("2025-09-07"))
SATURDAY = "2025-09-06"


def dates_of(days: list[CalendarDay]) -> list[dt.date]:
    return [row.date for row in days]


def a_week(*entries, lengths=FULL_WEEK, grades=range(1, 8)) -> list[CalendarDay]:
    return build_calendar("s", grades, ONE_WEEK, entries, lengths)


@pytest.mark.parametrize(
    ("span", "entries", "months", "total"),
    [
        (skoleruter.LAERDAL, skoleruter.LAERDAL_ENTRIES, skoleruter.LAERDAL_MONTHS, 190),
        (skoleruter.SYKKYLVEN, skoleruter.SYKKYLVEN_ENTRIES, skoleruter.SYKKYLVEN_MONTHS, 190),
        (skoleruter.OLAVSBORG, skoleruter.OLAVSBORG_ENTRIES, skoleruter.OLAVSBORG_MONTHS, 189),
    ],
    ids=["laerdal", "sykkylven", "olavsborg"],
)
def test_published_skolerute_gives_its_own_days_a_month(span, entries, months, total):
    days = build(span, entries)
    assert list(days_by_month(days).values()) == months
    assert number_of_days(days) == total


def test_the_sum_that_olavsborg_published_is_one_more_than_its_months():
    assert sum(skoleruter.OLAVSBORG_MONTHS) == skoleruter.OLAVSBORG_PUBLISHED_SUM - 1


def test_ordinary_week_has_five_school_days_with_one_row_each():
    days = a_week()
    assert dates_of(days) == dates_between(day("2025-09-01"), day("2025-09-05"))
    assert {(row.school_id, row.grade, row.minutes_offered) for row in days} == {("s", None, 300)}


def test_first_and_last_day_are_school_days_and_nothing_outside_them():
    days = build(SchoolYearSpan(2025, day("2025-09-02"), day("2025-09-04")), [])
    assert dates_of(days) == dates_between(day("2025-09-02"), day("2025-09-04"))


@pytest.mark.parametrize("entry", [free("2025-09-03"), planning("2025-09-03")])
def test_pupils_are_off_on_free_and_planning_days(entry):
    assert day("2025-09-03") not in dates_of(a_week(entry))


@pytest.mark.parametrize("date", ["2026-04-02", "2026-05-01", "2026-05-14", "2026-12-25"])
def test_public_holidays_are_off(date):
    assert not is_school_day(day(date), "s", [])


@pytest.mark.parametrize("date", ["2026-05-01", "2025-09-07"])
def test_no_extra_school_day_is_on_a_public_holiday_or_a_sunday(date):
    assert not is_school_day(day(date), "s", [extra(date)])


def test_extra_school_day_on_a_saturday_is_as_long_as_a_friday():
    lengths = [*FULL_WEEK[:4], DayLength(None, 1, 10, 4, 240)]
    assert a_week(extra(SATURDAY), lengths=lengths)[-1] == CalendarDay("s", day(SATURDAY), 240)


def test_extra_school_day_wins_over_a_free_day():
    assert is_school_day(day("2025-09-03"), "s", [free("2025-09-01", "2025-09-05"), extra("2025-09-03")])


def test_schools_own_free_day_wins_over_the_municipalitys_extra_school_day():
    assert not is_school_day(day("2025-09-03"), "s", [extra("2025-09-03"), free("2025-09-03", school_id="s")])


def test_schools_own_extra_school_day_wins_over_the_municipalitys_holiday():
    entries = [free("2025-09-01", "2025-09-05"), extra("2025-09-03", school_id="s")]
    assert dates_of(a_week(*entries)) == [day("2025-09-03")]


def test_another_schools_entries_do_not_count():
    assert is_school_day(day("2025-09-03"), "s", [free("2025-09-03", school_id="other")])


def test_grades_that_differ_have_a_row_each_and_only_on_the_days_they_differ():
    lengths = [*FULL_WEEK, DayLength(None, 1, 2, 2, 240)]
    days = a_week(lengths=lengths, grades=(1, 2, 3))
    wednesday = [row for row in days if row.date == day("2025-09-03")]
    assert wednesday == [
        CalendarDay("s", day("2025-09-03"), minutes, grade) for grade, minutes in enumerate([240, 240, 300], 1)
    ]
    assert {row.grade for row in days if row not in wednesday} == {None}


def test_schools_own_length_wins_over_the_municipalitys():
    lengths = [*FULL_WEEK, DayLength("s", 1, 10, 0, 345), DayLength("other", 1, 10, 0, 100)]
    assert a_week(lengths=lengths)[0].minutes_offered == 345


def test_length_for_fewer_grades_wins_over_the_length_for_more():
    lengths = [DayLength(None, 1, 4, 0, 240), *FULL_WEEK]
    assert a_week(lengths=lengths, grades=(3,))[0].minutes_offered == 240


def test_of_two_lengths_for_the_same_grades_the_last_given_counts():
    lengths = [*FULL_WEEK, DayLength(None, 1, 10, 0, 285)]
    assert a_week(lengths=lengths)[0].minutes_offered == 285


def test_grade_without_a_length_has_no_row_rather_than_a_guessed_one():
    lengths = [DayLength(None, 1, 2, 0, 240), DayLength(None, 3, 3, 0, 300)]
    days = a_week(lengths=lengths, grades=(1, 2, 3, 4))
    assert [(row.grade, row.minutes_offered) for row in days] == [(1, 240), (2, 240), (3, 300)]


def test_one_known_length_does_not_become_the_length_of_grades_without_one():
    days = a_week(lengths=[DayLength(None, 1, 2, 0, 240)], grades=(1, 2, 3))
    assert [(row.grade, row.minutes_offered) for row in days] == [(1, 240), (2, 240)]


def test_no_lengths_give_no_days():
    assert a_week(lengths=[]) == []
