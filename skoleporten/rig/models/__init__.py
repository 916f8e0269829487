"""Functions, services, rooms, days away and capacity. A room a noun; everything is imported from here."""

from skoleporten.rig.models.away import Away
from skoleporten.rig.models.capacity import ALL, Capacity
from skoleporten.rig.models.functions import Function, Holding
from skoleporten.rig.models.rooms import Booking, Room
from skoleporten.rig.models.services import Service

__all__ = ["ALL", "Away", "Booking", "Capacity", "Function", "Holding", "Room", "Service"]
