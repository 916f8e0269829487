"""Told when somebody loses a role, in the same transaction, to what in the layers above rests on her having it."""

from __future__ import annotations

from django.dispatch import Signal

# sender: the Grant model. by: the actor. user: who loses it. role: the code. at_once: it must not be refused.
# A receiver raises RefusedError where something must be handed over first; then nothing has ended.
access_ended = Signal()
