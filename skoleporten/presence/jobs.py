"""At night: the week's statements to the schools, and who is to ask how it goes after a way back. Twice is once."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.presence.statements import make_all

# The night after Friday, and the one after the weekend, when what was corrected is told again.
NIGHTS = (5, 0)


@task()
def tell_the_schools(date: str) -> int:
    """`date` in ISO: the day that the night belongs to."""
    today = dt.date.fromisoformat(date)
    return make_all(by=software("statements"), today=today) if today.weekday() in NIGHTS else 0
