"""The numbers behind the report, on outcomes small enough to count by hand."""

from __future__ import annotations

import polars as pl

from skoleporten.rules.concern import WEEKDAYS
from skoleporten.web.report import findings
from tests.unit.web.report_outcome import make_outcome, pupil, signal


def bands(tmp_path, *minutes: int, offered: int = 1000) -> dict[int | None, int]:
    pupils = [pupil(f"P{place}", minutes_absent=each, minutes_offered=offered) for place, each in enumerate(minutes)]
    return {band.low: band.pupils for band in findings.distribution(make_outcome(tmp_path, pupils)) if band.pupils}


def test_a_band_begins_with_its_first_number(tmp_path):
    assert bands(tmp_path, 99, 100, 149, 150) == {5: 1, 10: 2, 15: 1}


def test_not_away_is_a_band_of_its_own(tmp_path):
    assert bands(tmp_path, 0, 0, 1) == {None: 2, 0: 1}


def test_half_and_more_is_the_last_band(tmp_path):
    assert bands(tmp_path, 500, 1000) == {50: 2}


def test_limits_are_compared_as_whole_numbers(tmp_path):
    assert bands(tmp_path, 3, offered=30) == {10: 1}
    pupils = [pupil("A", minutes_absent=3, minutes_offered=30), pupil("B", minutes_absent=299, minutes_offered=3000)]
    assert findings.pupils_at_limit(make_outcome(tmp_path, pupils)) == 1


def test_pupils_without_school_days_are_in_no_band(tmp_path):
    outcome = make_outcome(tmp_path, [pupil("A", minutes_offered=0, days_offered=0), pupil("B")])
    assert sum(band.pupils for band in findings.distribution(outcome)) == 1


def test_share_with_half_of_the_absence_is_the_smallest_group(tmp_path):
    pupils = [pupil(str(place), minutes_absent=minutes) for place, minutes in enumerate((50, 30, 20, 0))]
    assert findings.share_with_half_of_absence(make_outcome(tmp_path, pupils)) == 0.25


def test_without_absence_nobody_has_half_of_it(tmp_path):
    assert findings.share_with_half_of_absence(make_outcome(tmp_path, [pupil("A")])) is None


def test_grades_weigh_pupils_by_their_time_and_unknown_comes_last(tmp_path):
    pupils = [
        pupil("A", grade=None),
        pupil("B", grade=8, minutes_absent=100, minutes_offered=1000),
        pupil("C", grade=8, minutes_absent=0, minutes_offered=3000),
        pupil("D", grade=1),
    ]
    grades = findings.by_grade(make_outcome(tmp_path, pupils, [signal("B")]))
    assert [grade.grade for grade in grades] == [1, 8, None]
    assert (grades[1].rate, grades[1].at_limit, grades[1].with_signals, grades[1].pupils) == (0.025, 1, 1, 2)


def test_weekdays_are_whole_days_for_each_school_day(tmp_path):
    pupils = [pupil("A", absent_days_monday=9), pupil("B", absent_days_friday=18)]
    days = findings.by_weekday(make_outcome(tmp_path, pupils))
    assert [day.mean for day in days] == [0.5, 0, 0, 0, 1]


def test_weekdays_are_left_out_where_dates_are_not_known(tmp_path):
    unknown = {f"absent_days_{weekday}": None for weekday in WEEKDAYS}
    measures = pl.DataFrame([pupil("A", **unknown)]).cast(dict.fromkeys(unknown, pl.Int64))
    outcome = make_outcome(tmp_path, [pupil("A")], measures=measures)
    assert findings.by_weekday(outcome) == []


def test_pupils_to_follow_up_are_in_the_order_of_the_measures_whatever_their_absence(tmp_path):
    pupils = [pupil("A", minutes_absent=100), pupil("B"), pupil("C", minutes_absent=900)]
    outcome = make_outcome(tmp_path, pupils, [signal("C"), signal("A")])
    assert [row["pupil_id"] for row in outcome.pupils_to_follow_up()] == ["A", "C"]
    assert [row["pupil_id"] for row in outcome.pupils_to_follow_up(1)] == ["A"]


def test_signals_of_a_pupil_come_in_the_order_of_the_rules(tmp_path):
    rules = ["kristiansand/term-10-lessons", "kristiansand/month-10-percent"]
    outcome = make_outcome(tmp_path, [pupil("A")], [signal("A", rule) for rule in rules])
    assert [row["rule"] for row in outcome.reasons["A"]] == rules[::-1]


def test_the_school_year_is_written_as_people_do(tmp_path):
    assert make_outcome(tmp_path, [pupil("A")]).school_year == "2025/26"


def test_without_offered_time_there_is_no_rate(tmp_path):
    assert make_outcome(tmp_path, [pupil("A", minutes_offered=0)]).absence_rate is None
