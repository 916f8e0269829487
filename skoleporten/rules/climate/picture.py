"""Where a group stands on the picture of four fields: coarse enough that nobody is found in it.

Each axis has five places and no more. With five who answered, to somebody who knows her own answers and sees the
picture about half of what any other may have answered stays possible, at the least: counted in
tests/unit/rules/test_climate_picture.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.climate.items import Axis, Items
from skoleporten.rules.climate.sums import Sums

Texts = Mapping[str, str]
FEWEST = 5
# Between two pictures of what each answered alone, so that one who comes or goes does not stand out.
DAYS_BETWEEN = 28
STEP_OF_ANSWERS = 5
# Of twenty parts of the most points: below, below, up to, up to.
LIMITS = (6, 9, 11, 14)
OF = 20


class Field(StrEnum):
    """As on the slide: the first at the upper right, and on against the clock."""

    I = "I"  # noqa: E741 (the slide's own number)
    II = "II"
    III = "III"
    IV = "IV"


AIM = Field.I
NAMES: Mapping[Field, Texts] = {
    Field.I: {
        "nb": "et støttende og også utfordrende læringsmiljø",
        "nn": "eit støttande og også utfordrande læringsmiljø",
        "en": "a supportive and also challenging learning environment",
    },
    Field.II: {
        "nb": "mye utfordring, lite støtte",
        "nn": "mykje utfordring, lite støtte",
        "en": "much challenge, little support",
    },
    Field.III: {"nb": "lite blir sagt høyt", "nn": "lite blir sagt høgt", "en": "little is said aloud"},
    Field.IV: {
        "nb": "mye støtte, lite utfordring",
        "nn": "mykje støtte, lite utfordring",
        "en": "much support, little challenge",
    },
}
# What a group may talk about. A question and no advice.
QUESTIONS: Mapping[Field, Texts] = {
    Field.I: {
        "nb": "Hva er det vi gjør som virker, og hvordan tar vi vare på det?",
        "nn": "Kva er det vi gjer som verkar, og korleis tek vi vare på det?",
        "en": "What is it that we do that makes it work, and how do we keep it?",
    },
    Field.II: {
        "nb": "Hva kan gjøre det lettere å være usikker sammen?",
        "nn": "Kva kan gjere det lettare å vere usikker saman?",
        "en": "What could make it easier to be unsure together?",
    },
    Field.III: {
        "nb": "Hva er den minste tingen vi kan begynne å si høyt?",
        "nn": "Kva er den minste tingen vi kan byrje å seie høgt?",
        "en": "What is the smallest thing we can begin to say aloud?",
    },
    Field.IV: {
        "nb": "Hva ser vi ulikt på, uten at vi snakker om det?",
        "nn": "Kva ser vi ulikt på, utan at vi snakkar om det?",
        "en": "What do we see differently without talking about it?",
    },
}
BETWEEN: Texts = {
    "nb": "Hva skal til for at vi kommer litt nærmere felt I?",
    "nn": "Kva skal til for at vi kjem litt nærare felt I?",
    "en": "What would it take to come a little nearer to field I?",
}
LEVELS: Mapping[Axis, Mapping[int, Texts]] = {
    Axis.SAFETY: {
        -2: {"nb": "svak", "nn": "svak", "en": "weak"},
        -1: {"nb": "nokså svak", "nn": "nokså svak", "en": "rather weak"},
        0: {"nb": "midt imellom", "nn": "midt imellom", "en": "in between"},
        1: {"nb": "nokså sterk", "nn": "nokså sterk", "en": "rather strong"},
        2: {"nb": "sterk", "nn": "sterk", "en": "strong"},
    },
    Axis.OPENNESS: {
        -2: {"nb": "går utenom", "nn": "går utanom", "en": "avoided"},
        -1: {"nb": "går ofte utenom", "nn": "går ofte utanom", "en": "often avoided"},
        0: {"nb": "midt imellom", "nn": "midt imellom", "en": "in between"},
        1: {"nb": "tar den ofte opp", "nn": "tek ho ofte opp", "en": "often taken up"},
        2: {"nb": "tar den opp", "nn": "tek ho opp", "en": "taken up"},
    },
}


@dataclass(frozen=True)
class Place:
    """Levels from -2 to 2."""

    safety: int
    openness: int

    @property
    def fields(self) -> tuple[Field, ...]:
        """The field, or those that it lies between: all four in the very middle."""
        right = {Field.I, Field.IV} if self.safety >= 0 else set()
        left = {Field.II, Field.III} if self.safety <= 0 else set()
        upper = {Field.I, Field.II} if self.openness >= 0 else set()
        lower = {Field.III, Field.IV} if self.openness <= 0 else set()
        return tuple(one for one in Field if one in (right | left) & (upper | lower))

    @property
    def question(self) -> Texts:
        return QUESTIONS[self.fields[0]] if len(self.fields) == 1 else BETWEEN


def level(points: int, most: int) -> int:
    """In whole numbers. The middle holds both its edges, so that it lies as far from the one side as the other."""
    low, lower, upper, high = LIMITS
    share = points * OF
    if share < lower * most:
        return -2 if share < low * most else -1
    if share > upper * most:
        return 2 if share > high * most else 1
    return 0


def picture(sums: Sums, items: Items) -> Place | None:
    """None of fewer than five."""
    people = len(sums.people)
    if people < FEWEST:
        return None
    levels = {axis: level(sums.points[axis], people * items.most(axis)) for axis in Axis}
    return Place(levels[Axis.SAFETY], levels[Axis.OPENNESS])


def picture_together(points: Mapping[Axis, int], items: Items) -> Place:
    """Of what a group has agreed on: one answer for all."""
    levels = {axis: level(points[axis], items.most(axis)) for axis in Axis}
    return Place(levels[Axis.SAFETY], levels[Axis.OPENNESS])


def at_least(people: int) -> int:
    """How many have answered, in steps of five."""
    return people // STEP_OF_ANSWERS * STEP_OF_ANSWERS


def first_day_for_next(closed_on: dt.date) -> dt.date:
    return closed_on + dt.timedelta(days=DAYS_BETWEEN)
