"""The weekly timetable, and what leaves here as a calendar: the private feeds and the invitations by e-mail."""

from skoleporten.week.models.calendars import Feed, Invitation, MailChoice
from skoleporten.week.models.entries import Entry, EntryQuerySet

__all__ = ["Entry", "EntryQuerySet", "Feed", "Invitation", "MailChoice"]
