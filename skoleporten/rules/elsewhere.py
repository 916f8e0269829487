"""What marks of presence say to the absence tables: minutes elsewhere by agreement, and the rest of a silent day."""

from __future__ import annotations

from dataclasses import dataclass

from skoleporten.rules.absence import Kind, Reason


@dataclass(frozen=True)
class Marked:
    """A day with marks, in minutes: away from the school's register, and where the school takes its own.

    Not complete: somebody has not been marked as gone, or a person must look at the day. "Did not come" is complete.
    """

    elsewhere: int
    in_school: int
    is_complete: bool


@dataclass(frozen=True)
class Told:
    """One row of absence for the day."""

    reason: Reason
    kind: Kind
    minutes: int


def told_of(
    offered: int, marked: Marked | None, *, school_has_registered: bool, agreed_in_school: int | None
) -> tuple[Told, ...]:
    """Nothing of a day without marks: it is not known. `agreed_in_school` is None where no plan holds.

    The plan is asked for one thing only: whether the school's silence means that the pupil was there all day.
    """
    if marked is None:
        return ()
    told = []
    if marked.elsewhere:
        told.append(Told(Reason.ELSEWHERE_BY_AGREEMENT, Kind.LESSON, min(marked.elsewhere, offered)))
    away = offered - marked.in_school
    has_a_rest = marked.is_complete and not school_has_registered and is_apart(offered, agreed_in_school)
    if has_a_rest and away > 0:
        is_whole = not marked.elsewhere and not marked.in_school
        told.append(Told(Reason.REST_OF_DAY, Kind.DAY if is_whole else Kind.LESSON, away))
    return tuple(told)


def is_apart(offered: int, agreed_in_school: int | None) -> bool:
    """Whether a plan holds that is not simply the ordinary school day."""
    return agreed_in_school is not None and agreed_in_school < offered
