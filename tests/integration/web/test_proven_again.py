"""Whoever opens very many pupils proves anew who it is, at the provider too; and when a first factor can be chosen."""

from __future__ import annotations

import datetime as dt
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import identity_actions, second_factor_actions, user_actions
from skoleporten.access.actor import software
from skoleporten.access.models import User
from skoleporten.audit.models import Event
from skoleporten.rules.looks import Limits
from skoleporten.web import step_up
from tests.factories import make_enrolment, make_school, make_school_leader
from tests.integration.web.provider_pages import come_in, registered, sent_back

pytestmark = pytest.mark.django_db
BY = software("test")
AGAIN = "/sign-in/again/with-provider/"
PASSWORD = "a long enough password"
ADDING = ["mfa_add_webauthn", "mfa_activate_totp"]


def minutes_from_now(minutes: float = 0) -> int:
    return int(time.time() + minutes * 60)


@pytest.fixture
def pages(linked, monkeypatch) -> list[str]:
    """Those of four pupils, where more than two an hour are many."""
    monkeypatch.setattr(step_up, "LIMITS", Limits(step_up=2))
    school = linked.grants.get().school
    pupils = [make_enrolment(school, start=timezone.localdate()).pupil for _number in range(4)]
    return [reverse("pupil", args=[pupil.public_id]) for pupil in pupils]


@pytest.fixture
def stopped(client, provider, pages) -> Client:
    """She came in, opened three, and is asked before the fourth."""
    provider.claims = {"auth_time": minutes_from_now(-10)}
    come_in(client)
    assert [client.get(page).status_code for page in pages[:3]] == [200] * 3
    assert client.get(pages[3]).url == f"{AGAIN}?next={pages[3]}"
    return client


def test_the_provider_is_told_to_ask_anew(stopped):
    asked = parse_qs(urlsplit(stopped.get(AGAIN).url).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


def test_whoever_logs_in_there_anew_goes_on_where_she_was(stopped, provider, pages):
    provider.claims = {"auth_time": minutes_from_now()}
    assert come_in(stopped, f"{AGAIN}?next={pages[3]}").url == pages[3]
    assert stopped.get(pages[3]).status_code == 200
    assert Event.objects.filter(action="access.signed_in_again").count() == 1


@pytest.mark.parametrize("minutes", [None, -600, -3, -2.2])
def test_an_old_session_there_is_not_enough(stopped, provider, pages, minutes):
    """`None`: the provider does not say when it asked."""
    provider.claims = {"auth_time": None if minutes is None else minutes_from_now(minutes)}
    assert come_in(stopped, f"{AGAIN}?next={pages[3]}").status_code == 403
    assert stopped.get(pages[3]).url.startswith(AGAIN)
    assert Event.objects.filter(action="access.sign_in_refused").last().details["why"] == "not_proven_again"


@pytest.mark.parametrize("auth_time", ["now", True, [1], 1e12, -1, {"a": 1}])
def test_what_is_no_time_is_no_proof(stopped, provider, pages, auth_time):
    provider.claims = {"auth_time": auth_time}
    assert come_in(stopped, AGAIN).status_code == 403
    assert stopped.get(pages[3]).status_code == 302


def test_a_time_to_come_lends_none(client, provider, pages):
    provider.claims = {"auth_time": minutes_from_now(1440)}
    come_in(client)
    assert client.session["proven_at"] <= time.time()


def test_one_factor_there_is_not_enough(stopped, provider, pages):
    provider.claims = {"auth_time": minutes_from_now(), "amr": ["pwd"]}
    assert come_in(stopped, AGAIN).status_code == 403
    assert stopped.get(pages[3]).status_code == 302


def test_a_level_below_the_highest_is_refused_again(stopped, provider, pages, settings):
    settings.SIGN_IN_PROVIDERS = (registered(provider, acr=("idporten-loa-high",)),)
    provider.claims = {"auth_time": minutes_from_now(), "acr": "idporten-loa-substantial"}
    assert come_in(stopped, AGAIN).status_code == 403
    assert stopped.get(pages[3]).status_code == 302


def test_another_person_does_not_go_on_in_her_session(stopped, provider, pages):
    other = make_school_leader(make_school())
    identity_actions.link_identity(by=BY, user=other, issuer=provider.issuer, subject="b2")
    provider.subject, provider.claims = "b2", {"auth_time": minutes_from_now()}
    assert come_in(stopped, AGAIN).status_code == 403
    assert stopped.get(pages[3]).status_code == 302


def test_the_ordinary_way_in_without_being_asked_is_no_proof(stopped, pages):
    """The provider lets her in by its own session: the count goes on."""
    come_in(stopped)
    assert stopped.get(pages[3]).url.startswith(AGAIN)


def test_the_answer_is_used_once(stopped, provider):
    provider.claims = {"auth_time": minutes_from_now()}
    back = sent_back(stopped, AGAIN)
    assert [stopped.get(back).status_code for _time in range(2)] == [302, 403]


def test_it_leads_to_no_other_site(stopped, provider):
    provider.claims = {"auth_time": minutes_from_now()}
    assert come_in(stopped, f"{AGAIN}?next=https://evil.example/").url == reverse("start")


def test_whoever_came_in_otherwise_has_no_such_page(client, linked):
    client.force_login(linked)
    assert client.get(AGAIN).status_code == 404


def test_a_factor_of_ones_own_is_added_soon_after_the_provider_has_asked(client, provider, linked):
    provider.claims = {"auth_time": minutes_from_now(-10)}
    come_in(client)
    assert client.get(reverse("mfa_add_webauthn")).url.startswith(AGAIN)
    provider.claims = {"auth_time": minutes_from_now()}
    come_in(client, AGAIN)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def uninvited(user: User) -> None:
    User.objects.filter(pk=user.pk).update(may_enrol_until=None)


@pytest.mark.parametrize("name", ADDING)
def test_one_factor_at_a_provider_chooses_no_first_factor_here(client, provider, linked, name):
    uninvited(linked)
    provider.claims = {"amr": ["pwd"]}
    come_in(client)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"code": "000000"})):
        assert answer.url == reverse("mfa_index")
    assert "Du trenger en invitasjon" in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("name", ADDING)
def test_a_removed_factor_is_not_silently_replaced_through_a_provider(client, provider, linked, name):
    Authenticator.objects.create(user=linked, type="totp", data={})
    second_factor_actions.remove_second_factor(by=BY, user=linked, why="stolen")
    provider.claims = {"amr": ["pwd"]}
    come_in(client)
    assert client.get(reverse(name)).url == reverse("mfa_index")


def test_whoever_has_used_an_invitation_chooses_one_within_the_hour(client, provider, linked):
    uninvited(linked)
    linked.set_unusable_password()
    linked.save(update_fields=["password"])
    address = reverse("invitation", args=[user_actions.invite(by=BY, user=linked)])
    assert "Gå videre uten passord" in client.get(address).content.decode()
    client.post(address, {"by_provider": "1"})
    provider.claims = {"amr": ["pwd"]}
    come_in(client)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
    linked.refresh_from_db()
    assert not linked.has_usable_password()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61), tick=True):
        late = Client()
        come_in(late)
        assert late.get(reverse("mfa_add_webauthn")).url == reverse("mfa_index")


def test_the_password_alone_chooses_none_later(linked):
    """Somebody has learnt a password that was never used."""
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=True):
        client = Client()
        client.post(reverse("account_login"), {"login": "rektor", "password": PASSWORD})
        assert client.get(reverse("mfa_activate_totp")).url == reverse("mfa_index")


def test_nobody_without_an_identity_goes_on_without_a_password(client):
    address = reverse("invitation", args=[user_actions.invite(by=BY, user=make_school_leader(make_school()))])
    client.post(address, {"by_provider": "1"})
    assert client.get(address).status_code == 200
