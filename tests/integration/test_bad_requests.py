"""What a browser would never send, to every real address: a clear answer, and never a fault of ours.

Each address is sent a few of the strange things, another few than the address before it, so that every kind meets
many addresses; with N=all in the environment every address is sent everything.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from itertools import islice
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from skoleporten.access.models import Role, User
from tests.access.routes import NOBODYS, Route, bytes_of, routes
from tests.made_up_school import MadeUp, pupils_at, standing_municipality

pytestmark = pytest.mark.slow

SESSIONS: dict[str, str] = {}
# Of how many strange things an address is sent one.
THINNED = 1 if os.environ.get("N") == "all" else 5
CLEAR = {200, 301, 302, 400, 403, 404, 405, 413, 422}
RIGHT_TO_LEFT = "\u202eירטלחרב\u202c مرحبا \u200f"
TEXTS = {
    "over-long": "å" * 100_000,
    "right-to-left": RIGHT_TO_LEFT,
    "zero byte": "Kari\0Nordmann",
    "lone surrogate": "\\ud800",
    "control": "\x01\x1b[31m\r\nSet-Cookie: a=b",
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script>{{ settings.SECRET_KEY }}{% load x %}",
    "sql": "'; DROP TABLE access_user; --",
    "number": "9" * 400,
    "negative": "-1",
    "exotic digits": "٢٠٢٥",
}
# Every name that a form or a list of ours reads, and some that none does.
FIELDS = (
    "q", "page", "sort", "school", "grade", "rule", "rule_set", "state", "year", "from", "to", "next", "kind", "note",
    "reason", "role", "user", "login", "password", "oldpassword", "password1", "password2", "name", "first_date",
    "last_date", "first_day", "last_day", "expected_days", "weekday", "minutes", "fingerprint", "profile", "file",
    "lines-TOTAL_FORMS", "lines-INITIAL_FORMS", "form-TOTAL_FORMS", "lengths-TOTAL_FORMS", "code", "unknown-field",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[MadeUp]:
    with django_db_blocker.unblock(), standing_municipality(pupils=6) as municipality:
        yield municipality


@pytest.fixture(autouse=True)
def signed_in(made, db) -> None:
    for user in (made.owner, made.administrator):
        sign_in(user)


def own_address(made: MadeUp, route: Route) -> str:
    kinds = {
        "pupils": lambda: pupils_at(made.school)[0].public_id,
        "concerns": lambda: pupils_at(made.school)[-1].concerns.values_list("public_id", flat=True).first(),
        "schools": lambda: made.school.public_id,
    }
    found = dict.fromkeys(route.objects, NOBODYS)
    if route.objects and route.kind in kinds and route.objects[0] != "entry":
        found[route.objects[0]] = kinds[route.kind]() or NOBODYS
    return route.address(**found)


def undone(user: User, method: str, address: str, **sent) -> tuple[int, str]:
    """The answer's status and text; what it wrote is taken back."""
    client = client_of(user)
    with transaction.atomic():
        asked = client.generic if isinstance(sent.get("data"), bytes) else getattr(client, method)
        words = (method.upper(), address) if asked == client.generic else (address,)
        answer = asked(*words, **sent)
        text = bytes_of(answer).decode(errors="replace")
        transaction.set_rollback(True)
    return answer.status_code, text


def client_of(user: User) -> Client:
    """A new one with the session that the person has for the whole of the module."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = SESSIONS[user.username]
    return client


def sign_in(user: User) -> None:
    client = Client()
    client.force_login(user)
    SESSIONS[user.username] = client.cookies[settings.SESSION_COOKIE_NAME].value


def check(user: User, method: str, address: str, **sent) -> str:
    status, text = undone(user, method, address, **sent)
    assert status in CLEAR, (method, address[:200], status, text[:300])
    return text


def some_open_to(made: MadeUp, method: str, kind: str, kinds: Collection[str]) -> Iterator[tuple[Route, User]]:
    """Every so many of the addresses, beginning with another one for each kind of strange thing."""
    yield from islice(open_to(made, method), list(kinds).index(kind) % THINNED, None, THINNED)


def open_to(made: MadeUp, method: str = "get") -> Iterator[tuple[Route, User]]:
    """Who comes past the policy; to everybody else the matrix of routes has looked that nothing is there."""
    for route in routes():
        if method == "post" and not route.policy.writes:
            continue
        leads = route.policy.is_public or Role.SCHOOL_LEADER in route.policy.roles
        yield route, made.owner if leads else made.administrator


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strange_text_in_every_field_of_a_page(made, db, method, kind):
    text = TEXTS[kind]
    sent = dict.fromkeys(FIELDS, text if method == "post" else text[:200])
    for route, user in some_open_to(made, method, kind, TEXTS):
        shown = check(user, method, own_address(made, route), data=sent)
        assert "<script>alert(1)" not in shown, route.name


@pytest.mark.parametrize("kind", TEXTS)
def test_a_strange_text_in_the_address(made, db, kind):
    text = TEXTS[kind]
    for route, user in some_open_to(made, "get", kind, TEXTS):
        first = own_address(made, route)
        for address in (first + quote(text[:1000]), "/" + quote(text[:1000]) + first):
            check(user, "get", address)


@pytest.mark.parametrize("year", [0, 1, 1999, 2101, 9999, 10**4, 2**31, 2**63, 10**30])
def test_a_year_that_no_calendar_has(made, db, year):
    for route, user in open_to(made):
        if "year" in route.plain:
            address = own_address(made, route).replace("/2025/", f"/{year}/")
            for method in ("get", "post"):
                assert undone(user, method, address)[0] in {404, 405}, (address, method)


@pytest.mark.parametrize("page", ["0", "-1", "1e9", "9" * 40, "last", "None", "\u0661"])
def test_a_page_number_that_no_list_has(made, db, page):
    for name in ("/pupils/", "/concerns/", "/imports/"):
        check(made.owner, "get", name, data={"page": page})


def test_ids_of_another_kind_and_of_another_shape(made, db):
    pupil = pupils_at(made.school)[0].public_id
    for route in routes():
        if not route.objects:
            continue
        for strange in (pupil.hex, str(pupil).upper(), "1", "../../etc/passwd", f"{pupil}%2f", "{" + str(pupil) + "}"):
            address = route.address(**dict.fromkeys(route.objects, NOBODYS)).replace(str(NOBODYS), quote(strange))
            assert undone(made.owner, "get", address)[0] in {302, 404, 405}, address


def from_a_page_of_ours(user: User, address: str, body: str) -> int:
    """With the check of forms in force, which reads the body whatever the view does."""
    client = client_of(user)
    client.handler.enforce_csrf_checks = True
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    with transaction.atomic():
        answer = client.post(address, data=body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer.status_code


def test_thousands_of_parameters_are_refused(made, db):
    many = "&".join(f"p{number}=1" for number in range(5000))
    for route, user in open_to(made):
        address = own_address(made, route)
        check(user, "get", address, data={f"p{number}": "1" for number in range(700)})
        assert undone(user, "get", f"{address}?{many}")[0] == 400, address
        assert from_a_page_of_ours(user, address, many) in {400, 404}, address


def test_a_form_larger_than_any_of_ours_is_refused(made, db):
    for route, user in open_to(made):
        assert from_a_page_of_ours(user, own_address(made, route), "note=" + "a" * 3_000_000) in {400, 404}, route.name


BROKEN_BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "cut short": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename='),
    "wrong boundary": ("multipart/form-data; boundary=y", b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nb'),
    "bad boundary": ("multipart/form-data; boundary=\xe6" + "z" * 300, b"--\r\n"),
    "bad base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="q"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n',
    ),
    "latin-1": ("application/x-www-form-urlencoded; charset=latin-1", b"note=\xe6\xf8\xe5"),
    "unknown charset": ("application/x-www-form-urlencoded; charset=no-such", b"note=a"),
    "not utf-8": ("application/x-www-form-urlencoded", b"note=%ff%fe&reason=\xff"),
    "json": ("application/json", b'{"note": {"$ne": 1}}'),
    "broken json": ("application/json", b'{"note": '),
    "xml": ("text/xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    "no type": ("", b"note=a"),
    "nonsense": (";;;===", b"\x00\xff"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN_BODIES)
def test_a_body_that_is_not_a_form(made, db, kind):
    content_type, body = BROKEN_BODIES[kind]
    for route, user in some_open_to(made, "post", kind, BROKEN_BODIES):
        shown = check(user, "post", own_address(made, route), data=body, content_type=content_type)
        assert "root:" not in shown


HEADERS = {
    "languages": {"Accept-Language": "xx-" + "y" * 5000 + ",nb;q=nan,*;q=-1,\xe6"},
    "many languages": {"Accept-Language": ",".join(["nn"] * 5000)},
    "accept": {"Accept": "application/x-no-such; q=2, \x01"},
    "cookie": {"Cookie": "sessionid=" + "a" * 5000 + "; csrftoken=\x01; django_language=../../x; messages=[[1"},
    "host": {"Host": "evil.example"},
    "bad host": {"Host": "a b/c?d"},
    "forwarded": {"X-Forwarded-For": "1.2.3.4, ', x" * 100, "X-Forwarded-Host": "evil.example", "Forwarded": "for=_x"},
    "range": {"Range": "bytes=9999999-1,-5"},
    "htmx": {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)", "HX-Target": "<x>"},
    "dates": {"If-Modified-Since": "yesterday", "If-None-Match": '"' + "x" * 5000},
    "method override": {"X-HTTP-Method-Override": "DELETE"},
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_headers_that_no_browser_sends(made, db, headers):
    for route, user in open_to(made):
        shown = check(user, "get", own_address(made, route), headers=headers)
        assert "evil.example" not in shown, route.name


def test_an_own_form_filled_with_anothers_ids_changes_nothing(made, db):
    """The ids in a form are the page's own, never a way to another's things."""
    theirs = pupils_at(made.other_school)[0]
    mine = pupils_at(made.school)[0]
    sent = {"pupil": theirs.public_id, "school": made.other_school.public_id, "public_id": theirs.public_id,
            "reason": "worried", "kind": "meeting"}  # fmt: skip
    before = theirs.concerns.count()
    shown = check(made.owner, "post", f"/pupils/{mine.public_id}/concern/", data=sent)
    assert theirs.concerns.count() == before
    assert theirs.family_name not in shown or theirs.family_name == mine.family_name
