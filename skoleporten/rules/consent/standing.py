"""Where one consent stands today. A refusal or a withdrawal by one ends it for good: what follows is a new asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from skoleporten.rules.consent.purposes import TERMS, Purpose, decides_on, own_right_from, who_must_agree

ONE_DAY = dt.timedelta(days=1)


class State(StrEnum):
    AWAITING = "awaiting"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Why(StrEnum):
    """Why a consent must be asked for again."""

    BIRTHDAY = "birthday"
    EXPIRY = "expiry"


@dataclass(frozen=True)
class Given:
    """One person's answer, and the local day of it. Whoever recorded it has checked that the giver had a say."""

    says_yes: bool
    on: dt.date
    withdrawn_on: dt.date | None = None


@dataclass(frozen=True)
class Asked:
    """One purpose, asked once. `valid_until` is its last day. `service` names with whom, where the purpose shares."""

    purpose: Purpose
    asked_on: dt.date
    valid_until: dt.date
    answers: Mapping[str, Given] = field(default_factory=dict, hash=False)
    service: str = ""

    def __post_init__(self) -> None:
        if self.valid_until < self.asked_on:
            raise ValueError("A consent cannot end before it is asked for.")
        if bool(self.service) != TERMS[self.purpose].names_service:
            raise ValueError(f"A consent to {self.purpose} with the service '{self.service}' is of no use.")


@dataclass(frozen=True)
class Standing:
    """`must`: who must agree today; `missing`: those of them who have not.

    `in_force_until` is the last day it holds as things are, None unless in force. `differ`: some said yes, some no.
    Nobody can answer where `must` is empty: it stays awaiting until somebody's right to decide is recorded.
    """

    state: State
    must: frozenset[str]
    missing: frozenset[str]
    in_force_until: dt.date | None = None
    differ: bool = False
    ended_by: str | None = None


@dataclass(frozen=True)
class AskAgain:
    on: dt.date
    why: Why


def standing(asked: Asked, deciders: Collection[str], born: dt.date | None, today: dt.date) -> Standing:
    """`deciders`: keys of the guardians who hold the right to decide today (see `deciders`), never a barred one."""
    answers = {key: given for key, given in asked.answers.items() if _counts(asked, key, given, born, today)}
    must = who_must_agree(asked.purpose, deciders, born, today)
    agreed = {key for key, given in answers.items() if given.says_yes and not _is_withdrawn(given, today)}
    missing = must - agreed
    ended_by, state = _ended(asked, answers, born, today)
    if state is None:
        state = _open_state(asked, must, missing, today)
    differ = len({given.says_yes for given in answers.values()}) > 1
    again = ask_again_on(asked.purpose, born, asked.valid_until, today)
    until = again.on - ONE_DAY if state is State.IN_FORCE else None
    return Standing(state, must, missing, until, differ, ended_by)


def ask_again_on(purpose: Purpose, born: dt.date | None, valid_until: dt.date, today: dt.date) -> AskAgain:
    """The day it must be asked for anew: the day of own right when that is still to come, or the day after its last."""
    expiry = AskAgain(valid_until + ONE_DAY, Why.EXPIRY)
    if born is None:
        return expiry
    own_right = own_right_from(purpose, born)
    return AskAgain(own_right, Why.BIRTHDAY) if today < own_right < expiry.on else expiry


def may_share(
    consents: Iterable[Asked],
    purpose: Purpose,
    service: str,
    deciders: Collection[str],
    born: dt.date | None,
    today: dt.date,
) -> bool:
    """Whether one consent to exactly this purpose, and with exactly this service, is in force."""
    return any(
        standing(asked, deciders, born, today).state is State.IN_FORCE
        for asked in consents
        if asked.purpose is purpose and asked.service == service
    )


def _counts(asked: Asked, key: str, given: Given, born: dt.date | None, today: dt.date) -> bool:
    """Answers to an earlier asking, of days to come and from the pupil before the age of own right do not."""
    return asked.asked_on <= given.on <= today and decides_on(asked.purpose, key, born, given.on)


def _is_withdrawn(given: Given, today: dt.date) -> bool:
    return given.withdrawn_on is not None and given.withdrawn_on <= today


def _ended(
    asked: Asked, answers: Mapping[str, Given], born: dt.date | None, today: dt.date
) -> tuple[str | None, State | None]:
    """Who ended it and how. What has ended stays so, even when the one who ended it no longer decides."""
    for key, given in sorted(answers.items()):
        if not given.says_yes:
            return key, State.REFUSED
    for key, given in sorted(answers.items()):
        if _is_withdrawn(given, today) and decides_on(asked.purpose, key, born, given.withdrawn_on or today):
            return key, State.WITHDRAWN
    return None, None


def _open_state(asked: Asked, must: frozenset[str], missing: frozenset[str], today: dt.date) -> State:
    if today > asked.valid_until:
        return State.EXPIRED
    return State.IN_FORCE if must and not missing else State.AWAITING
