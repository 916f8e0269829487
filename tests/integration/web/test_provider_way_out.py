"""Out by a provider, from here and from there, and when what it opened ends."""

from __future__ import annotations

import datetime as dt
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from skoleporten.access import actions, identity_actions
from skoleporten.access.actor import software
from skoleporten.access.identities import Identity, ProviderSession
from skoleporten.audit.models import Event
from tests.fake_provider import make_key
from tests.integration.web.provider_pages import come_in, is_in

pytestmark = pytest.mark.django_db
BY = software("test")
SIGNED_OUT = "/sign-in/with/feide/signed-out/"
NOW = int(time.time())


@pytest.fixture
def leader(linked):
    return linked


def test_logging_out_ends_the_session_here_and_leads_to_the_providers_end(client, provider, leader):
    come_in(client)
    token = client.session["provider"]["id_token"]
    answer = client.post(reverse("account_logout"))
    told = parse_qs(urlsplit(answer.context["target"]).query)
    assert answer.context["target"].startswith(f"{provider.issuer}/end?")
    assert told["id_token_hint"] == [token]
    assert told["post_logout_redirect_uri"] == ["http://testserver/sign-in/"]
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not ProviderSession.objects.exists()
    assert not is_in(client)
    assert Event.objects.filter(action="access.signed_out").exists()


def test_a_provider_without_an_end_is_left_alone(client, provider, leader):
    provider.lies = {"end_session_endpoint": None}
    come_in(client)
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("named", [{"sid": "s1"}, {"sid": None, "sub": "a1"}, {"sid": "s1", "sub": "a1"}])
def test_a_log_out_at_the_provider_ends_the_session_here(client, provider, leader, named):
    come_in(client)
    answer = Client(enforce_csrf_checks=True).post(SIGNED_OUT, {"logout_token": provider.logout_token(**named)})
    assert answer.status_code == 200
    assert not is_in(client)
    assert Event.objects.filter(action="access.signed_out_by_provider", object_id=str(leader.public_id)).exists()


def test_a_log_out_of_another_session_ends_none(client, provider, leader):
    come_in(client)
    Client().post(SIGNED_OUT, {"logout_token": provider.logout_token(sid="s2")})
    assert is_in(client)


WRONG_LOGOUTS = [
    {"nonce": "x"},
    {"events": {}},
    {"events": "x"},
    {"events": None},
    {"aud": "another"},
    {"iss": "https://evil.example"},
    {"sid": None},
    {"sid": 17},
    {"jti": None},
    {"exp": NOW - 3600},
    {"iat": NOW + 36_000},
]


@pytest.mark.parametrize("claims", WRONG_LOGOUTS)
def test_a_wrong_log_out_token_ends_nothing(client, provider, leader, claims):
    come_in(client)
    assert Client().post(SIGNED_OUT, {"logout_token": provider.logout_token(**claims)}).status_code == 400
    assert is_in(client)


def test_a_log_out_token_signed_by_another_ends_nothing(client, provider, leader):
    come_in(client)
    provider.signing_key = make_key()
    assert Client().post(SIGNED_OUT, {"logout_token": provider.logout_token()}).status_code == 400
    assert is_in(client)


@pytest.mark.parametrize("sent", [{}, {"logout_token": ""}, {"logout_token": "x"}])
def test_no_log_out_token_ends_nothing(client, provider, leader, sent):
    come_in(client)
    assert Client().post(SIGNED_OUT, sent).status_code == 400
    assert is_in(client)


def test_a_log_out_token_is_used_once(client, provider, leader):
    token = provider.logout_token()
    assert Client().post(SIGNED_OUT, {"logout_token": token}).status_code == 200
    come_in(client)
    assert Client().post(SIGNED_OUT, {"logout_token": token}).status_code == 400
    assert is_in(client)


def test_an_id_token_is_no_log_out_token(client, provider, leader):
    come_in(client)
    token = client.session["provider"]["id_token"]
    assert Client().post(SIGNED_OUT, {"logout_token": token}).status_code == 400
    assert is_in(client)


def test_to_unlink_an_identity_ends_the_session_at_once(client, leader):
    come_in(client)
    identity_actions.unlink_identity(by=BY, identity=Identity.objects.get())
    assert not is_in(client)


def test_access_ends_with_the_grant_at_the_next_request(client, leader):
    come_in(client)
    actions.end_grant(by=BY, grant=leader.grants.get())
    assert client.get(reverse("start")).status_code == 404


def test_a_session_ends_with_the_account(client, leader):
    come_in(client)
    leader.is_active = False
    leader.save()
    assert client.get(reverse("start")).url.startswith(reverse("account_login"))


def test_a_closed_account_does_not_come_in_by_a_provider_either(client, leader):
    leader.is_active = False
    leader.save()
    come_in(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("minutes", "stays"), [([29, 58, 87], True), ([31], False), ([*range(29, 480, 29), 481], False)]
)
def test_a_session_ends_after_half_an_hour_idle_or_a_working_day(client, leader, minutes, stays):
    come_in(client)
    began = dt.datetime.now(dt.UTC)
    for after in minutes:
        with time_machine.travel(began + dt.timedelta(minutes=after), tick=False):
            answer = client.get(reverse("mfa_index"))
    assert (answer.status_code == 200) is stays
