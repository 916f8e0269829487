"""What a device or a form sends, and what it is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from skoleporten.rules.presence import Kind, Place

# What a device may queue; the others are decided on by somebody who sees the page.
FROM_A_DEVICE = frozenset({Kind.ARRIVED, Kind.LEFT, Kind.NOT_COMING, Kind.UNDO})
LONGEST_NAME = 160
# A clock may be years wrong; what lies outside these is no clock, and no sum of it would be a time.
YEARS = range(1970, 2200)


class Outcome(StrEnum):
    STORED = "stored"
    ALREADY = "already"
    TO_LOOK_AT = "to_look_at"
    REFUSED = "refused"


@dataclass(frozen=True)
class Sent:
    """`id` is made where it was tapped, and sent again until it is answered. No `at` means now, by the server."""

    id: UUID
    case: UUID
    kind: Kind
    at: dt.datetime | None = None
    sent_at: dt.datetime | None = None
    place: Place | None = None
    with_whom: str | None = None
    rating: int | None = None
    rated_by: str | None = None
    word: str | None = None
    about: UUID | None = None
    new_at: dt.datetime | None = None

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Sent:
        """From a device. A ValueError says in words what is wrong with it."""
        kind = Kind(_one_of(given.get("kind"), FROM_A_DEVICE))
        about = given.get("undoes") or given.get("about")
        if (kind == Kind.UNDO) != bool(about):
            raise ValueError(_("Only what undoes another mark names one."))
        place = given.get("place")
        return cls(
            id=_uuid(given.get("id")),
            case=_uuid(given.get("case")),
            kind=kind,
            at=_instant(given.get("at")),
            sent_at=_instant(given.get("sent_at")),
            place=Place(_one_of(place, frozenset(Place))) if place else None,
            with_whom=str(given["with_whom"])[:LONGEST_NAME] if given.get("with_whom") else None,
            rating=_rating(given.get("rating")),
            about=_uuid(about) if about else None,
        )


@dataclass(frozen=True)
class Answer:
    id: UUID
    outcome: Outcome
    why: str = ""
    case: UUID | None = None

    @property
    def is_stored(self) -> bool:
        return self.outcome != Outcome.REFUSED


def _one_of(value: Any, known: frozenset[Any]) -> str:
    if not isinstance(value, str) or value not in {str(one) for one in known}:
        raise ValueError(_("It is marked as something that does not exist."))
    return value


def _uuid(value: Any) -> UUID:
    if not isinstance(value, str):
        raise ValueError(_("It has no id."))
    return UUID(value)


def _instant(value: Any) -> dt.datetime:
    at = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    if at is None or at.tzinfo is None:
        raise ValueError(_("A time of a device says how far it is from UTC."))
    if at.year not in YEARS:
        raise ValueError(_("A time of a device says how far it is from UTC."))
    return at.astimezone(dt.UTC)


def _rating(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 5:
        raise ValueError(_("How it was is told from 1 to 5."))
    return value
