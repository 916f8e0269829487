"""The parts of the talk, in the order in which the page leads through them. Each may be left and come back to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

Texts = Mapping[str, str]


class Part(StrEnum):
    """The child is heard before the adults, and strengths before factors."""

    WELCOME = "welcome"
    CHILDS_STORY = "childs_story"
    GUARDIANS_STORY = "guardians_story"
    SCHOOLS_STORY = "schools_story"
    STRENGTHS = "strengths"
    RELATIONS = "relations"
    FACTORS = "factors"
    HOPES = "hopes"
    CONSENT = "consent"
    OFFER = "offer"


PARTS: Mapping[Part, Texts] = {
    Part.WELCOME: {"nb": "Velkommen", "nn": "Velkomen", "en": "Welcome"},
    Part.CHILDS_STORY: {"nb": "Elevens fortelling", "nn": "Forteljinga til eleven", "en": "The pupil's story"},
    Part.GUARDIANS_STORY: {
        "nb": "De foresattes fortelling",
        "nn": "Forteljinga til dei føresette",
        "en": "The guardians' story",
    },
    Part.SCHOOLS_STORY: {"nb": "Skolens fortelling", "nn": "Forteljinga til skulen", "en": "The school's story"},
    Part.STRENGTHS: {"nb": "Det som er godt", "nn": "Det som er godt", "en": "What is good"},
    Part.RELATIONS: {"nb": "Hvem som er nær", "nn": "Kven som er nær", "en": "Who is near"},
    Part.FACTORS: {
        "nb": "Det som gjør det vanskelig, og det som hjelper",
        "nn": "Det som gjer det vanskeleg, og det som hjelper",
        "en": "What makes it hard, and what helps",
    },
    Part.HOPES: {"nb": "Det hver av oss håper på", "nn": "Det kvar av oss håper på", "en": "What each of us hopes for"},
    Part.CONSENT: {"nb": "Samtykke", "nn": "Samtykke", "en": "Consent"},
    Part.OFFER: {"nb": "Tilbudet", "nn": "Tilbodet", "en": "The offer"},
}


def part_after(part: Part) -> Part | None:
    """None after the last."""
    parts = list(Part)
    place = parts.index(part) + 1
    return parts[place] if place < len(parts) else None
