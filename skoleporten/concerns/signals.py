"""What other parts may hear of a check. Whoever listens works in transactions of its own."""

from __future__ import annotations

from django.dispatch import Signal

# Sent before the tables are read, with `by`: what is derived for them can be brought up to date.
check_begins = Signal()
