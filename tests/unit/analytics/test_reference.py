"""What the specification's tables do not say about the reference engine: its names, its order, its other windows."""

import datetime as dt
from dataclasses import fields

from skoleporten.analytics.engines.reference import (
    Counts,
    Measures,
    counts,
    measure_all,
    measured_histories,
    signals,
    window_counts,
)
from skoleporten.rules.absence import Documented, Kind, Reason
from skoleporten.rules.calendar import SCHOOL_YEAR, Window, WindowUnit
from skoleporten.rules.concern import WEEKDAYS, Measure, RuleSet, load_rule_set
from tests.unit.rules.rows import MONDAY, a_rule, an_absence, an_enrolment, not_absence, school_days, weekdays

TWENTY = weekdays(MONDAY, 20)
CALENDAR = school_days(TWENTY)
AS_OF = TWENTY[-1]


def test_measures_have_the_names_that_every_engine_must_give():
    assert [one.name for one in fields(Measures)] == [
        *("minutes_offered", "days_offered", "minutes_absent", "absence_rate"),
        *("documented_minutes", "undocumented_minutes", "unknown_minutes"),
        *("not_absence_minutes", "elsewhere_minutes", "school_initiated_minutes"),
        *("days_absent", "lessons_absent", "late_count", "left_early_count", "partly_absent_days"),
        *("spells", "longest_spell_days", "current_run_days"),
        *(f"absent_days_{weekday}" for weekday in WEEKDAYS),
        *(f"share_{weekday}" for weekday in WEEKDAYS),
        *("term_rate", "previous_term_rate", "rate_change", "weekly_slope"),
    ]


def test_pupils_come_in_order_and_strangers_are_left_out():
    enrolments = [an_enrolment(pupil_id=pupil_id) for pupil_id in ("c", "a", "b")]
    assert list(measure_all(enrolments, CALENDAR, [an_absence(MONDAY, pupil_id="stranger")], [], AS_OF)) == [
        "a",
        "b",
        "c",
    ]


def test_signals_come_in_order_of_pupils_and_then_of_the_rules():
    enrolments = [an_enrolment(pupil_id=pupil_id) for pupil_id in ("b", "a")]
    absences = [an_absence(date, pupil_id=pupil_id) for pupil_id in ("a", "b") for date in TWENTY]
    sets = [load_rule_set("kristiansand"), load_rule_set("ten-percent")]
    found = signals(enrolments, CALENDAR, absences, [], AS_OF, sets)
    rules = ["kristiansand/month-10-percent", "ten-percent/school-year-10-percent"]
    assert [(one.pupil_id, one.rule_id) for one in found] == [(pupil, rule) for pupil in "ab" for rule in rules]


def test_any_window_can_be_counted():
    absences = [
        an_absence(TWENTY[2]),
        an_absence(TWENTY[17], Kind.LESSON, 60, documented=Documented.TRUE),
        an_absence(TWENTY[18], Kind.LATE, 15, reason=Reason.SCHOOL_INITIATED),
        not_absence(TWENTY[19]),
    ]
    (one,) = measured_histories([an_enrolment()], CALENDAR, absences, [], AS_OF)
    assert window_counts(one, Window(WindowUnit.SCHOOL_DAYS, 5), AS_OF) == Counts(
        minutes_offered=1500,
        days_offered=5,
        minutes_absent=75,
        absence_rate=0.05,
        documented_minutes=60,
        undocumented_minutes=0,
        unknown_minutes=15,
        not_absence_minutes=300,
        elsewhere_minutes=0,
        school_initiated_minutes=15,
        days_absent=0,
        lessons_absent=1,
        late_count=1,
        left_early_count=0,
        partly_absent_days=2,
    )


def test_the_school_year_counted_as_a_window_is_what_the_measures_say():
    absences = [an_absence(date) for date in TWENTY[3:7]]
    rows = ([an_enrolment()], CALENDAR, absences, [])
    (one,) = measured_histories(*rows, AS_OF)
    in_window = window_counts(one, SCHOOL_YEAR, AS_OF)
    measures = measure_all(*rows, AS_OF)["p"]
    assert {part.name: getattr(measures, part.name) for part in fields(Counts)} == {**vars(in_window)}


def test_window_of_more_school_days_than_there_are_counts_nothing():
    (one,) = measured_histories([an_enrolment()], CALENDAR, [], [], AS_OF)
    assert window_counts(one, Window(WindowUnit.SCHOOL_DAYS, 21), AS_OF) is None


def test_whole_day_on_a_school_saturday_is_a_day_absent_of_no_weekday():
    saturday = MONDAY + dt.timedelta(days=5)
    calendar = school_days([MONDAY, saturday])
    found = measure_all([an_enrolment()], calendar, [an_absence(MONDAY), an_absence(saturday)], [], saturday)["p"]
    assert (found.days_absent, found.absent_days_monday, found.share_monday, found.absent_days_friday) == (2, 1, 0.5, 0)


def test_rules_that_need_dated_days_are_not_asked_of_session_totals():
    rules = (
        a_rule(Measure.SPELLS),
        a_rule(Measure.DAYS_ABSENT),
        a_rule(Measure.DAYS_ABSENT, Window(WindowUnit.WEEKS, 9)),
    )
    sets = [RuleSet("set", "1", {}, "", rules, "", "")]
    rows = ([an_enrolment()], CALENDAR, [an_absence(MONDAY)], [])
    assert len(signals(*rows, AS_OF, sets)) == 3
    assert len(signals(*rows, AS_OF, sets, "presence")) == 3
    assert len(signals(*rows, AS_OF, sets, "session_totals")) == 1


def test_what_is_set_aside_is_counted_up_to_the_date():
    absences = [an_absence(MONDAY - dt.timedelta(days=1)), an_absence(MONDAY), an_absence(TWENTY[19])]
    assert counts([an_enrolment()], CALENDAR, absences, [], TWENTY[9]) == {
        "pupils": 1,
        "pupils_without_offered_days": 0,
        "registrations": 2,
        "registrations_of_others": 0,
        "registrations_off_offered_days": 1,
        "registrations_on_unregistered_days": 0,
        "unregistered_pupil_days": 0,
    }
