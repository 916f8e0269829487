from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from skoleporten.access.models import User
    from tests.fake_provider import FakeProvider
    from tests.made_up_school import MadeUp


# Imports are inside, as this file is read before Django is set up.
@pytest.fixture(scope="module")
def municipality(django_db_setup, django_db_blocker) -> Iterator[MadeUp]:
    from tests.made_up_school import standing_municipality

    with django_db_blocker.unblock(), standing_municipality(pupils=20) as made:
        yield made


@pytest.fixture
def made(municipality, db) -> MadeUp:
    """A copy, as a test may change what it was given."""
    return copy.deepcopy(municipality)


@pytest.fixture
def leader(made) -> Client:
    """The first school's leader, signed in."""
    from django.test import Client

    client = Client()
    client.force_login(made.owner)
    return client


@pytest.fixture
def provider(settings) -> Iterator[FakeProvider]:
    """The one that is offered, and counters of its own in memory."""
    from django.core.cache import cache

    from tests.fake_provider import running_provider
    from tests.integration.web.provider_pages import registered

    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    with running_provider() as running:
        settings.SIGN_IN_PROVIDERS = (registered(running),)
        yield running


@pytest.fixture
def linked(provider, db) -> User:
    """A school leader whom the provider knows as a1."""
    from skoleporten.access.actor import software
    from skoleporten.access.identity_actions import link_identity
    from tests.factories import make_school, make_school_leader

    user = make_school_leader(make_school("Solvik skole"), "rektor")
    link_identity(by=software("test"), user=user, issuer=provider.issuer, subject="a1")
    return user
