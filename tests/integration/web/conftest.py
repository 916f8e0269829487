from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.made_up_school import MadeUp


# Imports are inside, as this file is read before Django is set up.
@pytest.fixture
def made(db) -> MadeUp:
    from tests.made_up_school import make_municipality

    return make_municipality(pupils=20)


@pytest.fixture
def leader(made) -> Client:
    """The first school's leader, signed in."""
    from django.test import Client

    client = Client()
    client.force_login(made.owner)
    return client
