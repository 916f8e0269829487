"""In by a provider, for the tests of it: the browser's way there and back."""

from __future__ import annotations

import requests
from django.test import Client
from django.urls import reverse

from skoleporten.config.sign_in import Provider
from tests.fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider

SIGN_IN = "/sign-in/with/feide/"


def registered(provider: FakeProvider, **fields) -> Provider:
    told = {"id": "feide", "kind": "feide", "name": "Feide", "issuer": provider.issuer, "client_id": CLIENT_ID}
    return Provider(**(told | {"client_secret": CLIENT_SECRET} | fields))


def sent_back(client: Client, address: str = SIGN_IN) -> str:
    """The callback's address, after the person has said yes at the provider."""
    asked = client.get(address)
    assert asked.status_code == 302, asked.content.decode()
    location = requests.get(asked.url, allow_redirects=False, timeout=5).headers["Location"]
    return location.removeprefix("http://testserver")


def come_in(client: Client, address: str = SIGN_IN):
    return client.get(sent_back(client, address))


def is_in(client: Client) -> bool:
    return client.get(reverse("start")).status_code == 200
