"""Users, grants and the demo's log-in."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from skoleporten.access import actions, queries
from skoleporten.access.actor import software
from skoleporten.access.models import Grant, Installation, Role, User
from skoleporten.audit.models import Event
from skoleporten.rules.errors import RefusedError
from tests.factories import make_pupil, make_school, make_user

pytestmark = pytest.mark.django_db

BY = software("test")
TODAY = dt.date(2026, 1, 15)
PASSWORD = "hest batteri stift korrekt"


def make_first_administrator(**fields) -> User:
    given = {"username": "aud", "display_name": "Aud", "password": PASSWORD, "today": TODAY} | fields
    return actions.create_administrator(by=BY, **given)


def test_the_first_user_is_an_administrator_who_can_sign_in():
    user = make_first_administrator()
    assert user.check_password(PASSWORD)
    assert [grant.role for grant in Grant.objects.in_force(TODAY).filter(user=user)] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("password", ["short", "password1234", "12345678901"])
def test_a_weak_password_is_refused_and_no_user_made(password):
    with pytest.raises(RefusedError):
        make_first_administrator(password=password)
    assert not User.objects.exists()


def test_a_name_is_taken_once():
    make_first_administrator()
    with pytest.raises(RefusedError):
        make_first_administrator()


def test_a_user_without_a_password_can_not_sign_in_with_one():
    user = actions.create_user(by=BY, username="x", display_name="X", password=None)
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (dt.date(2025, 8, 1), dt.date(2026, 7, 31)),
        (dt.date(2026, 1, 15), dt.date(2026, 7, 31)),
        (dt.date(2026, 7, 31), dt.date(2026, 7, 31)),
        (dt.date(2026, 8, 1), dt.date(2027, 7, 31)),
    ],
)
def test_a_grant_ends_with_the_school_year(today, last):
    granted = actions.grant(by=BY, user=make_user(), role=Role.SCHOOL_LEADER, school_id=make_school().pk, start=today)
    assert granted.end == last


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.SCHOOL_LEADER},
        {"role": "headmaster"},
        {"role": Role.ADMINISTRATOR, "end": TODAY - dt.timedelta(days=1)},
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(fields):
    with pytest.raises(RefusedError):
        actions.grant(by=BY, user=make_user(), start=TODAY, **fields)
    assert not Grant.objects.exists()


def test_the_database_refuses_a_leader_without_a_school():
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=make_user(), role=Role.SCHOOL_LEADER, start=TODAY, end=TODAY)


def test_an_ended_grant_is_over_at_once_and_ending_it_again_changes_nothing():
    granted = actions.grant(by=BY, user=make_user(), role=Role.ADMINISTRATOR, start=TODAY)
    actions.end_grant(by=BY, grant=granted)
    ended = granted.ended_at
    actions.end_grant(by=BY, grant=granted)
    assert granted.ended_at == ended
    assert not Grant.objects.in_force(TODAY).exists()


def test_every_action_is_in_the_log():
    user = make_first_administrator()
    assert set(Event.objects.filter(object_id=user.public_id).values_list("action", flat=True)) == {
        "access.user_created",
        "access.granted",
    }


def test_an_unknown_language_is_refused():
    with pytest.raises(RefusedError):
        actions.set_language(by=BY, user=make_user(), language="sv")


def make_demo() -> User:
    actions.mark_demo(by=BY, municipality="Eksempelvik")
    return actions.create_user(by=BY, username="demo", display_name="Demo", password=None, is_demo=True)


def test_a_demo_button_opens_a_demo_user():
    user = make_demo()
    assert actions.open_demo_session(by=BY, user_public_id=user.public_id) == user
    assert Event.objects.filter(action="access.demo_signed_in").exists()


def test_a_demo_button_opens_nobody_where_the_database_is_no_demo():
    user = make_demo()
    Installation.objects.update(is_demo=False)
    assert not queries.demo_users().exists()
    with pytest.raises(RefusedError):
        actions.open_demo_session(by=BY, user_public_id=user.public_id)


def test_a_demo_button_opens_no_real_user():
    make_demo()
    with pytest.raises(RefusedError):
        actions.open_demo_session(by=BY, user_public_id=make_user().public_id)


@pytest.mark.parametrize("there", [make_pupil, make_user])
def test_a_database_in_use_never_becomes_a_demo(there):
    there()
    with pytest.raises(RefusedError):
        actions.mark_demo(by=BY, municipality="Eksempelvik")
    assert not queries.is_demo()


def test_a_demo_gets_no_real_administrator():
    make_demo()
    with pytest.raises(RefusedError):
        make_first_administrator()
