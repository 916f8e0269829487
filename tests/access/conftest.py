"""The cast: owner and colleague lead one school, stranger another, administrator sees nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.made_up_school import MadeUp


# Imports are inside, as this file is read before Django is set up.
@pytest.fixture
def made(db) -> MadeUp:
    from tests.made_up_school import make_municipality

    return make_municipality(pupils=12)


@pytest.fixture
def signed_in():
    from django.test import Client

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
