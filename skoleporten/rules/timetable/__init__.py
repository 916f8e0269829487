"""The week's timetable: what is shipped with it, and in which slots something stands."""

from skoleporten.rules.timetable.entries import ShippedEntry, parse_entries, shipped_entries
from skoleporten.rules.timetable.placing import SCHOOL_WEEK, Placing, place

__all__ = ["SCHOOL_WEEK", "Placing", "ShippedEntry", "parse_entries", "place", "shipped_entries"]
