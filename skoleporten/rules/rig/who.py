"""Who reads which part of the rig. It tells of no pupil, so there is no gate: the role decides."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """`OVERVIEW`: who does what, and the services. `DAYS`: rooms, their bookings, and who is away."""

    OVERVIEW = "overview"
    DAYS = "days"
    CAPACITY = "capacity"


READERS: dict[Part, frozenset[str]] = {
    Part.OVERVIEW: frozenset({"team", "lead", "specialist"}),
    Part.DAYS: frozenset({"team", "lead"}),
    Part.CAPACITY: frozenset({"team", "lead", "municipality"}),
}


def may_read(role: str, part: Part) -> bool:
    return role in READERS[part]
