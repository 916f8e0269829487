"""The week: a word for what stands in it, which the team reads and nobody else."""

from __future__ import annotations

import datetime as dt

from skoleporten.week.models import Entry
from tests.access.canary import THE_TEAM, Planted, Word


def put_in_the_week(planted: Planted, whose: str) -> None:
    name = f"Kanaritimeplan{whose}"
    entry = Entry.objects.create(name_nb=name, weekdays="01234", starts=dt.time(8, 30), ends=dt.time(9, 30))
    planted.keep(whose, "week_entry", entry.public_id)
    planted.words.append(Word(name, of_all=THE_TEAM))
