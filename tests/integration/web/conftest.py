from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

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
