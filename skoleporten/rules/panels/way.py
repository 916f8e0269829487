"""A panel's way from not started to running, and what it lacks to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Not started is a fact of its own: nobody has been asked yet, so there is nothing to count."""

    NOT_STARTED = "not_started"
    GATHERING = "gathering"
    RUNNING = "running"
    RESTING = "resting"


class Step(StrEnum):
    """In their order. Each is done or not yet; none is late."""

    HOST = "host"
    MEMBERS = "members"
    DATE = "date"
    SESSION = "session"
    TOLD_BACK = "told_back"


@dataclass(frozen=True)
class Facts:
    """`has_date`: a session is planned, or has been held."""

    has_host: bool = False
    has_members: bool = False
    has_date: bool = False
    has_session: bool = False
    has_told_back: bool = False


# A panel begins to run by its first session, and by nothing that somebody claims.
MAY: Mapping[State, frozenset[State]] = {
    State.NOT_STARTED: frozenset({State.GATHERING}),
    State.GATHERING: frozenset({State.RUNNING, State.NOT_STARTED}),
    State.RUNNING: frozenset({State.RESTING}),
    State.RESTING: frozenset({State.RUNNING}),
}


def may_become(now: State, wanted: State) -> bool:
    return wanted in MAY[now]


def steps(facts: Facts) -> tuple[tuple[Step, bool], ...]:
    """Each step of the way with whether it is done."""
    done = (facts.has_host, facts.has_members, facts.has_date, facts.has_session, facts.has_told_back)
    return tuple(zip(Step, done, strict=True))


def next_step(facts: Facts) -> Step | None:
    """The first that is not done; None where the whole way is walked."""
    return next((step for step, done in steps(facts) if not done), None)
