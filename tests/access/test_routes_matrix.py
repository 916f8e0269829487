"""Every address × every role × own, another's and nobody's object × every method: no word of a child slips out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from skoleporten.access.models import User
from skoleporten.web.sign_in.sessions import SECOND_FACTOR
from tests.access.canaries import planted_municipality
from tests.access.canaries_cast import people
from tests.access.canary import FOREIGN, OWN, Person, Planted, of_one_kind
from tests.access.routes import ALL_OF_THEM, NOBODYS, THINGS, Route, ask, comparable, everything_in, routes

METHODS = ("GET", "HEAD", "POST")
RARE = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
DENIED = {302, 403, 404, 405}
NOBODY = "nobody"
ROUTES = routes()
WITH_AN_ID = [route for route in ROUTES if route.objects]
Cast = list[tuple[Person, Client]]


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_municipality() as made:
        yield made


@pytest.fixture(scope="module")
def cast(planted, django_db_blocker) -> Cast:
    """Each signed in once, with a second factor, for the whole of the module."""
    with django_db_blocker.unblock():
        return [(person, signed_in(person.user)) for person in people(planted)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = "own"
    session.save()
    return client


def objects_for(planted: Planted, route: Route, *whose: str) -> dict[str, object]:
    """`whose` for the first id in the address, the second …; the last word holds for those that follow."""
    every = [*whose, *[whose[-1]] * len(route.things)]
    return {
        key: NOBODYS if one == NOBODY else planted.objects[one][str(thing)]
        for (key, thing), one in zip(route.things.items(), every, strict=False)
    }


def asked(client: Client, method: str, address: str):
    """As if it had not been asked: a sign-out or a written step is undone."""
    with transaction.atomic():
        answer = ask(client, method, address)
        text = everything_in(answer) if not answer.streaming else ""
        transaction.set_rollback(True)
    return answer, text


def leaked(words: set[str], text: str, address: str) -> list[str]:
    """What stands in the address was known to whoever asked."""
    text = text.replace(address, "")
    return sorted(word for word in words if word in text)


def is_let_in(person: Person, route: Route) -> bool:
    return route.policy.is_public or person.role in route.policy.roles


def not_theirs(person: Person, route: Route) -> list[str]:
    """Whose things of the address's last kind are closed to the person."""
    last = list(route.things.values())[-1]
    if person.role in ALL_OF_THEM.get(str(last), ()):
        return []
    return [whose for whose in (OWN, FOREIGN) if whose != person.own]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_id_in_an_address_says_what_it_names_and_has_an_own_and_a_foreign_one(planted, route):
    """How to add one stands at the top of routes.py."""
    for key, thing in route.things.items():
        assert thing, f"{route.path}: what {key} names stands in no line of THINGS"
        for whose in (OWN, FOREIGN):
            assert thing in planted.objects[whose], f"{route.path}: no {whose} {thing} is planted"


def test_no_line_tells_of_an_address_that_is_gone():
    assert not set(THINGS.values()) - {thing for route in ROUTES for thing in route.things.values()}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_nobody_reads_a_word_of_a_child_that_is_not_theirs_to_see(planted, cast, route, db):
    """Whom the policy refuses is refused before any object is looked for, in the role and not as a person."""
    refused = of_one_kind([person for person, _client in cast if not is_let_in(person, route)])
    for person, client in cast:
        if is_let_in(person, route):
            every, methods = (OWN, FOREIGN, NOBODY), METHODS
        elif person in refused:
            every, methods = (OWN,), ("GET", "POST")
        else:
            continue
        words = planted.forbidden_to(person)
        for whose in every if route.objects else (NOBODY,):
            address = route.address(**objects_for(planted, route, whose))
            for method in methods if route.name != "account_logout" else ("GET",):
                answer, text = asked(client, method, address)
                assert answer.status_code < 500, (str(person), method, address)
                assert leaked(words, text, address) == [], (str(person), method, address)


@pytest.mark.parametrize("route", WITH_AN_ID, ids=lambda route: route.name)
def test_anothers_object_answers_byte_for_byte_as_nobodys(planted, cast, route, db):
    refused = of_one_kind([person for person, _client in cast if not is_let_in(person, route)])
    for person, client in cast:
        if not is_let_in(person, route) and person not in refused:
            continue
        for method in METHODS if is_let_in(person, route) else ("GET",):
            nobodys = route.address(**objects_for(planted, route, NOBODY))
            missing = asked(client, method, nobodys)[0]
            for whose in not_theirs(person, route):
                theirs = route.address(**objects_for(planted, route, whose))
                denied = asked(client, method, theirs)[0]
                assert comparable(denied, theirs) == comparable(missing, nobodys), (str(person), method, theirs)
                assert denied.status_code in DENIED, (str(person), method, theirs)


WITHIN = [route for route in WITH_AN_ID if len(route.objects) > 1]


@pytest.mark.parametrize("route", WITHIN, ids=lambda route: route.name)
@pytest.mark.parametrize("method", METHODS)
def test_anothers_thing_under_an_own_one_is_nobodys(planted, cast, route, method, db):
    """Whose is the pupil and whose the guardian are two questions."""
    for person, client in cast:
        if is_let_in(person, route):
            mine = person.own or OWN
            theirs = route.address(**objects_for(planted, route, mine, FOREIGN if mine == OWN else OWN))
            nobodys = route.address(**objects_for(planted, route, mine, NOBODY))
            denied, missing = asked(client, method, theirs)[0], asked(client, method, nobodys)[0]
            assert comparable(denied, theirs) == comparable(missing, nobodys), (str(person), method, theirs)
            assert denied.status_code in DENIED, (str(person), method, theirs)


@pytest.mark.parametrize("method", RARE)
def test_methods_that_no_page_has_open_nothing(planted, cast, method, db):
    for route in ROUTES:
        address = route.address(**objects_for(planted, route, OWN))
        for _person, client in cast[:: len(cast) - 1]:  # the first and the last: it is refused before all else
            answer, text = asked(client, method, address)
            assert answer.status_code == 405, (method, address)
            assert "anari" not in text.replace(address, ""), (method, address)


def test_without_signing_in_there_is_the_way_in_and_nothing_else(planted, db):
    client, words = Client(), {word.text for word in planted.words}
    for route in ROUTES:
        for whose in (OWN, NOBODY) if route.objects else (NOBODY,):
            address = route.address(**objects_for(planted, route, whose))
            for method in METHODS:
                answer, text = asked(client, method, address)
                assert leaked(words, text, address) == [], (method, address)
                assert route.policy.is_public or answer.status_code in DENIED, (method, address)


OPENED = {
    "owner's pupil": ("pupil", "rektor.solvik"),
    "teacher's pupil": ("pupil", "lærer.egen"),
    "team's pupil": ("pupil", "team.egen"),
    "lead's guardians": ("pupil_guardians", "leder.egen"),
    "specialist's concern": ("concern", "spesialist.egen"),
    "guardian's child": ("who_can_see", "foresatt.own"),
    "pupil's own page": ("who_has_looked", "elev.own"),
    "other pupil's own page": ("who_can_see", "elev.foreign"),
    "administrator's user": ("user", "systemansvarlig"),
    "owner's file of guardians": ("people_file", "rektor.solvik"),
    "owner's line of the calendar": ("school_calendar_entry", "rektor.solvik"),
}


@pytest.mark.parametrize(("name", "username"), OPENED.values(), ids=OPENED)
def test_what_is_ones_own_opens_and_holds_words_that_would_be_found_as_a_leak(planted, cast, name, username, db):
    """Otherwise an empty page would pass for a closed one."""
    route = next(route for route in ROUTES if route.name == name)
    person, client = next((person, client) for person, client in cast if person.user.username == username)
    address = route.address(**objects_for(planted, route, person.own or OWN))
    answer, text = asked(client, "GET", address)
    assert answer.status_code == 200, address
    assert leaked({word.text for word in planted.words}, text, ""), address
