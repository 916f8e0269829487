"""The moves of one referral or case. A move sent twice is one, and one made from an old page is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.transitions.table import OPEN, Need, Stage, stages_after, transition
from skoleporten.rules.transitions.words import NEEDS, STAGES


class MoveRefusedError(RefusedError):
    """`lacks`: what the move would need besides; empty where the move does not exist or is not this person's."""

    def __init__(self, what: str, do: str, lacks: tuple[Need, ...] = ()) -> None:
        self.lacks = lacks
        super().__init__(what, do=do)


@dataclass(frozen=True)
class Move:
    """`id` is made by the form: the same one twice is the same move. `start` is the stage that its author saw.

    `by` did it in `role` on the local day `on`; `owner` has the pupil from then on; `follower` follows up meanwhile.
    `consent_in_force`: to joining Skoleporten, by `consent.standing`, at that moment.
    """

    id: str
    start: Stage | None
    end: Stage
    by: str
    role: str
    on: dt.date
    owner: str = ""
    reason: str = ""
    review_on: dt.date | None = None
    follower: str = ""
    decision: str = ""
    consent_in_force: bool = False


@dataclass(frozen=True)
class Chain:
    """Rows, never changed; the newest last. An empty chain has no stage and no owner."""

    moves: tuple[Move, ...] = ()

    @property
    def stage(self) -> Stage | None:
        return self.moves[-1].end if self.moves else None

    @property
    def owner(self) -> str:
        return self.moves[-1].owner if self.moves else ""

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN


def advance(chain: Chain, move: Move) -> Chain:
    """The chain with the move at its end, or unchanged when the move stands in it already. Raises MoveRefusedError."""
    if move.id in {earlier.id for earlier in chain.moves}:
        return chain
    if move.start is not chain.stage:
        now = STAGES[chain.stage]["en"] if chain.stage else "not there"
        raise MoveRefusedError(f"It has moved in the meantime: it is {now}.", "Look at it again before you decide.")
    check_move(move)
    return Chain((*chain.moves, move))


def check_move(move: Move) -> None:
    """Raises MoveRefusedError for a move that is not in the table, not for this role, or lacks something."""
    row = transition(move.start, move.end)
    if row is None:
        after = ", ".join(STAGES[stage]["en"] for stage in stages_after(move.start))
        raise MoveRefusedError(f"That cannot become {STAGES[move.end]['en']}.", f"What may follow: {after}.")
    if move.role not in row.roles:
        raise MoveRefusedError("Your role does not make this move.", f"Ask: {', '.join(sorted(row.roles))}.")
    lacks = tuple(need for need in Need if need in row.needs and need not in facts_of(move))
    if lacks:
        words = ", ".join(NEEDS[need]["en"] for need in lacks)
        raise MoveRefusedError(f"This is missing: {words}.", "Fill it in.", lacks)


def facts_of(move: Move) -> frozenset[Need]:
    """What the move carries. A review date of the same day or before is none."""
    carried = {
        Need.OWNER: bool(move.owner.strip()),
        Need.REASON: bool(move.reason.strip()),
        Need.REVIEW_DATE: move.review_on is not None and move.review_on > move.on,
        Need.FOLLOWER: bool(move.follower.strip()),
        Need.DECISION: bool(move.decision.strip()),
        Need.CONSENT: move.consent_in_force,
    }
    return frozenset(need for need, is_there in carried.items() if is_there)
