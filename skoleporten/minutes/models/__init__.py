"""The record of a meeting. A room a noun; everything is imported from here."""

from skoleporten.minutes.models.approved import Approval, ApprovedPart
from skoleporten.minutes.models.choices import Alternative, Choice, Chosen, Voice
from skoleporten.minutes.models.decisions import DecisionTurn, MeetingDecision
from skoleporten.minutes.models.record import Attendance, ItemNote, ItemTime, Minutes

__all__ = [
    "Alternative",
    "Approval",
    "ApprovedPart",
    "Attendance",
    "Choice",
    "Chosen",
    "DecisionTurn",
    "ItemNote",
    "ItemTime",
    "MeetingDecision",
    "Minutes",
    "Voice",
]
