"""Told inside the transaction in which the words of a statement are removed."""

from django.dispatch import Signal

# sender: the Statement model. statement: the row as it stands, without its words.
statement_removed = Signal()
