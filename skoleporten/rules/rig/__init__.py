"""The rig: functions, rooms and services that ship, who steps in for whom, and places against need."""

from skoleporten.rules.rig.shipped import Group, Rig, ShippedFunction, ShippedRoom, ShippedService, shipped_rig
from skoleporten.rules.rig.who import READERS, Part, may_read

__all__ = [
    "READERS",
    "Group",
    "Part",
    "Rig",
    "ShippedFunction",
    "ShippedRoom",
    "ShippedService",
    "may_read",
    "shipped_rig",
]
