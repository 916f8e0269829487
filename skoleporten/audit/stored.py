"""The rows of the log as links of the chain, read without the object mapper: verifying reads every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from skoleporten.audit.chain import Link, details_text_of

# As text in the database's own hands: making an object of each instant and id takes longer than checking them.
INSTANT = {
    "sqlite": "CAST(at AS TEXT)",
    "postgresql": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00'""",
}
PUPIL = {"sqlite": "pupil", "postgresql": "CAST(pupil AS TEXT)"}
EVENTS = """SELECT seq, {at}, actor, actor_name, role, unit, action, purpose, object_type, object_id, details,
    request_id, prev, mac FROM audit_event {after} ORDER BY seq LIMIT %s"""
SHOWN = "SELECT event_id, {pupil} FROM audit_eventpupil WHERE event_id BETWEEN %s AND %s"
SHOWN_IN_ALL = "SELECT count(*) FROM audit_eventpupil"
SHOWN_BY_NO_EVENT = (
    "SELECT DISTINCT p.event_id FROM audit_eventpupil p LEFT JOIN audit_event e ON e.seq = p.event_id"
    " WHERE e.seq IS NULL ORDER BY 1"
)
EVENTS_AT_A_TIME = 2000


class Stored(NamedTuple):
    link: Link
    prev: str
    mac: str


def events() -> Iterator[Stored]:
    """Every event in the order of its number, with its pupils."""
    vendor = connection.vendor
    first, more = (EVENTS.format(at=INSTANT[vendor], after=after) for after in ("", "WHERE seq > %s"))
    rows = _all(first, EVENTS_AT_A_TIME)
    while rows:
        shown = _shown(vendor, rows[0][0], rows[-1][0])
        for seq, at, *texts, details, request_id, prev, mac in rows:
            pupils = tuple(sorted(shown.get(seq, ())))
            instant = at if vendor == "postgresql" else _instant(at)
            link = Link._make((seq, instant, *texts, _details(details), request_id, pupils))
            yield Stored(link, prev, mac)
        rows = _all(more, rows[-1][0], EVENTS_AT_A_TIME)


def _shown(vendor: str, first: int, last: int) -> dict[int, list[str]]:
    """The pupils of the events from `first` to `last`."""
    shown: dict[int, list[str]] = {}
    for seq, pupil in _all(SHOWN.format(pupil=PUPIL[vendor]), first, last):
        shown.setdefault(seq, []).append(pupil if vendor == "postgresql" else _pupil(pupil))
    return shown


def without_event(with_event: int) -> list[int]:
    """Numbers of events that pupils are said to be shown by and that are not there.

    Searched for only where there are more rows of pupils than the `with_event` that belong to events.
    """
    ((rows,),) = _all(SHOWN_IN_ALL)
    return [seq for (seq,) in _all(SHOWN_BY_NO_EVENT)] if rows != with_event else []


def _all(statement: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _details(stored: str) -> str:
    """What is no JSON any more is no link that was ever written: the mac will not fit it."""
    try:
        return details_text_of(stored)
    except (ValueError, TypeError):
        return "null"


def _instant(kept: str) -> str:
    """SQLite's text of an instant, as the chain writes it."""
    day, _, clock = kept.partition(" ")
    return f"{day}T{clock if '.' in clock else clock + '.000000'}+00:00"


def _pupil(kept: str) -> str:
    """SQLite keeps an id as its 32 digits."""
    return f"{kept[:8]}-{kept[8:12]}-{kept[12:16]}-{kept[16:20]}-{kept[20:]}"
