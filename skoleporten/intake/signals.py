"""Told inside the transaction in which an intake changes stage, to what in the layers above goes by it."""

from __future__ import annotations

from django.dispatch import Signal

# sender: the Intake model. intake: as it now stands, not saved yet. made: the row of history. by: the actor.
intake_moved = Signal()
