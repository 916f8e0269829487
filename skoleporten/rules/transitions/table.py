"""The table itself. A move that does not stand in it does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    REFERRED = "referred"
    IN_INTAKE = "in_intake"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    ACTIVE = "active"
    HANDING_BACK = "handing_back"
    CLOSED = "closed"


OPEN = frozenset({Stage.REFERRED, Stage.IN_INTAKE, Stage.WAITING, Stage.OFFERED, Stage.ACTIVE, Stage.HANDING_BACK})
"""While the pupil is with Skoleporten: referred to it or followed up by it. The others have ended."""


ENDED = frozenset(Stage) - OPEN


class Need(StrEnum):
    """What a move must carry. An owner is needed in each: no stage is without one."""

    OWNER = "owner"
    REASON = "reason"
    REVIEW_DATE = "review_date"
    FOLLOWER = "follower"
    DECISION = "decision"
    CONSENT = "consent"


@dataclass(frozen=True)
class Transition:
    """`start` is None for the first. `roles`: codes of access.roles and OUTSIDE. `text`: when it is used (English)."""

    start: Stage | None
    end: Stage
    roles: frozenset[str]
    needs: frozenset[Need]
    text: str


OUTSIDE = "outside"
"""Whoever refers by a one-time form, without a user and so without a role."""

_LEAD = frozenset({"lead"})
_TEAM = frozenset({"lead", "team"})
_FAMILY = frozenset({"guardian", "pupil"})
_REFERRERS = frozenset({"teacher", "school_leader", "team", "lead", "specialist", "guardian", "pupil", OUTSIDE})


def _row(start: Stage | None, end: Stage, roles: frozenset[str], needs: set[Need], text: str) -> Transition:
    return Transition(start, end, roles, frozenset(needs | {Need.OWNER}), text)


_LATER = {Need.REASON, Need.REVIEW_DATE, Need.FOLLOWER}
_DECIDED = {Need.DECISION, Need.REASON}
_REOPENED = {Need.REASON}

TABLE: tuple[Transition, ...] = (
    _row(None, Stage.REFERRED, _REFERRERS, {Need.REASON}, "Somebody refers the pupil."),
    _row(Stage.REFERRED, Stage.IN_INTAKE, _TEAM, set(), "The team takes it up."),
    _row(Stage.REFERRED, Stage.DECLINED, _LEAD, {Need.REASON}, "The family does not want it, or it was a mistake."),
    _row(
        Stage.IN_INTAKE,
        Stage.IN_INTAKE,
        _TEAM,
        {Need.REASON, Need.REVIEW_DATE},
        "There is more to find out, by a date.",
    ),
    _row(Stage.IN_INTAKE, Stage.OFFERED, _LEAD, _DECIDED, "Skoleporten is the offer that fits."),
    _row(Stage.IN_INTAKE, Stage.REDIRECTED, _LEAD, _DECIDED, "The school with measures, or another service, fits."),
    _row(Stage.IN_INTAKE, Stage.WAITING, _LEAD, _DECIDED | _LATER, "It must wait; somebody follows up meanwhile."),
    _row(Stage.IN_INTAKE, Stage.DECLINED, _LEAD, {Need.REASON}, "The family does not want to go on."),
    _row(Stage.WAITING, Stage.WAITING, _LEAD, _LATER, "It is reviewed and waits on, until a new date."),
    _row(Stage.WAITING, Stage.IN_INTAKE, _TEAM, {Need.REASON}, "Something is new, and is talked about again."),
    _row(Stage.WAITING, Stage.OFFERED, _LEAD, _DECIDED, "There is room."),
    _row(Stage.WAITING, Stage.REDIRECTED, _LEAD, _DECIDED, "Something else fits better by now."),
    _row(Stage.WAITING, Stage.DECLINED, _LEAD, {Need.REASON}, "The family does not want to wait."),
    _row(Stage.OFFERED, Stage.ACTIVE, _TEAM, {Need.CONSENT}, "All who must agree have said yes."),
    _row(Stage.OFFERED, Stage.DECLINED, _LEAD | _FAMILY, {Need.REASON}, "The family says no to the offer."),
    _row(Stage.OFFERED, Stage.IN_INTAKE, _TEAM, {Need.REASON}, "Something is new, and is talked about again."),
    _row(Stage.OFFERED, Stage.WAITING, _LEAD, _LATER, "It cannot begin yet; somebody follows up meanwhile."),
    _row(
        Stage.ACTIVE,
        Stage.HANDING_BACK,
        _TEAM | _FAMILY,
        {Need.REASON},
        "The own school takes over, or the family withdraws.",
    ),
    _row(Stage.HANDING_BACK, Stage.ACTIVE, _TEAM, {Need.REASON, Need.CONSENT}, "It was too early."),
    _row(Stage.HANDING_BACK, Stage.CLOSED, _LEAD, {Need.REASON}, "The own school has taken over."),
    _row(Stage.CLOSED, Stage.ACTIVE, _LEAD, _REOPENED | {Need.CONSENT}, "It is opened again where it ended."),
    _row(Stage.CLOSED, Stage.IN_INTAKE, _LEAD, _REOPENED, "It is opened again with a new talk."),
    _row(Stage.DECLINED, Stage.IN_INTAKE, _LEAD, _REOPENED, "The family has thought again."),
    _row(Stage.REDIRECTED, Stage.IN_INTAKE, _LEAD, _REOPENED, "The other offer did not fit."),
)

AFTER_WITHDRAWAL = {Stage.OFFERED: Stage.DECLINED, Stage.ACTIVE: Stage.HANDING_BACK}
"""Where it goes at once when somebody withdraws the consent to join; elsewhere a person decides."""

_BY_ENDS = {(row.start, row.end): row for row in TABLE}


def transition(start: Stage | None, end: Stage) -> Transition | None:
    """None where the one does not follow the other."""
    return _BY_ENDS.get((start, end))


def stages_after(start: Stage | None, role: str | None = None) -> tuple[Stage, ...]:
    """What may follow, in the table's order; with a role only what that role may do."""
    return tuple(row.end for row in TABLE if row.start is start and (role is None or role in row.roles))


def may_move(start: Stage | None, end: Stage, role: str) -> bool:
    return end in stages_after(start, role)
