"""Who is near and safe for this child: how good it is, never how many. A simple map, with a list as its text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Ring(IntEnum):
    """As the pupil puts it; 1 is innermost."""

    SAFE = 1
    NEAR = 2
    KNOWN = 3


class Place(StrEnum):
    """Where the person belongs; each has its own part of the map."""

    HOME = "home"
    FAMILY = "family"
    FRIENDS = "friends"
    SCHOOL = "school"
    LEISURE = "leisure"
    HELPERS = "helpers"


RINGS: Mapping[Ring, Mapping[str, str]] = {
    Ring.SAFE: {"nb": "trygg", "nn": "trygg", "en": "safe"},
    Ring.NEAR: {"nb": "nær", "nn": "nær", "en": "near"},
    Ring.KNOWN: {"nb": "kjent", "nn": "kjend", "en": "known"},
}
PLACES: Mapping[Place, Mapping[str, str]] = {
    Place.HOME: {"nb": "Hjemme", "nn": "Heime", "en": "At home"},
    Place.FAMILY: {"nb": "Familie ellers", "nn": "Familie elles", "en": "Other family"},
    Place.FRIENDS: {"nb": "Venner", "nn": "Vener", "en": "Friends"},
    Place.SCHOOL: {"nb": "Skole", "nn": "Skule", "en": "School"},
    Place.LEISURE: {"nb": "Fritid", "nn": "Fritid", "en": "Leisure"},
    Place.HELPERS: {"nb": "De som hjelper", "nn": "Dei som hjelper", "en": "Those who help"},
}


@dataclass(frozen=True)
class Near:
    """A person or an animal, as the pupil names them."""

    name: str
    place: Place
    ring: Ring


@dataclass(frozen=True)
class Dot:
    """`x` and `y` from -1 to 1 with the pupil in the middle at (0, 0); y grows downwards, as in SVG."""

    near: Near
    x: float
    y: float


def dots(relations: Sequence[Near]) -> list[Dot]:
    """In the order given. Each place has a sixth of the circle; those of one place and ring share it evenly."""
    sector = 2 * math.pi / len(Place)
    shares: dict[tuple[Place, Ring], list[int]] = {}
    for number, near in enumerate(relations):
        shares.setdefault((near.place, near.ring), []).append(number)
    found = []
    for number, near in enumerate(relations):
        alike = shares[near.place, near.ring]
        begins = sector * list(Place).index(near.place) - math.pi / 2
        angle = begins + sector * (alike.index(number) + 1) / (len(alike) + 1)
        radius = near.ring / len(Ring)
        found.append(Dot(near, round(radius * math.cos(angle), 4), round(radius * math.sin(angle), 4)))
    return found
