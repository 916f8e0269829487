"""Told inside the transaction in which a consent ends, to whatever in the layers above rests on it."""

from django.dispatch import Signal

# sender: the Consent model. consent: the one that ended, whether refused, withdrawn, run out or taken back.
consent_ended = Signal()
