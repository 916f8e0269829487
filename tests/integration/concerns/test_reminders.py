"""Reminders at night: to the owner, on school days, at most one a day, and without a name in them."""

import pytest
import time_machine
from django.urls import resolve

from skoleporten.concerns import actions, jobs, measure_actions, reminders
from skoleporten.concerns.models import Concern
from skoleporten.notices.models import Notice
from skoleporten.schools.models import CalendarDay
from tests.factories import make_enrolment
from tests.follow_up_factories import MONDAY, at, days_after, make_concern, make_followed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_night():
    with time_machine.travel(at(MONDAY, 3), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


def told(user) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", "link"))


def test_an_owner_is_told_once_of_what_is_due_however_much_it_is(followed):
    make_concern(make_enrolment(followed.school).pupil, followed.school, followed.teacher)
    for _ in range(2):
        reminders.remind(MONDAY)
    assert told(followed.teacher) == [("step_due", "/")]


def test_of_what_is_past_its_date_once_a_week_until_somebody_decides(followed):
    for day in (1, 2, 3):
        reminders.remind(days_after(day))
    assert told(followed.teacher) == [("step_overdue", "/")]
    reminders.remind(days_after(8))
    assert len(told(followed.teacher)) == 2
    actions.close(by=followed.by_leader, concern=followed.concern, decision="nothing", reason="At the dentist.")
    reminders.remind(days_after(15))
    assert len(told(followed.teacher)) == 2


def test_nobody_is_told_anything_on_a_day_without_school(followed):
    CalendarDay.objects.filter(date=days_after(1)).delete()
    reminders.remind(days_after(1))
    reminders.remind(days_after(5))
    assert told(followed.teacher) == []


def test_a_measure_to_look_at_says_so(followed):
    for kind in ("pupil_talk", "home_contacted", "meeting"):
        actions.act(by=followed.by, concern=followed.concern, kind=kind)
    measure_actions.start(
        by=followed.by, concern=followed.concern, problem="P", what="W", who="Tuva", starts_on=MONDAY,
        evaluate_on=days_after(7),
    )  # fmt: skip
    reminders.remind(days_after(7))
    assert told(followed.teacher) == [("to_evaluate", "/")]


def test_what_nobody_has_by_name_is_told_to_the_leaders_once_a_week(followed):
    Concern.objects.get().history.all()
    followed.concern.owner = None
    followed.concern.save()
    for day in (1, 2):
        reminders.remind(days_after(day))
    assert told(followed.leader) == [("step_overdue", "/concerns/?whose=nobody")]
    assert told(followed.teacher) == []


@pytest.mark.parametrize(
    "link", [reminders.TO_MINE, reminders.TO_NOBODYS, "/concerns/00000000-0000-4000-8000-000000000000/"]
)
def test_every_link_leads_to_a_page(link):
    assert resolve(link.partition("?")[0])


def test_the_night_finds_next_steps_and_reminds(followed):
    Concern.objects.update(next_step="", next_step_due=None)
    assert jobs.follow_up_nightly.call(MONDAY.isoformat()) == 1
    assert told(followed.teacher) == [("step_due", "/")]
