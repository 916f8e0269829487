"""The simulated attendance as a school system would export it: CSV in the profile norsk-generisk."""

from __future__ import annotations

from pathlib import Path

import polars as pl

KINDS = {"day": "Dag", "lesson": "Time", "late": "For sent", "left_early": "Gikk tidlig"}
DOCUMENTED = {"true": "Ja", "false": "Nei", "unknown": "Ukjent"}
REASONS = {
    "illness": "Sykdom",
    "medical": "Lege, tannlege eller behandling",
    "leave": "Permisjon",
    "school_initiated": "Skolen ba eleven være hjemme",
    "too_hard_stated": "Sier det er for vanskelig å komme",
    "unknown": "Ukjent",
    "other": "Annet",
    "not_absence": "Ikke fravær",
}
UNREGISTERED = "Ikke ført"


def write_csv(folder: Path) -> Path:
    """Writes fravaer.csv into a folder that `simulate` made, from its tables; a few million rows at most."""
    path = folder / "fravaer.csv"
    absences = pl.read_parquet(folder / "absences.parquet")
    enrolments = pl.read_parquet(folder / "enrolments.parquet").sort("start_date")
    placed = absences.sort("date").join_asof(
        enrolments, left_on="date", right_on="start_date", by=["pupil_id", "school_id"], check_sortedness=False
    )
    order = pl.col("source_id").cast(pl.Int64)
    # Without a number two lessons of a day would be one row told twice.
    lesson = pl.int_range(1, pl.len() + 1).over("pupil_id", "date", "kind")
    placed = placed.with_columns(lesson=pl.when(pl.col("kind") == "lesson").then(lesson))
    rows = pl.concat([placed.sort(order).select(*_registered()), _unregistered(folder, enrolments)])
    rows.write_csv(path, separator=";", include_bom=True, line_terminator="\r\n")
    return path


def _registered() -> list[pl.Expr]:
    return [
        pl.col("source_id").alias("Id"),
        pl.col("pupil_id").alias("Elevid"),
        pl.col("school_id").alias("Skole"),
        pl.col("class_id").alias("Klasse"),
        pl.col("grade").alias("Trinn"),
        pl.col("date").dt.strftime("%d.%m.%Y").alias("Dato"),
        pl.col("kind").replace_strict(KINDS).alias("Type"),
        pl.col("lesson").alias("Time nr"),
        pl.col("minutes").alias("Minutter"),
        pl.col("documented").replace_strict(DOCUMENTED).alias("Dokumentert"),
        pl.col("reason").replace_strict(REASONS).alias("Årsak"),
    ]


def _unregistered(folder: Path, enrolments: pl.DataFrame) -> pl.DataFrame:
    """A row of each pupil in the class, as a system writes it that asks for every pupil."""
    days = pl.read_parquet(folder / "unregistered.parquet")
    pupils = days.join(enrolments, on=["school_id", "class_id"])
    while_enrolled = pl.col("date").is_between("start_date", pl.col("end_date").fill_null(pl.col("date")))
    rows = pupils.filter(while_enrolled).sort("pupil_id", "date").with_row_index("row")
    empty = pl.lit(None, pl.String)
    return rows.select(
        ("U" + pl.col("row").cast(pl.String)).alias("Id"),
        pl.col("pupil_id").alias("Elevid"),
        pl.col("school_id").alias("Skole"),
        pl.col("class_id").alias("Klasse"),
        pl.col("grade").alias("Trinn"),
        pl.col("date").dt.strftime("%d.%m.%Y").alias("Dato"),
        pl.lit(UNREGISTERED).alias("Type"),
        pl.lit(None, pl.Int64).alias("Time nr"),
        pl.lit(None, pl.Int64).alias("Minutter"),
        empty.alias("Dokumentert"),
        empty.alias("Årsak"),
    )
