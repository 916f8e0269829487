"""The rig: functions, rooms and services that ship, who steps in for whom, and places against need."""

from skoleporten.rules.rig.away import LONGEST_DAYS, Days, WhyNot, days_without, why_not, working_days
from skoleporten.rules.rig.capacity import Against, Need, need
from skoleporten.rules.rig.shipped import Group, Rig, ShippedFunction, ShippedRoom, ShippedService, shipped_rig
from skoleporten.rules.rig.who import READERS, Part, may_read

__all__ = [
    "LONGEST_DAYS",
    "READERS",
    "Against",
    "Days",
    "Group",
    "Need",
    "Part",
    "Rig",
    "ShippedFunction",
    "ShippedRoom",
    "ShippedService",
    "WhyNot",
    "days_without",
    "may_read",
    "need",
    "shipped_rig",
    "why_not",
    "working_days",
]
