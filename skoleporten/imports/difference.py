"""What a staged import would change in the database: worked out outside any transaction, and only this is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models.functions import Extract

from skoleporten.analytics.tables import ABSENCES, CALENDAR, ENROLMENTS, UNREGISTERED
from skoleporten.concerns.tables import DatabaseTables
from skoleporten.imports.comparison import OLD, ROW, Compared, compare, nothing, would_be
from skoleporten.imports.models import Import
from skoleporten.imports.reading import Staged
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.schools.models import CalendarDay

AUGUST = 8
CALENDAR_KEY = ["school_id", "grade", "date"]
NAMED = ("given_name", "family_name", "birth_date")


@dataclass(frozen=True)
class Difference:
    """`gone` are standing rows that are taken out without another in their place, by table. Names by source id."""

    enrolments: Compared
    calendar: Compared
    absences: Compared
    unregistered: Compared
    gone: dict[str, pl.DataFrame]
    new_schools: pl.DataFrame
    new_pupils: pl.DataFrame
    renamed_pupils: pl.DataFrame
    kept_calendars: int

    def counts(self) -> dict[str, dict[str, int]]:
        tables = {name: getattr(self, name) for name in ("absences", "enrolments", "calendar", "unregistered")}
        counted = {name: {**compared.counts(), "gone": self.gone[name].height} for name, compared in tables.items()}
        counted["pupils"] = {"new": self.new_pupils.height, "changed": self.renamed_pupils.height}
        counted["schools"] = {"new": self.new_schools.height}
        return counted

    def changes_anything(self) -> bool:
        return any(table.get(what, 0) for table in self.counts().values() for what in ("new", "changed", "gone"))


def difference(imported: Import, staged: Staged, known: DatabaseTables) -> Difference:
    standing = {name: _frame(table) for name, table in known.contract().items()}
    enrolments, gone_enrolments = _enrolments(staged, standing["enrolments"])
    absences, gone_absences = _absences(imported, staged, standing["absences"])
    calendar, gone_days, kept = _calendar(staged, standing["calendar"])
    unregistered, gone_unregistered = _unregistered(imported, staged, standing["unregistered"])
    brought = [enrolments.new, calendar.new, absences.new, unregistered.new]
    return Difference(
        enrolments=enrolments,
        calendar=calendar,
        absences=absences,
        unregistered=unregistered,
        gone={
            "enrolments": gone_enrolments,
            "calendar": gone_days,
            "absences": gone_absences,
            "unregistered": gone_unregistered,
        },
        new_schools=_new_schools(staged, brought, known),
        new_pupils=_new_pupils(staged, enrolments, known),
        renamed_pupils=_renamed_pupils(staged),
        kept_calendars=kept,
    )


def would_be_tables(diff: Difference, known: DatabaseTables) -> dict[str, Any]:
    """The contract's tables as they would stand after the import, for a check before anything is applied."""
    standing = {name: _frame(table) for name, table in known.contract().items()}
    return {name: would_be(table, getattr(diff, name), diff.gone[name]).to_arrow() for name, table in standing.items()}


def rows_of_same_span(staged: Staged, known: DatabaseTables) -> tuple[int, int]:
    """Rows of absence in the file, and rows that stand from the same source within the file's dates."""
    given, standing = staged.table("absences"), _frame(known.absences)
    return given.height, _same_span(standing, given).height


def _frame(table: Any) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table))


def _same_span(standing: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    if given.is_empty():
        return standing.clear()
    in_span = pl.col("date").is_between(given["date"].min(), given["date"].max())
    return standing.filter(in_span, pl.col("source").is_in(given["source"].unique().to_list()))


def _absences(imported: Import, staged: Staged, standing: pl.DataFrame) -> tuple[Compared, pl.DataFrame]:
    """What the file does not hold any more stays, unless the person who gave it says that it is complete."""
    given = staged.table(ABSENCES.name)
    same_source = standing.filter(pl.col("source").is_in(given["source"].unique().to_list()))
    compared = compare(same_source, given, ["source", "source_id"])
    in_span = _same_span(compared.vanished, given)
    return Compared(compared.new, compared.changed, compared.unchanged, in_span), (
        in_span if imported.is_complete else in_span.clear()
    )


def _enrolments(staged: Staged, standing: pl.DataFrame) -> tuple[Compared, pl.DataFrame]:
    """A roster takes the place of what was only derived for the same pupils; a pupil missing in it stays enrolled."""
    if staged.enrolments_from == "database":
        return nothing(standing), standing.clear()
    given = staged.table(ENROLMENTS.name)
    compared = compare(standing, given, list(ENROLMENTS.key))
    if staged.enrolments_from != "given":
        return compared, standing.clear()
    derived = Enrolment.objects.current().filter(imported_by__enrolments_from="derived").values_list("pk", flat=True)
    replaced = compared.vanished.filter(
        pl.col(ROW).is_in(list(derived)), pl.col("pupil_id").is_in(given["pupil_id"].unique().to_list())
    )
    return compared, replaced


def _calendar(staged: Staged, standing: pl.DataFrame) -> tuple[Compared, pl.DataFrame, int]:
    """A calendar that people keep here is not touched. A given one replaces a school's days within its own span."""
    if staged.calendar_from in {"database", ""}:
        return nothing(standing), standing.clear(), 0
    given, kept = _without_kept_here(staged.table(CALENDAR.name))
    compared = compare(standing, given, CALENDAR_KEY)
    if staged.calendar_from != "given":
        return compared, standing.clear(), kept
    spans = given.group_by("school_id").agg(first=pl.col("date").min(), last=pl.col("date").max())
    in_span = compared.vanished.join(spans, on="school_id").filter(pl.col("date").is_between("first", "last"))
    gone, _kept = _without_kept_here(in_span.select(standing.columns))
    return compared, gone, kept


def _without_kept_here(days: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Without the days of schools and years whose calendar was made in the editor, and how many of those there are."""
    edited = CalendarDay.objects.filter(origin=CalendarDay.Origin.EDITOR)
    months = edited.values_list("school__source_id", Extract("date", "year"), Extract("date", "month")).distinct()
    ours = {(school, year - (month < AUGUST)) for school, year, month in months}
    if not ours:
        return days, 0
    table = pl.DataFrame(sorted(ours), schema={"school_id": pl.String, "school_year": pl.Int32}, orient="row")
    with_year = days.with_columns(school_year=_school_year("date"))
    return with_year.join(table, on=["school_id", "school_year"], how="anti").drop("school_year"), len(ours)


def _school_year(column: str) -> pl.Expr:
    return pl.col(column).dt.year() - (pl.col(column).dt.month() < AUGUST).cast(pl.Int32)


def _unregistered(imported: Import, staged: Staged, standing: pl.DataFrame) -> tuple[Compared, pl.DataFrame]:
    """A register taken late: a source that tells of missing registers, and no longer of this one, takes it out."""
    given = staged.table(UNREGISTERED.name)
    compared = compare(standing, given, list(UNREGISTERED.key))
    if given.is_empty() and not imported.is_complete:
        return compared, standing.clear()
    told = pl.concat([given.select("school_id", "date"), staged.table(ABSENCES.name).select("school_id", "date")])
    if told.is_empty():
        return compared, standing.clear()
    in_span = pl.col("date").is_between(told["date"].min(), told["date"].max())
    return compared, compared.vanished.filter(in_span, pl.col("school_id").is_in(told["school_id"].unique().to_list()))


def _new_schools(staged: Staged, brought: list[pl.DataFrame], known: DatabaseTables) -> pl.DataFrame:
    """school_id, name, first_grade, last_grade; what no list of schools tells is taken from the enrolments, or 1-10."""
    standing = known.schools.by_name()
    ids = pl.concat([table.select("school_id") for table in brought]).unique()
    new = ids.filter(~pl.col("school_id").is_in(list(standing)))
    enrolled = staged.table(ENROLMENTS.name).group_by("school_id")
    grades = enrolled.agg(low=pl.col("grade").min(), high=pl.col("grade").max())
    told = new.join(staged.names["schools"], on="school_id", how="left").join(grades, on="school_id", how="left")
    return told.select(
        "school_id",
        name=pl.coalesce("name", "school_id"),
        first_grade=pl.coalesce("first_grade", "low", 1),
        last_grade=pl.coalesce("last_grade", "high", 10),
    ).sort("school_id")


def _new_pupils(staged: Staged, enrolments: Compared, known: DatabaseTables) -> pl.DataFrame:
    """Those that the file enrols. Absence alone makes no pupil."""
    ids = enrolments.new.select("pupil_id").unique().filter(~pl.col("pupil_id").is_in(list(known.pupils.by_name())))
    return ids.join(staged.names["pupils"], on="pupil_id", how="left").sort("pupil_id")


def _renamed_pupils(staged: Staged) -> pl.DataFrame:
    """Standing pupils whose name or birth date the file tells otherwise; what it leaves empty stays."""
    names = staged.names["pupils"]
    if names.is_empty():
        return names
    told = names.join(_standing_names(), on="pupil_id", suffix=OLD)
    now = [pl.coalesce(name, name + OLD).alias(name) for name in NAMED]
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name + OLD)) for name in NAMED)
    return told.with_columns(now).filter(differs)


def _standing_names() -> pl.DataFrame:
    """A name that is not known is null here as in the file, and empty in the database."""
    schema = {ROW: pl.Int64, "pupil_id": pl.String, **dict.fromkeys(NAMED, pl.String), "birth_date": pl.Date}
    rows = list(Pupil.objects.values_list("pk", "source_id", *NAMED))
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col(pl.String).replace("", None))


def classes_needed(diff: Difference) -> pl.DataFrame:
    """school_id, school_year, class_id and grade of every class that a row to be written names."""
    named: list[pl.DataFrame] = []
    for table, date in ((diff.enrolments, "start_date"), (diff.unregistered, "date")):
        for rows in (table.new, table.changed):
            grade = pl.col("grade") if "grade" in rows.columns else pl.lit(None, pl.Int64)
            year = _school_year(date).alias("school_year")
            named.append(rows.select("school_id", year, "class_id", grade.alias("grade")))
    known = pl.concat(named).filter(pl.col("class_id").is_not_null())
    return (
        known.group_by("school_id", "school_year", "class_id").agg(pl.col("grade").drop_nulls().first()).sort(pl.all())
    )
