"""From the staged rows to the contract; school days and enrolments are those given, or derived and said so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.loaded import Denominator
from skoleporten.analytics.sources.output import TableFile, polars_schema, write_table
from skoleporten.analytics.sources.profile import PRESENT, UNREGISTERED
from skoleporten.analytics.sources.session_totals import standing_in
from skoleporten.analytics.sources.staging import Staging
from skoleporten.analytics.tables import ABSENCES, CALENDAR, ENROLMENTS
from skoleporten.analytics.tables import UNREGISTERED as UNREGISTERED_TABLE
from skoleporten.rules.absence import Kind

ABSENCE_KINDS = [kind.value for kind in Kind]
NO_GRADE = pl.lit(None, pl.Int64)
MEMBERSHIP = ["pupil_id", "school_id", "school_year"]
AUGUST = 8


@dataclass
class Seen:
    """What the rows tell beside the absences themselves, batch by batch."""

    rows: int = 0
    present_rows: int = 0
    first_date: dt.date | None = None
    last_date: dt.date | None = None
    present_days: list[pl.DataFrame] = field(default_factory=list)
    absent_days: list[pl.DataFrame] = field(default_factory=list)
    memberships: list[pl.DataFrame] = field(default_factory=list)
    unregistered: list[pl.DataFrame] = field(default_factory=list)


def settle(staging: Staging, intake: Intake, folder: Path) -> Seen:
    """Writes absences and unregistered; returns what is needed for the other two."""
    seen = Seen()
    absences = TableFile(folder / "absences.parquet", ABSENCES)
    try:
        for frame in staging.settled():
            _note(frame, seen)
            absences.add(frame.filter(pl.col("kind").is_in(ABSENCE_KINDS)))
    finally:
        absences.close()
    empty = pl.DataFrame(schema=polars_schema(UNREGISTERED_TABLE))
    write_table(
        folder / "unregistered.parquet",
        UNREGISTERED_TABLE,
        pl.concat([empty, *seen.unregistered]).unique().sort(pl.all()),
    )
    return seen


def _note(frame: pl.DataFrame, seen: Seen) -> None:
    seen.rows += frame.height
    dates = [date for date in (seen.first_date, seen.last_date, frame["date"].min(), frame["date"].max()) if date]
    seen.first_date, seen.last_date = (min(dates), max(dates)) if dates else (None, None)  # type: ignore[assignment]
    present = frame.filter(pl.col("kind") == PRESENT)
    seen.present_rows += present.height
    seen.present_days = [_distinct_days([*seen.present_days, present.select("school_id", "date")])]
    absent = frame.filter(pl.col("kind").is_in(ABSENCE_KINDS))
    seen.absent_days = [_distinct_days([*seen.absent_days, absent.select("school_id", "date")])]
    registered = frame.filter(pl.col("kind") != UNREGISTERED)
    seen.memberships = [_joined_memberships([*seen.memberships, _memberships(registered)])]
    seen.unregistered.append(frame.filter(pl.col("kind") == UNREGISTERED).select(*UNREGISTERED_TABLE.names).unique())


def _distinct_days(frames: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(frames).unique()


def _memberships(frame: pl.DataFrame) -> pl.DataFrame:
    year = pl.col("date").dt.year() - (pl.col("date").dt.month() < AUGUST).cast(pl.Int32)
    return (
        frame.lazy()
        .group_by("pupil_id", "school_id", school_year=year)
        .agg(
            first=pl.col("date").min(),
            last=pl.col("date").max(),
            class_id=pl.col("class_id").drop_nulls().last(),
            grade=pl.col("grade").drop_nulls().last(),
        )
        .collect()
    )


def _joined_memberships(frames: list[pl.DataFrame]) -> pl.DataFrame:
    latest = [pl.col(name).sort_by("last").drop_nulls().last() for name in ("class_id", "grade")]
    return pl.concat(frames).group_by(MEMBERSHIP).agg(pl.col("first").min(), pl.col("last").max(), *latest)


def denominator(seen: Seen, intake: Intake, folder: Path) -> Denominator | None:
    """Writes calendar.parquet: given, else from presence rows, else from session totals; None when there is none.

    School days are never guessed from absences.
    """
    path = folder / "calendar.parquet"
    days = seen.present_days[0] if seen.present_days else pl.DataFrame()
    if intake.calendar:
        intake.calendar.replace(path)
        return "calendar"
    if not days.is_empty():
        minutes = pl.lit(intake.nominal_day_minutes, pl.Int64)
        write_table(
            path, CALENDAR, days.sort("school_id", "date").with_columns(grade=NO_GRADE, minutes_offered=minutes)
        )
        intake.warnings += _said_of_presence(seen, days, intake)
        return "presence"
    absent = seen.absent_days[0] if seen.absent_days else pl.DataFrame(schema={"school_id": pl.String, "date": pl.Date})
    write_table(path, CALENDAR, standing_in(intake.session_days, absent))
    if not intake.session_days:
        return None
    intake.warnings.append(_said_of_sessions(intake))
    return "session_totals"


def _said_of_sessions(intake: Intake) -> str:
    totals: dict[str, int] = {}
    for session in intake.session_days:
        totals[session.school_id] = totals.get(session.school_id, 0) + session.days
    days = ", ".join(sorted({str(days) for days in totals.values()}))
    return (
        f"School days are the totals of the sessions ({days} at each school), each of {intake.nominal_day_minutes} minutes; "
        "which dates they are is not known, so spells, runs, weekdays and shorter windows are not shown."
    )


def _said_of_presence(seen: Seen, days: pl.DataFrame, intake: Intake) -> list[str]:
    schools = days["school_id"].n_unique()
    minutes = intake.nominal_day_minutes
    said = [
        f"School days are the {days.height} dates with rows of presence at {schools} schools, each of {minutes} minutes."
    ]
    outside = seen.absent_days[0].join(days, on=["school_id", "date"], how="anti").height
    if outside:
        said.append(
            f"On {outside} dates of a school there is absence and no row of presence; they are not school days here."
        )
    return said


def enrol(seen: Seen, intake: Intake, folder: Path, how: Denominator | None) -> None:
    """Writes enrolments.parquet: given, else derived from the rows, which is said."""
    path = folder / "enrolments.parquet"
    if intake.enrolments:
        intake.enrolments.replace(path)
        return
    memberships = seen.memberships[0] if seen.memberships else _memberships(pl.DataFrame(schema=EMPTY_ROWS))
    derived = _from_presence(memberships) if how == "presence" else _whole_years(memberships)
    write_table(path, ENROLMENTS, derived.sort("pupil_id", "start_date", "school_id"))
    intake.warnings.append(FROM_PRESENCE if how == "presence" else FROM_ABSENCES)
    if derived["grade"].null_count():
        intake.warnings.append("The source does not tell the grades of all pupils; they are empty.")


FROM_PRESENCE = "Enrolments are derived: a pupil belongs to a school from the first to the last row there."
FROM_ABSENCES = (
    "Enrolments are derived from absences: a pupil belongs to a school for the school year (after a move, from the first "
    "absence there). Pupils without any absence are not in the population, so shares of all pupils can not be seen."
)
EMPTY_ROWS = {
    "pupil_id": pl.String(), "school_id": pl.String(), "class_id": pl.String(), "grade": pl.Int64(), "date": pl.Date(),
}  # fmt: skip


def _from_presence(memberships: pl.DataFrame) -> pl.DataFrame:
    return memberships.rename({"first": "start_date", "last": "end_date"})


def _whole_years(memberships: pl.DataFrame) -> pl.DataFrame:
    """The whole school year at the first school; at a later one from the first absence there."""
    order = pl.col("first").rank("ordinal").over("pupil_id", "school_year")
    begins = pl.date(pl.col("school_year"), AUGUST, 1)
    return memberships.sort("first", "school_id").with_columns(
        start_date=pl.when(order == 1).then(begins).otherwise("first"),
        end_date=pl.date(pl.col("school_year") + 1, AUGUST - 1, 31),
    )
