"""What a rule set would have put on the list, and the choice that an administrator makes with it."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from skoleporten.access.actor import software
from skoleporten.concerns import choice_actions, costs, jobs, routines, rule_sets
from skoleporten.concerns.checks import check
from skoleporten.concerns.chosen import Choice, RuleSetCost
from skoleporten.concerns.models import Concern
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_administrator, make_enrolment
from tests.integration.concerns.conftest import school_days

pytestmark = pytest.mark.django_db
DAYS = school_days(60)
# The year of those days has ended.
AFTERWARDS = dt.datetime(2026, 8, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def administrator():
    return actor_of(make_administrator())


def cost_of(set_id: str) -> RuleSetCost:
    return RuleSetCost.objects.get(set_id=set_id)


def test_a_set_costs_what_the_check_would_have_opened(school, pupil, absent, by):
    make_enrolment(school)
    absent(pupil, *DAYS[10:20])
    absent(make_enrolment(school).pupil, DAYS[3])
    costs.count(by=by, school_year=2025)
    for friday in (day for day in DAYS[:20] if day.weekday() == 4):
        check(by=by, trigger="person", as_of=friday)
    kept = cost_of("kristiansand").schools[str(school.pk)]
    assert (kept["pupils"], sum(kept["weeks"])) == (3, Concern.objects.count())
    assert Concern.objects.exists()


def test_a_pupil_counts_in_the_first_week_that_a_rule_is_met(school, pupil, absent, by):
    absent(pupil, *DAYS[10:25])
    costs.count(by=by, school_year=2025)
    cost = cost_of("kristiansand")
    counts = cost.schools[str(school.pk)]["weeks"]
    assert sum(counts) == 1
    week = dt.date.fromisoformat(cost.weeks[counts.index(1)])
    assert DAYS[10] - dt.timedelta(days=6) <= week <= DAYS[14]


def test_every_set_that_may_be_chosen_is_counted_and_counting_again_takes_its_place(pupil, absent, by):
    absent(pupil, DAYS[3])
    for _ in range(2):
        costs.count(by=by, school_year=2025)
    assert set(RuleSetCost.objects.values_list("set_id", flat=True)) == {one.id for one in rule_sets.may_be_chosen()}
    assert RuleSetCost.objects.count() == len(rule_sets.may_be_chosen())


def test_without_school_days_there_is_nothing_to_count(by):
    assert costs.count(by=by, school_year=2025) == []


def test_last_year_is_counted_where_it_is_known_else_this_one(pupil, absent):
    assert costs.year_to_count(AFTERWARDS.date()) == 2026
    absent(pupil, DAYS[3])
    assert costs.year_to_count(AFTERWARDS.date()) == 2025


def test_counting_is_asked_for_once_a_day():
    assert jobs.enqueue_costs(dt.date(2026, 8, 20), 2025)
    assert not jobs.enqueue_costs(dt.date(2026, 8, 20), 2025)
    assert jobs.enqueue_costs(dt.date(2026, 8, 21), 2025)


def test_what_is_chosen_is_in_use_from_then_on(administrator, pupil, absent, by):
    assert (routines.in_use().id, [one.id for one in rule_sets.in_use()]) == ("kristiansand", ["kristiansand"])
    choice_actions.choose(
        by=administrator, routine_id="vollebekk", rule_set_names=["ten-percent", "kearney-2008"], reason="Ours."
    )
    assert routines.in_use().id == "vollebekk"
    assert {one.id for one in rule_sets.in_use()} == {"ten-percent", "kearney-2008"}
    absent(pupil, *DAYS[40:60])
    check(by=by, trigger="person")
    assert Concern.objects.get().routine.routine_id == "vollebekk"
    assert Concern.objects.get().next_step == "talk"


@pytest.mark.parametrize(
    "wrong",
    [{"routine_id": "nothing"}, {"rule_set_names": []}, {"rule_set_names": ["/etc/passwd"]}, {"reason": " "}],
    ids=str,
)
def test_only_what_there_is_can_be_chosen_and_with_a_reason(administrator, wrong):
    given = {"routine_id": "vollebekk", "rule_set_names": ["ten-percent"], "reason": "Ours.", **wrong}
    with pytest.raises(RefusedError):
        choice_actions.choose(by=administrator, **given)
    with pytest.raises(RefusedError):
        choice_actions.choose(by=software("x"), routine_id="vollebekk", rule_set_names=["england"], reason="x")


def test_a_routine_of_ones_own_may_be_chosen_and_outlives_its_file(administrator, settings, tmp_path):
    shipped = next(one for one in routines.may_be_chosen() if one.id == "ringsaker")
    own = tmp_path / "ours.toml"
    own.write_text(shipped.text.replace('id = "ringsaker"', 'id = "ours"', 1), encoding="utf-8")
    settings.ROUTINES = [str(own)]
    choice_actions.choose(by=administrator, routine_id="ours", rule_set_names=["england"], reason="Ours.")
    assert routines.in_use().id == "ours"
    routines.stored(routines.in_use())
    own.unlink()
    assert routines.in_use().id == "ours"


def test_a_broken_file_of_ones_own_does_not_stop_a_shipped_routine(settings, tmp_path):
    own = tmp_path / "broken.toml"
    own.write_text("id = ", encoding="utf-8")
    settings.ROUTINES = [str(own)]
    assert routines.in_use().id == "kristiansand"
    with pytest.raises(RefusedError):
        routines.may_be_chosen()


def test_an_own_routine_that_was_never_used_and_is_gone_leaves_the_default(administrator, settings, tmp_path):
    Choice.objects.create(
        routine_id="ours", rule_set_ids=["england"], reason="Ours.", chosen_at=AFTERWARDS,
        chosen_by_id=administrator.user_id,
    )  # fmt: skip
    settings.ROUTINES = [str(tmp_path / "ours.toml")]
    assert routines.in_use().id == "kristiansand"


def test_a_choice_is_never_changed(administrator):
    with time_machine.travel(AFTERWARDS, tick=False):
        choice_actions.choose(by=administrator, routine_id="ringsaker", rule_set_names=["england"], reason="Ours.")
    assert Choice.objects.get().chosen_at == AFTERWARDS
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE concerns_choice SET reason = 'x'")
