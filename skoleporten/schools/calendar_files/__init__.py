"""A skolerute in from .ics or CSV and out again."""
