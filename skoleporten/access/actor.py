"""Who acts: one person in one role at one unit, at one time. Roles never add up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """`user_id` is None for the software itself. `unit` names the school or municipality in the log."""

    user_id: int | None
    user_public_id: str
    name: str
    role: str
    unit: str = ""
    school_ids: frozenset[int] = frozenset()
    is_demo: bool = False
    request_id: str = ""
    # The roles the person may choose between today, in order; they never add up.
    held: tuple[str, ...] = ()


def software(job: str) -> Actor:
    """The nightly work and the command line act in this name; it sees no pupil through the gate."""
    return Actor(user_id=None, user_public_id="", name=job, role="software")
