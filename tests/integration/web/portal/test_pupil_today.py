"""A pupil's first page: today and this week in plain words, on a holiday, in a break and without a plan."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.access.models import Role
from skoleporten.rules.plan import Agreed
from skoleporten.web.portal.pupil.own_plan import own_plan
from skoleporten.web.portal.pupil.people import adults_around
from skoleporten.web.portal.pupil.week import Week, week_of
from tests.case_factories import make_part
from tests.factories import make_calendar_day, make_pupil_account
from tests.intake_factories import make_team_member
from tests.judgement_factories import family_actor
from tests.pages import signed_in
from tests.plan_factories import at, make_planned_case, make_pupil_at_school, make_step, week
from tests.rig_factories import make_away
from tests.support_factories import make_family, make_week, not_asked, timezone

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2025, 9, 1)
THURSDAY = dt.date(2025, 9, 4)


@pytest.fixture
def case():
    return make_planned_case(make_pupil_at_school(MONDAY, weeks=2))


def shown(case, today: dt.date) -> Week:
    account = getattr(case.pupil, "account", None) or make_pupil_account(case.pupil)
    actor = family_actor(account.user, Role.PUPIL)
    return week_of(case.pupil, own_plan(actor, case.pupil, today), today)


def test_each_day_says_when_where_with_whom_and_how_long(case):
    make_step(case, week(30, days=range(1, 5)))
    days = shown(case, THURSDAY).days
    stay = days[3].stays[0]
    assert (stay.time, stay.place, stay.with_whom, stay.how_long) == (
        "08.30–09.00",
        "Leiligheten",
        "Ada",
        "30\u00a0min",
    )
    assert [len(day.stays) for day in days] == [0, 1, 1, 1, 1]
    assert days[0].words == "Ingenting er planlagt."
    assert [day.is_today for day in days] == [False, False, False, True, False]


def test_a_holiday_has_no_school_and_the_next_day_here_is_told(case):
    make_step(case, week(30))
    make_calendar_day(case.pupil.enrolments.get().school, dt.date(2025, 9, 29))
    autumn = shown(case, dt.date(2025, 9, 17))
    assert {day.words for day in autumn.days} == {"Ikke skole."}
    assert autumn.then is not None
    assert autumn.then.date == dt.date(2025, 9, 29)


def test_at_the_weekend_the_week_that_comes_is_shown(case):
    make_step(case, week(30))
    saturday = shown(case, dt.date(2025, 9, 6))
    assert saturday.is_next
    assert saturday.days[0].date == dt.date(2025, 9, 8)
    assert saturday.today is not None
    assert "helg" in saturday.today.words


def test_an_agreed_break_is_told_as_one_and_never_as_nothing(case):
    make_step(case, Agreed((), is_pause=True))
    days = shown(case, THURSDAY)
    assert days.days[0].words == "Du har pause. Det har vi avtalt."
    assert days.then is None


def test_before_there_is_a_plan_nothing_is_planned_yet(case):
    assert shown(case, THURSDAY).days[0].words == "Ingenting er planlagt ennå."


def test_of_a_step_that_is_not_for_the_pupil_only_that_an_adult_knows(case):
    make_step(case, week(30), audiences=frozenset({"school"}))
    days = shown(case, THURSDAY).days
    assert {day.words for day in days} == {"Spør en voksen her hva som er planlagt."}
    assert [len(day.stays) for day in days] == [0] * 5


def test_a_plan_that_changes_in_the_week_is_shown_day_by_day(case):
    make_step(case, week(20))
    make_step(case, week(40), starts_on=THURSDAY, now=at(dt.date(2025, 9, 2)))
    days = shown(case, THURSDAY).days
    assert [day.stays[0].how_long for day in days] == ["20\u00a0min"] * 3 + ["40\u00a0min"] * 2


def test_who_is_away_today_is_told_with_who_is_there_instead_and_not_why(case):
    ada, bo = make_team_member("ada"), make_team_member("bo")
    today = timezone.localdate()
    make_part(case, ada, part="meets")
    make_away(ada, stand_in=bo, first=today, last=today)
    adult = adults_around(case, today)[0]
    assert adult.name == str(ada)
    assert adult.today == f"Borte i dag. {bo} er her i stedet."


def test_the_page_of_today_has_all_of_it_and_weighs_little():
    family = make_family()
    make_week(family, fallback="Da går vi en tur.")
    answer = signed_in(family.user).get(family.mine())
    page = answer.content.decode()
    if timezone.localdate().weekday() < 5:
        assert "Da går vi en tur." in page
    assert "Ada" in page
    assert "I dag er det vanskelig. Jeg vil snakke" in page
    assert len(answer.content) < 100_000


def test_what_waits_for_an_answer_stands_on_the_first_page_without_hurry():
    family = make_family()
    make_week(family)
    make_week(family, 45, days_from_now=14, said=not_asked())
    page = signed_in(family.user).get(family.mine()).content.decode()
    assert "Vi vil gjerne høre hva du tenker" in page
    assert "Det haster ikke." in page
