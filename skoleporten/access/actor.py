"""Who acts: one person in one role at one unit, at one time. Roles never add up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """A role that a person may act in today, and the school where the role is at one."""

    role: str
    school_id: int | None = None
    # The school's public id and name; empty where the role is at none.
    school: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Actor:
    """`user_id` is None for the software itself. `unit` names the school or municipality in the log.

    A person at several schools acts at one of them at a time, so `school_ids` holds one at most.
    """

    user_id: int | None
    user_public_id: str
    name: str
    role: str
    unit: str = ""
    school_ids: frozenset[int] = frozenset()
    is_demo: bool = False
    request_id: str = ""
    # What the person may choose between today, in order; they never add up.
    held: tuple[Held, ...] = ()


def software(job: str) -> Actor:
    """The nightly work and the command line act in this name; it sees no pupil through the gate."""
    return Actor(user_id=None, user_public_id="", name=job, role="software")
