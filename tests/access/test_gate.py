"""The gate, row by row of its table: owner, colleague, stranger."""

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import Actor, software
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role
from skoleporten.people.models import Pupil
from tests.factories import (
    actor_of,
    make_administrator,
    make_enrolment,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 1, 15)


@pytest.fixture
def school():
    return make_school("Lund")


@pytest.fixture
def owner(school):
    return actor_of(make_school_leader(school))


def sees(actor, pupil, purpose=Purpose.FOLLOW_UP, today=TODAY) -> bool:
    return gate.may_see(actor, pupil.pk, purpose, today)


def test_school_leader_sees_a_pupil_enrolled_at_her_school_today(school, owner):
    assert sees(owner, make_enrolment(school).pupil)


def test_leader_of_another_school_does_not(school):
    colleague = actor_of(make_school_leader(make_school("Fagerlund")))
    assert not sees(colleague, make_enrolment(school).pupil)


def test_administrator_sees_no_pupil(school):
    make_enrolment(school)
    assert not gate.visible_to(actor_of(make_administrator()), Purpose.FOLLOW_UP, TODAY).exists()


def test_the_software_itself_sees_no_pupil(school):
    assert not sees(software("check"), make_enrolment(school).pupil)


@pytest.mark.parametrize("role", ["", "teacher", "superuser", "School_leader", "administrator"])
def test_an_unknown_role_sees_nobody_even_with_the_school(school, owner, role):
    assert not sees(dataclasses.replace(owner, role=role), make_enrolment(school).pupil)


@pytest.mark.parametrize("purpose", ["", "curiosity", "statistics"])
def test_an_unknown_purpose_opens_nothing(school, owner, purpose):
    assert not sees(owner, make_enrolment(school).pupil, purpose)


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        (dt.date(2025, 8, 1), None, True),
        (TODAY, None, True),
        (TODAY + dt.timedelta(days=1), None, False),
        (dt.date(2025, 8, 1), TODAY, True),
        (dt.date(2025, 8, 1), TODAY - dt.timedelta(days=1), False),
    ],
)
def test_view_lasts_from_the_first_to_the_last_day_of_the_enrolment(school, owner, start, end, seen):
    assert sees(owner, make_enrolment(school, start=start, end=end).pupil) is seen


def test_an_enrolment_that_was_replaced_opens_nothing(school, owner):
    enrolment = make_enrolment(school)
    enrolment.superseded_at = timezone.now()
    enrolment.save()
    assert not sees(owner, enrolment.pupil)


def test_a_pupil_who_moved_is_seen_by_the_new_school_only(school, owner):
    other = make_school("Fagerlund")
    pupil = make_pupil()
    make_enrolment(school, pupil, end=TODAY - dt.timedelta(days=1))
    make_enrolment(other, pupil, start=TODAY)
    assert not sees(owner, pupil)
    assert sees(actor_of(make_school_leader(other)), pupil)


def test_two_enrolments_show_a_pupil_once(school, owner):
    pupil = make_pupil()
    make_enrolment(school, pupil)
    make_enrolment(school, pupil, start=dt.date(2025, 9, 1))
    assert list(Pupil.objects.visible_to(owner, Purpose.FOLLOW_UP, TODAY)) == [pupil]


def test_a_protected_pupil_is_hidden_from_her_own_school_leader(school, owner):
    assert not sees(owner, make_enrolment(school, make_pupil(protected=True)).pupil)


def named_grant(owner: Actor, school, pupil, **fields) -> Grant:
    dates = {"start": TODAY, "end": TODAY} | fields
    return Grant.objects.create(user_id=owner.user_id, role=Role.SCHOOL_LEADER, school=school, pupil=pupil, **dates)


def test_a_protected_pupil_is_seen_by_a_grant_that_names_her(school, owner):
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    named_grant(owner, school, pupil)
    assert sees(owner, pupil)
    assert not sees(owner, pupil, today=TODAY + dt.timedelta(days=1))


def test_a_named_grant_of_somebody_else_opens_nothing(school, owner):
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    named_grant(actor_of(make_school_leader(school)), school, pupil)
    assert not sees(owner, pupil)


def test_a_named_grant_ends_when_it_is_ended(school, owner):
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    named_grant(owner, school, pupil, ended_at=timezone.now())
    assert not sees(owner, pupil)


def test_a_named_grant_does_not_open_a_pupil_of_another_school(school, owner):
    pupil = make_enrolment(make_school(), make_pupil(protected=True)).pupil
    named_grant(owner, school, pupil)
    assert not sees(owner, pupil)


def test_a_leader_without_schools_sees_nobody(school, owner):
    assert not sees(dataclasses.replace(owner, school_ids=frozenset()), make_enrolment(school).pupil)


def test_only_grants_in_force_of_active_users_count(school):
    user = make_user()
    grant = Grant.objects.create(user=user, role=Role.SCHOOL_LEADER, school=school, start=TODAY, end=TODAY)

    def in_force(day=TODAY):
        return Grant.objects.in_force(day).filter(pk=grant.pk).exists()

    assert in_force()
    assert not in_force(TODAY + dt.timedelta(days=1))
    assert not in_force(TODAY - dt.timedelta(days=1))
    user.is_active = False
    user.save()
    assert not in_force()
