"""Every address × every role × own, another's and nobody's object × every method: no word of a child slips out."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from skoleporten.access.models import Role, User
from skoleporten.access_requests.sources import sources
from skoleporten.rules.more_languages import MoreLanguage
from skoleporten.web.sign_in.sessions import SECOND_FACTOR
from tests.access.canaries import planted_municipality
from tests.access.canaries_cast import people
from tests.access.canary import FOREIGN, OWN, Person, Planted, of_one_kind
from tests.access.routes import ALL_OF_THEM, NOBODYS, THINGS, Route, ask, comparable, everything_in, routes
from tests.pages import content_of

METHODS = ("GET", "HEAD", "POST")
RARE = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
DENIED = {302, 403, 404, 405}
NOBODY, NO_SUCH_PAGE = "nobody", "/no/such/page/"
EACH = (OWN, FOREIGN, NOBODY)
ROUTES = routes()
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


@pytest.fixture(scope="module")
def nowhere(cast, django_db_blocker) -> dict[str, str]:
    """What each gets for an address that is none."""
    with django_db_blocker.unblock():
        return {str(person): content_of(asked(client, "GET", NO_SUCH_PAGE)[0]) for person, client in cast}


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
def test_no_word_of_another_child_slips_out_and_its_object_answers_byte_for_byte_as_nobodys(planted, cast, route, db):
    let_in = [person for person, _client in cast if is_let_in(person, route)]
    for person, client in cast:
        for method in methods_for(person, route, let_in) if person in let_in else ():
            answers = ask_for_each(planted, person, client, route, method)
            if route.objects:
                shows_no_difference(person, route, answers, method)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_page_opens_in_a_language_that_a_municipality_has_added(planted, cast, in_sorani, route, db):
    """Written from right to left, and with a code of three letters; what its catalogue lacks is said in bokmål."""
    let_in = [(person, client) for person, client in cast if is_let_in(person, route)]
    for person, client in let_in[:1]:
        own, client.cookies = client.cookies, SimpleCookie(client.cookies)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ckb"
        answer, text = asked(client, "GET", route.address(**objects_for(planted, route, person.own or OWN)))
        client.cookies = own
        assert answer.status_code < 500
        if answer.status_code == 200 and '<html lang="ckb"' in text:
            assert '<html lang="ckb" dir="rtl"' in text


@pytest.fixture
def in_sorani(monkeypatch):
    sorani = MoreLanguage("ckb", "کوردی", "rtl", 1, "")
    monkeypatch.setattr(settings, "MORE_LANGUAGES", (sorani,))
    monkeypatch.setattr(settings, "LANGUAGES", [*settings.LANGUAGES, ("ckb", sorani.name)])


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_whom_the_policy_refuses_gets_a_page_that_does_not_exist_whosesoever_the_object(
    planted, cast, nowhere, route, db
):
    """Refused before any object is looked for, in the role and not as a person: one of each role is enough."""
    refused = of_one_kind([person for person, _client in cast if not is_let_in(person, route)])
    for person, client in cast:
        if person in refused:
            ask_for_each(planted, person, client, route, "POST", whose=(OWN,))
            for answer, address in ask_for_each(planted, person, client, route, "GET").values():
                assert answer.status_code == 404, (str(person), address)
                assert content_of(answer) == nowhere[str(person)], (str(person), address)


def methods_for(person: Person, route: Route, let_in: list[Person]) -> tuple[str, ...]:
    """HEAD is GET without its body: one of each role is enough. Leaving is asked for by GET, as it ends the log-in."""
    if route.name == "account_logout":
        return ("GET",)
    return METHODS if person in of_one_kind(let_in) else ("GET", "POST")


def ask_for_each(
    planted: Planted, person: Person, client: Client, route: Route, method: str, whose: tuple[str, ...] = EACH
) -> dict[str, tuple]:
    """For one's own object, another's and nobody's: each answer and its address, when no forbidden word is in it."""
    words, answers = planted.forbidden_to(person), {}
    for one in whose if route.objects else (NOBODY,):
        address = route.address(**objects_for(planted, route, one))
        answer, text = asked(client, method, address)
        assert answer.status_code < 500, (str(person), method, address)
        assert leaked(words, text, address) == [], (str(person), method, address)
        answers[one] = answer, address
    return answers


def shows_no_difference(person: Person, route: Route, answers: dict[str, tuple], method: str) -> None:
    missing = comparable(*answers[NOBODY])
    for whose in not_theirs(person, route):
        denied, address = answers[whose]
        assert comparable(denied, address) == missing, (str(person), method, address)
        assert denied.status_code in DENIED, (str(person), method, address)


WITHIN = [route for route in ROUTES if len(route.objects) > 1]


@pytest.mark.parametrize("route", WITHIN, ids=lambda route: route.name)
@pytest.mark.parametrize("method", ["GET", "POST"])
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


# What a school keeps with a service, and why somebody broke the glass: read to answer a request for everything.
READ_TO_ANSWER = {"concerns.discussion", "concerns.advice", "audit.emergency"}


@pytest.mark.parametrize("role", [Role.TEAM, Role.LEAD])
def test_the_list_of_everything_shows_nobody_more_than_she_may_read(planted, cast, role):
    """All kinds of things of one pupil, each on its page."""
    person, client = next((person, client) for person, client in cast if person.role == role)
    asked_for = planted.objects[OWN]["access_request"]
    forbidden = {word.text for word in planted.words if not word.may_be_read_by(person)}
    found = {}
    for source in sources():
        address = reverse("access_request_kind", args=[asked_for, source.key])
        answer, text = asked(client, "GET", address)
        assert answer.status_code == 200
        found[source.key] = leaked(forbidden, text, address)
    assert {key: words for key, words in found.items() if words and key not in READ_TO_ANSWER} == {}
