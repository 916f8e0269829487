"""Handing a pupil back to a school: what must be settled, whether the registers agree, and when to ask again."""

from skoleporten.rules.handing_back.checklist import Answer, Item, parse_items, shipped_items, unanswered
from skoleporten.rules.handing_back.follow_ups import AFTER, After, Planned, due_on, next_one, planned
from skoleporten.rules.handing_back.rosters import DIFFERS, Differs, Stay, To, differences

__all__ = [
    "AFTER",
    "DIFFERS",
    "After",
    "Answer",
    "Differs",
    "Item",
    "Planned",
    "Stay",
    "To",
    "differences",
    "due_on",
    "next_one",
    "parse_items",
    "planned",
    "shipped_items",
    "unanswered",
]
