"""One administrator alone never makes a way in for another, and two accounts of one person are one person."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import actions, grant_actions, identity_actions, user_actions, way_in_actions
from skoleporten.access.actor import Actor, software
from skoleporten.access.identities import Identity
from skoleporten.access.models import Grant, Role, User
from skoleporten.access.pending import Invitation
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.models import Event
from skoleporten.rules.errors import RefusedError
from tests.factories import make_administrator, make_grant, make_school, make_school_leader, make_user, make_user_in

pytestmark = pytest.mark.django_db
FEIDE = "https://auth.dataporten.no"
PASSWORD = "a long enough password"
Kind = WayInChange.Kind
EVERY_KIND = [
    (Kind.INVITATION, {}),
    (Kind.SECOND_FACTOR, {"why": "lost"}),
    (Kind.IDENTITY, {"issuer": FEIDE, "subject": "mine"}),
]


def as_actor(user: User, role: str = Role.ADMINISTRATOR) -> Actor:
    return Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=role)


@pytest.fixture
def target():
    user = make_administrator("target")
    Authenticator.objects.create(user=user, type="totp", data={})
    return user


@pytest.fixture
def one():
    return make_administrator("one")


@pytest.fixture
def other():
    return make_administrator("other")


def propose(by: User, user: User, kind: str = Kind.INVITATION, **how) -> WayInChange:
    assert way_in_actions.change(by=as_actor(by), user=user, kind=kind, **how).is_waiting
    return WayInChange.objects.waiting().get()


def confirm(by: User, wish: WayInChange, role: str = Role.ADMINISTRATOR):
    return way_in_actions.confirm(by=as_actor(by, role), wish=wish, today=timezone.localdate())


def is_as_it_was(target: User) -> bool:
    target.refresh_from_db()
    has_factor = Authenticator.objects.filter(user=target).exists()
    return has_factor and target.check_password(PASSWORD) and not Identity.objects.exists()


@pytest.mark.parametrize(("kind", "how"), EVERY_KIND)
def test_nothing_happens_before_another_has_confirmed_it(one, other, target, kind, how):
    wish = propose(one, target, kind, **how)
    assert is_as_it_was(target)
    assert not Invitation.objects.exists()
    confirm(other, wish)
    assert Invitation.objects.exists() or Identity.objects.get().subject == "mine"
    told = Event.objects.filter(object_id=str(target.public_id)).values_list("action", "actor")
    assert ("access.way_in_proposed", str(one.public_id)) in told
    assert ("access.way_in_confirmed", str(other.public_id)) in told


def test_the_one_who_confirms_gets_the_link_and_not_the_one_who_wanted_it(one, other, target, signed_in):
    client = signed_in(one)
    answer = client.post(reverse("user_invite", args=[target.public_id]), follow=True)
    assert "/invitation/" not in answer.content.decode().replace(reverse("user_invite", args=[target.public_id]), "")
    url = reverse("user_decide_way_in", args=[target.public_id, WayInChange.objects.get().public_id])
    assert url in signed_in(other).get(reverse("users")).content.decode()
    shown = signed_in(other).post(url, {"confirm": "1"})
    assert "http://testserver/invitation/" in shown.content.decode()
    assert signed_in(other).post(url, {"confirm": "1"}).status_code == 404


@pytest.mark.parametrize(("kind", "how"), EVERY_KIND)
def test_nobody_confirms_her_own_wish_or_her_own_way_in(one, target, kind, how):
    wish = propose(one, target, kind, **how)
    for somebody in (one, target):
        with pytest.raises(RefusedError):
            confirm(somebody, wish)
    assert is_as_it_was(target)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_no_other_role_confirms_or_rejects(one, target, signed_in, role):
    wish = propose(one, target)
    url = reverse("user_decide_way_in", args=[target.public_id, wish.public_id])
    for decision in ("confirm", "reject"):
        assert signed_in(make_user_in(role)).post(url, {decision: "1"}).status_code == 404
    wish.refresh_from_db()
    assert wish.decided_at is None


def test_an_account_that_the_same_person_has_made_does_not_confirm(one, target):
    """She makes a user, gives it her own role, takes its invitation herself, and confirms with it."""
    puppet = actions.create_user(by=as_actor(one), username="puppet", display_name="Somebody Else", password=None)
    grant_actions.give(by=as_actor(one), user=puppet, role=Role.ADMINISTRATOR, start=timezone.localdate())
    user_actions.invite(by=as_actor(one), user=puppet)
    for proposer, confirmer in ((one, puppet), (puppet, one)):
        WayInChange.objects.all().delete()
        with pytest.raises(RefusedError, match="én person"):
            confirm(confirmer, propose(proposer, target))
    assert is_as_it_was(target)


def test_two_accounts_made_by_one_person_are_one_person(one, target):
    """Also through a chain: the first puppet makes the second."""
    first, second = make_user("first"), make_user("second")
    grant_actions.give(by=as_actor(one), user=first, role=Role.ADMINISTRATOR, start=timezone.localdate())
    grant_actions.give(by=as_actor(first), user=second, role=Role.ADMINISTRATOR, start=timezone.localdate())
    wish = propose(first, target)
    for confirmer in (one, second):
        with pytest.raises(RefusedError):
            confirm(confirmer, wish)
    assert is_as_it_was(target)


def test_an_account_whose_log_in_the_same_person_linked_does_not_confirm(one, other, target):
    other.set_unusable_password()
    other.save()
    Identity.objects.create(user=other, issuer=FEIDE, subject="a1", linked_by=one)
    with pytest.raises(RefusedError):
        confirm(other, propose(one, target))


@pytest.mark.parametrize("fields", [{"display_name": "KARI  normann"}, {"email": "Kari@Example.no"}])
def test_one_name_or_one_address_is_one_person(one, other, target, fields):
    User.objects.filter(pk=one.pk).update(display_name="Kari Normann", email="kari@example.no")
    User.objects.filter(pk=other.pk).update(**fields)
    with pytest.raises(RefusedError):
        confirm(other, propose(one, target))


def test_a_role_given_anew_each_year_makes_nobody_one_person(one, other, target):
    Grant.objects.filter(user=other).update(granted_at=timezone.now() - dt.timedelta(days=300))
    grant_actions.give(by=as_actor(one), user=other, role=Role.ADMINISTRATOR, start=timezone.localdate())
    assert confirm(other, propose(one, target))


def test_after_thirty_days_an_account_is_its_own(one, target):
    made = make_user("made")
    grant_actions.give(
        by=as_actor(one), user=made, role=Role.ADMINISTRATOR, start=timezone.localdate(), end=dt.date(2099, 1, 1)
    )
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        assert confirm(made, propose(one, target))


def test_to_end_the_role_first_is_no_way_round(one, target):
    actions.end_grant(by=as_actor(one), grant=target.grants.get())
    assert propose(one, target).needs_two


def test_a_wish_waits_a_week_and_is_decided_once(one, other, target):
    wish = propose(one, target)
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False), pytest.raises(RefusedError):
        confirm(other, wish)
    way_in_actions.reject(by=as_actor(other), wish=wish)
    with pytest.raises(RefusedError):
        confirm(other, wish)
    assert is_as_it_was(target)


def test_said_twice_it_waits_once(one, target):
    propose(one, target)
    propose(one, target)


def test_a_wish_of_somebody_who_is_no_administrator_any_more_is_void(one, other, target):
    wish = propose(one, target)
    user_actions.close_user(by=as_actor(other), user=one)
    with pytest.raises(RefusedError):
        confirm(other, wish)


def test_the_actions_themselves_refuse_one_alone(one, target):
    with pytest.raises(RefusedError):
        user_actions.invite(by=as_actor(one), user=target)
    with pytest.raises(RefusedError):
        identity_actions.link_identity(by=as_actor(one), user=target, issuer=FEIDE, subject="mine")


def test_what_was_confirmed_for_one_opens_no_other(one, other, target):
    wish = propose(one, target)
    confirm(other, wish)
    with pytest.raises(RefusedError):
        user_actions.invite(by=as_actor(one), user=other, confirmed=wish)


def test_the_database_refuses_it_too(one, target):
    with pytest.raises(IntegrityError), transaction.atomic():
        WayInChange.objects.create(
            user=target, kind=Kind.INVITATION, needs_two=True, proposed_by=one, decided_by=one, is_done=True
        )


def test_a_first_invitation_and_the_command_line_need_nobodys_leave(one, target):
    new = actions.create_user(by=as_actor(one), username="new", display_name="New", password=None)
    make_grant(new, Role.ADMINISTRATOR)
    assert way_in_actions.change(by=as_actor(one), user=new, kind=Kind.INVITATION).token
    assert way_in_actions.change(by=software("command line"), user=target, kind=Kind.INVITATION).token


def log_in(name: str) -> str:
    client = Client()
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("role", [Role.SCHOOL_LEADER, Role.LEAD])
def test_others_are_helped_at_once_and_told_at_each_log_in_for_two_weeks(one, role):
    helped = make_school_leader(make_school(), "helped") if role == Role.SCHOOL_LEADER else make_user("helped")
    make_grant(helped, role, None) if role == Role.LEAD else None
    way_in_actions.change(by=as_actor(one), user=helped, kind=Kind.IDENTITY, issuer=FEIDE, subject="a1")
    assert Identity.objects.get().user == helped
    for _time in range(2):
        shown = log_in("helped")
        assert "av One: En innloggingstjeneste er koblet til." in shown
    with time_machine.travel(timezone.now() + dt.timedelta(days=15), tick=True):
        assert "av One" not in log_in("helped")


def test_nobody_is_told_of_what_was_only_wanted(one, target):
    propose(one, target, Kind.IDENTITY, issuer=FEIDE, subject="a1")
    assert not WayInChange.objects.to_tell().exists()
