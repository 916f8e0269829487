"""Schools, classes and pupils, with the structure of the Norwegian school register: 1-7 and 8-10, or 1-10."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from skoleporten.analytics.simulate.calendar import VARIANTS, VARIANTS_IN_A_MUNICIPALITY
from skoleporten.analytics.simulate.names import school_names

Ints = npt.NDArray[np.int64]

LAST_PRIMARY_GRADE = 7
LAST_GRADE = 10
PUPILS_PER_SCHOOL = 240
PUPILS_PER_CLASS = 26
SHARE_SECONDARY = 0.19
SHARE_COMBINED = 0.27
SCHOOLS_PER_MUNICIPALITY = 40
# A child starts in grade 1 in the calendar year it becomes six.
AGE_BEFORE_GRADE_1 = 5


@dataclass(frozen=True)
class School:
    school_id: str
    name: str
    first_grade: int
    last_grade: int
    variant: int


@dataclass(frozen=True)
class Population:
    """One position a pupil in every array, in the order of pupil ids, which follows schools.

    `slot` (0-1) decides the class in each year.
    """

    schools: tuple[School, ...]
    primary: Ints
    secondary: Ints
    birth_year: Ints
    slot: npt.NDArray[np.float64]

    @property
    def size(self) -> int:
        return len(self.birth_year)

    def grade(self, year: int) -> Ints:
        """Below 1 or above 10: not in compulsory school that year."""
        return year - self.birth_year - AGE_BEFORE_GRADE_1


@dataclass(frozen=True)
class Roster:
    """Who goes where in one school year. `pupil` points into the population; `class_number` into `class_ids`."""

    year: int
    pupil: Ints
    grade: Ints
    school: Ints
    class_number: Ints
    class_ids: tuple[str, ...]
    class_names: tuple[str, ...]
    class_school: Ints
    class_grade: Ints

    def of(self, pupil: int) -> int:
        """The position of a pupil in the roster."""
        return int(np.searchsorted(self.pupil, pupil))


def pupil_id(position: int) -> str:
    return f"E{position + 1:07d}"


def pupil_ids(positions: Ints) -> pa.Array:
    number = pc.utf8_lpad(pc.cast(pa.array(positions + 1), pa.string()), width=7, padding="0")
    return pc.binary_join_element_wise("E", number, "")


def draw_population(
    rng: np.random.Generator, *, pupils: int, schools: int | None, school_year: int, earlier_years: int
) -> Population:
    """`pupils` counts those in school in the last year; those who left before it come in addition."""
    made, feeder = _draw_schools(schools or max(1, round(pupils / PUPILS_PER_SCHOOL)))
    entrances = np.flatnonzero([school.first_grade == 1 for school in made])
    cohorts = LAST_GRADE + earlier_years
    weights = np.clip(rng.lognormal(0, 0.6, len(entrances)), 0.2, 2)
    cells = weights[:, None] * rng.uniform(0.85, 1.15, (len(entrances), cohorts))
    counts = np.concatenate(
        [
            _share_out(pupils, cells[:, :LAST_GRADE]),
            _share_out(pupils * earlier_years // LAST_GRADE, cells[:, LAST_GRADE:]),
        ],
        axis=1,
    )
    entrance = np.repeat(np.arange(len(entrances)), counts.sum(axis=1))
    grade_now = np.repeat(np.tile(np.arange(1, cohorts + 1), len(entrances)), counts.ravel())
    primary = entrances[entrance]
    return Population(
        made, primary, feeder[primary], school_year - grade_now - AGE_BEFORE_GRADE_1, rng.random(len(primary))
    )


def roster(population: Population, year: int) -> Roster:
    grade = population.grade(year)
    pupil = np.flatnonzero((grade >= 1) & (grade <= LAST_GRADE))
    grade = grade[pupil]
    school = np.where(grade <= LAST_PRIMARY_GRADE, population.primary[pupil], population.secondary[pupil])
    group = school * (LAST_GRADE + 1) + grade
    groups, place, sizes = np.unique(group, return_inverse=True, return_counts=True)
    classes = -(-sizes // PUPILS_PER_CLASS)
    order = np.lexsort((population.slot[pupil], place))
    rank = np.empty(len(pupil), dtype=np.int64)
    rank[order] = np.arange(len(pupil)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    letter = rank * classes[place] // sizes[place]
    class_group = np.repeat(groups, classes)
    class_letter = np.arange(len(class_group)) - np.repeat(np.cumsum(classes) - classes, classes)
    class_school, class_grade = np.divmod(class_group, LAST_GRADE + 1)
    names = tuple(f"{g}{chr(65 + c)}" for g, c in zip(class_grade.tolist(), class_letter.tolist(), strict=True))
    ids = tuple(
        f"{population.schools[s].school_id}-{year}-{name}" for s, name in zip(class_school.tolist(), names, strict=True)
    )
    number = (np.cumsum(classes) - classes)[place] + letter
    return Roster(year, pupil, grade, school, number, ids, names, class_school, class_grade)


def _draw_schools(count: int) -> tuple[tuple[School, ...], Ints]:
    """The schools, and for each the position of the one where its pupils go on in grade 8 (itself for 1-10)."""
    secondary = round(count * SHARE_SECONDARY)
    combined = round(count * SHARE_COMBINED) if secondary else count
    primary = count - secondary - combined
    spans = (
        [(1, LAST_PRIMARY_GRADE)] * primary
        + [(1, LAST_GRADE)] * combined
        + [(LAST_PRIMARY_GRADE + 1, LAST_GRADE)] * secondary
    )
    feeder = np.arange(count)
    if primary:
        feeder[:primary] = primary + combined + np.arange(primary) * secondary // primary
    width = max(3, len(str(count)))
    names = school_names(count)
    made = tuple(
        School(
            f"S{number + 1:0{width}d}",
            f"{name} {'ungdomsskole' if first > 1 else 'skole'}",
            first,
            last,
            _variant(number, count),
        )
        for number, (name, (first, last)) in enumerate(zip(names, spans, strict=True))
    )
    return made, feeder


def _variant(number: int, schools: int) -> int:
    """A municipality has the same breaks everywhere; some schools have planning days of their own."""
    region = number // SCHOOLS_PER_MUNICIPALITY if schools > SCHOOLS_PER_MUNICIPALITY else 0
    own = number % 5 if number % 5 < VARIANTS_IN_A_MUNICIPALITY else 0
    return (region * VARIANTS_IN_A_MUNICIPALITY + own) % len(VARIANTS)


def _share_out(total: int, weights: npt.NDArray[np.float64]) -> Ints:
    """Whole numbers in proportion to the weights, with exactly this total (largest remainders)."""
    if not weights.size:
        return np.zeros(weights.shape, dtype=np.int64)
    exact = total * weights / weights.sum()
    counts: Ints = np.floor(exact).astype(np.int64)
    rest = (counts - exact).ravel()
    np.add.at(counts.reshape(-1), np.argsort(rest, kind="stable")[: total - int(counts.sum())], 1)
    return counts
