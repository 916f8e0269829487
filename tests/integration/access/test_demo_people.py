"""The demo has a log-in for each of the ten actors, and each sees what the role may see."""

import datetime as dt

import pytest

from skoleporten.access import actions, gate, queries
from skoleporten.access.actor import software
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import Event
from skoleporten.cli.demo_people import make_users
from tests.factories import make_enrolment, make_school

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 1, 15)
SEEN = {
    Role.TEACHER: (Purpose.FOLLOW_UP, 3),
    Role.SCHOOL_LEADER: (Purpose.FOLLOW_UP, 3),
    Role.TEAM: (Purpose.FOLLOW_UP, 3),
    Role.LEAD: (Purpose.FOLLOW_UP, 3),
    Role.SPECIALIST: (Purpose.FOLLOW_UP, 1),
    Role.MUNICIPALITY: (Purpose.FOLLOW_UP, 0),
    Role.RESEARCHER: (Purpose.FOLLOW_UP, 0),
    Role.ADMINISTRATOR: (Purpose.FOLLOW_UP, 0),
    Role.GUARDIAN: (Purpose.OWN_CHILD, 1),
    Role.PUPIL: (Purpose.OWN, 1),
}


@pytest.fixture
def actors(time_machine):
    """By role, of the first user in each."""
    time_machine.move_to(dt.datetime.combine(TODAY, dt.time(12), dt.UTC))
    actions.mark_demo(by=software("demo"), municipality="Eksempelvik")
    for name in ("Ask", "Bjerk"):
        school = make_school(name)
        for _ in range(3):
            make_enrolment(school)
    make_users(software("demo"), TODAY)
    found = {}
    for user in queries.demo_users():
        actor = queries.actor_of(user, TODAY)
        found.setdefault(actor.role, actor)
    return found


def test_each_of_the_ten_has_a_log_in(actors):
    assert set(actors) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_each_sees_what_the_role_may_see(actors, role):
    purpose, number = SEEN[role]
    assert gate.visible_to(actors[role], purpose, TODAY).count() == number


def test_what_made_them_is_in_the_log(actors):
    written = set(Event.objects.values_list("action", flat=True))
    assert {
        "people.involved",
        "people.named_in_case_team",
        "people.relation_verified",
        "people.own_account_given",
    } <= written
