"""A note: what was seen or heard, apart from what somebody takes it to mean, and the child's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Texts = Mapping[str, str]


class Audience(StrEnum):
    """Whom a note is for besides whoever wrote it; the same words as in rules/visibility.py."""

    TEAM = "team"
    SPECIALIST = "specialist"
    SCHOOL = "school"
    GUARDIAN = "guardian"
    PUPIL = "pupil"


AUDIENCES: Mapping[Audience, Texts] = {
    Audience.TEAM: {"nb": "De som jobber i Skoleporten", "nn": "Dei som jobbar i Skoleporten", "en": "Skoleporten"},
    Audience.SPECIALIST: {
        "nb": "Fagpersoner i teamet rundt eleven",
        "nn": "Fagpersonar i teamet rundt eleven",
        "en": "Specialists in the team around the pupil",
    },
    Audience.SCHOOL: {"nb": "Skolens leder", "nn": "Skuleleiaren", "en": "The school: its leader"},
    Audience.GUARDIAN: {"nb": "Foresatte", "nn": "Føresette", "en": "The guardians"},
    Audience.PUPIL: {"nb": "Eleven", "nn": "Eleven", "en": "The pupil"},
}


class Present(StrEnum):
    """Who else was there, as kinds of people; the adults of the team are chosen by name."""

    GUARDIAN = "guardian"
    SIBLING = "sibling"
    PEER = "peer"
    GROUP = "group"
    TEACHER = "teacher"
    SPECIALIST = "specialist"
    OTHER_ADULT = "other_adult"


PRESENT: Mapping[Present, Texts] = {
    Present.GUARDIAN: {"nb": "Foresatt", "nn": "Føresett", "en": "A guardian"},
    Present.SIBLING: {"nb": "Søsken", "nn": "Sysken", "en": "A sibling"},
    Present.PEER: {"nb": "En jevnaldrende", "nn": "Ein jamaldra", "en": "Somebody of the same age"},
    Present.GROUP: {"nb": "Flere jevnaldrende", "nn": "Fleire jamaldra", "en": "Several of the same age"},
    Present.TEACHER: {"nb": "Lærer", "nn": "Lærar", "en": "A teacher"},
    Present.SPECIALIST: {"nb": "Fagperson", "nn": "Fagperson", "en": "A specialist"},
    Present.OTHER_ADULT: {"nb": "En annen voksen", "nn": "Ein annan vaksen", "en": "Another adult"},
}


class NoteLack(StrEnum):
    ANYTHING = "anything"
    OBSERVATION = "observation"
    AUDIENCE = "audience"


@dataclass(frozen=True)
class Note:
    """`audiences` are of Audience; the writer reads the note whomever it is for."""

    observation: str = ""
    interpretation: str = ""
    childs_words: str = ""
    audiences: frozenset[str] = frozenset({Audience.TEAM.value})

    @property
    def lacks(self) -> tuple[NoteLack, ...]:
        """An interpretation never stands alone: it is of something that was seen or heard."""
        has_observation, has_words = bool(self.observation.strip()), bool(self.childs_words.strip())
        found = {
            NoteLack.OBSERVATION: bool(self.interpretation.strip()) and not has_observation,
            NoteLack.ANYTHING: not (has_observation or has_words or self.interpretation.strip()),
            NoteLack.AUDIENCE: not self.audiences,
        }
        return tuple(lack for lack in NoteLack if found[lack])
