"""Every address × every role × own, another's and nobody's object × every method: no word of a child slips out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from skoleporten.access.models import Role, User
from skoleporten.web.sign_in.sessions import SECOND_FACTOR
from tests.access.canaries import FOREIGN, OWN, Planted, people, planted_municipality
from tests.access.routes import NOBODYS, Route, ask, comparable, everything_in, routes

METHODS = ("GET", "HEAD", "POST")
RARE = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
DENIED = {302, 403, 404, 405}


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_municipality() as made:
        yield made


@pytest.fixture(scope="module")
def cast(planted, django_db_blocker) -> list[tuple[str, User, Client]]:
    """Each signed in once, with a second factor, for the whole of the module."""
    with django_db_blocker.unblock():
        return [(role, user, signed_in(user)) for role, user in people(planted)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = "own"
    session.save()
    return client


def objects_for(planted: Planted, route: Route, whose: str) -> dict[str, object]:
    """An entry of a calendar belongs to a school as well; nobody's is asked for there."""
    first = {"pupils": "pupils", "concerns": "concerns", "imports": "imports", "schools": "schools"}.get(route.kind)
    found = dict.fromkeys(route.objects, NOBODYS)
    if first and route.objects and whose != "nobody" and route.objects[0] != "entry":
        found[route.objects[0]] = planted.objects[whose][first]
    return found


def asked(client: Client, method: str, address: str):
    """As if it had not been asked: a sign-out or a written step is undone."""
    with transaction.atomic():
        answer = ask(client, method, address)
        text = everything_in(answer) if not answer.streaming else ""
        transaction.set_rollback(True)
    return answer, text


def leaked(words: set[str], text: str, address: str) -> list[str]:
    """What stands in the address was known to whoever asked."""
    return sorted(word for word in words if word in text.replace(address, ""))


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_nobody_reads_a_word_of_a_child_that_is_not_theirs_to_see(planted, cast, route, db):
    for role, user, client in cast:
        words = planted.forbidden_to(user, role)
        is_let_in = route.policy.is_public or role in route.policy.roles
        # Whom the policy refuses is refused before any object is looked for.
        whom, methods = ((OWN, FOREIGN, "nobody"), METHODS) if is_let_in else ((OWN,), ("GET", "POST"))
        for whose in whom if route.objects else ("nobody",):
            address = route.address(**objects_for(planted, route, whose))
            for method in methods if route.name != "account_logout" else ("GET",):
                answer, text = asked(client, method, address)
                assert answer.status_code < 500, (role, method, address)
                assert leaked(words, text, address) == [], (str(user), role, method, address)


@pytest.mark.parametrize("route", [route for route in routes() if route.objects], ids=lambda route: route.name)
def test_anothers_object_answers_byte_for_byte_as_nobodys(planted, cast, route, db):
    for role, user, client in cast:
        is_owner = user in (planted.made.owner, planted.made.colleague)
        if role == Role.ADMINISTRATOR and route.kind in {"schools", "imports"}:
            continue  # hers to see, as numbers
        whose = FOREIGN if is_owner or user == planted.made.stranger else OWN
        whose = OWN if user == planted.made.stranger else whose
        theirs = route.address(**objects_for(planted, route, whose))
        nobodys = route.address(**objects_for(planted, route, "nobody"))
        for method in METHODS if role in route.policy.roles else ("GET",):
            denied, missing = asked(client, method, theirs)[0], asked(client, method, nobodys)[0]
            assert comparable(denied, theirs) == comparable(missing, nobodys), (str(user), role, method, theirs)
            assert denied.status_code in DENIED, (str(user), role, method, theirs)


@pytest.mark.parametrize("method", RARE)
def test_methods_that_no_page_has_open_nothing(planted, cast, method, db):
    for route in routes():
        address = route.address(**objects_for(planted, route, OWN))
        for _role, _user, client in cast[:: len(cast) - 1]:  # the first and the last: it is refused before all else
            answer, text = asked(client, method, address)
            assert answer.status_code == 405, (method, address)
            assert "Kanari" not in text, (method, address)


def test_without_signing_in_there_is_the_way_in_and_nothing_else(planted, db):
    client = Client()
    for route in routes():
        for whose in (OWN, "nobody"):
            address = route.address(**objects_for(planted, route, whose))
            for method in METHODS:
                answer, text = asked(client, method, address)
                words = set().union(*planted.of_pupils.values(), *planted.of_school.values())
                assert leaked(words, text, address) == [], (method, address)
                assert route.policy.is_public or answer.status_code in DENIED, (method, address)


def test_the_matrix_can_find_a_leak(planted, cast, db):
    """The owner's own list holds her pupils' words, so a stranger's would be found in it."""
    _role, _user, client = cast[0]
    answer = client.get("/pupils/")
    assert leaked(planted.of_pupils[planted.made.school.pk], answer.content.decode(), "")
    assert planted.forbidden_to(planted.made.stranger, Role.SCHOOL_LEADER) & set(
        leaked(planted.of_pupils[planted.made.school.pk], answer.content.decode(), "")
    )
