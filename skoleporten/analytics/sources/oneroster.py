"""OneRoster CSV 1.1 and 1.2, folder or zip file: rosters only, which become enrolments. Passwords are never read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from skoleporten.analytics.sources import archives, remarks
from skoleporten.analytics.sources.faults import Fault
from skoleporten.analytics.sources.intake import Intake
from skoleporten.analytics.sources.output import RejectedFile, RejectedRow, polars_schema, rejected_frame, write_table
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.analytics.tables import ENROLMENTS, GRADES
from skoleporten.rules.errors import Place, RefusedError

MANIFEST = "manifest.csv"
VERSIONS = {"1.1", "1.2"}
COLUMNS = {
    "enrollments": (
        "status",
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
        "primary",
        "beginDate",
        "endDate",
    ),
    "classes": ("sourcedId", "status", "grades", "classType", "termSourcedIds"),
    "academicSessions": ("sourcedId", "status", "startDate", "endDate"),
    "users": ("sourcedId", "status", "grades"),
    "orgs": ("sourcedId", "status", "type"),
}
REQUIRED = {"enrollments": {"schoolSourcedId", "userSourcedId", "role"}}
LINE = "line"
Reader = Callable[[str], bytes | None]


def is_oneroster(names: Sequence[str]) -> bool:
    return MANIFEST in names and "enrollments.csv" in names


@contextmanager
def _reader(path: Path) -> Iterator[Reader]:
    if path.is_dir():
        yield lambda name: _from_folder(path / name)
        return
    with archives.opened(path) as archive:
        yield lambda name: archive.read(name) if name in archive.names else None


def _from_folder(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    with unchanged(path) as file:
        return file.read()


def read(path: Path, folder: Path, rejected: RejectedFile) -> Intake:
    """Writes the enrolments of pupils; a pupil's homeroom is the class."""
    intake = Intake("oneroster", source="oneroster")
    with _reader(path) as data:
        _check_manifest(path.name, data(MANIFEST))
        tables = {name: _table(path.name, name, data(f"{name}.csv")) for name in COLUMNS}
    pupils = tables["enrollments"].filter(pl.col("role").str.to_lowercase() == "student")
    dated = _dated(pupils, tables)
    unusable = dated.filter(_is_unusable(tables["orgs"]))
    wanted = unusable.select(LINE, "userSourcedId", "schoolSourcedId", "start").iter_rows()
    rejected.add("enrollments.csv", rejected_frame(_rejected(*row) for row in wanted))
    sound = dated.filter(~_is_unusable(tables["orgs"]))
    if sound.is_empty():
        raise RefusedError(
            "There are no usable enrolments of pupils.",
            place=Place(path.name),
            do="Check that the export was not empty.",
        )
    if unusable.height:
        intake.warnings.append(remarks.LEFT_OUT_REJECTED(table="enrollments", count=unusable.height))
    intake.enrolments = folder / "given-enrolments.parquet"
    write_table(intake.enrolments, ENROLMENTS, _enrolments(sound, tables))
    return intake


def _check_manifest(file: str, data: bytes | None) -> None:
    if data is None:
        raise RefusedError("There is no manifest.csv.", place=Place(file), do="Export all files of OneRoster together.")
    try:
        manifest = dict(pl.read_csv(io.BytesIO(data), infer_schema=False).select("propertyName", "value").iter_rows())
    except pl.exceptions.PolarsError as error:
        raise RefusedError("The manifest can not be read.", place=Place(MANIFEST), do="Export it again.") from error
    if manifest.get("oneroster.version") not in VERSIONS:
        raise RefusedError(
            f"OneRoster {manifest.get('oneroster.version')} is not known.",
            place=Place(MANIFEST),
            do="Export version 1.1 or 1.2.",
        )
    if manifest.get("file.enrollments") == "delta":
        raise RefusedError(
            "The export holds only changes (delta).", place=Place(MANIFEST), do="Export everything (bulk)."
        )


def _table(file: str, name: str, data: bytes | None) -> pl.DataFrame:
    """Only the columns that are used, as texts; those that are not there are empty."""
    wanted = COLUMNS[name]
    if data is None:
        if name in REQUIRED:
            raise RefusedError(
                f"There is no {name}.csv.", place=Place(file), do="Export all files of OneRoster together."
            )
        return pl.DataFrame(schema={LINE: pl.UInt32, **dict.fromkeys(wanted, pl.String)})
    try:
        there = pl.read_csv(io.BytesIO(data), n_rows=0).columns
        found = pl.read_csv(
            io.BytesIO(data), columns=[column for column in wanted if column in there], infer_schema=False
        )
    except pl.exceptions.PolarsError as error:
        raise RefusedError(
            "The file is not CSV in UTF-8.", place=Place(f"{name}.csv"), do="Export it again."
        ) from error
    if missing := REQUIRED.get(name, set()) - set(found.columns):
        raise RefusedError(
            f"There is no column {', '.join(sorted(missing))}.",
            place=Place(f"{name}.csv", line=1),
            do="Export it again.",
        )
    absent = [pl.lit(None, pl.String).alias(column) for column in wanted if column not in found.columns]
    trimmed = (
        found.with_columns(pl.all().str.strip_chars().replace("", None))
        .with_row_index(LINE, offset=2)
        .with_columns(absent)
    )
    return trimmed.filter(pl.col("status").is_null() | (pl.col("status") != "tobedeleted"))


def _dated(pupils: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """`start` and `end` of each row: its own dates, else those of the class's term."""
    sessions = tables["academicSessions"].select(
        term="sourcedId", term_start=_date("startDate"), term_end=_date("endDate")
    )
    first_term = pl.col("termSourcedIds").str.split(",").list.first().str.strip_chars()
    classes = tables["classes"].select("classType", classSourcedId="sourcedId", class_grades="grades", term=first_term)
    joined = pupils.join(classes.unique("classSourcedId"), on="classSourcedId", how="left").join(
        sessions.unique("term"), on="term", how="left"
    )
    return joined.with_columns(
        start=pl.coalesce(_date("beginDate"), "term_start"), end=pl.coalesce(_date("endDate"), "term_end")
    ).sort(LINE)


def _date(name: str) -> pl.Expr:
    return pl.col(name).str.head(10).str.to_date("%Y-%m-%d", strict=False)


def _is_unusable(orgs: pl.DataFrame) -> pl.Expr:
    missing = pl.any_horizontal(pl.col("userSourcedId", "schoolSourcedId", "start").is_null()) | (
        pl.col("end") < pl.col("start")
    )
    unknown = ~pl.col("schoolSourcedId").is_in(orgs["sourcedId"].implode()) if orgs.height else pl.lit(value=False)
    return (missing | unknown).fill_null(value=False)


def _rejected(line: int, pupil: str | None, school: str | None, start: object) -> RejectedRow:
    for column, value, fault in (
        ("userSourcedId", pupil, Fault.NO_PUPIL),
        ("schoolSourcedId", school, Fault.NO_SCHOOL),
        ("beginDate", start, Fault.BAD_DATE),
    ):
        if not value:
            return RejectedRow(line, column, "", fault)
    return RejectedRow(line, "schoolSourcedId", school or "", Fault.UNKNOWN_SCHOOL)


def _enrolments(sound: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """One for each pupil and school: from the first to the last date of any class there."""
    users = tables["users"].select(userSourcedId="sourcedId", grade=_grade("grades")).unique("userSourcedId")
    homeroom = pl.col("classSourcedId").filter(pl.col("classType").str.to_lowercase() == "homeroom").last()
    spans = sound.group_by("userSourcedId", "schoolSourcedId", maintain_order=True).agg(
        class_id=homeroom,
        class_grade=_grade("class_grades").max(),
        start_date=pl.col("start").min(),
        end_date=pl.when(pl.col("end").null_count() == 0).then(pl.col("end").max()),
    )
    joined = spans.join(users, on="userSourcedId", how="left", maintain_order="left")
    named = joined.rename({"userSourcedId": "pupil_id", "schoolSourcedId": "school_id"})
    return named.with_columns(grade=pl.coalesce("grade", "class_grade")).cast(
        {"grade": polars_schema(ENROLMENTS)["grade"]}
    )


def _grade(name: str) -> pl.Expr:
    """Of several grades the first number; kindergarten and the like have none."""
    number = pl.col(name).str.extract(r"(\d{1,2})", 1).cast(pl.Int64, strict=False)
    return pl.when(number.is_between(*GRADES)).then(number)
