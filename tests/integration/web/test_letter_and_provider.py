"""A family's first log-in through Feide or ID-porten: the code of the letter links it, once, to its own account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.access.actor import software
from skoleporten.access.identities import Identity
from skoleporten.access.models import Role
from skoleporten.people import family_ways_in
from skoleporten.people.models import Guardian
from tests.factories import make_guardianship, make_involvement, make_pupil
from tests.integration.web.provider_pages import come_in

pytestmark = pytest.mark.django_db
BY = software("test")
WORDS = "blå kopp på bordet"


@pytest.fixture
def pupil():
    made = make_pupil("Ine", "Kortlund")
    make_involvement(made)
    return made


@pytest.fixture
def letter(pupil, provider, today):
    relation = make_guardianship(pupil, Guardian.objects.create(given_name="Mor", family_name="Kortlund"))
    provider.subject = "a-mother"
    return family_ways_in.letter_to_guardian(by=BY, relation=relation, with_card=False, today=today)


@pytest.fixture
def today():
    from django.utils import timezone

    return timezone.localdate()


def with_code(code: str) -> Client:
    client = Client()
    client.post(reverse("letter"), {"code": code})
    return client


def go_by_provider(client: Client):
    address = client.post(reverse("letter_choose"), {"provider": "feide"}).url
    return come_in(client, address)


def acting_as(client: Client) -> str:
    return client.get(reverse("about_the_numbers")).context["actor"].role


def test_the_code_links_the_guardians_own_log_in_and_is_used_up(letter, provider):
    client = with_code(letter.start_code)
    go_by_provider(client)
    assert acting_as(client) == Role.GUARDIAN
    linked = Identity.objects.get()
    assert (linked.user, linked.issuer, linked.subject) == (letter.user, provider.issuer, "a-mother")
    assert with_code(letter.start_code).get(reverse("letter_choose")).url == reverse("letter")


def test_the_next_time_the_provider_is_enough(letter):
    go_by_provider(with_code(letter.start_code))
    client = Client()
    come_in(client)
    assert acting_as(client) == Role.GUARDIAN


def test_without_the_code_a_new_log_in_is_linked_to_nobody(letter):
    assert come_in(Client()).status_code == 403
    assert not Identity.objects.exists()


def test_whoever_comes_after_at_the_tablet_is_not_linked_by_the_code_that_was_left(letter):
    client = with_code(letter.start_code)
    assert come_in(client).status_code == 403
    assert not Identity.objects.exists()


def test_a_code_that_was_typed_is_let_go_after_a_quarter_of_an_hour(letter):
    client = with_code(letter.start_code)
    session = client.session
    session["letter"] = session["letter"] | {"at": session["letter"]["at"] - 15 * 60}
    session.save()
    assert client.get(reverse("letter_choose")).url == reverse("letter")


def test_a_log_in_that_is_anothers_is_not_moved(letter, linked, provider):
    provider.subject = "a1"
    client = with_code(letter.start_code)
    go_by_provider(client)
    assert Identity.objects.get().user == linked
    assert acting_as(client) == Role.SCHOOL_LEADER
    assert with_code(letter.start_code).get(reverse("letter_choose")).status_code == 200


def test_a_level_that_is_too_low_links_nobody(letter, provider, settings):
    from tests.integration.web.provider_pages import registered

    settings.SIGN_IN_PROVIDERS = (registered(provider, acr=("idporten-loa-high",)),)
    provider.claims = {"acr": "idporten-loa-low"}
    assert go_by_provider(with_code(letter.start_code)).status_code == 403
    assert not Identity.objects.exists()


def test_a_pupil_whose_feide_asks_for_one_factor_shows_a_code_of_the_card(pupil, provider):
    paper = family_ways_in.card_for_pupil(by=BY, pupil=pupil)
    provider.subject, provider.claims = "a-pupil", {"amr": ["pwd"]}
    client = with_code(paper.start_code)
    assert go_by_provider(client).url == reverse("mfa_authenticate")
    client.post(reverse("mfa_authenticate"), {"code": paper.codes[0]})
    assert acting_as(client) == Role.PUPIL


def test_a_lost_phone_leaves_the_provider_linked_and_ends_its_session(pupil, letter):
    client = with_code(letter.start_code)
    go_by_provider(client)
    family_ways_in.end_all(by=BY, pupil=pupil, user=letter.user)
    assert client.get(reverse("about_the_numbers")).status_code == 302
    assert Identity.objects.count() == 1
