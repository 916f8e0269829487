"""A meeting that is held only if there is a need: it proposes itself and cancels itself, and a person's word stands."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How the next meeting of the kind stands. A meeting that a person keeps or cancelled is left alone."""

    NONE = "none"
    PLANNED = "planned"
    CANCELLED_BY_ITSELF = "cancelled_by_itself"
    LEFT_TO_PEOPLE = "left_to_people"


class Step(StrEnum):
    NOTHING = "nothing"
    PROPOSE = "propose"
    PROPOSE_AGAIN = "propose_again"
    CANCEL = "cancel"


def step(standing: Standing, is_needed: bool) -> Step:
    return _TABLE.get((standing, is_needed), Step.NOTHING)


_TABLE = {
    (Standing.NONE, True): Step.PROPOSE,
    (Standing.CANCELLED_BY_ITSELF, True): Step.PROPOSE_AGAIN,
    (Standing.PLANNED, False): Step.CANCEL,
}
