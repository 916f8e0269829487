import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.absence import SLOPE_DAYS, Documented, Kind
from skoleporten.rules.calendar import Window, WindowUnit
from skoleporten.rules.concern import Limit, Measure, Signal, evaluate
from tests.unit.rules.rows import MONDAY, a_history, a_rule, an_absence, day, documented, not_absence, weekdays

TWENTY = weekdays(MONDAY, 20)
TERM = Window(WindowUnit.TERM)
PREVIOUS_SCHOOL_YEAR = Window(WindowUnit.PREVIOUS_SCHOOL_YEAR)


def signal_of(rule, absences=(), dates=TWENTY, as_of: dt.date | None = None, **fields) -> Signal | None:
    until = as_of or dates[-1]
    return evaluate(rule, a_history(dates, absences, as_of=until, **fields), until)


def away(*places: int, kind: Kind = Kind.DAY, minutes: int | None = 300) -> list:
    return [an_absence(TWENTY[place], kind, minutes) for place in places]


def test_signal_tells_rule_pupil_window_value_limit_and_dates():
    rule = a_rule(Measure.ABSENCE_RATE, limit=1000)
    assert signal_of(rule, away(3, 8)) == Signal(
        rule_id="set/rule",
        pupil_id="p",
        window_start=day("2025-08-01"),
        window_end=TWENTY[-1],
        value=0.1,
        limit=0.1,
        dates=(TWENTY[3], TWENTY[8]),
        offered_days=20,
    )


def test_exactly_ten_percent_is_at_least_ten_percent_and_one_minute_less_is_not():
    rule = a_rule(Measure.ABSENCE_RATE, limit=1000)
    assert signal_of(rule, [*away(0), *away(1, kind=Kind.LESSON, minutes=300)])
    assert not signal_of(rule, [*away(0), *away(1, kind=Kind.LESSON, minutes=299)])


def test_exactly_the_limit_is_not_more_than_the_limit():
    rule = a_rule(Measure.ABSENCE_RATE, limit=1000, inclusive=False)
    assert not signal_of(rule, away(0, 1))
    assert signal_of(rule, [*away(0, 1), *away(2, kind=Kind.LATE, minutes=1)])


@given(st.integers(1, 10_000), st.integers(1, 20), st.integers(1, 300), st.booleans())
def test_limit_is_compared_as_whole_numbers(points, days, minutes, inclusive):
    dates = TWENTY[:days]
    rule = a_rule(Measure.ABSENCE_RATE, limit=points, inclusive=inclusive)
    left, right = 10_000 * minutes, points * 300 * days
    found = signal_of(rule, [an_absence(dates[0], Kind.LESSON, minutes)], dates)
    assert (found is not None) == (left >= right if inclusive else left > right)


@pytest.mark.parametrize(
    ("count", "inclusive", "fires"), [(2, True, True), (3, True, False), (1, False, True), (2, False, False)]
)
def test_counts_are_compared_with_the_limit(count, inclusive, fires):
    rule = a_rule(Measure.DAYS_ABSENT, limit=count, inclusive=inclusive)
    assert bool(signal_of(rule, away(0, 1))) is fires


@pytest.mark.parametrize(
    ("measure", "value", "places"),
    [
        (Measure.DAYS_ABSENT, 3, (0, 1, 10)),
        (Measure.SPELLS, 2, (0, 1, 10)),
        (Measure.LONGEST_SPELL_DAYS, 2, (0, 1)),
        (Measure.PARTLY_ABSENT_DAYS, 4, (3, 4, 5, 6)),
        (Measure.LESSONS_ABSENT, 3, (3, 4)),
        (Measure.LATE_COUNT, 2, (4, 5)),
        (Measure.LEFT_EARLY_COUNT, 1, (6,)),
        (Measure.LATE_OR_LEFT_EARLY_COUNT, 3, (4, 5, 6)),
    ],
)
def test_count_and_the_days_that_caused_it(measure, value, places):
    absences = [
        *away(0, 1, 10),
        *away(3, 3, 4, kind=Kind.LESSON, minutes=60),
        *away(4, 5, kind=Kind.LATE, minutes=None),
        *away(6, kind=Kind.LEFT_EARLY, minutes=30),
    ]
    found = signal_of(a_rule(measure), absences)
    assert found is not None
    assert (found.value, found.dates) == (value, tuple(TWENTY[place] for place in places))
    assert isinstance(found.value, int)


@pytest.mark.parametrize(
    ("measure", "value", "places"),
    [
        (Measure.ABSENCE_RATE, 180 / 6000, (0, 1)),
        (Measure.DOCUMENTED_RATE, 60 / 6000, (0,)),
        (Measure.UNDOCUMENTED_RATE, 120 / 6000, (1,)),
    ],
)
def test_rate_counts_only_its_own_minutes(measure, value, places):
    absences = [documented(TWENTY[0], 60, Documented.TRUE), documented(TWENTY[1], 120, Documented.FALSE)]
    found = signal_of(a_rule(measure), absences)
    assert found is not None
    assert (found.value, found.dates) == (value, tuple(TWENTY[place] for place in places))


def test_late_arrival_of_unknown_length_is_no_part_of_a_rates_days():
    found = signal_of(a_rule(Measure.ABSENCE_RATE), [*away(0), *away(1, kind=Kind.LATE, minutes=None)])
    assert found is not None
    assert found.dates == (TWENTY[0],)


def test_what_is_not_absence_gives_no_signal():
    assert not signal_of(a_rule(Measure.DAYS_ABSENT), [not_absence(TWENTY[0])])


def test_current_run_ends_on_the_last_offered_day():
    rule = a_rule(Measure.CURRENT_RUN_DAYS, limit=2)
    found = signal_of(rule, away(17, 18, 19), as_of=TWENTY[-1] + dt.timedelta(days=2))
    assert found is not None
    assert (found.value, found.dates) == (3, tuple(TWENTY[17:]))
    assert not signal_of(rule, away(16, 17, 18))


def test_share_of_a_weekday_is_of_the_whole_days_absent():
    rule = a_rule(Measure.SHARE_WEEKDAY, limit=5000, weekday="monday", minimum_days_absent=4)
    found = signal_of(rule, [*away(0, 5, 10, 1), *away(15, kind=Kind.LESSON, minutes=60)])
    assert found is not None
    assert (found.value, found.dates) == (0.75, (TWENTY[0], TWENTY[5], TWENTY[10]))


def test_share_of_a_weekday_needs_its_minimum_of_days_absent():
    rule = a_rule(Measure.SHARE_WEEKDAY, limit=5000, weekday="monday", minimum_days_absent=4)
    assert not signal_of(rule, away(0, 5, 10))


def test_without_whole_days_no_weekday_has_a_share():
    assert not signal_of(
        a_rule(Measure.SHARE_WEEKDAY, limit=1, weekday="monday"), away(0, kind=Kind.LESSON, minutes=60)
    )


AUTUMN, SPRING = weekdays(day("2025-12-01"), 10), weekdays(day("2026-01-19"), 10)


def test_change_is_this_terms_rate_less_the_last_terms():
    rule = a_rule(Measure.RATE_CHANGE, TERM, limit=2000)
    absences = [an_absence(date) for date in (AUTUMN[0], *SPRING[:3])]
    found = signal_of(rule, absences, [*AUTUMN, *SPRING])
    assert found is not None
    assert found.value == pytest.approx(0.2)
    assert (found.window_start, found.dates) == (day("2026-01-16"), tuple(SPRING[:3]))


def test_change_of_exactly_the_limit_is_exact_although_floats_would_miss_it():
    absences = [an_absence(date) for date in (AUTUMN[0], *SPRING[:3])]
    assert 0.3 - 0.1 < 0.2
    assert signal_of(a_rule(Measure.RATE_CHANGE, TERM, limit=2000), absences, [*AUTUMN, *SPRING])
    assert not signal_of(a_rule(Measure.RATE_CHANGE, TERM, limit=2001), absences, [*AUTUMN, *SPRING])


def test_less_absence_than_last_term_is_no_signal():
    assert not signal_of(a_rule(Measure.RATE_CHANGE, TERM), [an_absence(AUTUMN[0])], [*AUTUMN, *SPRING])


def test_without_a_term_before_there_is_no_change():
    assert not signal_of(a_rule(Measure.RATE_CHANGE, TERM), [an_absence(SPRING[0])], SPRING)


FORTY = weekdays(MONDAY, SLOPE_DAYS)
SLOPE = Window(WindowUnit.SCHOOL_DAYS, SLOPE_DAYS)


def rising() -> list:
    return [an_absence(date, Kind.LESSON, 30 * (place // 5)) for place, date in enumerate(FORTY) if place >= 5]


def a_slope_rule(limit: int):
    return a_rule(Measure.WEEKLY_SLOPE, SLOPE, limit)


def test_slope_signals_at_its_limit_with_the_absent_days_of_the_forty():
    found = signal_of(a_slope_rule(1000), rising(), FORTY)
    assert found is not None
    assert (found.value, found.window_start, found.dates) == (0.1, FORTY[0], tuple(FORTY[5:]))
    assert not signal_of(a_slope_rule(1001), rising(), FORTY)


def test_slope_rule_without_a_window_looks_at_the_last_forty_days():
    rule = a_slope_rule(1000)
    without = type(rule)(**{**rule.__dict__, "window": None})
    assert signal_of(without, rising(), FORTY) == signal_of(rule, rising(), FORTY)


def test_fewer_than_forty_days_give_no_slope():
    assert not signal_of(a_slope_rule(1), rising()[:-1], FORTY[:-1])


def test_window_of_school_days_begins_on_the_first_of_the_pupils_last_days():
    found = signal_of(a_rule(Measure.DAYS_ABSENT, Window(WindowUnit.SCHOOL_DAYS, 5)), away(2, 17))
    assert found is not None
    assert (found.window_start, found.window_end, found.dates) == (TWENTY[15], TWENTY[19], (TWENTY[17],))


def test_window_of_more_school_days_than_the_pupil_has_had_gives_no_signal():
    assert not signal_of(a_rule(Measure.DAYS_ABSENT, Window(WindowUnit.SCHOOL_DAYS, 21)), away(2))


def test_window_of_a_month_leaves_older_absence_out():
    rule = a_rule(Measure.DAYS_ABSENT, Window(WindowUnit.MONTHS, 1))
    dates = weekdays(day("2025-09-01"), 40)
    found = signal_of(rule, [an_absence(day("2025-09-10")), an_absence(day("2025-09-11"))], dates, day("2025-10-10"))
    assert found is not None
    assert (found.window_start, found.dates) == (day("2025-09-11"), (day("2025-09-11"),))


def test_last_school_year_ends_in_july():
    dates = [*weekdays(day("2025-06-02"), 10), *TWENTY]
    found = signal_of(a_rule(Measure.DAYS_ABSENT, PREVIOUS_SCHOOL_YEAR), [an_absence(date) for date in dates], dates)
    assert found is not None
    assert (found.window_start, found.window_end) == (day("2024-08-01"), day("2025-07-31"))
    assert found.dates == tuple(dates[:10])


@pytest.mark.parametrize(
    ("minimum", "maximum", "fires"), [(20, None, True), (21, None, False), (1, 20, True), (1, 19, False)]
)
def test_rule_asks_for_this_many_offered_days(minimum, maximum, fires):
    rule = a_rule(Measure.DAYS_ABSENT, minimum_offered_days=minimum, maximum_offered_days=maximum)
    assert bool(signal_of(rule, away(0))) is fires


@pytest.mark.parametrize("measure", [Measure.ABSENCE_RATE, Measure.DAYS_ABSENT])
def test_pupil_to_whom_nothing_was_offered_gives_no_signal(measure):
    rule = a_rule(measure, PREVIOUS_SCHOOL_YEAR, minimum_offered_days=0)
    assert not signal_of(rule, away(0))


@pytest.mark.parametrize(("limit", "value"), [(Limit(basis_points=1025), 0.1025), (Limit(count=3), 3)])
def test_limit_is_told_in_the_unit_of_the_value(limit, value):
    assert limit.value == value


def test_limit_of_nothing_more_than_zero_is_reached_by_any_absence():
    limit = Limit(basis_points=0, inclusive=False)
    assert limit.is_reached(Fraction(1, 100_000))
    assert not limit.is_reached(Fraction(0))


@pytest.mark.parametrize(
    ("rule", "needs"),
    [
        (a_rule(Measure.ABSENCE_RATE), False),
        (a_rule(Measure.ABSENCE_RATE, TERM), True),
        (a_rule(Measure.SPELLS), True),
        (a_slope_rule(1), True),
    ],
)
def test_rule_needs_dated_days_unless_it_counts_the_whole_school_year(rule, needs):
    assert rule.needs_dated_days is needs
