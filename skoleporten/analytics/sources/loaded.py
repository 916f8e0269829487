"""What a source gives: four files in the contract, the rows that were not used, and how the school days were got."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from skoleporten.analytics.tables import Denominator


@dataclass(frozen=True)
class RowCounts:
    """Rows of registration in the source. `used` counts presence rows too; read = used + rejected + duplicates."""

    read: int = 0
    used: int = 0
    rejected: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class SessionDays:
    """School days of one session as a total; which dates they are is not known. Both dates inclusive."""

    school_id: str
    start: dt.date
    end: dt.date
    days: int
    minutes_per_day: int


@dataclass(frozen=True)
class Loaded:
    """Parquet files in the contract, and `rejected`: a CSV with file, line, column, value, reason, what_to_do.

    With "session_totals" the calendar has the right number of days, on dates that mean nothing.
    `denominator` is None only where the caller said that it has school days of its own.
    `last_date` is the last date of any row of the source (absent or present), None for a source of rosters only.
    """

    enrolments: Path
    calendar: Path
    absences: Path
    unregistered: Path
    rejected: Path
    format: str
    profile: str | None
    denominator: Denominator | None
    rows: RowCounts
    last_date: dt.date | None
    warnings: list[str] = field(default_factory=list)
    session_days: tuple[SessionDays, ...] = ()
