"""The climate of a team: statements on two axes, sums of what was answered, and the four fields."""

from skoleporten.rules.climate.items import (
    ANSWERS,
    MOST_POINTS,
    Axis,
    Item,
    Items,
    Wrong,
    WrongItemsError,
    as_lines,
    items_of,
    own_items,
    shipped_items,
)
from skoleporten.rules.climate.picture import (
    AIM,
    FEWEST,
    LEVELS,
    NAMES,
    Field,
    Place,
    at_least,
    first_day_for_next,
    picture,
    picture_together,
)
from skoleporten.rules.climate.sums import Sums, sums_of

__all__ = [
    "AIM",
    "ANSWERS",
    "FEWEST",
    "LEVELS",
    "MOST_POINTS",
    "NAMES",
    "Axis",
    "Field",
    "Item",
    "Items",
    "Place",
    "Sums",
    "Wrong",
    "WrongItemsError",
    "as_lines",
    "at_least",
    "first_day_for_next",
    "items_of",
    "own_items",
    "picture",
    "picture_together",
    "shipped_items",
    "sums_of",
]
