"""The kinds of meetings and their rhythm, what a person chose about it, the meetings, and who takes part in them."""

from skoleporten.meetings.models.choices import RhythmChoice
from skoleporten.meetings.models.kinds import MeetingKind
from skoleporten.meetings.models.meetings import Meeting, Participant, TeamMeetingQuerySet

__all__ = ["Meeting", "MeetingKind", "Participant", "RhythmChoice", "TeamMeetingQuerySet"]
