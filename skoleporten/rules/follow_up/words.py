"""Deadlines, persons and kinds of a routine in plain words, for screens and for the generated pages."""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.follow_up.model import OPENING, Deadline, DeadlineUnit, Routine, StepKind, Who

Texts = Mapping[str, str]

WHO: Mapping[Who, Texts] = {
    Who.CONTACT_TEACHER: {"nb": "kontaktlærer", "nn": "kontaktlærar", "en": "contact teacher"},
    Who.SCHOOL_LEADER: {"nb": "skoleleder", "nn": "skuleleiar", "en": "school leader"},
    Who.SOCIAL_TEACHER: {"nb": "sosiallærer", "nn": "sosiallærar", "en": "social teacher"},
    Who.SCHOOL_NURSE: {"nb": "helsesykepleier", "nn": "helsesjukepleiar", "en": "school nurse"},
    Who.RESOURCE_TEAM: {"nb": "ressursteam", "nn": "ressursteam", "en": "resource team"},
    Who.LEAD: {"nb": "leder for Skoleporten", "nn": "leiar for Skoleporten", "en": "lead of Skoleporten"},
}

KINDS: Mapping[StepKind, Texts] = {
    StepKind.PUPIL_TALK: {"nb": "samtale med eleven", "nn": "samtale med eleven", "en": "talk with the pupil"},
    StepKind.HOME_CONTACTED: {"nb": "kontakt med hjemmet", "nn": "kontakt med heimen", "en": "contact with the home"},
    StepKind.MEETING: {"nb": "møte", "nn": "møte", "en": "meeting"},
    StepKind.AGREEMENT: {"nb": "avtale", "nn": "avtale", "en": "agreement"},
    StepKind.MEASURE: {"nb": "tiltak", "nn": "tiltak", "en": "measure"},
    StepKind.EVALUATION: {"nb": "evaluering", "nn": "evaluering", "en": "evaluation"},
    StepKind.RESOURCE_TEAM: {"nb": "ressursteam", "nn": "ressursteam", "en": "resource team"},
    StepKind.OTHER: {"nb": "annet", "nn": "anna", "en": "something else"},
}

_UNITS: Mapping[DeadlineUnit, Mapping[str, tuple[str, str]]] = {
    DeadlineUnit.SCHOOL_DAYS: {
        "nb": ("skoledag", "skoledager"),
        "nn": ("skuledag", "skuledagar"),
        "en": ("school day", "school days"),
    },
    DeadlineUnit.DAYS: {"nb": ("dag", "dager"), "nn": ("dag", "dagar"), "en": ("day", "days")},
    DeadlineUnit.WEEKS: {"nb": ("uke", "uker"), "nn": ("veke", "veker"), "en": ("week", "weeks")},
}
_SAME_DAY = {"nb": "samme dag", "nn": "same dag", "en": "the same day"}
_WITHIN = {"nb": "innen {time}", "nn": "innan {time}", "en": "within {time}"}
_AFTER = {"nb": "{when} etter «{step}»", "nn": "{when} etter «{step}»", "en": "{when} after “{step}”"}
_SAME_DAY_AS = {"nb": "samme dag som «{step}»", "nn": "same dag som «{step}»", "en": "the same day as “{step}”"}


def who_in_words(who: Who, language: str) -> str:
    return WHO[who][language]


def kind_in_words(kind: StepKind, language: str) -> str:
    return KINDS[kind][language]


def deadline_in_words(deadline: Deadline, routine: Routine, language: str) -> str:
    """`innen 1 uke etter «Møte …»`; counted from the opening it names no step."""
    step = None if deadline.start == OPENING else routine.step(deadline.start).name[language]
    if deadline.unit is DeadlineUnit.SAME_DAY:
        return _SAME_DAY[language] if step is None else _SAME_DAY_AS[language].format(step=step)
    one, many = _UNITS[deadline.unit][language]
    when = _WITHIN[language].format(time=f"{deadline.length} {one if deadline.length == 1 else many}")
    return when if step is None else _AFTER[language].format(when=when, step=step)
