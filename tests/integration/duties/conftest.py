from __future__ import annotations

import pytest


@pytest.fixture
def signed_in():
    from django.test import Client

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
