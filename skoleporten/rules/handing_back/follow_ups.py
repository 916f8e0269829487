"""When somebody asks again how it goes: four times in the year after the school has taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.calendar.spans import months_before


class After(StrEnum):
    """In their order."""

    WEEKS_4 = "weeks_4"
    WEEKS_12 = "weeks_12"
    MONTHS_6 = "months_6"
    MONTHS_12 = "months_12"


AFTER: Mapping[After, Mapping[str, str]] = {
    After.WEEKS_4: {"nb": "Etter 4 uker", "nn": "Etter 4 veker", "en": "After 4 weeks"},
    After.WEEKS_12: {"nb": "Etter 12 uker", "nn": "Etter 12 veker", "en": "After 12 weeks"},
    After.MONTHS_6: {"nb": "Etter 6 måneder", "nn": "Etter 6 månader", "en": "After 6 months"},
    After.MONTHS_12: {"nb": "Etter 12 måneder", "nn": "Etter 12 månader", "en": "After 12 months"},
}
_DAYS = {After.WEEKS_4: 28, After.WEEKS_12: 84}
_MONTHS = {After.MONTHS_6: 6, After.MONTHS_12: 12}


@dataclass(frozen=True)
class Planned:
    after: After
    due_on: dt.date

    def is_due(self, today: dt.date) -> bool:
        return self.due_on <= today


def planned(taken_over_on: dt.date) -> tuple[Planned, ...]:
    return tuple(Planned(after, due_on(after, taken_over_on)) for after in After)


def due_on(after: After, taken_over_on: dt.date) -> dt.date:
    """The same day of a later month, or the last day of one that is too short."""
    if after in _DAYS:
        return taken_over_on + dt.timedelta(days=_DAYS[after])
    return months_before(taken_over_on, -_MONTHS[after])


def next_one(taken_over_on: dt.date, done: Collection[str]) -> Planned | None:
    """The earliest that nobody has done. One left out stays due: a later one does not stand for it."""
    return next((one for one in planned(taken_over_on) if one.after not in done), None)
