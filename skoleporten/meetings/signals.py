"""Told inside the transaction in which a meeting changes, to what in the layers above goes by it."""

from __future__ import annotations

from django.dispatch import Signal

# sender: the Meeting model. meeting: as it now stands, saved. change: "planned", "moved", "cancelled",
# "planned_again", "held", "changed" (place, room, chair, writer), "participants". by: the actor; software() for a job.
meeting_changed = Signal()
