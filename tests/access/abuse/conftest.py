"""Pupils at a school and who would like to know too much of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def signed_in() -> Callable:
    from django.test import Client

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def nothing_of(signed_in) -> Callable:
    """Checks that every address about a pupil answers a person as if there were no such pupil."""
    from tests.access.routes import NOBODYS, ask, comparable, routes

    def check(user, pupil) -> None:
        client = signed_in(user)
        for route in routes():
            if route.things.get("public_id") != "pupil":
                continue
            theirs = route.address(**dict.fromkeys(route.objects, pupil.public_id))
            nobodys = route.address(**dict.fromkeys(route.objects, NOBODYS))
            for method in ("GET", "POST"):
                denied, missing = ask(client, method, theirs), ask(client, method, nobodys)
                assert denied.status_code in {404, 405}, (method, theirs)
                assert comparable(denied, theirs) == comparable(missing, nobodys), (method, theirs)

    return check
