"""Where a pupil is met. The programme's own places, from a flat to an ordinary class."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Place(StrEnum):
    """In the order in which they are chosen on a phone."""

    SKOLEPORTEN = "skoleporten"
    FLAT = "flat"
    GAMING_ROOM = "gaming_room"
    HOME_VISIT = "home_visit"
    NEAR_SCHOOL = "near_school"
    CLASS = "class"
    ORDINARY_SCHOOL = "ordinary_school"
    OUTING = "outing"


# There the school takes its own register; everywhere else the pupil is present elsewhere by agreement.
IN_THE_SCHOOLS_REGISTER = frozenset({Place.CLASS, Place.ORDINARY_SCHOOL})

PLACES: Mapping[Place, Mapping[str, str]] = {
    Place.SKOLEPORTEN: {"nb": "Skoleporten", "nn": "Skoleporten", "en": "Skoleporten"},
    Place.FLAT: {"nb": "Leiligheten", "nn": "Leilegheita", "en": "The flat"},
    Place.GAMING_ROOM: {"nb": "Gamingrommet", "nn": "Gamingrommet", "en": "The gaming room"},
    Place.HOME_VISIT: {"nb": "Hjemmebesøk", "nn": "Heimebesøk", "en": "Home visit"},
    Place.NEAR_SCHOOL: {"nb": "På nærskolen", "nn": "På nærskulen", "en": "At the local school"},
    Place.CLASS: {"nb": "I klassen", "nn": "I klassen", "en": "In class"},
    Place.ORDINARY_SCHOOL: {"nb": "Vanlig skoledag", "nn": "Vanleg skuledag", "en": "Ordinary school day"},
    Place.OUTING: {"nb": "På tur", "nn": "På tur", "en": "On an outing"},
}
