"""How the tests of the board ask it, and what they read out of its cards."""

from __future__ import annotations

import re
import uuid

from django.test import Client
from django.urls import reverse

from tests.presence_factories import MONDAY, day_of

BOARD = "/today/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str = BOARD) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def card_of(text: str, case) -> str:
    """The one card, its white space as one."""
    found = re.search(rf'<li class="card" id="case-{case.public_id}".*?</li>', text, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", found[0])


def tap(client: Client, case, kind: str, *, htmx: bool = False, **fields):
    sent = {"kind": kind, "id": str(uuid.uuid4())} | fields
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("board_mark", args=[case.public_id]), sent, headers=headers)


def state_of(text: str, case) -> str:
    found = re.search(r'data-state="(\w+)"', card_of(text, case))
    assert found
    return found[1]


def visit_form(case, **fields) -> dict[str, str]:
    visit = day_of(case).visits.get()
    return {
        "visit": (visit.arrivals or visit.leavings)[0], "day": MONDAY.isoformat(), "arrived": "08:20", "left": "",
        "place": "", "with_whom": "", "client_id": str(uuid.uuid4()),
    } | fields  # fmt: skip
