"""From the staged rows to the contract; school days and enrolments are those given, or derived and said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from skoleporten.analytics.sources import remarks
from skoleporten.analytics.sources.ahead import ahead
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.output import TableFile, write_table
from skoleporten.analytics.sources.profile import PRESENT, UNREGISTERED
from skoleporten.analytics.sources.session_totals import standing_in
from skoleporten.analytics.sources.staging import STAGED, Staging
from skoleporten.analytics.tables import ABSENCES, CALENDAR, ENROLMENTS, Denominator
from skoleporten.analytics.tables import UNREGISTERED as UNREGISTERED_TABLE
from skoleporten.rules.absence import Kind

ABSENT = [kind.value for kind in Kind]
NO_GRADE = pl.lit(None, pl.Int64)
MEMBERSHIP = ["pupil_id", "school_id", "school_year"]
DAY = ["school_id", "date"]
AUGUST = 8
ROWS_AT_A_TIME = 2_000_000
NO_ROWS = pl.DataFrame(schema=STAGED)
NO_DAYS = NO_ROWS.select(DAY)
NO_UNREGISTERED = NO_ROWS.select(UNREGISTERED_TABLE.names)


@dataclass
class Gathered:
    """Small frames of many batches, made one from time to time so that they stay small."""

    join: Callable[[pl.DataFrame], pl.DataFrame]
    frames: list[pl.DataFrame] = field(default_factory=list)
    fresh: int = 0

    def add(self, frame: pl.DataFrame) -> None:
        self.frames.append(frame)
        self.fresh += frame.height
        if self.fresh > ROWS_AT_A_TIME:
            self.frames, self.fresh = [self.whole()], 0

    def whole(self) -> pl.DataFrame:
        return self.join(pl.concat(self.frames))


@dataclass
class Seen:
    """What the rows tell beside the absences themselves."""

    rows: int = 0
    last_date: dt.date | None = None
    present_days: Gathered = field(default_factory=lambda: Gathered(pl.DataFrame.unique, [NO_DAYS]))
    absent_days: Gathered = field(default_factory=lambda: Gathered(pl.DataFrame.unique, [NO_DAYS]))
    memberships: Gathered = field(default_factory=lambda: Gathered(_joined, [_memberships(NO_ROWS)]))
    unregistered: Gathered = field(default_factory=lambda: Gathered(pl.DataFrame.unique, [NO_UNREGISTERED]))


def settle(staging: Staging, intake: Intake, folder: Path) -> Seen:
    """Writes absences and unregistered; returns what is needed for the other two."""
    seen = Seen()
    absences = TableFile(folder / "absences.parquet", ABSENCES)
    try:
        for frame in ahead(staging.settled()):
            _note(frame, seen, intake)
            absences.add(frame.filter(pl.col("kind").is_in(ABSENT)))
    finally:
        absences.close()
    unregistered = _sorted(seen.unregistered.whole(), *UNREGISTERED_TABLE.names)
    if intake.unregistered:
        unregistered = pl.read_parquet(intake.unregistered)
    write_table(folder / "unregistered.parquet", UNREGISTERED_TABLE, unregistered)
    return seen


def _note(frame: pl.DataFrame, seen: Seen, intake: Intake) -> None:
    """Only what is asked for: a source with enrolments and calendar needs nothing derived."""
    seen.rows += frame.height
    seen.last_date = max(
        (date for date in (seen.last_date, frame["date"].max()) if isinstance(date, dt.date)), default=None
    )
    kinds = set(frame["kind"].unique())
    if UNREGISTERED in kinds:
        rows = frame.filter(pl.col("kind") == UNREGISTERED)
        seen.unregistered.add(rows.select(UNREGISTERED_TABLE.names).unique())
    if not intake.calendar and (PRESENT in kinds or intake.session_days):
        seen.present_days.add(_days(frame.filter(pl.col("kind") == PRESENT)))
        seen.absent_days.add(_days(frame.filter(pl.col("kind").is_in(ABSENT))))
    if not intake.enrolments:
        seen.memberships.add(
            _memberships(frame.filter(pl.col("kind") != UNREGISTERED) if UNREGISTERED in kinds else frame)
        )


def _days(frame: pl.DataFrame) -> pl.DataFrame:
    """The distinct days, by the schools' numbers, as that is four times as fast."""
    school = pl.col("school_id").to_physical().cast(pl.UInt64)
    packed = school * 2**32 + pl.col("date").to_physical().cast(pl.UInt64)
    return frame.filter(packed.is_first_distinct()).select(DAY)


def _memberships(frame: pl.DataFrame) -> pl.DataFrame:
    """By pupil, school and school year: the first and the last date, and the class and grade of the last row."""
    year = pl.col("date").dt.year() - (pl.col("date").dt.month() < AUGUST).cast(pl.Int32)
    last = {name: pl.col(name).drop_nulls().last() for name in ("class_id", "grade")}
    told = {name: value for name, value in last.items() if frame[name].null_count() < frame.height}
    nothing = {name: pl.lit(None, STAGED[name]) for name in last if name not in told}
    spans = {"first": pl.col("date").min(), "last": pl.col("date").max()}
    grouped = frame.group_by("pupil_id", "school_id", school_year=year).agg(**spans, **told)
    return grouped.with_columns(**nothing).select(*MEMBERSHIP, *spans, *last)


def _joined(frame: pl.DataFrame) -> pl.DataFrame:
    latest = [pl.col(name).sort_by("last").drop_nulls().last() for name in ("class_id", "grade")]
    return frame.group_by(MEMBERSHIP).agg(pl.col("first").min(), pl.col("last").max(), *latest)


def denominator(seen: Seen, intake: Intake, folder: Path) -> Denominator | None:
    """Writes calendar.parquet: given, else from presence rows, else from session totals; None when there is none.

    School days are never guessed from absences.
    """
    path = folder / "calendar.parquet"
    days = seen.present_days.whole()
    if intake.calendar:
        intake.calendar.replace(path)
        return "calendar"
    if not days.is_empty():
        minutes = pl.lit(intake.nominal_day_minutes, pl.Int64)
        write_table(
            path, CALENDAR, _sorted(days, "school_id", "date").with_columns(grade=NO_GRADE, minutes_offered=minutes)
        )
        intake.warnings += _said_of_presence(seen, days, intake)
        return "presence"
    write_table(path, CALENDAR, standing_in(intake.session_days, seen.absent_days.whole()))
    if not intake.session_days:
        return None
    intake.warnings.append(_said_of_sessions(intake))
    return "session_totals"


def _said_of_sessions(intake: Intake) -> str:
    totals: dict[str, int] = {}
    for session in intake.session_days:
        totals[session.school_id] = totals.get(session.school_id, 0) + session.days
    days = ", ".join(sorted({str(days) for days in totals.values()}))
    return remarks.DAYS_FROM_SESSIONS(days=days, minutes=intake.nominal_day_minutes)


def _said_of_presence(seen: Seen, days: pl.DataFrame, intake: Intake) -> list[str]:
    schools, minutes = days["school_id"].n_unique(), intake.nominal_day_minutes
    said = [remarks.DAYS_FROM_PRESENCE(days=days.height, schools=schools, minutes=minutes)]
    if outside := seen.absent_days.whole().join(days, on=DAY, how="anti").height:
        said.append(remarks.ABSENCE_ON_NO_SCHOOL_DAY(count=outside))
    return said


def enrol(seen: Seen, intake: Intake, folder: Path, how: Denominator | None) -> None:
    """Writes enrolments.parquet: given, else derived from the rows, which is said."""
    path = folder / "enrolments.parquet"
    if intake.enrolments:
        intake.enrolments.replace(path)
        return
    memberships = seen.memberships.whole()
    derived = _from_presence(memberships) if how == "presence" else _whole_years(memberships)
    write_table(path, ENROLMENTS, _sorted(derived, "pupil_id", "start_date", "school_id"))
    is_present = how == "presence"
    intake.warnings.append((remarks.ENROLMENTS_FROM_PRESENCE if is_present else remarks.ENROLMENTS_FROM_ABSENCES)())
    if derived["grade"].null_count():
        intake.warnings.append(remarks.NO_GRADES())


def _sorted(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """By the texts, not by the numbers that stand for them."""
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).sort(names)


def _from_presence(memberships: pl.DataFrame) -> pl.DataFrame:
    return memberships.rename({"first": "start_date", "last": "end_date"})


def _whole_years(memberships: pl.DataFrame) -> pl.DataFrame:
    """The whole school year at the first school; at a later one from the first absence there."""
    order = pl.col("first").rank("ordinal").over("pupil_id", "school_year")
    begins = pl.date(pl.col("school_year"), AUGUST, 1)
    return _sorted(memberships, "first", "school_id").with_columns(
        start_date=pl.when(order == 1).then(begins).otherwise("first"),
        end_date=pl.date(pl.col("school_year") + 1, AUGUST - 1, 31),
    )
