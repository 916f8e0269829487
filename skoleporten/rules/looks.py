"""Look-ups that somebody should ask about: not proof of anything, a list for the lead of the team to talk about.

A surname that many share says nothing: it counts only when few pupils bear it, or the pupil is outside one's own unit.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    SAME_SURNAME = "same_surname"
    OUTSIDE_UNIT = "outside_unit"
    MANY = "many"
    NIGHT = "night"
    DENIED = "denied"


@dataclass(frozen=True)
class Limits:
    """All the limits. The numbers are ours; see docs/explanation/the-log.md for what they find and what they miss."""

    rare_surname: int = 3  # borne by at most so many pupils
    outside_unit: int = 3  # pupils in the week
    many: int = 40  # pupils within `many_minutes`
    many_minutes: int = 60
    night: int = 3  # pupils in the week
    night_from: dt.time = dt.time(23, 0)
    night_to: dt.time = dt.time(5, 0)
    denied: int = 5  # pupils in the week
    step_up: int = 50  # pupils an hour before the second factor is asked for again


LIMITS = Limits()


@dataclass(frozen=True)
class Look:
    """One pupil opened by one person, or asked for in vain. `at` is local time. Lists do not count."""

    actor: str
    pupil: str
    at: dt.datetime
    is_same_surname: bool = False
    bearers: int = 0
    """How many pupils bear the pupil's surname."""
    is_outside_unit: bool = False
    is_denied: bool = False


@dataclass(frozen=True)
class Finding:
    actor: str
    sign: Sign
    pupils: tuple[str, ...]
    first: dt.datetime
    last: dt.datetime


def unusual(looks: Iterable[Look], limits: Limits = LIMITS) -> list[Finding]:
    """Of one week, a finding for each person and sign; the order is by person."""
    by_actor: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        by_actor[look.actor].append(look)
    found = []
    for _, own in sorted(by_actor.items()):
        own.sort(key=lambda look: look.at)
        for sign, select in _SIGNS.items():
            if met := select(own, limits):
                found.append(_finding(sign, met))
    return found


def _same_surname(looks: Sequence[Look], limits: Limits) -> list[Look]:
    return [
        look
        for look in looks
        if look.is_same_surname and (look.bearers <= limits.rare_surname or look.is_outside_unit or look.is_denied)
    ]


def _outside_unit(looks: Sequence[Look], limits: Limits) -> list[Look]:
    return _at_least([look for look in _shown(looks) if look.is_outside_unit], limits.outside_unit)


def _night(looks: Sequence[Look], limits: Limits) -> list[Look]:
    return _at_least([look for look in _shown(looks) if is_night(look.at.time(), limits)], limits.night)


def _denied(looks: Sequence[Look], limits: Limits) -> list[Look]:
    return _at_least([look for look in looks if look.is_denied], limits.denied)


def _many(looks: Sequence[Look], limits: Limits) -> list[Look]:
    """The fullest stretch of `many_minutes`; `looks` are in the order of time."""
    shown, fullest, first = _shown(looks), list[Look](), 0
    for last, look in enumerate(shown):
        while look.at - shown[first].at >= dt.timedelta(minutes=limits.many_minutes):
            first += 1
        stretch = shown[first : last + 1]
        if _pupils(stretch) > _pupils(fullest):
            fullest = stretch
    return _at_least(fullest, limits.many)


_SIGNS: dict[Sign, Callable[[Sequence[Look], Limits], list[Look]]] = {
    Sign.SAME_SURNAME: _same_surname,
    Sign.OUTSIDE_UNIT: _outside_unit,
    Sign.MANY: _many,
    Sign.NIGHT: _night,
    Sign.DENIED: _denied,
}


def is_night(clock: dt.time, limits: Limits = LIMITS) -> bool:
    return clock >= limits.night_from or clock < limits.night_to


def surname(name: str) -> str:
    """The last word of a name, as it is compared."""
    return name.rsplit(maxsplit=1)[-1].casefold() if name.split() else ""


def _shown(looks: Sequence[Look]) -> list[Look]:
    return [look for look in looks if not look.is_denied]


def _at_least(looks: list[Look], pupils: int) -> list[Look]:
    return looks if _pupils(looks) >= pupils else []


def _pupils(looks: Sequence[Look]) -> int:
    return len({look.pupil for look in looks})


def _finding(sign: Sign, looks: Sequence[Look]) -> Finding:
    pupils = tuple(dict.fromkeys(look.pupil for look in looks))
    return Finding(looks[0].actor, sign, pupils, looks[0].at, looks[-1].at)
