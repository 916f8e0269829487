"""Background absence, drawn for many pupils at once: spells of whole days with a season, and parts of days.

All arrays are [pupil, school day]. The rates are ours, set so that about 4 % of the time is away, most of it by a few;
nothing here is estimated from real pupils.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from skoleporten.analytics.simulate.calendar import LESSON_MINUTES
from skoleporten.rules.absence import Documented, Kind, Reason

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Lessons = npt.NDArray[np.int16]
Factors = npt.NDArray[np.float32]

KINDS = tuple(Kind)
DOCUMENTED = tuple(Documented)
REASONS = tuple(Reason)
DAY, LESSON, LATE, LEFT_EARLY = range(4)
TRUE, FALSE, UNKNOWN = range(3)

# Spells of whole days begin at this rate a school day; each pupil's own tendency (mean 1) multiplies it.
# A few are away far more than the rest.
SPELL_RATE = 0.0092
TENDENCY_SHAPE = 2.0
SHARE_OFTEN_AWAY = 0.05
OFTEN_AWAY_FACTOR = 18.0
BY_GRADE = np.array([0, 0.95, 0.85, 0.8, 0.8, 0.85, 0.9, 1.0, 1.15, 1.3, 1.4])
BY_MONTH = np.array([0, 1.15, 1.3, 1.2, 1.0, 0.9, 0.8, 0.5, 0.7, 1.05, 1.05, 1.15, 1.15])
BY_WEEKDAY = np.array([1.15, 0.95, 0.9, 0.95, 1.1])
SPELL_LENGTHS = np.array([1, 2, 3, 4, 5, 7, 10, 15])
SPELL_LENGTH_CHANCES = np.array([0.60, 0.20, 0.09, 0.04, 0.03, 0.02, 0.013, 0.007])

LESSON_RATE, LATE_RATE, LEFT_EARLY_RATE, ELSEWHERE_RATE = 0.012, 0.006, 0.003, 0.0015
PART_SHAPE = 0.7
LATE_OF_UNKNOWN_LENGTH = 0.15

# (reason, documented, share of spells)
WHOLE_DAY_CAUSES = (
    (Reason.ILLNESS, TRUE, 0.62),
    (Reason.ILLNESS, UNKNOWN, 0.09),
    (Reason.MEDICAL, TRUE, 0.04),
    (Reason.LEAVE, TRUE, 0.08),
    (Reason.UNKNOWN, FALSE, 0.09),
    (Reason.UNKNOWN, UNKNOWN, 0.06),
    (Reason.SCHOOL_INITIATED, TRUE, 0.004),
    (Reason.TOO_HARD_STATED, FALSE, 0.006),
    (Reason.OTHER, TRUE, 0.01),
)
PART_CAUSES = (
    (Reason.MEDICAL, TRUE, 0.30),
    (Reason.ILLNESS, TRUE, 0.18),
    (Reason.UNKNOWN, FALSE, 0.37),
    (Reason.UNKNOWN, UNKNOWN, 0.13),
    (Reason.TOO_HARD_STATED, FALSE, 0.02),
)


@dataclass(frozen=True)
class Events:
    """Rows of the contract's `absences` as codes: positions in KINDS, DOCUMENTED and REASONS.

    `minutes` -1 is unknown; `day` points into the axis of the school year.
    """

    pupil: Ints
    day: Ints
    kind: Ints
    minutes: Ints
    documented: Ints
    reason: Ints

    def take(self, positions: Ints | Bools) -> Events:
        return Events(*(getattr(self, name)[positions] for name in Events.__dataclass_fields__))

    @staticmethod
    def joined(parts: list[Events]) -> Events:
        return Events(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in Events.__dataclass_fields__)
        )


@dataclass(frozen=True)
class Tendencies:
    """How easily each pupil is away, for whole days and for parts of them; the same in every year."""

    days: npt.NDArray[np.float32]
    parts: npt.NDArray[np.float32]


def draw_tendencies(rng: np.random.Generator, size: int, level: float) -> Tendencies:
    often = np.where(rng.random(size) < SHARE_OFTEN_AWAY, OFTEN_AWAY_FACTOR, 1.0)
    days = rng.gamma(TENDENCY_SHAPE, 1 / TENDENCY_SHAPE, size) * often
    parts = rng.gamma(PART_SHAPE, 1 / PART_SHAPE, size) * np.sqrt(often)
    return Tendencies((level * days).astype(np.float32), (level * parts).astype(np.float32))


def draw_whole_days(
    rng: np.random.Generator, tendency: npt.NDArray[np.float32], season: npt.NDArray[np.float32], lessons: Lessons
) -> Ints:
    """For each pupil and day the cause of a whole day away (a position in WHOLE_DAY_CAUSES), else -1."""
    days = lessons.shape[1]
    position = np.arange(days, dtype=np.int16)
    begins = rng.random(lessons.shape, dtype=np.float32) < SPELL_RATE * tendency[:, None] * season[None, :]
    pupil, day = np.nonzero(begins)
    end = np.zeros(lessons.shape, dtype=np.int16)
    end[pupil, day] = day + rng.choice(SPELL_LENGTHS, len(day), p=SPELL_LENGTH_CHANCES)
    away = (np.maximum.accumulate(end, axis=1) > position) & (lessons > 0)
    began = np.maximum.accumulate(np.where(begins, position, np.int16(0)), axis=1)
    causes = np.full(lessons.shape, -1, dtype=np.int64)
    spell_cause = np.zeros(lessons.shape, dtype=np.int8)
    spell_cause[pupil, day] = _draw_causes(rng, WHOLE_DAY_CAUSES, len(day))
    pupil, day = np.nonzero(away)
    causes[pupil, day] = spell_cause[pupil, began[pupil, day]]
    return causes


def whole_day_events(pupil: Ints, day: Ints, cause: Ints, lessons: Lessons, *, by_lesson: Bools) -> Events:
    """A day row each, and where lessons are registered one row a lesson beside it (the day beats them when counted)."""
    offered = lessons[pupil, day].astype(np.int64)
    documented, reason = _cause_codes(WHOLE_DAY_CAUSES)
    copies = 1 + np.where(by_lesson[pupil], offered, 0)
    row = np.repeat(np.arange(len(pupil)), copies)
    is_day = np.zeros(len(row), dtype=np.bool_)
    is_day[np.cumsum(copies) - copies] = True
    kind = np.where(is_day, DAY, LESSON)
    minutes = np.where(is_day, offered[row] * LESSON_MINUTES, LESSON_MINUTES)
    return Events(pupil[row], day[row], kind, minutes, documented[cause][row], reason[cause][row])


def draw_parts(
    rng: np.random.Generator, tendency: npt.NDArray[np.float32], present: Bools, *, by_lesson: Bools
) -> Events:
    """Single lessons (where they are registered), lateness and leaving early on days that are not wholly away."""
    lesson = _draw_part(rng, LESSON_RATE * tendency * by_lesson, present, LESSON)
    lesson = lesson.take(
        np.repeat(np.arange(len(lesson.pupil)), rng.choice([1, 2, 3], len(lesson.pupil), p=[0.6, 0.28, 0.12]))
    )
    elsewhere = _draw_part(rng, np.full(len(tendency), ELSEWHERE_RATE, dtype=np.float32), present, LESSON)
    elsewhere.reason[:] = REASONS.index(Reason.NOT_ABSENCE)
    elsewhere.documented[:] = TRUE
    late = _draw_part(rng, LATE_RATE * tendency, present, LATE)
    late.minutes[:] = np.where(
        rng.random(len(late.pupil)) < LATE_OF_UNKNOWN_LENGTH, -1, rng.integers(1, 9, len(late.pupil)) * 5
    )
    early = _draw_part(rng, LEFT_EARLY_RATE * tendency, present, LEFT_EARLY)
    early.minutes[:] = rng.integers(1, 4, len(early.pupil)) * LESSON_MINUTES
    return Events.joined([lesson, elsewhere, late, early])


def _draw_part(rng: np.random.Generator, rate: npt.NDArray[np.float32], present: Bools, kind: int) -> Events:
    pupil, day = np.nonzero((rng.random(present.shape, dtype=np.float32) < rate[:, None]) & present)
    documented, reason = _cause_codes(PART_CAUSES)
    cause = _draw_causes(rng, PART_CAUSES, len(pupil))
    return Events(
        pupil, day, np.full(len(pupil), kind), np.full(len(pupil), LESSON_MINUTES), documented[cause], reason[cause]
    )


def _draw_causes(rng: np.random.Generator, causes: tuple[tuple[Reason, int, float], ...], size: int) -> Ints:
    shares = np.cumsum([share for _, _, share in causes])
    return np.searchsorted(shares / shares[-1], rng.random(size), side="right")


def _cause_codes(causes: tuple[tuple[Reason, int, float], ...]) -> tuple[Ints, Ints]:
    return np.array([documented for _, documented, _ in causes]), np.array(
        [REASONS.index(reason) for reason, _, _ in causes]
    )
