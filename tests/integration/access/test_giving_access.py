"""Who may give what to whom, and what needs two people."""

import datetime as dt

import pytest

from skoleporten.access import actions, gate, grant_actions, user_actions
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role
from skoleporten.access.pending import Invitation, PendingGrant
from skoleporten.audit.models import Event
from skoleporten.people.models import Protection
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    actor_of,
    make_administrator,
    make_class,
    make_enrolment,
    make_grant,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
)

TODAY, END = dt.date(2026, 3, 20), dt.date(2026, 7, 31)
PASSWORD = "a new and long enough password"

pytestmark = pytest.mark.django_db


def make_lead(username: str = ""):
    user = make_user(username)
    make_grant(user, Role.LEAD)
    return user


def proposed(by, user, pupil_number, role=Role.LEAD):
    return grant_actions.propose_by_name(
        by=actor_of(by), user=user, role=role, pupil_number=pupil_number, start=TODAY, end=END, reason="named"
    )


def test_a_teacher_is_given_a_class_until_the_end_of_the_school_year():
    school = make_school()
    school_class = make_class(school)
    given = grant_actions.give(
        by=actor_of(make_administrator()), user=make_user(), role=Role.TEACHER, start=TODAY,
        school_id=school.pk, school_class_id=school_class.pk, reason="contact teacher",
    )  # fmt: skip
    assert (given.end, given.school_class, given.reason) == (END, school_class, "contact teacher")
    told = Event.objects.get(action="access.granted")
    assert told.details["class"] == school_class.pk


def test_a_class_of_another_school_is_refused():
    with pytest.raises(RefusedError):
        grant_actions.give(
            by=actor_of(make_administrator()), user=make_user(), role=Role.TEACHER, start=TODAY,
            school_id=make_school().pk, school_class_id=make_class(make_school()).pk,
        )  # fmt: skip


def test_nobody_gives_herself_a_role():
    administrator = make_administrator()
    with pytest.raises(RefusedError):
        grant_actions.give(by=actor_of(administrator), user=administrator, role=Role.LEAD, start=TODAY)
    assert not Grant.objects.filter(role=Role.LEAD).exists()


@pytest.mark.parametrize("role", [Role.GUARDIAN, Role.PUPIL])
def test_a_role_that_follows_from_a_relation_is_not_given(role):
    with pytest.raises(RefusedError):
        grant_actions.give(by=actor_of(make_administrator()), user=make_user(), role=role, start=TODAY)


def test_a_closed_user_is_given_nothing_and_keeps_nothing():
    administrator, user = actor_of(make_administrator()), make_user()
    grant_actions.give(by=administrator, user=user, role=Role.TEAM, start=TODAY)
    user_actions.close_user(by=administrator, user=user)
    assert not Grant.objects.in_force(TODAY).filter(user=user).exists()
    with pytest.raises(RefusedError):
        grant_actions.give(by=administrator, user=user, role=Role.TEAM, start=TODAY)
    user_actions.open_user(by=administrator, user=user)
    assert not Grant.objects.in_force(TODAY).filter(user=user).exists()


def test_a_grant_is_made_shorter_and_never_longer():
    by, given = actor_of(make_administrator()), make_grant(make_user(), Role.TEAM, start=TODAY, end=END)
    grant_actions.shorten_grant(by=by, grant=given, end=dt.date(2026, 5, 1))
    assert Grant.objects.get(pk=given.pk).end == dt.date(2026, 5, 1)
    with pytest.raises(RefusedError):
        grant_actions.shorten_grant(by=by, grant=given, end=END)


def protected_pupil(school):
    pupil = make_pupil("Vera", "Vernet", protected=True, protection=Protection.STRICTLY_CONFIDENTIAL)
    make_enrolment(school, pupil)
    return pupil


def test_one_person_alone_opens_no_pupil_by_name():
    school = make_school()
    pupil, leader, other = protected_pupil(school), make_school_leader(school), make_school_leader(school)
    pending = proposed(leader, other, pupil.source_id, Role.SCHOOL_LEADER)
    for nobody in (leader, other):
        with pytest.raises(RefusedError):
            grant_actions.confirm_by_name(by=actor_of(nobody), pending=pending)
    assert not gate.may_see(actor_of(other), pupil.pk, Purpose.FOLLOW_UP, TODAY)


def test_two_people_open_a_protected_pupil_to_a_third():
    school = make_school()
    pupil, leader, other = protected_pupil(school), make_school_leader(school), make_school_leader(school)
    pending = proposed(leader, other, pupil.source_id, Role.SCHOOL_LEADER)
    grant_actions.confirm_by_name(by=actor_of(make_lead()), pending=pending)
    assert gate.may_see(actor_of(other), pupil.pk, Purpose.FOLLOW_UP, TODAY)
    assert not gate.may_see(actor_of(leader), pupil.pk, Purpose.FOLLOW_UP, TODAY)
    asked = list(Event.objects.filter(action__startswith="access.name_").values_list("action", flat=True))
    assert sorted(asked) == ["access.name_confirmed", "access.name_proposed"]


def test_a_number_that_fits_nobody_waits_and_is_confirmed_alike():
    pending = proposed(make_lead(), make_lead(), "no such number")
    grant_actions.confirm_by_name(by=actor_of(make_lead()), pending=pending)
    assert PendingGrant.objects.get().is_confirmed
    assert not Grant.objects.filter(granted_by__isnull=False).exists()


def test_a_leaders_number_of_another_schools_pupil_fits_nobody():
    school = make_school()
    elsewhere = protected_pupil(make_school())
    leader, other = make_school_leader(school), make_school_leader(school)
    assert proposed(leader, other, elsewhere.source_id, Role.SCHOOL_LEADER).pupil is None


def test_it_is_decided_once():
    pending, lead = proposed(make_lead(), make_lead(), "number"), actor_of(make_lead())
    grant_actions.reject_by_name(by=lead, pending=pending)
    with pytest.raises(RefusedError):
        grant_actions.confirm_by_name(by=lead, pending=pending)


def test_an_administrator_opens_no_pupil_by_name():
    with pytest.raises(RefusedError):
        proposed(make_administrator(), make_lead(), "number")
    pending = proposed(make_lead(), make_lead(), "number")
    with pytest.raises(RefusedError):
        grant_actions.confirm_by_name(by=actor_of(make_administrator()), pending=pending)


def test_an_invitation_works_once_and_is_kept_as_a_hash():
    by, user = actor_of(make_administrator()), make_user()
    token = user_actions.invite(by=by, user=user)
    assert token not in str(list(Invitation.objects.values_list("token_hash", flat=True)))
    assert user_actions.accept_invitation(by=by, token=token, password=PASSWORD).check_password(PASSWORD)
    with pytest.raises(RefusedError):
        user_actions.accept_invitation(by=by, token=token, password=PASSWORD)


def test_a_weak_password_does_not_use_the_invitation_up():
    by, user = actor_of(make_administrator()), make_user()
    token = user_actions.invite(by=by, user=user)
    with pytest.raises(RefusedError):
        user_actions.accept_invitation(by=by, token=token, password="short")
    assert Invitation.objects.open(token) is not None


def test_a_new_invitation_ends_the_old_one_and_an_old_one_runs_out(time_machine):
    by, user = actor_of(make_administrator()), make_user()
    time_machine.move_to(dt.datetime(2026, 3, 20, 10, tzinfo=dt.UTC), tick=False)
    first, second = user_actions.invite(by=by, user=user), user_actions.invite(by=by, user=user)
    assert Invitation.objects.open(first) is None
    assert Invitation.objects.open(second) is not None
    time_machine.move_to(dt.datetime(2026, 3, 28, 10, tzinfo=dt.UTC), tick=False)
    assert Invitation.objects.open(second) is None


def test_every_step_leaves_its_event():
    by, user = actor_of(make_administrator()), make_user()
    given = grant_actions.give(by=by, user=user, role=Role.TEAM, start=TODAY)
    actions.end_grant(by=by, grant=given)
    token = user_actions.invite(by=by, user=user)
    user_actions.accept_invitation(by=by, token=token, password=PASSWORD)
    user_actions.close_user(by=by, user=user)
    told = list(Event.objects.order_by("seq").values_list("action", flat=True))
    assert told == [
        "access.granted", "access.grant_ended", "access.invited", "access.invitation_used", "access.user_closed"
    ]  # fmt: skip
