"""Presence: marks of arriving and leaving, and what follows from them. Everything is imported from here."""

from skoleporten.rules.presence.clock import (
    LATE,
    OLDEST,
    SCHOOL_TIME,
    SLACK,
    Captured,
    are_apart,
    came_in_time,
    captured,
    minutes_between,
    school_day,
)
from skoleporten.rules.presence.days import Day, Look, Visit, Why
from skoleporten.rules.presence.derive import LESSON, derive
from skoleporten.rules.presence.events import ABOUT_ANOTHER, MARKS, Event, Held, Kind, RatedBy
from skoleporten.rules.presence.places import IN_THE_SCHOOLS_REGISTER, PLACES, Place
from skoleporten.rules.presence.standing import SAME_TAP
from skoleporten.rules.presence.words import LOOKS

__all__ = [
    "ABOUT_ANOTHER",
    "IN_THE_SCHOOLS_REGISTER",
    "LATE",
    "LESSON",
    "LOOKS",
    "MARKS",
    "OLDEST",
    "PLACES",
    "SAME_TAP",
    "SCHOOL_TIME",
    "SLACK",
    "Captured",
    "Day",
    "Event",
    "Held",
    "Kind",
    "Look",
    "Place",
    "RatedBy",
    "Visit",
    "Why",
    "are_apart",
    "came_in_time",
    "captured",
    "derive",
    "minutes_between",
    "school_day",
]
