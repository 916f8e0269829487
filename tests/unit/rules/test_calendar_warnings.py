from skoleporten.rules.calendar import DayLength, SchoolYearSpan, WarningKind, calendar_warnings
from tests.unit.rules import skoleruter
from tests.unit.rules.rows import day
from tests.unit.rules.skoleruter import FULL_WEEK, LAERDAL, LAERDAL_ENTRIES, extra, free, planning


def warnings(*entries, span: SchoolYearSpan = LAERDAL, lengths=FULL_WEEK):
    return calendar_warnings("s", range(1, 8), span, [*LAERDAL_ENTRIES, *entries], lengths)


def the_only(kind: WarningKind, found):
    (warning,) = [one for one in found if one.kind is kind]
    return warning


def test_skolerute_of_190_days_gives_no_warning():
    assert warnings() == []


def test_fewer_than_190_days_are_warned_of_with_their_number():
    found = calendar_warnings("s", range(1, 8), skoleruter.OLAVSBORG, skoleruter.OLAVSBORG_ENTRIES, FULL_WEEK)
    assert the_only(WarningKind.TOO_FEW_DAYS, found).number == 189


def test_another_schools_free_days_are_not_counted():
    assert warnings(free("2025-09-01", school_id="other")) == []


def test_entry_outside_the_school_year_is_warned_of_with_the_dates_outside():
    entry = free("2026-06-18", "2026-06-21")
    warning = the_only(WarningKind.ENTRY_OUTSIDE_YEAR, warnings(entry))
    assert (warning.entry, warning.dates) == (entry, (day("2026-06-20"), day("2026-06-21")))


def test_entry_before_the_first_day_is_warned_of():
    assert the_only(WarningKind.ENTRY_OUTSIDE_YEAR, warnings(planning("2025-08-15"))).dates == (day("2025-08-15"),)


def test_entries_on_the_first_and_the_last_day_are_inside_the_school_year():
    assert {one.kind for one in warnings(free("2025-08-18"), free("2026-06-19"))} == {WarningKind.TOO_FEW_DAYS}


def test_planning_day_on_a_public_holiday_is_warned_of():
    warning = the_only(WarningKind.PLANNING_DAY_ON_HOLIDAY, warnings(planning("2026-05-14")))
    assert warning.dates == (day("2026-05-14"),)


def test_single_planning_day_on_a_saturday_is_warned_of():
    assert the_only(WarningKind.PLANNING_DAY_ON_HOLIDAY, warnings(planning("2026-05-16")))


def test_free_days_may_lie_on_holidays():
    assert warnings(free("2026-05-14")) == []


def test_extra_school_day_on_a_public_holiday_is_warned_of():
    warning = the_only(WarningKind.SCHOOL_DAY_ON_HOLIDAY, warnings(extra("2026-05-25")))
    assert warning.dates == (day("2026-05-25"),)


def test_extra_school_day_on_a_saturday_is_meant_but_not_on_a_sunday():
    assert warnings(extra("2026-05-16")) == []
    assert the_only(WarningKind.SCHOOL_DAY_ON_HOLIDAY, warnings(extra("2026-05-10")))


def test_date_that_the_municipality_calls_both_free_and_school_day_is_warned_of():
    warning = the_only(WarningKind.BOTH_FREE_AND_SCHOOL_DAY, warnings(extra("2026-02-20", "2026-02-23")))
    assert warning.dates == (day("2026-02-20"),)


def test_school_may_differ_from_the_municipality_without_a_warning():
    assert warnings(extra("2026-02-20", school_id="s")) == []


def test_grade_without_minutes_is_warned_of_with_its_days():
    lengths = [DayLength(None, 1, 6, weekday, 300) for weekday in range(5)]
    warning = the_only(WarningKind.DAY_WITHOUT_LENGTH, warnings(lengths=lengths))
    assert (warning.number, len(warning.dates)) == (7, 190)
