"""Who an identity at a provider is, and which sessions end with it."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore

from skoleporten.access import identity_actions as actions
from skoleporten.access.actor import software
from skoleporten.access.identities import Identity, ProviderSession
from skoleporten.audit.models import Event
from skoleporten.rules.errors import RefusedError
from tests.factories import make_user

pytestmark = pytest.mark.django_db
BY = software("test")
FEIDE = "https://auth.dataporten.no"


def link(user, subject: str = "a1", issuer: str = FEIDE) -> Identity:
    return actions.link_identity(by=BY, user=user, issuer=issuer, subject=subject)


def open_session(identity: Identity, sid: str = "") -> str:
    session = SessionStore()
    session["of"] = identity.pk
    session.create()
    actions.open_provider_session(by=BY, identity=identity, session_key=session.session_key, sid=sid)
    return session.session_key


def is_open(key: str) -> bool:
    return SessionStore().exists(key)


def test_an_identity_is_linked_once_and_logged_once():
    user = make_user()
    assert link(user) == link(user)
    assert Event.objects.filter(action="access.identity_linked", object_id=str(user.public_id)).count() == 1


def test_an_identity_that_is_another_persons_is_refused():
    owner = make_user()
    link(owner)
    with pytest.raises(RefusedError):
        link(make_user())
    assert Identity.objects.get().user == owner


def test_the_same_subject_at_another_issuer_is_another_identity():
    link(make_user())
    link(make_user(), issuer="https://idporten.no")
    assert Identity.objects.count() == 2


@pytest.mark.parametrize(("issuer", "subject"), [("", "a1"), (FEIDE, "")])
def test_half_an_identity_is_refused(issuer, subject):
    with pytest.raises(RefusedError):
        link(make_user(), subject, issuer)


def test_to_unlink_an_identity_ends_its_sessions_and_no_other():
    first, second = link(make_user()), link(make_user(), "b2")
    hers, theirs = open_session(first), open_session(second)
    actions.unlink_identity(by=BY, identity=first)
    assert not is_open(hers)
    assert is_open(theirs)
    assert list(Identity.objects.all()) == [second]


def test_a_sid_ends_one_session_and_a_subject_all():
    identity = link(make_user())
    one, two, three = (open_session(identity, sid) for sid in ("s1", "s2", "s3"))
    assert actions.end_provider_sessions(by=BY, issuer=FEIDE, sid="s1") == 1
    assert [is_open(one), is_open(two), is_open(three)] == [False, True, True]
    assert actions.end_provider_sessions(by=BY, issuer=FEIDE, subject="a1") == 2
    assert not ProviderSession.objects.exists()


@pytest.mark.parametrize("named", [{}, {"sid": "other"}, {"subject": "other"}, {"sid": "s1", "subject": "other"}])
def test_what_names_no_session_of_ours_ends_none(named):
    key = open_session(link(make_user()), "s1")
    assert actions.end_provider_sessions(by=BY, issuer=FEIDE, **named) == 0
    assert is_open(key)


def test_another_issuer_ends_none():
    key = open_session(link(make_user()), "s1")
    assert actions.end_provider_sessions(by=BY, issuer="https://evil.example", sid="s1", subject="a1") == 0
    assert is_open(key)
