"""The period beside a measure: equally many school days, each share with what it is of, and unknown is never 0."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.judgement.models import Evaluation, Measure
from skoleporten.web.judgement.period import kept_in_words, period_of
from tests.intake_factories import make_case
from tests.judgement_factories import make_measure, make_round, owner_of
from tests.plan_factories import make_pupil_at_school
from tests.presence_factories import at, make_plan, mark

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 9, 7)
FRIDAY = dt.date(2026, 9, 18)


def days_from(first: dt.date, count: int) -> list[dt.date]:
    """School days, without the weekends."""
    days = (first + dt.timedelta(days=number) for number in range(3 * count))
    return [day for day in days if day.weekday() < 5][:count]


@pytest.fixture
def measure() -> Measure:
    """Begun on the second Monday: before it half of the plan was kept, since then all of it but one day."""
    case = make_case(make_pupil_at_school(first=MONDAY, weeks=8, minutes=300))
    make_plan(case, minutes=30)
    by = owner_of(case)
    for day in days_from(MONDAY, 5):
        visit(by, case, day, 15)
    for day in days_from(MONDAY + dt.timedelta(days=7), 4):
        visit(by, case, day, 30)
    start = MONDAY + dt.timedelta(days=7)
    return make_measure(make_round(case), starts_on=start, evaluate_on=timezone.localdate())


def visit(by, case, day: dt.date, minutes: int) -> None:
    mark(by, case, "arrived", at("09.00", day))
    mark(by, case, "left", at(f"09.{minutes}", day))


def test_both_parts_hold_equally_many_school_days(measure):
    period = period_of(measure, FRIDAY)
    assert [len(part.days) for part in period.parts] == [4, 4]
    assert period.as_of == FRIDAY - dt.timedelta(days=1)


def test_each_share_says_what_it_is_of(measure):
    before, after = (part.shares for part in period_of(measure, FRIDAY).parts)
    assert (before.agreed.minutes, before.agreed.of_minutes) == (60, 120)
    assert (after.agreed.minutes, after.agreed.of_minutes) == (120, 120)
    assert (after.ordinary.minutes, after.ordinary.of_minutes) == (120, 1200)


def test_a_day_that_is_not_recorded_is_said_and_not_counted_as_nothing(measure):
    period = period_of(measure, FRIDAY + dt.timedelta(days=3))
    after = period.parts[1].shares.agreed
    assert (after.days, after.days_unknown) == (4, 1)
    assert [row[-1] for row in period.by_day.rows].count("ikke ført") == 1


def test_a_measure_that_has_not_lasted_a_day_has_nothing_beside_it(measure):
    assert period_of(measure, measure.starts_on).parts == ()
    assert period_of(measure, measure.starts_on - dt.timedelta(days=2)).parts == ()


def test_the_figures_of_that_day_are_kept_with_what_was_seen(measure):
    client = Client()
    client.force_login(measure.case.owner)
    case, turn = measure.case, measure.round
    address = reverse("case_measure", args=[case.public_id, turn.public_id, measure.public_id])
    shown = client.get(address).content.decode()
    assert "Det sier ikke hva som er årsaken" in shown
    assert "75 av 150 minutter" in shown
    client.post(address, {"client_id": str(uuid.uuid4()), "seen": "Han kom inn.", "decided": "end"})
    kept = Evaluation.objects.get().figures
    assert kept["before"]["days"] == kept["after"]["days"] == 5
    assert kept["after"]["agreed"] == [120, 120, 4, 1]
    before, after = kept_in_words(kept)
    assert before.startswith("Før det startet: 50,0")
    assert "120" in after
