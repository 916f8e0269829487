"""Source panels: who is asked, what they said, what came of it, and that they were told. All is imported from here."""

from skoleporten.panels.models.changes import Change, ToldBack
from skoleporten.panels.models.members import Member
from skoleporten.panels.models.panels import Panel, Theme
from skoleporten.panels.models.rows import READERS
from skoleporten.panels.models.sessions import Attendance, Question, Session
from skoleporten.panels.models.shelf import ShelfItem
from skoleporten.panels.models.statements import Statement

__all__ = [
    "READERS",
    "Attendance",
    "Change",
    "Member",
    "Panel",
    "Question",
    "Session",
    "ShelfItem",
    "Statement",
    "Theme",
    "ToldBack",
]
