"""What a FINT registration of absence says in the contract's terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.profile import IGNORED, Code
from skoleporten.rules.absence import Documented, Kind

OSLO = ZoneInfo("Europe/Oslo")
MIDNIGHT, NOON_UTC = dt.time(0), dt.time(12)
LONGEST_PERIOD_DAYS = 60
SHAPED_BY_TIME = {Kind.DAY.value, Kind.LESSON.value}
DOCUMENTED = {True: Documented.TRUE.value, False: Documented.FALSE.value, None: Documented.UNKNOWN.value}


class UnusableError(Exception):
    def __init__(self, fault: Fault, column: str, value: object) -> None:
        super().__init__(fault)
        self.fault, self.column, self.value = fault, column, "" if value is None else str(value)


@dataclass(frozen=True)
class Told:
    """One date of a registration. `minutes` is None where no length is told (a whole day, or an unknown length)."""

    date: dt.date
    kind: str
    minutes: int | None
    slot: str


def linked(entry: Mapping[str, Any], relation: str) -> str | None:
    """The id at the end of the first link: …/elevforhold/systemid/123 gives 123."""
    links = (entry.get("_links") or {}).get(relation) or []
    href = links[0].get("href") if links and isinstance(links[0], dict) else None
    return str(href).rstrip("/").rpartition("/")[2] if href else None


def identifier(entry: Mapping[str, Any], name: str = "systemId") -> str | None:
    """identifikatorverdi, or the plain value."""
    value = entry.get(name)
    found = value.get("identifikatorverdi") if isinstance(value, dict) else value
    return str(found) if found else None


def instant(value: object, column: str) -> dt.datetime | dt.date:
    """A date for what is written as one: without a time, or at 12:00 UTC as FINT does so that it never shifts day."""
    try:
        text = str(value)
        if len(text) == len("2024-08-19"):
            return dt.date.fromisoformat(text)
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UnusableError(Fault.BAD_DATE, column, value) from None
    if told.tzinfo is None:
        told = told.replace(tzinfo=OSLO)
    is_date = told.utcoffset() == dt.timedelta(0) and told.time() == NOON_UTC
    local = told.astimezone(OSLO)
    return local.date() if is_date else local


def date_of(value: object, column: str) -> dt.date:
    told = instant(value, column)
    return told.date() if isinstance(told, dt.datetime) else told


def activity(entry: Mapping[str, Any]) -> Told:
    """Aktivitetsfravar: a date and whole minutes."""
    minutes = entry.get("minutter")
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        raise UnusableError(Fault.BAD_MINUTES, "minutter", minutes)
    if not 1 <= minutes <= 24 * 60:
        raise UnusableError(Fault.MINUTES_OUT_OF_RANGE, "minutter", minutes)
    return Told(
        date_of(entry.get("dato"), "dato"), Kind.LESSON.value, minutes, linked(entry, "undervisningsgruppe") or ""
    )


def registration(entry: Mapping[str, Any], column: str) -> Iterator[Told]:
    """Fravarsregistrering (column "periode") and version 3's Fravar ("gjelderPeriode"): a lesson, or whole days."""
    period = entry.get(column)
    if not isinstance(period, dict) or not period.get("start"):
        raise UnusableError(Fault.NO_DATE, column, period)
    start = instant(period["start"], column)
    end = instant(period["slutt"], column) if period.get("slutt") else None
    group = linked(entry, "undervisningsgruppe") or ""
    if isinstance(start, dt.datetime) and not (start.time() == MIDNIGHT and _is_end_of_day(end)):
        yield Told(start.date(), Kind.LESSON.value, _length(start, end, column), f"{group}/{start:%H:%M}")
        return
    yield from (Told(date, Kind.DAY.value, None, "day") for date in _school_days(start, end, column))


def _is_end_of_day(end: dt.datetime | dt.date | None) -> bool:
    return not isinstance(end, dt.datetime) or end.time() == MIDNIGHT or end.time() >= dt.time(23, 59)


def _length(start: dt.datetime, end: dt.datetime | dt.date | None, column: str) -> int | None:
    if not isinstance(end, dt.datetime):
        return None
    minutes = round((end - start).total_seconds() / 60)
    if start.date() != end.date() or not 1 <= minutes <= 24 * 60:
        raise UnusableError(Fault.MINUTES_OUT_OF_RANGE, column, f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}")
    return minutes


def _school_days(start: dt.datetime | dt.date, end: dt.datetime | dt.date | None, column: str) -> list[dt.date]:
    """Monday to Friday from the first to the last date; a period that ends at midnight ends the day before."""
    first = start.date() if isinstance(start, dt.datetime) else start
    last = first if end is None else (end - dt.timedelta(seconds=1)).date() if isinstance(end, dt.datetime) else end
    days = (last - first).days
    if not 0 <= days <= LONGEST_PERIOD_DAYS:
        raise UnusableError(Fault.BAD_DATE, column, f"{first} – {last}")
    dates = [first + dt.timedelta(day) for day in range(days + 1)]
    return [date for date in dates if date.isoweekday() <= 5]


def kind_of(told: Told, code: Code | None) -> str | None:
    """Times tell a day from a lesson, the code tells late and left early; None where the code is no absence at all."""
    if code is None or code.kind in SHAPED_BY_TIME:
        return told.kind
    return None if code.kind == IGNORED else code.kind
