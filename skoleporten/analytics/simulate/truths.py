"""What is planted, so that detection can be scored: who, what, when, and what a check should find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from skoleporten.analytics.simulate.absence import WHOLE_DAY_CAUSES, Ints
from skoleporten.analytics.simulate.calendar import SchoolYear, date_of
from skoleporten.analytics.simulate.population import Population, Roster, pupil_id
from skoleporten.rules.absence import Reason

# (kind, one pupil in so many, at least so many)
SHARES = (
    ("refusal", 170, 2),
    ("monday", 350, 2),
    ("long_illness", 500, 2),
    ("spell", 350, 2),
    ("moved", 250, 2),
    ("late_start", 350, 2),
    ("overlap", 1000, 1),
)
CLASSES_PER_UNREGISTERED = 80
UNREGISTERED_DAYS = 8
# School days of the year: fewer do not hold the longest pattern.
FEWEST_DAYS = 55
# Absent days in each block of five offered days, newest first: refusal that builds up over nine weeks.
REFUSAL_BLOCKS = (4, 4, 4, 3, 3, 2, 2, 1, 1)
CAUSES = {(reason, documented): position for position, (reason, documented, _) in enumerate(WHOLE_DAY_CAUSES)}

MONTH = "kristiansand/month-10-percent"


@dataclass(frozen=True)
class Truth:
    """`absent`: `days` are the pupil's only whole days away this year. `day` is where a move or start falls."""

    kind: str
    pupil: int
    days: Ints
    cause: int = -1
    absent: bool = False
    school: int = -1
    day: int = -1
    class_number: int = -1
    expected_rules: tuple[str, ...] = ()
    expected_measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """Where truths are planted: the last school year up to its last day with data."""

    population: Population
    roster: Roster
    year: SchoolYear
    days: int
    unregistered: tuple[int, ...] = ()

    def open_days(self, school: int) -> Ints:
        """Positions of a school's days on the axis, up to the last with data."""
        return np.flatnonzero(self.year.is_open[self.population.schools[school].variant, : self.days])

    def school_of(self, pupil: int) -> int:
        return int(self.roster.school[self.roster.of(pupil)])

    def grade_of(self, pupil: int) -> int:
        return int(self.roster.grade[self.roster.of(pupil)])


Planter = Callable[[np.random.Generator, Stage, int], Truth | None]


def plant(rng: np.random.Generator, stage: Stage) -> list[Truth]:
    """Each pupil gets at most one, and none in a class that goes unregistered. Early in the year there is no room."""
    if stage.days < FEWEST_DAYS:
        return []
    truths = _unregistered_classes(rng, stage)
    stage = replace(stage, unregistered=tuple(truth.class_number for truth in truths))
    waiting = rng.permutation(stage.roster.pupil[~np.isin(stage.roster.class_number, stage.unregistered)]).tolist()
    for kind, one_in, at_least in SHARES:
        for _ in range(min(len(waiting), max(at_least, len(stage.roster.pupil) // one_in))):
            truth = PLANTERS[kind](rng, stage, waiting.pop())
            if truth:
                truths.append(truth)
    return truths


def as_json(truth: Truth, stage: Stage) -> dict[str, object]:
    schools = stage.population.schools
    row: dict[str, object] = {"kind": truth.kind}
    if truth.pupil >= 0:
        row |= {"pupil_id": pupil_id(truth.pupil), "school_id": schools[stage.school_of(truth.pupil)].school_id}
    if truth.class_number >= 0:
        row |= {"class_id": stage.roster.class_ids[truth.class_number]}
        row |= (
            {"school_id": schools[int(stage.roster.class_school[truth.class_number])].school_id}
            if truth.pupil < 0
            else {}
        )
    if truth.school >= 0:
        row["other_school_id"] = schools[truth.school].school_id
    if truth.day >= 0:
        row["since"] = date_of(int(stage.year.dates[truth.day])).isoformat()
    row["dates"] = [date_of(int(stage.year.dates[day])).isoformat() for day in truth.days.tolist()]
    return row | {"expected_rules": list(truth.expected_rules), "expected_measures": dict(truth.expected_measures)}


def _refusal(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth:
    days = stage.open_days(stage.school_of(pupil))
    blocks = [
        days[len(days) - 5 * (b + 1) : len(days) - 5 * b] for b in range(min(len(REFUSAL_BLOCKS), len(days) // 5))
    ]
    chosen = [rng.choice(block, count, replace=False) for block, count in zip(blocks, REFUSAL_BLOCKS, strict=False)]
    cause = CAUSES[(Reason.TOO_HARD_STATED, 1)] if rng.random() < 0.4 else CAUSES[(Reason.UNKNOWN, 1)]
    absent = np.sort(np.concatenate(chosen))
    rules = (MONTH, "kearney-2008/two-weeks-25-percent", "kearney-2008/fifteen-weeks-10-days")
    return Truth(
        "refusal",
        pupil,
        absent,
        cause,
        absent=True,
        expected_rules=rules,
        expected_measures={"days_absent": len(absent)},
    )


def _monday(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth:
    days = stage.open_days(stage.school_of(pupil))
    mondays = days[stage.year.weekday[days] == 0]
    absent = np.sort(rng.permutation(mondays)[: max(5, len(mondays) * 9 // 10)])
    measures = {"days_absent": len(absent), "absent_days_monday": len(absent), "share_monday": 1.0}
    return Truth("monday", pupil, absent, CAUSES[(Reason.UNKNOWN, 2)], absent=True, expected_measures=measures)


def _long_illness(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth:
    days = stage.open_days(stage.school_of(pupil))
    absent = days[-int(rng.integers(25, 45)) :]
    measures = {
        "days_absent": len(absent),
        "spells": 1,
        "longest_spell_days": len(absent),
        "current_run_days": len(absent),
    }
    rules = (MONTH, "kearney-2008/two-weeks-25-percent", "kearney-2008/fifteen-weeks-10-days")
    return Truth(
        "long_illness",
        pupil,
        absent,
        CAUSES[(Reason.ILLNESS, 0)],
        absent=True,
        expected_rules=rules,
        expected_measures=measures,
    )


def _spell(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth:
    days = stage.open_days(stage.school_of(pupil))
    length = int(rng.integers(6, 10))
    first = int(rng.integers(5, len(days) - length - 5))
    measures = {"days_absent": length, "spells": 1, "longest_spell_days": length, "current_run_days": 0}
    absent = days[first : first + length]
    return Truth("spell", pupil, absent, CAUSES[(Reason.ILLNESS, 0)], absent=True, expected_measures=measures)


def _moved(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth | None:
    """Six days away before the move and six after: only the fifteen weeks across both schools hold more than ten."""
    place = _class_elsewhere(rng, stage, pupil)
    if place is None:
        return None
    other = int(stage.roster.class_school[place])
    days = stage.open_days(stage.school_of(pupil))
    move = int(days[-int(rng.integers(20, 30))])
    before, after = days[days < move][-20:], stage.open_days(other)
    after = after[after >= move]
    absent = np.sort(np.concatenate([rng.choice(before, 6, replace=False), rng.choice(after, 6, replace=False)]))
    rules = ("kearney-2008/fifteen-weeks-10-days",)
    measures = {"days_absent": 12, "days_offered": len(days[days < move]) + len(after)}
    cause = CAUSES[(Reason.ILLNESS, 2)]
    truth = Truth("moved", pupil, absent, cause, absent=True, expected_rules=rules, expected_measures=measures)
    return replace(truth, school=other, day=move, class_number=place)


def _overlap(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth | None:
    """Enrolled at the new school a fortnight before the old one lets go: each date counts once."""
    place = _class_elsewhere(rng, stage, pupil)
    if place is None:
        return None
    other = int(stage.roster.class_school[place])
    old, new = stage.open_days(stage.school_of(pupil)), stage.open_days(other)
    move = int(rng.choice(old[10:-20]))
    measures = {"days_offered": int((old < move).sum() + (new >= move).sum())}
    nothing = np.array([], dtype=np.int64)
    return Truth("overlap", pupil, nothing, school=other, day=move, class_number=place, expected_measures=measures)


def _late_start(rng: np.random.Generator, stage: Stage, pupil: int) -> Truth:
    days = stage.open_days(stage.school_of(pupil))
    start = int(rng.choice(days[20:-20]))
    measures = {"days_offered": int((days >= start).sum())}
    return Truth("late_start", pupil, np.array([], dtype=np.int64), day=start, expected_measures=measures)


PLANTERS: dict[str, Planter] = {
    "refusal": _refusal,
    "monday": _monday,
    "long_illness": _long_illness,
    "spell": _spell,
    "moved": _moved,
    "overlap": _overlap,
    "late_start": _late_start,
}


def _unregistered_classes(rng: np.random.Generator, stage: Stage) -> list[Truth]:
    classes = len(stage.roster.class_ids)
    truths = []
    for number in rng.choice(classes, max(1, classes // CLASSES_PER_UNREGISTERED), replace=False).tolist():
        days = stage.open_days(int(stage.roster.class_school[number]))
        first = int(rng.integers(5, len(days) - UNREGISTERED_DAYS))
        pupils = int((stage.roster.class_number == number).sum())
        measures = {"unregistered_pupil_days": pupils * UNREGISTERED_DAYS}
        truths.append(
            Truth(
                "unregistered",
                -1,
                days[first : first + UNREGISTERED_DAYS],
                class_number=number,
                expected_measures=measures,
            )
        )
    return truths


def _class_elsewhere(rng: np.random.Generator, stage: Stage, pupil: int) -> int | None:
    """A class of the same grade at another school, by number; None in a municipality with one school for the grade."""
    roster, own, grade = stage.roster, stage.school_of(pupil), stage.grade_of(pupil)
    places = np.flatnonzero((roster.class_grade == grade) & (roster.class_school != own))
    places = places[~np.isin(places, stage.unregistered)]
    return int(rng.choice(places)) if len(places) else None
