"""Which schools a file reaches: whoever leads one school must not change what is kept about another's pupils."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.concerns.tables import DatabaseTables
from skoleporten.imports.comparison import OLD, Compared
from skoleporten.imports.difference import Difference
from skoleporten.imports.models import Import
from skoleporten.schools.models import School

# Under these names in Import.counts.
BY_SCHOOL, WITHIN = "by_school", "applied_within"


def rows_by_school(diff: Difference, known: DatabaseTables) -> dict[str, int]:
    """Rows that would be written about each school, by its source id. A row that reaches two schools counts at both.

    A row of absence reaches its own school, and the pupil's where she was not enrolled at that school that day. An
    enrolment and a name reach every school the pupil is enrolled at: else a leader could take another's pupil into
    view by a file of her own.
    """
    enrolled = pl.DataFrame(pl.from_arrow(known.enrolments))
    touched = pl.concat(
        [
            _of_absences(_written(diff.absences, diff.gone["absences"], ["pupil_id", "school_id", "date"]), enrolled),
            _of_enrolments(_written(diff.enrolments, diff.gone["enrolments"], ["pupil_id", "school_id"]), enrolled),
            _of_names(diff, enrolled),
            _written(diff.calendar, diff.gone["calendar"], ["school_id"]),
            _written(diff.unregistered, diff.gone["unregistered"], ["school_id"]),
        ]
    )
    return dict(touched.group_by("school_id").len().sort("school_id").iter_rows())


def _written(compared: Compared, gone: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """What is inserted and what is taken out; a row that moves is both."""
    before = compared.changed.select(_before(compared.changed, column).alias(column) for column in columns)
    after = compared.changed.select(columns)
    moved = before.join(after.unique(), on=columns, how="anti")
    return pl.concat([compared.new.select(columns), after, moved, gone.select(columns)])


def _before(changed: pl.DataFrame, column: str) -> pl.Expr:
    """What is part of the key is the same before and after."""
    return pl.col(column + OLD if column + OLD in changed.columns else column)


def _of_absences(rows: pl.DataFrame, enrolled: pl.DataFrame) -> pl.DataFrame:
    numbered = rows.with_row_index("number")
    is_then = (pl.col("start_date") <= pl.col("date")) & (
        pl.col("end_date").is_null() | (pl.col("date") <= pl.col("end_date"))
    )
    at_school = numbered.join(
        enrolled.select("pupil_id", "school_id", "start_date", "end_date"), on=["pupil_id", "school_id"]
    )
    elsewhere = numbered.join(at_school.filter(is_then), on="number", how="anti")
    return pl.concat([rows.select("school_id"), _schools_of(elsewhere, enrolled)])


def _of_enrolments(rows: pl.DataFrame, enrolled: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([rows.select("school_id"), _schools_of(rows, enrolled)])


def _of_names(diff: Difference, enrolled: pl.DataFrame) -> pl.DataFrame:
    renamed = diff.renamed_pupils
    return (
        _schools_of(renamed.select("pupil_id").with_row_index("number"), enrolled)
        if renamed.height
        else (enrolled.clear().select("school_id"))
    )


def _schools_of(rows: pl.DataFrame, enrolled: pl.DataFrame) -> pl.DataFrame:
    """Each row at each school that its pupil is or was enrolled at, other than the row's own."""
    theirs = rows.join(enrolled.select("pupil_id", other="school_id").unique(), on="pupil_id")
    if "school_id" in rows.columns:
        theirs = theirs.filter(pl.col("other") != pl.col("school_id"))
    return theirs.select(school_id="other")


def limit_of(by: Actor) -> frozenset[int] | None:
    """The schools whose rows the actor may change; None for whoever acts for the whole municipality."""
    is_municipal = by.user_id is None or by.role == Role.ADMINISTRATOR
    return None if is_municipal else by.school_ids


def outside(imported: Import, limit: Iterable[int] | None) -> dict[str, int]:
    """Rows about schools beyond the limit, by source id; as worked out when the file was read."""
    return beyond(imported.counts.get(BY_SCHOOL, {}), limit)


def outside_by_name(imported: Import, by: Actor) -> dict[str, int]:
    """For the page: rows about schools that are not the reader's, by the school's name, most first."""
    rows = outside(imported, limit_of(by))
    names = dict(School.objects.filter(source_id__in=rows).values_list("source_id", "name"))
    return {names.get(school, school): rows[school] for school in sorted(rows, key=lambda school: -rows[school])}


def beyond(rows: dict[str, int], limit: Iterable[int] | None) -> dict[str, int]:
    if limit is None:
        return {}
    own = set(School.objects.filter(pk__in=list(limit)).values_list("source_id", flat=True))
    return {school: number for school, number in rows.items() if school not in own}
