"""Whether the registers say what the plan for handing back says: where the pupil goes, in which class, of what size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class To(StrEnum):
    HOME = "home"
    OTHER = "other"
    UPPER_SECONDARY = "upper_secondary"


class Differs(StrEnum):
    """What stands otherwise in the register than in the plan, or does not stand there at all."""

    NO_ENROLMENT = "no_enrolment"
    ANOTHER_SCHOOL = "another_school"
    NO_CLASS = "no_class"
    CLASS_SIZE = "class_size"
    OLD_SCHOOL_GOES_ON = "old_school_goes_on"


DIFFERS = {
    Differs.NO_ENROLMENT: {
        "nb": "Elevregisteret har ingen skole for eleven fra den dagen.",
        "nn": "Elevregisteret har ingen skule for eleven frå den dagen.",
        "en": "The register has no school for the pupil from that day.",
    },
    Differs.ANOTHER_SCHOOL: {
        "nb": "Elevregisteret har en annen skole enn planen den dagen.",
        "nn": "Elevregisteret har ein annan skule enn planen den dagen.",
        "en": "The register has another school than the plan that day.",
    },
    Differs.NO_CLASS: {
        "nb": "Elevregisteret har ingen klasse for eleven der.",
        "nn": "Elevregisteret har ingen klasse for eleven der.",
        "en": "The register has no class for the pupil there.",
    },
    Differs.CLASS_SIZE: {
        "nb": "Klassen har et annet antall elever i registeret enn i planen.",
        "nn": "Klassen har eit anna tal på elevar i registeret enn i planen.",
        "en": "The class has another number of pupils in the register than in the plan.",
    },
    Differs.OLD_SCHOOL_GOES_ON: {
        "nb": "Eleven står fortsatt ved en annen skole i registeret den dagen.",
        "nn": "Eleven står framleis ved ein annan skule i registeret den dagen.",
        "en": "The pupil still stands at another school in the register that day.",
    },
}


@dataclass(frozen=True)
class Stay:
    """An enrolment that holds on the day; `pupils` are those in its class, None where it has none."""

    school: int
    has_class: bool
    pupils: int | None
    start: dt.date


def differences(to: To, school: int | None, class_size: int | None, stays: Sequence[Stay]) -> tuple[Differs, ...]:
    """Between the plan and the enrolments on the day the school takes over; nothing of what the plan leaves open.

    An upper secondary school is not in the register: there the enrolment at the old school has to end.
    """
    if to is To.UPPER_SECONDARY and school is None:
        return (Differs.OLD_SCHOOL_GOES_ON,) if stays else ()
    if not stays:
        return (Differs.NO_ENROLMENT,)
    there = [stay for stay in stays if school is None or stay.school == school]
    if not there:
        return (Differs.ANOTHER_SCHOOL,)
    stay = max(there, key=lambda one: one.start)
    found = []
    if not stay.has_class:
        found.append(Differs.NO_CLASS)
    elif class_size is not None and stay.pupils is not None and stay.pupils != class_size:
        found.append(Differs.CLASS_SIZE)
    if len({one.school for one in stays}) > 1:
        found.append(Differs.OLD_SCHOOL_GOES_ON)
    return tuple(found)
