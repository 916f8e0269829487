"""Nobody comes in with a password alone."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from skoleporten.access.models import Installation
from skoleporten.audit.models import Event
from tests.factories import make_administrator, make_school, make_school_leader

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def counters(settings):
    """Of tries and of used codes, in memory and empty."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def leader():
    return make_school_leader(make_school("Solvik skole"), "rektor")


def code_of(secret: str, ahead: int = 0) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30 + ahead):06}"


def give_password(client: Client, name: str = "rektor"):
    return client.post(reverse("account_login"), {"login": name, "password": PASSWORD})


def enrol(client: Client) -> tuple[str, list[str]]:
    """The app's secret, and the recovery codes."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    return secret, answer.context["unused_codes"]


@pytest.fixture
def enrolled(leader) -> tuple[str, list[str]]:
    client = Client()
    give_password(client)
    found = enrol(client)
    cache.clear()
    return found


@pytest.mark.parametrize(
    "name", ["start", "concerns", "pupils", "imports", "schools", "rules", "account_change_password"]
)
def test_the_password_alone_opens_no_page_but_the_one_for_a_second_factor(client, leader, name):
    give_password(client)
    assert client.get(reverse(name)).url == reverse("mfa_index")
    shown = client.get(reverse("mfa_index"))
    assert "Velg en nå" in shown.content.decode()
    assert shown.context["actor"] is None


def test_an_administrator_needs_one_too(client):
    make_administrator("aud")
    give_password(client, "aud")
    assert client.get(reverse("start")).url == reverse("mfa_index")


def test_a_form_sent_with_the_password_alone_changes_nothing(client, leader):
    give_password(client)
    assert client.post(reverse("choose_role"), {"role": "school_leader"}).url == reverse("mfa_index")
    assert "role" not in client.session


def test_a_demo_session_needs_none(client, leader):
    Installation.objects.create(pk=1, is_demo=True)
    leader.is_demo = True
    leader.save()
    client.post(reverse("demo_login"), {"user": str(leader.public_id)})
    assert client.get(reverse("start")).status_code == 200


def test_whoever_connects_an_app_comes_in_and_gets_recovery_codes_once(client, leader):
    give_password(client)
    _secret, codes = enrol(client)
    assert len(codes) == 10
    assert client.get(reverse("start")).status_code == 200
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code in again for code in codes)
    assert Event.objects.filter(action="access.codes_added", object_id=str(leader.public_id)).count() == 1


def test_a_wrong_code_connects_no_app(client, leader):
    give_password(client)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Det ble ikke godtatt." in answer.content.decode()
    assert not Authenticator.objects.exists()
    assert client.get(reverse("start")).url == reverse("mfa_index")


def test_the_next_log_in_asks_for_a_code(client, enrolled):
    assert give_password(client).url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": code_of(enrolled[0])})
    assert client.get(reverse("start")).status_code == 200


@pytest.mark.parametrize(
    "code", ["", "000000", "12345", "\uff19\uff19\uff19\uff19\uff19\uff19", "\u202e123456", "1" * 5000]
)
def test_a_wrong_code_does_not_come_in(client, enrolled, code):
    give_password(client)
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    failed = Event.objects.get(action="access.sign_in_failed")
    assert (failed.object_type, failed.details["step"]) == ("user", "second_factor")


MADE_UP = {"id": "x", "rawId": "x", "type": "public-key"}
MADE_UP_RESPONSE = {"clientDataJSON": "e30", "authenticatorData": "", "signature": "", "attestationObject": "oA"}
PASSKEYS = ["", "{}", "[]", "null", "not json", "1" * 5000, "[" * 5000, json.dumps(MADE_UP)] + [
    json.dumps(MADE_UP | {"response": response})
    for response in (None, {}, MADE_UP_RESPONSE, MADE_UP_RESPONSE | {"clientDataJSON": "*"}, {"clientDataJSON": "e30"})
]


@pytest.mark.parametrize("credential", PASSKEYS)
def test_a_made_up_passkey_does_not_come_in(client, enrolled, credential):
    give_password(client)
    answer = client.post(reverse("mfa_authenticate"), {"credential": credential})
    assert answer.status_code in {200, 400}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", PASSKEYS)
def test_a_made_up_passkey_is_not_added(client, leader, credential):
    give_password(client)
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"credential": credential}).status_code in {200, 400}
    assert not Authenticator.objects.exists()


def test_a_code_opens_once(client, enrolled):
    code = code_of(enrolled[0])
    for opened in (True, False):
        client = Client()
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is opened


def test_an_old_code_does_not_come_in(client, enrolled):
    give_password(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(enrolled[0], ahead=-4)})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(enrolled):
    for opened in (True, False):
        client = Client()
        give_password(client)
        client.post(reverse("mfa_authenticate"), {"code": enrolled[1][0]})
        assert ("_auth_user_id" in client.session) is opened


def test_many_wrong_codes_stop_also_the_right_one(client, enrolled):
    give_password(client)
    for _ in range(12):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(enrolled[0])})
    assert "_auth_user_id" not in client.session


def test_a_code_without_the_password_opens_nothing(client, enrolled):
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(enrolled[0])})
    assert answer.url == reverse("account_login")


def test_a_session_from_before_the_second_factor_can_not_add_one_of_its_own(leader):
    """Somebody who knows the password, and was quick."""
    thief, owner = Client(), Client()
    give_password(thief)
    give_password(owner)
    enrol(owner)
    assert thief.get(reverse("mfa_add_webauthn")).url == reverse("account_login")
    assert "_auth_user_id" not in thief.session
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_the_secret_can_not_be_read_in_the_database(client, leader):
    give_password(client)
    secret, codes = enrol(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_the_only_factor_can_not_be_removed(client, leader):
    give_password(client)
    enrol(client)
    factor = Authenticator.objects.get(type="totp")
    client.post(reverse("mfa_remove"), {"factor": factor.pk})
    assert Authenticator.objects.filter(pk=factor.pk).exists()


@pytest.mark.parametrize("factor", ["", "0", "x", "-1", "9" * 40, "\u0663"])
def test_a_factor_that_is_not_ones_own_is_not_there_to_remove(client, leader, factor):
    give_password(client)
    enrol(client)
    assert client.post(reverse("mfa_remove"), {"factor": factor}).status_code == 404


def test_new_recovery_codes_end_the_old(client, leader):
    give_password(client)
    _secret, old = enrol(client)
    new = client.post(reverse("mfa_generate_recovery_codes"), follow=True).context["unused_codes"]
    assert not set(old) & set(new)


def test_a_change_of_factors_later_asks_for_the_factor_again_and_not_for_the_password(client, leader, time_machine_at):
    give_password(client)
    secret, _codes = enrol(client)
    with time_machine_at(dt.timedelta(minutes=6)):
        asked = client.get(reverse("mfa_add_webauthn"))
        assert asked.url.startswith(reverse("mfa_reauthenticate"))
        assert client.get(reverse("account_reauthenticate")).url.startswith(reverse("mfa_reauthenticate"))
        answer = client.post(asked.url, {"code": code_of(secret)})
        assert answer.url == reverse("mfa_add_webauthn")
        assert client.get(answer.url).status_code == 200


@pytest.fixture
def time_machine_at():
    import time_machine

    return lambda later: time_machine.travel(dt.datetime.now(dt.UTC) + later, tick=True)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_speaks_the_language(client, leader, language):
    client.get(reverse("choose_language", args=[language]))
    give_password(client)
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        shown = client.get(reverse(name)).content.decode()
        assert f'<html lang="{language}"' in shown
