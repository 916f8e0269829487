"""Absence as it is told: events on dates, in minutes, days and lessons that are never converted into each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What was registered. A DAY event is a whole school day; a part of a day is LESSON."""

    DAY = "day"
    LESSON = "lesson"
    LATE = "late"
    LEFT_EARLY = "left_early"


class Documented(StrEnum):
    """Whether the home or a professional has accounted for the absence. UNKNOWN is neither true nor false."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """NOT_ABSENCE and ELSEWHERE_BY_AGREEMENT are no absence. The school's own register tells the first, of time that it
    registers as nothing else. The second is told beside the register, by whoever the pupil was with: its minutes are
    taken from what the register has as absence. REST_OF_DAY is time away from school that no register tells of.
    """

    ILLNESS = "illness"
    MEDICAL = "medical"
    LEAVE = "leave"
    SCHOOL_INITIATED = "school_initiated"
    TOO_HARD_STATED = "too_hard_stated"
    UNKNOWN = "unknown"
    OTHER = "other"
    NOT_ABSENCE = "not_absence"
    ELSEWHERE_BY_AGREEMENT = "elsewhere_by_agreement"
    REST_OF_DAY = "rest_of_day"


PUT_ASIDE = frozenset({Reason.NOT_ABSENCE, Reason.ELSEWHERE_BY_AGREEMENT})


@dataclass(frozen=True)
class Enrolment:
    """A pupil's membership of a school. `end` is the last day, inclusive; None means still enrolled.

    `grade` is None where the source does not tell.
    """

    pupil_id: str
    school_id: str
    grade: int | None
    start: dt.date
    end: dt.date | None = None
    class_id: str | None = None


@dataclass(frozen=True)
class CalendarDay:
    """A school day. `grade` None holds for all grades that have no row of their own that day. Minutes > 0."""

    school_id: str
    date: dt.date
    minutes_offered: int
    grade: int | None = None


@dataclass(frozen=True)
class AbsenceEvent:
    """One registration. `minutes` is None only where a source tells of late or left early, and not how long."""

    pupil_id: str
    school_id: str
    date: dt.date
    kind: Kind
    minutes: int | None
    documented: Documented = Documented.UNKNOWN
    reason: Reason = Reason.UNKNOWN
    source: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class UnregisteredDay:
    """A day on which nobody took the register of a class (or, with class None, of the whole school)."""

    school_id: str
    date: dt.date
    class_id: str | None = None


@dataclass(frozen=True)
class PupilDay:
    """One offered day of a pupil. `number` counts the pupil's offered days from 1, across schools and school years.

    Minutes absent are split twice: by documentation (the three add up to `minutes_absent`), and by whether the school
    itself sent the pupil away (`school_initiated_minutes`, a part of `minutes_absent`). `not_absence_minutes` and
    `elsewhere_minutes` are apart.
    """

    number: int
    date: dt.date
    enrolment: Enrolment
    minutes_offered: int
    minutes_absent: int = 0
    documented_minutes: int = 0
    undocumented_minutes: int = 0
    unknown_minutes: int = 0
    not_absence_minutes: int = 0
    elsewhere_minutes: int = 0
    school_initiated_minutes: int = 0
    events: int = 0
    is_whole: bool = False
    lessons: int = 0
    late: int = 0
    left_early: int = 0

    @property
    def is_partly_absent(self) -> bool:
        """Something was registered, but not the whole day; a late arrival of unknown length is enough."""
        return self.events > 0 and not self.is_whole


@dataclass(frozen=True)
class History:
    """All that counts for a pupil up to a date. What is set aside is kept as numbers to report, and never used.

    `unregistered_days`: days that would have been offered, had the register been taken.
    `events_off_offered_days`: events on dates that are not offered days of the pupil, and of these
    `events_on_unregistered_days`.
    """

    pupil_id: str
    days: tuple[PupilDay, ...]
    unregistered_days: int
    events_off_offered_days: int
    events_on_unregistered_days: int


class SchoolDays:
    """The calendar and the unregistered days of all schools, up to and including `as_of`."""

    def __init__(
        self, calendar: Iterable[CalendarDay], unregistered: Iterable[UnregisteredDay], as_of: dt.date
    ) -> None:
        self._minutes = {(day.school_id, day.grade, day.date): day.minutes_offered for day in calendar}
        self._unregistered = {(day.school_id, day.class_id, day.date) for day in unregistered}
        self.dates = sorted({date for _, _, date in self._minutes if date <= as_of})

    def minutes_offered(self, enrolment: Enrolment, date: dt.date) -> int | None:
        """None where the date is not a school day. The grade's own row wins over the row for all grades."""
        for_all_grades = self._minutes.get((enrolment.school_id, None, date))
        return self._minutes.get((enrolment.school_id, enrolment.grade, date), for_all_grades)

    def is_unregistered(self, enrolment: Enrolment, date: dt.date) -> bool:
        """A row without a class takes out the whole school."""
        rows = {(enrolment.school_id, None, date), (enrolment.school_id, enrolment.class_id, date)}
        return not rows.isdisjoint(self._unregistered)


def effective_enrolment(enrolments: Iterable[Enrolment], date: dt.date) -> Enrolment | None:
    """The one that a date counts for: the latest start; then the greatest school, class and grade (None lowest)."""
    current = [row for row in enrolments if row.start <= date and (row.end is None or date <= row.end)]
    return max(
        current,
        key=lambda row: (row.start, row.school_id, row.class_id is not None, row.class_id or "", row.grade or 0),
        default=None,
    )


def last_effective_enrolment(enrolments: Sequence[Enrolment], as_of: dt.date) -> Enrolment | None:
    """The effective enrolment on `as_of`, or on the last day before it that had one."""
    last_days = [min(row.end or as_of, as_of) for row in enrolments if row.start <= as_of]
    return effective_enrolment(enrolments, max(last_days)) if last_days else None


def history(
    pupil_id: str,
    enrolments: Sequence[Enrolment],
    events: Sequence[AbsenceEvent],
    school_days: SchoolDays,
    as_of: dt.date,
) -> History:
    """`enrolments` and `events` are the pupil's own; events after `as_of` do not exist."""
    events_on = defaultdict(list)
    for event in events:
        if event.date <= as_of:
            events_on[event.date].append(event)
    days: list[PupilDay] = []
    unregistered: list[dt.date] = []
    for date in school_days.dates:
        enrolment = effective_enrolment(enrolments, date)
        minutes = enrolment and school_days.minutes_offered(enrolment, date)
        if not enrolment or not minutes:
            continue
        if school_days.is_unregistered(enrolment, date):
            unregistered.append(date)
            continue
        day = PupilDay(len(days) + 1, date, enrolment, minutes)
        days.append(with_events(day, events_on.pop(date, [])))
    off, on_unregistered = (sum(len(events_on[date]) for date in dates) for dates in ([*events_on], unregistered))
    return History(pupil_id, tuple(days), len(unregistered), off, on_unregistered)


def with_events(day: PupilDay, events: Iterable[AbsenceEvent]) -> PupilDay:
    """The day with what was registered on it. A DAY event beats all others, and sums are capped at minutes offered.

    Minutes elsewhere by agreement are taken from the absence, but for those that the register itself holds as no
    absence. A day with such minutes is not a whole day away, and nothing counts where they cover all of it.
    """
    registered = list(events)
    not_absence, elsewhere = (_because(registered, reason) for reason in _PUT_ASIDE_IN_ORDER)
    absences = [event for event in registered if event.reason not in PUT_ASIDE]
    whole = [event for event in absences if event.kind is Kind.DAY]
    counted = whole or absences

    away = min(_minutes(counted), day.minutes_offered)
    absent = max(away - max(elsewhere - not_absence, 0), 0)
    if away and not absent:
        counted = []
    documented = min(_minutes(_of(counted, Documented.TRUE)), absent)
    undocumented = min(_minutes(_of(counted, Documented.FALSE)), absent - documented)
    by_school = [event for event in counted if event.reason is Reason.SCHOOL_INITIATED]
    kinds = Counter(event.kind for event in counted if not _is_rest(event))
    return replace(
        day,
        minutes_absent=absent,
        documented_minutes=documented,
        undocumented_minutes=undocumented,
        unknown_minutes=absent - documented - undocumented,
        not_absence_minutes=min(not_absence, day.minutes_offered),
        elsewhere_minutes=min(elsewhere, day.minutes_offered),
        school_initiated_minutes=min(_minutes(by_school), absent),
        events=len(counted),
        is_whole=bool(whole) and not elsewhere,
        lessons=kinds[Kind.LESSON],
        late=kinds[Kind.LATE],
        left_early=kinds[Kind.LEFT_EARLY],
    )


def _minutes(events: Iterable[AbsenceEvent]) -> int:
    """Late arrivals of unknown length add nothing."""
    return sum(event.minutes or 0 for event in events)


_PUT_ASIDE_IN_ORDER = (Reason.NOT_ABSENCE, Reason.ELSEWHERE_BY_AGREEMENT)


def _because(events: Iterable[AbsenceEvent], reason: Reason) -> int:
    return _minutes(event for event in events if event.reason is reason)


def _is_rest(event: AbsenceEvent) -> bool:
    """A part of a day that is no lesson: it is known how long, and not of what."""
    return event.kind is Kind.LESSON and event.reason is Reason.REST_OF_DAY


def _of(events: Iterable[AbsenceEvent], documented: Documented) -> list[AbsenceEvent]:
    return [event for event in events if event.documented is documented]


def days_between(days: Iterable[PupilDay], start: dt.date, end: dt.date) -> list[PupilDay]:
    return [day for day in days if start <= day.date <= end]


def spells(days: Iterable[PupilDay]) -> list[list[PupilDay]]:
    """Runs of whole days on consecutive offered days, in order: a weekend or a holiday does not break a run."""
    runs: list[list[PupilDay]] = []
    for day in days:
        if not day.is_whole:
            continue
        if runs and runs[-1][-1].number == day.number - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def longest_spell(days: Iterable[PupilDay]) -> list[PupilDay]:
    """The latest of the longest spells; empty where there is none."""
    return max(reversed(spells(days)), key=len, default=[])


def current_run(days: Sequence[PupilDay]) -> list[PupilDay]:
    """The spell that the last of these days is part of; empty if the pupil was not away that whole day."""
    runs = spells(days)
    return runs[-1] if runs and runs[-1][-1] == days[-1] else []


def rate(minutes: int, days: Iterable[PupilDay]) -> Fraction | None:
    """`minutes` as a share of the minutes offered in the days; None where nothing was offered."""
    offered = sum(day.minutes_offered for day in days)
    return Fraction(minutes, offered) if offered else None


def absence_rate(days: Sequence[PupilDay]) -> Fraction | None:
    return rate(sum(day.minutes_absent for day in days), days)


SLOPE_BLOCKS = 8
SLOPE_BLOCK_DAYS = 5
SLOPE_DAYS = SLOPE_BLOCKS * SLOPE_BLOCK_DAYS


def weekly_slope(days: Sequence[PupilDay]) -> Fraction | None:
    """How much the share of time away changes in a week: the least-squares line through eight blocks of five days.

    Looks at the last 40 of the days, and is None where they are fewer. Above 0: more and more away.
    """
    if len(days) < SLOPE_DAYS:
        return None
    newest_first = list(reversed(days[-SLOPE_DAYS:]))
    weighted = sum((7 - 2 * (place // SLOPE_BLOCK_DAYS)) * day.minutes_absent for place, day in enumerate(newest_first))
    return Fraction(2 * weighted, 21 * sum(day.minutes_offered for day in newest_first))
