"""Skoleruter as municipalities have published them, with the table of school days a month that stood beside."""

from __future__ import annotations

from skoleporten.rules.absence import CalendarDay
from skoleporten.rules.calendar import CalendarEntry, DayLength, EntryKind, SchoolYearSpan, build_calendar
from tests.unit.rules.rows import day

FULL_WEEK = [DayLength(None, 1, 10, weekday, 300) for weekday in range(5)]


def free(first: str, last: str = "", school_id: str | None = None) -> CalendarEntry:
    return CalendarEntry(EntryKind.FREE, day(first), day(last or first), school_id)


def planning(date: str, school_id: str | None = None) -> CalendarEntry:
    return CalendarEntry(EntryKind.PLANNING, day(date), day(date), school_id)


def extra(first: str, last: str = "", school_id: str | None = None) -> CalendarEntry:
    return CalendarEntry(EntryKind.SCHOOL_DAY, day(first), day(last or first), school_id)


LAERDAL = SchoolYearSpan(2025, day("2025-08-18"), day("2026-06-19"))
LAERDAL_ENTRIES = [
    free("2025-10-06", "2025-10-10"),
    free("2025-11-07"),
    free("2025-12-20", "2026-01-04"),
    free("2026-02-16", "2026-02-20"),
    free("2026-03-28", "2026-04-06"),
]
LAERDAL_MONTHS = [10, 22, 18, 19, 15, 20, 15, 20, 18, 18, 15]

SYKKYLVEN = SchoolYearSpan(2023, day("2023-08-21"), day("2024-06-21"))
SYKKYLVEN_ENTRIES = [
    free("2023-10-09", "2023-10-13"),
    free("2023-12-21", "2024-01-02"),
    free("2024-02-19", "2024-02-23"),
    free("2024-03-25", "2024-04-01"),
    free("2024-05-10"),
]
SYKKYLVEN_MONTHS = [9, 21, 17, 22, 14, 21, 16, 16, 21, 18, 15]

# Only Easter, 18.11 and 15.5 are known as dates; the autumn holiday in week 40 and the rest are read out of its months.
OLAVSBORG = SchoolYearSpan(2025, day("2025-08-18"), day("2026-06-19"))
OLAVSBORG_ENTRIES = [
    free("2025-09-29", "2025-10-03"),
    free("2025-11-18"),
    free("2025-12-20", "2026-01-04"),
    free("2026-02-16", "2026-02-20"),
    free("2026-03-30", "2026-04-06"),
    free("2026-05-15"),
]
OLAVSBORG_MONTHS = [10, 20, 20, 19, 15, 20, 15, 20, 18, 17, 15]
OLAVSBORG_PUBLISHED_SUM = 190


def build(span: SchoolYearSpan, entries: list[CalendarEntry]) -> list[CalendarDay]:
    return build_calendar("s", range(1, 11), span, entries, FULL_WEEK)
