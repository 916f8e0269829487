"""Presence: marks of arriving and leaving, and what follows from them. Everything is imported from here."""

from skoleporten.rules.presence.places import IN_THE_SCHOOLS_REGISTER, PLACES, Place

__all__ = ["IN_THE_SCHOOLS_REGISTER", "PLACES", "Place"]
