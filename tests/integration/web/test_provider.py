"""In and out by a provider. It is a real server, and each test makes it lie in one thing."""

from __future__ import annotations

import datetime as dt
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
import time_machine
from cryptography.hazmat.primitives import serialization
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from skoleporten.access import actions, identity_actions
from skoleporten.access.actor import software
from skoleporten.access.identities import Identity, ProviderSession
from skoleporten.audit.models import Event
from skoleporten.config.sign_in import Provider
from tests.factories import make_school, make_school_leader
from tests.fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider, make_key, running_provider

pytestmark = pytest.mark.django_db
BY = software("test")
SIGN_IN = "/sign-in/with/feide/"
SIGNED_OUT = "/sign-in/with/feide/signed-out/"


@pytest.fixture
def provider(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    with running_provider() as running:
        settings.SIGN_IN_PROVIDERS = (registered(running),)
        yield running


@pytest.fixture
def leader(provider):
    user = make_school_leader(make_school("Solvik skole"), "rektor")
    identity_actions.link_identity(by=BY, user=user, issuer=provider.issuer, subject="a1")
    return user


def registered(provider: FakeProvider, **fields) -> Provider:
    told = {"id": "feide", "kind": "feide", "name": "Feide", "issuer": provider.issuer, "client_id": CLIENT_ID}
    return Provider(**(told | {"client_secret": CLIENT_SECRET} | fields))


def sent_back(client: Client, address: str = SIGN_IN) -> str:
    """The callback's address, after the person has said yes at the provider."""
    asked = client.get(address)
    assert asked.status_code == 302, asked.content.decode()
    location = requests.get(asked.url, allow_redirects=False, timeout=5).headers["Location"]
    return location.removeprefix("http://testserver")


def come_in(client: Client, address: str = SIGN_IN):
    return client.get(sent_back(client, address))


def is_in(client: Client) -> bool:
    return client.get(reverse("start")).status_code == 200


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
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


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
