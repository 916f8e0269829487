"""Presence: the marks, which are the truth, and the days that follow from them. Everything is imported from here."""

from skoleporten.presence.models.days import PresenceDay, Visit
from skoleporten.presence.models.home import CallHome, HomeVisit
from skoleporten.presence.models.marks import Mark
from skoleporten.presence.models.offline import OfflineChoice
from skoleporten.presence.models.statements import Statement, StatementRead

__all__ = ["CallHome", "HomeVisit", "Mark", "OfflineChoice", "PresenceDay", "Statement", "StatementRead", "Visit"]
