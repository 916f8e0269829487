"""From a rhythm, a calendar and what people chose to the dates of meetings, with a question where a person must choose.

A day off, a planning day and the turn of a year with a week 53 are never settled here: the date stands with its
questions until somebody has answered them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from skoleporten.rules.rhythm.rhythm import ONE_WEEK, Frequency, Rhythm, is_in, monday, slots, suggested_after
from skoleporten.rules.rhythm.turns import turn_of, turns_between


class OffKind(StrEnum):
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    PLANNING_DAY = "planning_day"
    # Between school years: nobody is asked about those.
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Off:
    """Why a weekday is no school day, with the name that somebody gave it."""

    kind: OffKind
    name: str = ""


class Question(StrEnum):
    DAY_OFF = "day_off"
    PLANNING_DAY = "planning_day"
    TWO_IN_A_ROW = "two_in_a_row"
    THREE_WEEKS_APART = "three_weeks_apart"


OF_A_TURN = frozenset({Question.TWO_IN_A_ROW, Question.THREE_WEEKS_APART})


class Answer(StrEnum):
    HOLD = "hold"
    SKIP = "skip"
    OWN_DATE = "own_date"
    KEEP_PARITY = "keep_parity"
    KEEP_EVERY_SECOND = "keep_every_second"


ANSWERS_ABOUT_A_DAY = (Answer.SKIP, Answer.HOLD, Answer.OWN_DATE)
ANSWERS_ABOUT_A_TURN = (Answer.KEEP_PARITY, Answer.KEEP_EVERY_SECOND, Answer.OWN_DATE)


@dataclass(frozen=True)
class Chosen:
    answer: Answer
    own_date: dt.date | None = None


@dataclass(frozen=True)
class Choices:
    """`days` by the date the rhythm gives, `turns` by the Monday of week 1; `shifts` are Mondays from which a person
    moved the rhythm to the other weeks.
    """

    days: Mapping[dt.date, Chosen] = field(default_factory=dict)
    turns: Mapping[dt.date, Chosen] = field(default_factory=dict)
    shifts: tuple[dt.date, ...] = ()

    @property
    def every_shift(self) -> tuple[dt.date, ...]:
        at_turns = (turn for turn, one in self.turns.items() if one.answer is Answer.KEEP_EVERY_SECOND)
        return tuple(sorted({*self.shifts, *at_turns}))


NOTHING_CHOSEN = Choices()


@dataclass(frozen=True)
class Slot:
    """`slot` is the rhythm's own date; `date` where the meeting is, and None where there is to be none.

    While `open` holds questions, no meeting is planned.
    """

    slot: dt.date
    date: dt.date | None
    open: tuple[Question, ...] = ()
    off: Off | None = None
    turn: dt.date | None = None

    @property
    def is_settled(self) -> bool:
        return not self.open


# Two years: the rarest rhythm has ten dates in it but for the longest holidays.
WEEKS_LOOKED_AHEAD = 104
WhyOff = Callable[[dt.date], Off | None]


def plan(
    rhythm: Rhythm, first: dt.date, last: dt.date, why_off: WhyOff, choices: Choices = NOTHING_CHOSEN
) -> list[Slot]:
    """In order of the rhythm's dates; `first` and `last` bound those."""
    shifts = choices.every_shift
    found = [_slot(rhythm, day, why_off, choices) for day in slots(rhythm, first, last, shifts)]
    kept = [one for one in found if one is not None]
    if rhythm.is_by_parity:
        kept += _in_place_of_a_turn(rhythm, first, last, kept, choices)
    return sorted(kept, key=lambda one: one.slot)


def _slot(rhythm: Rhythm, day: dt.date, why_off: WhyOff, choices: Choices) -> Slot | None:
    """None where there is nothing to plan and nothing to ask about."""
    off = why_off(day)
    if off is not None and (rhythm.frequency is Frequency.SCHOOL_DAYS or off.kind is OffKind.OUTSIDE):
        return None
    turn, question = _at_turn(rhythm, day, choices)
    chosen = choices.turns.get(turn) if turn and question else None
    if chosen and chosen.answer is Answer.OWN_DATE and question is Question.TWO_IN_A_ROW:
        return Slot(day, day if day == chosen.own_date else None, turn=turn)
    asked = [question] if question and not chosen else []
    return _on_day(day, off, asked, turn if question else None, choices.days.get(day))


def _on_day(day: dt.date, off: Off | None, asked: list[Question], turn: dt.date | None, chosen: Chosen | None) -> Slot:
    if off is not None and chosen is None:
        asked = [*asked, Question.PLANNING_DAY if off.kind is OffKind.PLANNING_DAY else Question.DAY_OFF]
    date: dt.date | None = day
    if chosen is not None and chosen.answer is Answer.SKIP:
        date = None
    elif chosen is not None and chosen.answer is Answer.OWN_DATE:
        date = chosen.own_date
    return Slot(day, date, tuple(asked), off, turn)


def _at_turn(rhythm: Rhythm, day: dt.date, choices: Choices) -> tuple[dt.date | None, Question | None]:
    """The turn of the year the day is near, and what is to be asked: nothing where the weeks changed places at it."""
    turn = turn_of(day) if rhythm.is_by_parity else None
    if turn is None:
        return None, None
    shifts, week = choices.every_shift, monday(day)
    meets_before, meets_after = is_in(rhythm, turn - ONE_WEEK, shifts), is_in(rhythm, turn, shifts)
    if meets_before and meets_after and week in (turn - ONE_WEEK, turn):
        return turn, Question.TWO_IN_A_ROW
    if not meets_before and not meets_after and week == turn + ONE_WEEK:
        return turn, Question.THREE_WEEKS_APART
    return turn, None


def _in_place_of_a_turn(
    rhythm: Rhythm, first: dt.date, last: dt.date, found: Iterable[Slot], choices: Choices
) -> list[Slot]:
    """One meeting on the chosen date, for each turn at which somebody chose one."""
    taken = {one.slot for one in found}
    own = []
    for turn in turns_between(first, last):
        chosen = choices.turns.get(turn)
        if chosen and chosen.own_date and first <= chosen.own_date <= last and chosen.own_date not in taken:
            own.append(Slot(chosen.own_date, chosen.own_date, turn=turn))
    return own


def around_turn(rhythm: Rhythm, turn: dt.date, choices: Choices = NOTHING_CHOSEN) -> tuple[dt.date, dt.date]:
    """The last meeting before the weeks in question and the first after them, between which an own date lies."""
    without = Choices(choices.days, {day: one for day, one in choices.turns.items() if day != turn}, choices.shifts)
    near = list(slots(rhythm, turn - 5 * ONE_WEEK, turn + 6 * ONE_WEEK, without.every_shift))
    in_question = (turn - ONE_WEEK, turn)
    before = [day for day in near if day < turn and monday(day) not in in_question]
    after = [day for day in near if day > turn and monday(day) not in in_question]
    return max(before), min(after)


def crosses_parity(rhythm: Rhythm, slot: dt.date, date: dt.date, choices: Choices = NOTHING_CHOSEN) -> bool:
    """Whether a meeting moved there comes into a week in which its rhythm does not meet."""
    return rhythm.is_by_parity and not is_in(rhythm, monday(date), choices.every_shift) and monday(date) != monday(slot)


def shift_after_move(slot: dt.date, date: dt.date) -> dt.date:
    """The Monday from which odd and even change places, so that the next is two weeks after the moved one."""
    return monday(date) + ONE_WEEK if date > slot else monday(slot)


def coming(
    rhythm: Rhythm, first: dt.date, why_off: WhyOff, choices: Choices = NOTHING_CHOSEN, most: int = 10
) -> list[Slot]:
    """The next so many that a rhythm gives from a day on, at most two years ahead."""
    found = plan(rhythm, first, first + WEEKS_LOOKED_AHEAD * ONE_WEEK, why_off, choices)
    return found[:most]


def suggestions(rhythm: Rhythm, last: dt.date, why_off: WhyOff, most: int = 10) -> list[dt.date]:
    """Of a rhythm whose next date is agreed: if each were agreed as suggested, and none on a day off."""
    found: list[dt.date] = []
    while len(found) < most:
        day = suggested_after(rhythm, last)
        while why_off(day) is not None and (day - last).days < WEEKS_LOOKED_AHEAD * 7:
            day += ONE_WEEK
        found.append(day)
        last = day
    return found
