"""Every address has a policy, and each role gets exactly the pages that its policies say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.access.models import Grant, Role, User
from skoleporten.access.roles import SEE_NO_PUPIL
from skoleporten.web.policy import Policy, policy_of
from tests.access.routes import NOBODYS, PLAIN, patterns
from tests.factories import make_school, make_school_leader

# The open doors: whoever adds one here says with it that anybody on the net may call it.
OPEN_DOORS = {"account_login", "account_logout", "choose_language", "demo_login", "invitation", "mfa_authenticate"} | {
    *("provider_sign_in", "openid_connect_callback", "provider_signed_out", "outside_form"),
    *("board_shell", "board_worker"),
    *("welcome", "welcome_in", "welcome_picture", "feed", "accessibility_statement"),
    *("card_log_in", "letter", "letter_choose"),
}
# From allauth these and no more: no sign-up, no reset by mail, no address book.
FROM_ALLAUTH = {"account_login", "account_logout", "account_change_password", "account_reauthenticate"} | {
    *("mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index", "mfa_remove"),
    *("mfa_add_webauthn", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
}


def policies() -> dict[str, Policy | None]:
    return {path: policy_of(pattern.callback) for path, pattern in patterns()}


def names() -> set[str]:
    return {str(pattern.name) for _, pattern in patterns()}


def test_every_address_has_a_policy():
    without = sorted(path for path, declared in policies().items() if declared is None)
    assert not without, f"Views without policy(...) or public(...): {without}"


def test_every_address_has_a_name_of_its_own():
    listed = [str(pattern.name) for _, pattern in patterns()]
    assert sorted(listed) == sorted(set(listed))


def test_the_open_doors_are_these_and_no_more():
    found = {str(pattern.name) for _, pattern in patterns() if policy_of(pattern.callback).is_public}
    assert found == OPEN_DOORS


def test_an_open_door_says_why_it_is_open():
    assert all(declared.reason for declared in policies().values() if declared.is_public)


def test_only_these_pages_of_allauth_are_mounted():
    assert {name for name in names() if name.startswith(("account_", "mfa_", "socialaccount_"))} == FROM_ALLAUTH


def test_no_administrator_reaches_a_page_about_one_pupil():
    for path, declared in policies().items():
        if path.startswith(("pupils/", "concerns/")):
            assert Role.SCHOOL_LEADER in declared.roles, path
            assert not declared.roles & SEE_NO_PUPIL, path
            assert declared.purpose, path


def test_every_role_in_a_policy_is_a_role_that_exists():
    for path, declared in policies().items():
        assert declared.roles <= set(Role.values), path


def addresses() -> list[tuple[str, Policy]]:
    """Each address once, with made-up ids in it."""
    found = []
    for _, pattern in patterns():
        wanted = {key: PLAIN.get(key, NOBODYS) for key in pattern.pattern.converters}
        found.append((reverse(pattern.name, kwargs=wanted), policy_of(pattern.callback)))
    return found


@pytest.mark.django_db
def test_who_is_not_signed_in_is_sent_to_the_way_in_from_every_closed_page():
    client = Client()
    for address, declared in addresses():
        if declared.is_public:
            continue
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.startswith("/sign-in/?next="), address


@pytest.mark.django_db
def test_a_form_can_not_be_sent_from_elsewhere():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_school_leader(make_school()))
    for address, declared in addresses():
        if declared.writes and not declared.is_public:
            assert client.post(address).status_code == 403, address


@pytest.mark.django_db
def test_a_new_database_knows_nobody():
    """No account comes from the factory, and no access either."""
    assert not User.objects.exists()
    assert not Grant.objects.exists()
