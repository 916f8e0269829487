"""Every page of the product, as each role meets it with things of its own, and each form as it comes back sent empty.

What pages there are is asked of the product itself, and an id for each of the planted municipality of tests/access:
a page is walked when the matrix of all addresses knows it, and nothing is listed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.conf import settings
from django.db import transaction
from django.test import Client

from skoleporten.rules.talk import PARTS
from skoleporten.web.plans.together import CODES
from skoleporten.web.sign_in.sessions import SECOND_FACTOR
from tests.access.canaries_cast import people
from tests.access.canary import OWN, Person, Planted, of_one_kind
from tests.access.routes import NOBODYS, Route, ask, bytes_of, routes

NOBODY = "nobody"
# Of what names no object, more than one value where each is a page of another kind.
MORE = {"part": tuple(map(str, PARTS)), "question": CODES}
# It ends the log-in, and is asked for by a button alone.
LEFT_OUT = {"account_logout"}


class BrokenPageError(RuntimeError):
    """A fault of ours in place of a page."""


@dataclass(frozen=True)
class Visitor:
    """One of each role, signed in with a second factor; nobody is whoever has not signed in."""

    role: str
    own: str = OWN
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def meets(self, route: Route) -> bool:
        return route.policy.is_public if self.role == NOBODY else self.role in route.policy.roles


@dataclass(frozen=True)
class Stop:
    """A page as one role meets it: as it is asked for, or what comes back when its form is sent empty."""

    name: str
    path: str
    address: str
    visitor: Visitor
    is_sent: bool = False

    @property
    def where(self) -> str:
        return f"{self.path}{' (sent empty)' if self.is_sent else ''}"

    def content(self, language: str) -> bytes | None:
        """The page, or None where it is not a page to this visitor. Nothing of the visit stays in the database."""
        client = self.visitor.client
        kept = {name: cookie.value for name, cookie in client.cookies.items()}
        client.cookies = SimpleCookie(kept | {settings.LANGUAGE_COOKIE_NAME: language})
        with transaction.atomic():
            answer = ask(client, "POST" if self.is_sent else "GET", self.address)
            found = bytes_of(answer)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            raise BrokenPageError(f"{self.address} as {self.visitor.role} answers {answer.status_code}")
        is_page = answer.status_code in {200, 400, 409, 422} and b"<html" in found
        return found if is_page and answer.headers["Content-Type"].startswith("text/html") else None


def visitors(planted: Planted) -> list[Visitor]:
    return [Visitor(NOBODY), *(_signed_in(person) for person in of_one_kind(people(planted)))]


def _signed_in(person: Person) -> Visitor:
    client = Client(raise_request_exception=False)
    client.force_login(person.user)
    session = client.session
    session[SECOND_FACTOR] = "own"
    session.save()
    return Visitor(str(person.role), person.own or OWN, client)


def stops(planted: Planted, visitors: list[Visitor], beginning: str = "") -> Iterator[Stop]:
    """Whatever may be a page. `beginning` is how its path begins."""
    for route in routes():
        if route.path.startswith(beginning) and route.name not in LEFT_OUT:
            for visitor in visitors:
                if visitor.meets(route):
                    yield from _of_route(planted, route, visitor)


def _of_route(planted: Planted, route: Route, visitor: Visitor) -> Iterator[Stop]:
    for plain in _values(route):
        address = route.address(**_ids(planted, route, visitor), **plain)
        name = " ".join([route.name, *plain.values()])
        path = route.path
        for key, value in plain.items():
            path = path.replace(f"<slug:{key}>", value)
        yield Stop(name, path, address, visitor)
        if route.policy.writes:
            yield Stop(name, path, address, visitor, is_sent=True)


def _ids(planted: Planted, route: Route, visitor: Visitor) -> dict[str, object]:
    mine = planted.objects[visitor.own]
    return {key: mine.get(str(thing), NOBODYS) for key, thing in route.things.items()}


def _values(route: Route) -> list[dict[str, str]]:
    """At most one part of an address names no object and has more than one value."""
    several = [key for key in route.plain if key in MORE]
    return [{several[0]: value} for value in MORE[several[0]]] if several else [{}]


def by_page(found: Iterator[Stop]) -> list[list[Stop]]:
    """The stops of one page stand together, those of its form when it was sent apart from them."""
    pages: dict[tuple[str, bool], list[Stop]] = {}
    for stop in found:
        pages.setdefault((stop.name, stop.is_sent), []).append(stop)
    return list(pages.values())


def in_turn(pages: list[list[Stop]]) -> Iterator[list[Stop]]:
    """With another visitor first for each: the first for the first page, the second for the second …"""
    for number, same in enumerate(pages):
        turn = number % len(same)
        yield same[turn:] + same[:turn]
