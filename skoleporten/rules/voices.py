"""Own words of a pupil or a guardian: what they may be, who may be let read them, and who decides it at which age.

At any age a pupil may keep own words to the adults here. Before 15 those who work with the pupil may still let a
guardian read one thing, with a reason that the pupil is told; from 12 only after the pupil was asked. From the 15th
birthday only the pupil decides, and what was let be read before ends to be (opplæringslova § 24-5; 12: barnelova § 31).
Danger can be kept secret at no age: that is a duty of whoever reads, and no choice of whoever wrote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum

from skoleporten.rules.consent import birthday

READ_WITHIN_SCHOOL_DAYS = 2
HEARD_FIRST = 12
DECIDES_ALONE = 15
MOST_LETTERS = 20_000
MOST_PICTURES = 3


class Teller(StrEnum):
    PUPIL = "pupil"
    GUARDIAN = "guardian"


TELLERS: Mapping[Teller, Mapping[str, str]] = {
    Teller.PUPIL: {"nb": "Eleven", "nn": "Eleven", "en": "The pupil"},
    Teller.GUARDIAN: {"nb": "En foresatt", "nn": "Ein føresett", "en": "A guardian"},
}


class Kind(StrEnum):
    """What it is about. A pupil is not asked: own words are own words."""

    ANYTHING = "anything"
    STORY = "story"
    MORNING = "morning"
    SLEEP = "sleep"
    WORKED = "worked"


KINDS: Mapping[Teller, Sequence[Kind]] = {
    Teller.PUPIL: (Kind.ANYTHING,),
    Teller.GUARDIAN: (Kind.STORY, Kind.MORNING, Kind.SLEEP, Kind.WORKED, Kind.ANYTHING),
}


class Face(StrEnum):
    """Chosen by whoever writes, as many as fit. No number stands behind them, and they are never counted."""

    GLAD = "glad"
    CALM = "calm"
    PROUD = "proud"
    TIRED = "tired"
    SAD = "sad"
    WORRIED = "worried"
    SCARED = "scared"
    ANGRY = "angry"
    UNSURE = "unsure"


ABOUT: Mapping[Kind, Mapping[str, str]] = {
    Kind.STORY: {
        "nb": "Hvordan det er, med egne ord",
        "nn": "Korleis det er, med eigne ord",
        "en": "How it is, in my own words",
    },
    Kind.MORNING: {"nb": "Morgenen hjemme", "nn": "Morgonen heime", "en": "The morning at home"},
    Kind.SLEEP: {"nb": "Søvn", "nn": "Søvn", "en": "Sleep"},
    Kind.WORKED: {"nb": "Noe som virket", "nn": "Noko som verka", "en": "Something that worked"},
    Kind.ANYTHING: {"nb": "Noe annet", "nn": "Noko anna", "en": "Something else"},
}
FACES: Mapping[Face, Mapping[str, str]] = {
    Face.GLAD: {"nb": "Glad", "nn": "Glad", "en": "Glad"},
    Face.CALM: {"nb": "Rolig", "nn": "Roleg", "en": "Calm"},
    Face.PROUD: {"nb": "Stolt", "nn": "Stolt", "en": "Proud"},
    Face.TIRED: {"nb": "Sliten", "nn": "Sliten", "en": "Tired"},
    Face.SAD: {"nb": "Lei meg", "nn": "Lei meg", "en": "Sad"},
    Face.WORRIED: {"nb": "Urolig", "nn": "Uroleg", "en": "Worried"},
    Face.SCARED: {"nb": "Redd", "nn": "Redd", "en": "Scared"},
    Face.ANGRY: {"nb": "Sint", "nn": "Sint", "en": "Angry"},
    Face.UNSURE: {"nb": "Vet ikke", "nn": "Veit ikkje", "en": "I do not know"},
}


class Reader(StrEnum):
    """Who may be let read it besides the adults here, as audiences in rules/visibility."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    SCHOOL = "school"
    SPECIALIST = "specialist"


MAY_CHOOSE: Mapping[Teller, frozenset[Reader]] = {
    Teller.PUPIL: frozenset({Reader.GUARDIAN, Reader.SCHOOL, Reader.SPECIALIST}),
    Teller.GUARDIAN: frozenset(Reader),
}


class Lack(StrEnum):
    SOMETHING = "something"
    TOO_LONG = "too_long"
    TOO_MANY_PICTURES = "too_many_pictures"
    KIND = "kind"


def lacks(teller: Teller, kind: str, words: str, faces: int, pictures: int) -> list[Lack]:
    """What is missing before it can be kept; a face or a drawing alone says something."""
    found = []
    if kind not in KINDS[teller]:
        found.append(Lack.KIND)
    if not (words.strip() or faces or pictures):
        found.append(Lack.SOMETHING)
    if len(words) > MOST_LETTERS:
        found.append(Lack.TOO_LONG)
    if pictures > MOST_PICTURES:
        found.append(Lack.TOO_MANY_PICTURES)
    return found


class MayOpen(StrEnum):
    """Whether those who work with the pupil may let a guardian read what the pupil kept to the adults here."""

    WITH_A_REASON = "with_a_reason"
    AFTER_ASKING = "after_asking"
    ONLY_THE_PUPIL = "only_the_pupil"
    AGE_NOT_KNOWN = "age_not_known"


def may_open(born: dt.date | None, today: dt.date) -> MayOpen:
    """Where nobody knows the age, the pupil has the stronger right."""
    if born is None:
        return MayOpen.AGE_NOT_KNOWN
    if birthday(born, DECIDES_ALONE) <= today:
        return MayOpen.ONLY_THE_PUPIL
    return MayOpen.AFTER_ASKING if birthday(born, HEARD_FIRST) <= today else MayOpen.WITH_A_REASON


def staff_may_open(born: dt.date | None, today: dt.date) -> bool:
    return may_open(born, today) in (MayOpen.WITH_A_REASON, MayOpen.AFTER_ASKING)


def born_by(age: int, today: dt.date) -> dt.date:
    """Whoever was born that day or earlier has had the birthday."""
    try:
        return today.replace(year=today.year - age)
    except ValueError:
        return today.replace(year=today.year - age, day=28)
