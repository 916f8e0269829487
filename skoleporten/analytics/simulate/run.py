"""A made-up municipality, from a seed: the same numbers give the same files, to the last byte."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from skoleporten.analytics.simulate import absence, files, truths
from skoleporten.analytics.simulate.absence import BY_GRADE, BY_MONTH, BY_WEEKDAY, Events, Ints, Lessons
from skoleporten.analytics.simulate.calendar import SchoolYear, band, calendar_of, date_of, day_number
from skoleporten.analytics.simulate.people import add_national_ids
from skoleporten.analytics.simulate.population import Population, Roster, draw_population, roster
from skoleporten.analytics.simulate.truths import Stage, Truth
from skoleporten.analytics.sources.output import all_or_nothing
from skoleporten.rules.calendar import school_year_end, term_start
from skoleporten.rules.errors import UsageError

CHUNK = 16_000
FEWEST_PUPILS = 40
LESSONS_FROM_GRADE = 8


@dataclass(frozen=True)
class Made:
    """What was made. `as_of` is the last school day that has absence."""

    pupils: int
    schools: int
    events: int
    as_of: dt.date
    truths: int


@dataclass(frozen=True)
class Year:
    """One school year of data; `days` is the number of days on the axis that lie within it."""

    roster: Roster
    calendar: SchoolYear
    days: int


@dataclass(frozen=True)
class Play:
    """All that is decided before absence is drawn."""

    population: Population
    years: tuple[Year, ...]
    planted: list[Truth]
    seed: int
    lessons_from_grade: int
    level: float

    @property
    def last(self) -> Year:
        return self.years[-1]


def simulate(
    *,
    pupils: int,
    schools: int | None = None,
    school_year: int = 2025,
    years: float = 1,
    seed: int = 1,
    out: Path,
    until: dt.date | None = None,
    lessons_from_grade: int = LESSONS_FROM_GRADE,
    level: float = 1,
    names: str = "nb",
) -> Made:
    """Writes the contract's tables, schools, pupils and truth.json into `out`, all of them or none.

    `years` ends with `school_year`: 1 is that whole year, 1.5 the year before and its first term (to 15 January).
    `until` ends the data earlier; patterns are planted up to there.
    From `lessons_from_grade` each lesson is registered beside the day; below it no lessons.
    `level` multiplies all absence: 1 is about 4 % of the time. `names` is a language of NAMES. Raises UsageError.
    """
    _check(pupils, schools, years)
    rng = np.random.default_rng([seed, pupils, school_year])
    earlier = int(np.ceil(years)) - 1
    population = draw_population(rng, pupils=pupils, schools=schools, school_year=school_year, earlier_years=earlier)
    end = min(until or dt.date.max, _last_date(school_year, years))
    span = tuple(_year(population, year, end) for year in range(school_year - earlier, school_year + 1))
    if not any(year.days for year in span):
        raise UsageError(f"There is no school day until {end}.", do="Give a later date, or more years.")
    stage = Stage(population, span[-1].roster, span[-1].calendar, span[-1].days)
    play = Play(population, span, truths.plant(rng, stage), seed, lessons_from_grade, level)
    as_of = max(date_of(int(year.calendar.dates[year.days - 1])) for year in span if year.days)
    with all_or_nothing(out) as folder:
        _write_roster(folder, rng, play, names)
        events = _write_absences(folder, play)
        _write_truth(folder, stage, play, as_of)
    return Made(len(span[-1].roster.pupil), len(population.schools), events, as_of, len(play.planted))


def _check(pupils: int, schools: int | None, years: float) -> None:
    if pupils < FEWEST_PUPILS:
        raise UsageError(
            f"{pupils} pupils are too few for the patterns that are planted.", do=f"Ask for at least {FEWEST_PUPILS}."
        )
    if schools is not None and not 1 <= schools <= pupils // 10:
        raise UsageError(f"{schools} schools do not fit {pupils} pupils.", do="Give each school ten pupils or more.")
    if years <= 0 or years * 2 != int(years * 2):
        raise UsageError(f"{years} school years cannot be simulated.", do="Use whole and half years: 0.5, 1, 1.5, 2 …")


def _last_date(school_year: int, years: float) -> dt.date:
    """A half year ends with the first term."""
    if years == int(years):
        return school_year_end(school_year)
    return term_start(school_year_end(school_year)) - dt.timedelta(days=1)


def _year(population: Population, year: int, end: dt.date) -> Year:
    calendar = calendar_of(year)
    return Year(roster(population, year), calendar, int(np.searchsorted(calendar.dates, day_number(end), side="right")))


def _write_roster(out: Path, rng: np.random.Generator, play: Play, names: str) -> None:
    calendars = [year.calendar for year in play.years]
    files.write_schools(out, play.population)
    files.write_classes(out, [year.roster for year in play.years])
    files.write_calendar(out, play.population, calendars)
    files.write_enrolments(out, play.population, [year.roster for year in play.years], calendars, play.planted)
    files.write_unregistered(out, play.population, play.last.roster, play.last.calendar, play.planted)
    people = add_national_ids(files.person_columns(rng, play.population, names))
    pq.write_table(people, out / "pupils.parquet", compression="zstd")


def _write_truth(out: Path, stage: Stage, play: Play, as_of: dt.date) -> None:
    planted = [truths.as_json(truth, stage) for truth in play.planted]
    text = json.dumps({"seed": play.seed, "as_of": as_of.isoformat(), "truths": planted}, indent=1, ensure_ascii=False)
    (out / "truth.json").write_text(text + "\n", encoding="utf-8")


def _write_absences(out: Path, play: Play) -> int:
    with files.AbsenceFile(out, play.population) as file:
        for first in range(0, play.population.size, CHUNK):
            _write_chunk(file, play, first, min(first + CHUNK, play.population.size))
        return file.rows


def _write_chunk(file: files.AbsenceFile, play: Play, first: int, end: int) -> None:
    """Every chunk has a random stream of its own."""
    rng = np.random.default_rng([play.seed, first])
    tendencies = absence.draw_tendencies(rng, end - first, play.level)
    mine = {truth.pupil: truth for truth in play.planted if first <= truth.pupil < end}
    parts = [
        _events_of(rng, play, year, (first, end), tendencies, mine if year is play.last else {}) for year in play.years
    ]
    parts[-1] = _without_unregistered(parts[-1], play.last, play.planted)
    dates = np.concatenate(
        [year.calendar.dates[part.day].astype(np.int64) for year, part in zip(play.years, parts, strict=True)]
    )
    school = np.concatenate(
        [
            year.roster.school[np.searchsorted(year.roster.pupil, part.pupil)]
            for year, part in zip(play.years, parts, strict=True)
        ]
    )
    events = Events.joined(parts)
    for pupil, truth in mine.items():
        if truth.school >= 0:
            school[(events.pupil == pupil) & (dates >= play.last.calendar.dates[truth.day])] = truth.school
    order = np.lexsort((events.kind, dates, events.pupil))
    file.write(events.take(order), dates[order], school[order])


def _events_of(
    rng: np.random.Generator,
    play: Play,
    year: Year,
    chunk: tuple[int, int],
    tendencies: absence.Tendencies,
    mine: dict[int, Truth],
) -> Events:
    low, high = np.searchsorted(year.roster.pupil, chunk)
    pupil, grade = year.roster.pupil[low:high], year.roster.grade[low:high]
    lessons = _lessons(play.population, year, int(low), int(high), mine)
    by_lesson = grade >= play.lessons_from_grade
    scale = BY_GRADE[grade].astype(np.float32)
    cause = absence.draw_whole_days(rng, tendencies.days[pupil - chunk[0]] * scale, _season(year), lessons)
    _lay_over(cause, pupil, mine)
    row, day = np.nonzero(cause >= 0)
    whole = absence.whole_day_events(row, day, cause[row, day], lessons, by_lesson=by_lesson)
    present = (lessons > 0) & (cause < 0)
    parts = absence.draw_parts(rng, tendencies.parts[pupil - chunk[0]] * scale, present, by_lesson=by_lesson)
    events = Events.joined([whole, parts])
    events.pupil[:] = pupil[events.pupil]
    return events


def _lessons(population: Population, year: Year, low: int, high: int, mine: dict[int, Truth]) -> Lessons:
    """Lessons offered to each pupil of the chunk on each day, with moves and late starts."""
    variants = np.array([school.variant for school in population.schools])
    offered = year.calendar.lessons[:, :, : year.days]
    bands = band(year.roster.grade[low:high])
    lessons: Lessons = offered[variants[year.roster.school[low:high]], bands]
    for pupil, truth in mine.items():
        place = year.roster.of(pupil) - low
        if truth.school >= 0:
            lessons[place, truth.day :] = offered[variants[truth.school], bands[place], truth.day :]
        elif truth.kind == "late_start":
            lessons[place, : truth.day] = 0
    return lessons


def _season(year: Year) -> absence.Factors:
    months = np.array([date_of(number).month for number in year.calendar.dates[: year.days].tolist()], dtype=np.int64)
    factors: absence.Factors = BY_MONTH[months] * BY_WEEKDAY[year.calendar.weekday[: year.days]]
    return factors.astype(np.float32)


def _lay_over(cause: Ints, pupil: Ints, mine: dict[int, Truth]) -> None:
    """Planted days take the place of the background."""
    for truth in mine.values():
        if truth.absent:
            place = int(np.searchsorted(pupil, truth.pupil))
            cause[place] = -1
            cause[place, truth.days] = truth.cause


def _without_unregistered(events: Events, year: Year, planted: list[Truth]) -> Events:
    """Where nobody took the register there is no event."""
    first = np.full(len(year.roster.class_ids), year.days, dtype=np.int64)
    last = np.full(len(year.roster.class_ids), -1, dtype=np.int64)
    for truth in planted:
        if truth.kind == "unregistered":
            first[truth.class_number], last[truth.class_number] = truth.days[0], truth.days[-1]
    numbers = year.roster.class_number[np.searchsorted(year.roster.pupil, events.pupil)]
    return events.take((events.day < first[numbers]) | (events.day > last[numbers]))
