"""Every address of the product, and how it is asked for one's own, another's and nobody's things."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from skoleporten.web.policy import Policy, policy_of
from tests.pages import TOKEN, WAY_BACK

# The values of what names no object. Any other part of an address names one, and a new one must be told of here.
PLAIN = {"language": "nb", "token": "no-such-link", "year": 2025, "provider_id": "feide"}
NOBODYS = uuid.UUID("00000000-0000-4000-8000-000000000000")
# Apart from these, what differs between two answers tells something.
ONE_TIME = {"Set-Cookie", "X-Request-Id"}


@dataclass(frozen=True)
class Route:
    path: str
    name: str
    objects: tuple[str, ...]
    plain: tuple[str, ...]
    policy: Policy

    def address(self, **objects: object) -> str:
        return reverse(self.name, kwargs={key: PLAIN[key] for key in self.plain} | objects)

    @property
    def kind(self) -> str:
        """What the address's first object is: its folder says."""
        return self.path.split("/")[0]


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def routes() -> list[Route]:
    found = []
    for path, pattern in patterns():
        declared = policy_of(pattern.callback)
        if declared is not None:
            keys = tuple(pattern.pattern.converters)
            objects = tuple(key for key in keys if key not in PLAIN)
            plain = tuple(key for key in keys if key in PLAIN)
            found.append(Route(path, str(pattern.name), objects, plain, declared))
    return found


def ask(client: Client, method: str, address: str, sent: dict[str, object] | None = None) -> HttpResponseBase:
    """Leaves the client signed in as it was; the caller undoes what the database took down."""
    cookies = client.cookies.copy()
    try:
        if method == "POST":
            return client.post(address, sent or {})
        return client.generic(method, address)
    finally:
        client.cookies = cookies


def bytes_of(answer: HttpResponseBase) -> bytes:
    if answer.streaming:
        return b"".join(answer.streaming_content)
    return answer.content


def everything_in(answer: HttpResponseBase) -> str:
    """Status, headers, cookies and body: wherever a name could slip out."""
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{answer.status_code}\n{heads}\n{answer.cookies.output()}\n\n{bytes_of(answer).decode(errors='replace')}"


def comparable(answer: HttpResponseBase, address: str) -> str:
    """Without one-time tokens and without the address that was asked for itself."""
    heads = [f"{name}: {value}" for name, value in answer.headers.items() if name not in ONE_TIME | {"Content-Length"}]
    body = WAY_BACK.sub("", TOKEN.sub("", bytes_of(answer).decode()))
    return "\n".join([str(answer.status_code), *heads, body]).replace(address, "…")
