"""`EVENTS SHOWN` fills the log and verifies it, and asks for a list with and without its rows in the log."""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.municipality_once import seconds

LIST_ONE_IN, ON_A_LIST = 5, 50
TIMES, WARM_UP = 60, 5
BEGAN = dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)


def fill(events: int, shown: Callable[[int], int]) -> int:
    """Chained as the action chains them, written in bulk; returns the number of rows."""
    from django.conf import settings
    from django.db import transaction

    from skoleporten.audit.chain import Link, instant, mac, sorted_pupils
    from skoleporten.audit.models import Event, EventPupil
    from skoleporten.audit.queries import head

    chance, rows, pupils = random.Random(1), list[Event](), list[EventPupil]()
    seq, _, prev = head().partition(":")
    known = [uuid.UUID(int=chance.getrandbits(128)) for _ in range(2000)]
    for number in range(int(seq) + 1, int(seq) + 1 + events):
        at, keys = BEGAN + dt.timedelta(seconds=number), chance.sample(known, shown(number))
        link = Link(
            number, instant(at), str(known[number % 300]), "Ada Ødegård", "school_leader", "Solvik skole",
            "pupils.opened", "follow_up", "", "", "{}", uuid.UUID(int=number).hex, sorted_pupils(keys),
        )  # fmt: skip
        signed = mac(settings.AUDIT_KEY, prev, link)
        kept = {key: value for key, value in link._asdict().items() if key not in {"at", "details", "pupils"}}
        rows.append(Event(at=at, details={}, prev=prev, mac=signed, **kept))
        pupils += [EventPupil(event_id=number, pupil=key) for key in keys]
        prev = signed
    with transaction.atomic():
        Event.objects.bulk_create(rows, batch_size=2000)
        EventPupil.objects.bulk_create(pupils, batch_size=5000)

    return len(rows) + len(pupils)


def verified(name: str) -> dict[str, float]:
    """Rows a second by the clock, and by this process's share of the processor: others use the machine too."""
    from skoleporten.audit import queries

    found: list[Any] = []
    used = time.process_time()
    taken = seconds(lambda: found.append(queries.verify()))
    used = time.process_time() - used
    if found[0].faults:
        raise RuntimeError(found[0].faults[:3])
    return {name: found[0].rows / taken, f"{name}_cpu": found[0].rows / used}


def list_page(shown: int) -> dict[str, float]:
    """Medians of whole requests, taken by turns; without a log the page only says that it logged."""
    from django.test import Client

    from skoleporten.web.pupils import views
    from skoleporten.web.sign_in.sessions import SECOND_FACTOR
    from tests.factories import make_class, make_enrolment, make_pupil, make_school, make_school_leader

    school = make_school()
    group = make_class(school)
    for number in range(shown):
        make_enrolment(school, make_pupil("Kari", f"Nordmann {number}"), school_class=group)
    client = Client()
    client.force_login(make_school_leader(school))
    session = client.session
    session[SECOND_FACTOR] = "own"
    session.save()

    def ask() -> None:
        answer = client.get("/pupils/")
        if answer.status_code != 200 or answer.content.count(b"/pupils/") < shown:
            raise RuntimeError(f"{answer.status_code}")

    def say_only(request: Any, pupils: Any, **told: Any) -> None:
        request.read_is_logged = True

    with_log, without = [], []
    with patch.object(views, "A_PAGE", shown):
        for _ in range(TIMES):
            with_log.append(seconds(ask))
            with patch.object(views.read_log, "shown", say_only):
                without.append(seconds(ask))
    return {"page": median(with_log[WARM_UP:]), "page_without_log": median(without[WARM_UP:])}


def main(events: int, shown: int) -> None:
    from skoleporten.cli.database import ready

    ready()
    taken = list_page(shown)
    fill(events, lambda _number: 1)
    taken |= verified("single")
    fill(events, lambda number: ON_A_LIST if number % LIST_ONE_IN == 0 else 1)
    taken |= verified("mixed")
    print(json.dumps({name: round(value, 5) for name, value in taken.items()}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
