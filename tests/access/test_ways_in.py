"""How a person comes in, put right by an administrator: never one's own, never by anybody else, always logged."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from skoleporten.access import identity_actions
from skoleporten.access.actor import software
from skoleporten.access.identities import Identity
from skoleporten.access.models import Role
from skoleporten.access.pending import Invitation
from skoleporten.audit.models import Event
from skoleporten.config.sign_in import Provider
from tests.factories import make_administrator, make_school, make_school_leader, make_user_in

pytestmark = pytest.mark.django_db
BY = software("test")
FEIDE = "https://auth.dataporten.no"
OLD, NEW = "a long enough password", "a new and long enough password"
LINK = re.compile(r"http://testserver(/invitation/[\w-]+/)")


@pytest.fixture
def administrator():
    return make_administrator("owner")


@pytest.fixture
def person():
    leader = make_school_leader(make_school("Solvik skole"), "rektor")
    give_factor(leader)
    return leader


def give_factor(user) -> None:
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=user, type=kind, data={})


def factors(user) -> int:
    return Authenticator.objects.filter(user=user).count()


def remove(client, user, why="lost"):
    return client.post(reverse("user_remove_factor", args=[user.public_id]), {"why": why})


def page(client, user) -> str:
    return client.get(reverse("user", args=[user.public_id])).content.decode()


def told(action, user):
    return Event.objects.filter(action=action, object_id=str(user.public_id))


def test_a_lost_factor_is_removed_with_the_codes_on_paper_and_logged(administrator, person, signed_in):
    assert remove(signed_in(administrator), person).status_code == 200
    assert factors(person) == 0
    event = told("access.second_factor_taken_away", person).get()
    assert (event.actor, event.details) == (str(administrator.public_id), {"why": "lost"})


def test_the_old_password_no_longer_opens_the_way_to_a_new_factor(administrator, person, signed_in):
    sent = {"login": "rektor", "password": OLD}
    assert Client().post(reverse("account_login"), sent).url == reverse("mfa_authenticate")
    remove(signed_in(administrator), person)
    refused = Client().post(reverse("account_login"), sent)
    assert refused.status_code == 200
    assert refused.context["form"].errors


def test_the_link_is_shown_once_and_leads_to_a_new_password(administrator, person, signed_in):
    client = signed_in(administrator)
    link = LINK.search(remove(client, person).content.decode())[1]
    assert link not in page(client, person)
    Client().post(link, {"first": NEW, "second": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_every_session_of_the_person_ends_and_no_other(administrator, person, signed_in):
    other = signed_in(make_school_leader(make_school("Nordnes skole")))
    sessions = [signed_in(person), signed_in(person)]
    assert [client.get(reverse("pupils")).status_code for client in [*sessions, other]] == [200, 200, 200]
    remove(signed_in(administrator), person)
    assert [client.get(reverse("pupils")).status_code for client in [*sessions, other]] == [302, 302, 200]


def test_sessions_by_a_provider_end_and_whoever_comes_in_by_one_only_gets_no_password(administrator, person, signed_in):
    person.set_unusable_password()
    person.save()
    identity = identity_actions.link_identity(by=BY, user=person, issuer=FEIDE, subject="a1")
    session = SessionStore()
    session.create()
    identity_actions.open_provider_session(by=BY, identity=identity, session_key=session.session_key, sid="")
    assert remove(signed_in(administrator), person).status_code == 302
    assert factors(person) == 0
    assert not SessionStore().exists(session.session_key)
    assert not Invitation.objects.exists()


def test_another_administrator_alone_does_not_take_over_an_administrator(administrator, signed_in):
    colleague = make_administrator("colleague")
    give_factor(administrator)
    assert remove(signed_in(colleague), administrator).status_code == 302
    assert factors(administrator) == 2
    assert "Venter på en annen administrator" in page(signed_in(colleague), administrator)


def test_nobody_removes_the_own_factor_so(administrator, signed_in):
    give_factor(administrator)
    client = signed_in(administrator)
    assert remove(client, administrator).status_code == 302
    assert factors(administrator) == 2
    assert reverse("user_remove_factor", args=[administrator.public_id]) not in page(client, administrator)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_no_other_role_removes_one(person, signed_in, role):
    assert remove(signed_in(make_user_in(role)), person).status_code == 404
    assert factors(person) == 2


@pytest.mark.parametrize("field", ["is_demo", "is_active"])
def test_a_user_of_the_demo_and_a_closed_one_are_refused(administrator, person, signed_in, field):
    setattr(person, field, field == "is_demo")
    person.save()
    assert remove(signed_in(administrator), person).status_code == 302
    assert factors(person) == 2
    assert not told("access.second_factor_taken_away", person).exists()


def test_who_has_none_keeps_the_password(administrator, signed_in):
    user = make_school_leader(make_school())
    client = signed_in(administrator)
    remove(client, user)
    user.refresh_from_db()
    assert user.check_password(OLD)
    assert reverse("user_remove_factor", args=[user.public_id]) not in page(client, user)


@pytest.mark.parametrize("why", ["", "because"])
def test_without_a_reason_nothing_is_removed(administrator, person, signed_in, why):
    answer = remove(signed_in(administrator), person, why)
    assert answer.context["factor_form"].errors["why"]
    assert factors(person) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Fjern totrinnsinnloggingen"), ("nn", "Fjern totrinnsinnlogginga"), ("en", "Remove the second factor")],
)
def test_the_button_is_in_the_administrators_language(administrator, person, signed_in, language, words):
    administrator.language = language
    administrator.save()
    assert words in page(signed_in(administrator), person)


@pytest.fixture
def feide(settings):
    settings.SIGN_IN_PROVIDERS = (Provider(id="feide", kind="feide", name="Feide", issuer=FEIDE, client_id="ours"),)


def link(client, user, subject="76a7a061-42501f", issuer=FEIDE):
    return client.post(reverse("user_link_identity", args=[user.public_id]), {"issuer": issuer, "subject": subject})


def unlink(client, user, identity):
    return client.post(reverse("user_unlink_identity", args=[user.public_id]), {"identity": identity})


def linked(user, subject="76a7a061-42501f", issuer=FEIDE) -> Identity:
    return identity_actions.link_identity(by=BY, user=user, issuer=issuer, subject=subject)


def test_an_identity_is_linked_logged_and_shown_by_its_end_only(administrator, person, signed_in, feide):
    client = signed_in(administrator)
    assert link(client, person).status_code == 302
    identity = Identity.objects.get()
    assert (identity.user, identity.linked_by, identity.subject) == (person, administrator, "76a7a061-42501f")
    assert told("access.identity_linked", person).get().actor == str(administrator.public_id)
    shown = page(client, person)
    assert "Feide" in shown
    assert "501f" in shown
    assert "42501f" not in shown


def test_an_identity_is_unlinked_with_its_sessions_and_logged(administrator, person, signed_in, feide):
    identity, session = linked(person), SessionStore()
    session.create()
    identity_actions.open_provider_session(by=BY, identity=identity, session_key=session.session_key, sid="")
    assert unlink(signed_in(administrator), person, identity.pk).status_code == 302
    assert not Identity.objects.exists()
    assert not SessionStore().exists(session.session_key)
    assert told("access.identity_unlinked", person).get().actor == str(administrator.public_id)


def test_an_identity_of_another_is_refused_in_words_beside_the_field(administrator, person, signed_in, feide):
    owner = make_school_leader(make_school())
    linked(owner)
    administrator.language = "en"
    administrator.save()
    answer = link(signed_in(administrator), person)
    assert "belongs to another user" in answer.context["identity_form"].errors["subject"][0]
    assert Identity.objects.get().user == owner


@pytest.mark.parametrize(
    ("issuer", "subject", "field"),
    [("https://elsewhere.example", "a1", "issuer"), ("", "a1", "issuer"), (FEIDE, " ", "subject")],
)
def test_only_a_subject_at_a_provider_of_ours_is_linked(
    administrator, person, signed_in, feide, issuer, subject, field
):
    answer = link(signed_in(administrator), person, subject, issuer)
    assert answer.context["identity_form"].errors[field]
    assert not Identity.objects.exists()


def test_an_identity_is_unlinked_only_under_its_own_user(administrator, person, signed_in, feide):
    identity = linked(make_school_leader(make_school()))
    client = signed_in(administrator)
    assert [unlink(client, person, number).status_code for number in (identity.pk, "", "x", "9" * 30)] == [404] * 4
    assert Identity.objects.exists()


def test_nobody_links_or_unlinks_the_own_way_in(administrator, signed_in, feide):
    identity, client = linked(administrator), signed_in(administrator)
    link(client, administrator, "another")
    unlink(client, administrator, identity.pk)
    assert list(Identity.objects.all()) == [identity]
    assert "/identities/" not in page(client, administrator)


def test_another_administrator_unlinks_an_administrator_at_once(administrator, signed_in, feide):
    colleague = signed_in(make_administrator("colleague"))
    identity = linked(administrator)
    link(colleague, administrator, "another")
    unlink(colleague, administrator, identity.pk)
    assert not Identity.objects.exists()
    assert told("access.identity_unlinked", administrator).count() == 1


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_no_other_role_links_or_unlinks(person, signed_in, feide, role):
    identity, client = linked(person), signed_in(make_user_in(role))
    assert link(client, person, "another").status_code == 404
    assert unlink(client, person, identity.pk).status_code == 404
    assert list(Identity.objects.all()) == [identity]


def test_what_a_provider_that_is_gone_gave_is_still_shown_and_unlinked(administrator, person, signed_in):
    linked(person)
    shown = page(signed_in(administrator), person)
    assert FEIDE in shown
    assert reverse("user_unlink_identity", args=[person.public_id]) in shown
    assert f'"{reverse("user_link_identity", args=[person.public_id])}"' not in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Koble til identiteten"), ("nn", "Kople til identiteten"), ("en", "Link the identity")],
)
def test_linking_is_in_the_administrators_language(administrator, person, signed_in, feide, language, words):
    administrator.language = language
    administrator.save()
    assert words in page(signed_in(administrator), person)
