"""What truth.json says was planted is what the tables hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from skoleporten.analytics.simulate import simulate
from tests.unit.analytics.municipality import THIS_YEAR, query, truths

RULE_SETS = Path(__file__).resolve().parents[3] / "skoleporten" / "rules" / "sets"


def enrolments(out: Path, truth: dict) -> list[tuple]:
    own = f"pupil_id = '{truth['pupil_id']}' and start_date >= {THIS_YEAR}"
    return query(out, f"select school_id, start_date, end_date from enrolments where {own} order by start_date")


@pytest.mark.parametrize("kind", ["refusal", "monday", "long_illness", "spell", "moved"])
def test_planted_days_are_the_only_whole_days_of_the_pupil_this_year(made, kind):
    planted = truths(made, kind)
    assert len(planted) >= 2
    for truth in planted:
        whole = f"kind = 'day' and pupil_id = '{truth['pupil_id']}' and date >= {THIS_YEAR}"
        days = query(made, f"select date from absences where {whole} order by date")
        assert [day.isoformat() for (day,) in days] == truth["dates"]


def test_monday_pattern_lies_on_mondays(made):
    assert {dt.date.fromisoformat(day).weekday() for truth in truths(made, "monday") for day in truth["dates"]} == {0}


def test_refusal_builds_up(made):
    for truth in truths(made, "refusal"):
        middle = dt.date(2025, 12, 7).isoformat()
        assert sum(day > middle for day in truth["dates"]) > sum(day <= middle for day in truth["dates"]) > 0


def test_moved_pupil_has_two_schools_that_follow_each_other(made):
    for truth in truths(made, "moved"):
        (old, _, end), (new, start, open_end) = enrolments(made, truth)
        assert (old, new) == (truth["school_id"], truth["other_school_id"])
        assert start - end == dt.timedelta(days=1)
        assert start.isoformat() == truth["since"]
        assert open_end is None


def test_overlapping_enrolment_overlaps(made):
    for truth in truths(made, "overlap"):
        (_, _, end), (_, start, _) = enrolments(made, truth)
        assert start < end


def test_nobody_starts_before_a_late_start(made):
    for truth in truths(made, "late_start"):
        early = f"pupil_id = '{truth['pupil_id']}' and date >= {THIS_YEAR} and date < '{truth['since']}'"
        assert query(made, f"select count(*) from absences where {early}") == [(0,)]


def test_an_unregistered_class_has_no_events_on_its_days(made):
    events = """select count(*) from absences a join enrolments e using (pupil_id) join unregistered u
                on u.class_id = e.class_id and u.date = a.date"""
    assert query(made, events) == [(0,)]
    assert (
        query(made, "select count(*) from unregistered")[0][0]
        == sum(len(truth["dates"]) for truth in truths(made, "unregistered"))
        > 0
    )


def test_every_rule_that_is_expected_is_a_rule_that_ships(made):
    planted = [truth for kind in ("refusal", "long_illness", "moved") for truth in truths(made, kind)]
    expected = {rule for truth in planted for rule in truth["expected_rules"]}
    assert len(expected) >= 3
    for rule in expected:
        set_id, rule_id = rule.split("/")
        assert f'id = "{rule_id}"' in (RULE_SETS / f"{set_id}.toml").read_text(encoding="utf-8")


def test_patterns_are_planted_up_to_the_day_the_data_end(tmp_path):
    until = dt.date(2025, 11, 20)
    simulate(pupils=600, years=1, until=until, out=tmp_path)
    for truth in truths(tmp_path, "long_illness"):
        assert truth["dates"][-1] == until.isoformat()
