"""In and out by a provider. It is a real server, and each test makes it lie in one thing."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.test import Client
from django.urls import reverse

from skoleporten.access import identity_actions
from skoleporten.access.actor import software
from skoleporten.audit.models import Event
from tests.factories import make_school, make_school_leader
from tests.fake_provider import CLIENT_ID, CLIENT_SECRET, make_key
from tests.integration.web.provider_pages import SIGN_IN, come_in, is_in, registered, sent_back

pytestmark = pytest.mark.django_db
BY = software("test")


@pytest.fixture
def leader(linked):
    return linked


def assert_refused(client: Client, answer, why: str) -> None:
    assert answer.status_code == 403
    assert "Du kom ikke inn" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(action="access.sign_in_refused").last().details["why"] == why


def test_whoever_is_linked_comes_in_and_needs_no_factor_of_her_own(client, leader):
    assert come_in(client).url == "/"
    assert is_in(client)
    assert Event.objects.filter(action="access.signed_in", object_id=str(leader.public_id)).exists()


def test_the_way_leads_on_to_the_page_that_was_asked_for_and_to_no_other_site(client, leader):
    assert come_in(client, f"{SIGN_IN}?next=/pupils/").url == "/pupils/"
    assert come_in(Client(), f"{SIGN_IN}?next=https://evil.example/").url == "/"


def test_the_log_in_page_offers_the_provider(client, provider):
    assert f'href="{SIGN_IN}"' in client.get(reverse("account_login")).content.decode()


def test_the_provider_is_asked_with_a_nonce_a_state_and_a_challenge(client, provider):
    asked = parse_qs(urlsplit(client.get(SIGN_IN).url).query)
    assert len(asked["nonce"][0]) >= 32
    assert len(asked["state"][0]) >= 16
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]


def test_an_unknown_subject_gets_no_access_and_is_told_what_to_do(client, provider, leader):
    provider.subject = "somebody-new"
    answer = come_in(client)
    assert_refused(client, answer, "unknown_subject")
    assert "somebody-new" in answer.content.decode()


def test_an_email_opens_nothing(client, provider, leader):
    leader.email = "rektor@example.no"
    leader.save()
    provider.subject = "somebody-new"
    provider.claims = {"email": "rektor@example.no", "email_verified": True}
    assert_refused(client, come_in(client), "unknown_subject")


def test_a_changed_email_changes_nothing(client, provider, leader):
    leader.email = "rektor@example.no"
    leader.save()
    provider.claims = {"email": "quite@another.no"}
    come_in(client)
    assert is_in(client)
    leader.refresh_from_db()
    assert leader.email == "rektor@example.no"


def test_a_subject_that_belongs_to_another_opens_only_the_others(client, provider, leader):
    other = make_school_leader(make_school(), "annen")
    identity_actions.link_identity(by=BY, user=other, issuer=provider.issuer, subject="b2")
    provider.subject = "b2"
    come_in(client)
    assert client.session["_auth_user_id"] == str(other.pk)


def test_the_same_subject_at_another_issuer_is_nobody(client, provider):
    user = make_school_leader(make_school())
    identity_actions.link_identity(by=BY, user=user, issuer="https://idporten.no", subject="a1")
    assert_refused(client, come_in(client), "unknown_subject")


NOW = int(time.time())
LIES = [
    ("nonce", {"nonce": "another"}),
    ("MissingRequiredClaimError", {"nonce": None}),
    ("InvalidAudienceError", {"aud": "another-client"}),
    ("MissingRequiredClaimError", {"aud": []}),
    ("azp", {"aud": [CLIENT_ID, "another-client"]}),
    ("azp", {"aud": [CLIENT_ID, "another-client"], "azp": "another-client"}),
    ("InvalidIssuerError", {"iss": "https://evil.example"}),
    ("MissingRequiredClaimError", {"iss": None}),
    ("MissingRequiredClaimError", {"sub": None}),
    ("InvalidSubjectError", {"sub": 17}),
    ("subject", {"sub": "a" * 256}),
    ("subject", {"sub": "a1\0"}),
    ("ExpiredSignatureError", {"exp": NOW - 3600}),
    ("MissingRequiredClaimError", {"exp": None}),
    ("DecodeError", {"exp": "soon"}),
    ("ImmatureSignatureError", {"iat": NOW + 36_000}),
    ("ImmatureSignatureError", {"nbf": NOW + 36_000}),
]


@pytest.mark.parametrize(("why", "claims"), LIES)
def test_a_token_that_says_one_wrong_thing_is_refused(client, provider, leader, why, claims):
    provider.claims = claims
    assert_refused(client, come_in(client), why)


@pytest.mark.parametrize(("minutes", "comes_in"), [(-1.9, True), (1.9, True), (-2.2, False), (2.2, False)])
def test_a_clock_may_be_two_minutes_off_and_no_more(client, provider, leader, minutes, comes_in):
    now = int(time.time() + minutes * 60)
    provider.claims = {"iat": now, "nbf": now, "exp": now + 1}
    come_in(client)
    assert ("_auth_user_id" in client.session) is comes_in


def test_a_token_signed_with_another_key_is_refused(client, provider, leader):
    provider.signing_key = make_key()
    assert_refused(client, come_in(client), "InvalidSignatureError")


def test_a_key_that_the_provider_does_not_publish_is_refused(client, provider, leader):
    location = sent_back(client)
    provider.kid = "k2"
    published = provider.jwks()
    published["keys"][0]["kid"] = "k1"
    provider.jwks = lambda: published
    assert_refused(client, client.get(location), "unknown_key")


def test_a_token_without_a_signature_is_refused(client, provider, leader):
    provider.algorithm, provider.signing_key = "none", None
    assert_refused(client, come_in(client), "algorithm")


def test_a_token_signed_with_what_the_client_knows_is_refused(client, provider, leader):
    provider.algorithm, provider.signing_key = "HS256", CLIENT_SECRET * 4
    assert_refused(client, come_in(client), "algorithm")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", ".." * 9000, 17, ["x"], {"a": 1}, "e30.e30.e30", "[].[].[]"])
def test_what_is_no_token_is_refused(client, provider, leader, token):
    provider.token = token
    answer = come_in(client)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_code_and_its_state_are_used_once(client, provider, leader):
    location = sent_back(client)
    client.get(location)
    client.post(reverse("account_logout"))
    assert_refused(client, client.get(location), "state")


def test_a_token_of_an_earlier_log_in_is_refused(client, provider, leader):
    come_in(client)
    provider.token = client.session["provider"]["id_token"]
    thief = Client()
    assert_refused(thief, come_in(thief), "nonce")


def test_a_code_that_the_provider_does_not_know_is_refused(client, provider, leader):
    location = sent_back(client)
    provider.codes.clear()
    assert_refused(client, client.get(location), "OAuth2Error")


def test_another_browser_can_not_use_the_way_back(client, provider, leader):
    location = sent_back(client)
    thief = Client()
    assert_refused(thief, thief.get(location), "state")


@pytest.mark.parametrize("query", ["", "?code=x", "?state=", "?state=x&code=x", "?error=access_denied", "?state=%00"])
def test_a_way_back_without_a_state_of_ours_is_refused(client, provider, query):
    answer = client.get(f"{SIGN_IN}callback/{query}")
    assert answer.status_code in {400, 403}
    assert "_auth_user_id" not in client.session


def test_whoever_says_no_at_the_provider_is_told_so(client, provider, leader):
    state = parse_qs(urlsplit(client.get(SIGN_IN).url).query)["state"][0]
    assert_refused(client, client.get(f"{SIGN_IN}callback/?error=access_denied&state={state}"), "no_code")


def test_an_answer_in_the_name_of_another_issuer_is_refused(client, provider, leader):
    location = sent_back(client)
    assert_refused(client, client.get(f"{location}&iss=https://evil.example"), "unknown_issuer")


@pytest.mark.parametrize("lies", [{"issuer": "https://evil.example"}, {"issuer": None}])
def test_a_provider_that_calls_itself_another_is_not_asked(client, provider, lies):
    provider.lies = lies
    assert_refused(client, client.get(SIGN_IN), "unknown_issuer")


def test_a_provider_that_is_down_gives_a_kind_page(client, provider, settings):
    settings.SIGN_IN_PROVIDERS = (registered(provider, issuer="http://127.0.0.1:9"),)
    assert_refused(client, client.get(SIGN_IN), "ConnectionError")


def test_a_provider_that_nobody_registered_is_not_there(client, provider):
    for address in ("", "callback/", "signed-out/"):
        assert client.get(f"/sign-in/with/other/{address}").status_code in {404, 405}


@pytest.mark.parametrize("acr", [None, "", "idporten-loa-low", "idporten-loa-substantial", ["idporten-loa-high"]])
def test_a_level_below_the_highest_is_refused_where_it_is_needed(client, provider, leader, settings, acr):
    settings.SIGN_IN_PROVIDERS = (registered(provider, acr=("idporten-loa-high",)),)
    provider.claims = {"acr": acr}
    answer = come_in(client)
    assert_refused(client, answer, "acr")
    assert "BankID" in answer.content.decode()


def test_the_highest_level_comes_in(client, provider, leader, settings):
    settings.SIGN_IN_PROVIDERS = (registered(provider, acr=("idporten-loa-high",)),)
    provider.claims = {"acr": "idporten-loa-high", "amr": ["BankID"]}
    asked = parse_qs(urlsplit(client.get(SIGN_IN).url).query)
    assert asked["acr_values"] == ["idporten-loa-high"]
    come_in(client)
    assert is_in(client)


@pytest.mark.parametrize("amr", [None, [], ["pwd"], "mfa", {"mfa": 1}])
def test_one_factor_at_the_provider_is_not_enough(client, provider, leader, amr):
    provider.claims = {"amr": amr}
    come_in(client)
    assert client.get(reverse("start")).url == reverse("mfa_index")


def test_a_client_with_a_key_signs_and_sends_no_secret(client, provider, leader, settings):
    key = make_key()
    parts = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = key.private_bytes(*parts).decode()
    settings.SIGN_IN_PROVIDERS = (registered(provider, client_secret="", private_key=pem, key_id="ours"),)
    provider.client_key = key.public_key()
    come_in(client)
    assert is_in(client)
    assertion = provider.asked[-1][1]["client_assertion"]
    assert jwt.get_unverified_header(assertion)["kid"] == "ours"
