"""Registrations of absence, gathered by pupil and date: sums and counts, of whole-day events apart from all others.

There are several registrations of each pupil-day, and the groups are the largest table that a check holds. So the sums
are packed, a few in each word. For the rare file with more registrations of one pupil-day than a field has room for,
they are summed one by one instead.
"""

from __future__ import annotations

from typing import Any

from skoleporten.analytics.day_numbers import day_number
from skoleporten.analytics.stages import Stages, whole
from skoleporten.analytics.tables import MINUTES_IN_A_DAY
from skoleporten.rules.absence import PUT_ASIDE, Documented, Kind, Reason

MINUTES_BITS, COUNT_BITS = 16, 8
# The fourth field of minutes in a word has a bit less than the others: that of the sign.
MOST_PACKED = (2 ** (MINUTES_BITS - 1) - 1) // MINUTES_IN_A_DAY

# The lowest field of each word comes first. The count of all registrations lies above every other field of its word, so
# that a field too full below it can only make it greater.
WORDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "of_days": (MINUTES_BITS, ("day_minutes", "day_documented", "day_undocumented")),
    "of_parts": (MINUTES_BITS, ("part_minutes", "part_documented", "part_undocumented")),
    "of_reasons": (MINUTES_BITS, ("not_absence_minutes", "day_initiated", "part_initiated", "elsewhere_minutes")),
    "of_counts": (COUNT_BITS, ("day_events", "lessons", "late", "left_early", "registrations")),
}


def registrations_by_day(stages: Stages, absences: Any, pupils: Any, most_packed: int = MOST_PACKED) -> Any:
    """A row of each pupil and day, both numbers, with the fields of WORDS; not packed above `most_packed` a day."""
    rows = _numbered(absences, pupils)
    words = stages.keep("registration_words", rows.group_by("pupil", "day").agg(**_word_sums(rows)))
    registrations = _unpacked(words)
    if whole(registrations.registrations.max()) <= most_packed:
        return registrations
    stages.drop(words)
    return stages.keep("registrations", rows.group_by("pupil", "day").agg(**_plain_sums(rows)))


def _numbered(absences: Any, pupils: Any) -> Any:
    events = absences.select(
        "pupil_id",
        "kind",
        "documented",
        "reason",
        day=day_number(absences.date),
        minutes=absences.minutes.fill_null(0).cast("int64"),
    )
    return events.join(pupils, "pupil_id").drop("pupil_id")


def _contributions(rows: Any) -> dict[str, Any]:
    """What one registration adds to each field."""
    is_absence = rows.reason.notin(sorted(PUT_ASIDE))
    is_day = is_absence & (rows.kind == Kind.DAY.value)
    is_part = is_absence & (rows.kind != Kind.DAY.value)
    documented, undocumented = (rows.documented == known.value for known in (Documented.TRUE, Documented.FALSE))
    initiated = rows.reason == Reason.SCHOOL_INITIATED.value
    return {
        "day_minutes": (is_day, rows.minutes),
        "day_documented": (is_day & documented, rows.minutes),
        "day_undocumented": (is_day & undocumented, rows.minutes),
        "part_minutes": (is_part, rows.minutes),
        "part_documented": (is_part & documented, rows.minutes),
        "part_undocumented": (is_part & undocumented, rows.minutes),
        "not_absence_minutes": (rows.reason == Reason.NOT_ABSENCE.value, rows.minutes),
        "elsewhere_minutes": (rows.reason == Reason.ELSEWHERE_BY_AGREEMENT.value, rows.minutes),
        "day_initiated": (is_day & initiated, rows.minutes),
        "part_initiated": (is_part & initiated, rows.minutes),
        "day_events": (is_day, 1),
        "lessons": (is_absence & (rows.kind == Kind.LESSON.value) & (rows.reason != Reason.REST_OF_DAY.value), 1),
        "late": (is_absence & (rows.kind == Kind.LATE.value), 1),
        "left_early": (is_absence & (rows.kind == Kind.LEFT_EARLY.value), 1),
        "registrations": (rows.minutes.notnull(), 1),
    }


def _plain_sums(rows: Any) -> dict[str, Any]:
    return {
        name: condition.ifelse(amount, 0).sum().cast("int64")
        for name, (condition, amount) in _contributions(rows).items()
    }


def _word_sums(rows: Any) -> dict[str, Any]:
    contributions = _contributions(rows)
    sums = {}
    for word, (bits, fields) in WORDS.items():
        parts = []
        for place, field in enumerate(fields):
            condition, amount = contributions[field]
            parts.append(condition.ifelse(amount, 0) * 2 ** (bits * place))
        # Null where it is too much for a word: then there are more registrations than are packed, too.
        sums[word] = sum(parts[1:], parts[0]).sum().try_cast("int64")
    return sums


def _unpacked(words: Any) -> Any:
    columns = {}
    for word, (bits, fields) in WORDS.items():
        for place, field in enumerate(fields):
            value = words[word] >> (bits * place)
            # The topmost field is whatever is left, so that it shows when it has overflowed.
            columns[field] = value if place == len(fields) - 1 else value & (2**bits - 1)
    return words.select("pupil", "day", **columns)
