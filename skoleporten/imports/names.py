"""Names beside the contract's tables: pupils, schools and classes, where the source has them.

Our own folders: `pupils` (pupil_id, given_name, family_name, birth_date), `schools` (school_id, name, first_grade,
last_grade) and `classes` (class_id, name) as Parquet or CSV. OneRoster: users, orgs and classes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

Schema = dict[str, type[pl.DataType]]
PUPILS: Schema = {"pupil_id": pl.String, "given_name": pl.String, "family_name": pl.String, "birth_date": pl.Date}
SCHOOLS: Schema = {"school_id": pl.String, "name": pl.String, "first_grade": pl.Int64, "last_grade": pl.Int64}
CLASSES: Schema = {"class_id": pl.String, "name": pl.String}
# The column of OneRoster that each of ours is read from.
ONEROSTER = {
    "users.csv": ("pupils", {"pupil_id": "sourcedId", "given_name": "givenName", "family_name": "familyName"}),
    "orgs.csv": ("schools", {"school_id": "sourcedId", "name": "name"}),
    "classes.csv": ("classes", {"class_id": "sourcedId", "name": "title"}),
}
OUR_OWN = {
    f"{stem}{suffix}": (stem, {name: name for name in schema})
    for stem, schema in (("pupils", PUPILS), ("schools", SCHOOLS), ("classes", CLASSES))
    for suffix in (".parquet", ".csv")
}
SCHEMAS = {"pupils": PUPILS, "schools": SCHOOLS, "classes": CLASSES}
LONGEST = 120


def read_names(files: Sequence[Path]) -> dict[str, pl.DataFrame]:
    """`pupils`, `schools` and `classes`, each possibly without rows; the first row of an id counts."""
    found = {what: [pl.DataFrame(schema=schema)] for what, schema in SCHEMAS.items()}
    for file in files:
        for name, table in _tables(file):
            for what, columns in (known[name] for known in (ONEROSTER, OUR_OWN) if name in known):
                if next(iter(columns.values())) in table.columns:
                    found[what].append(_typed(table, columns, SCHEMAS[what]))
    return {what: pl.concat(tables).unique(next(iter(SCHEMAS[what])), keep="first") for what, tables in found.items()}


def _tables(file: Path) -> list[tuple[str, pl.DataFrame]]:
    known = ONEROSTER | OUR_OWN
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.namelist() if member in ONEROSTER]
            return [(member, _csv(archive.read(member))) for member in members]
    if file.name not in known:
        return []
    return [(file.name, pl.read_parquet(file) if file.suffix == ".parquet" else _csv(file.read_bytes()))]


def _csv(content: bytes) -> pl.DataFrame:
    return pl.read_csv(content, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True)


def _typed(table: pl.DataFrame, columns: dict[str, str], schema: Schema) -> pl.DataFrame:
    """Columns that are missing are null; a text is cut to what the database holds."""
    present = {name: columns[name] for name in schema if columns.get(name) in table.columns}
    expressions = [
        _cast(pl.col(present[name]), kind, table.schema[present[name]]).alias(name)
        if name in present
        else pl.lit(None, kind()).alias(name)
        for name, kind in schema.items()
    ]
    return table.select(expressions).filter(pl.col(next(iter(schema))).is_not_null())


def _cast(value: pl.Expr, kind: type[pl.DataType], given: pl.DataType) -> pl.Expr:
    if kind is pl.String:
        return value.cast(pl.String).str.strip_chars().str.head(LONGEST)
    if kind is pl.Date and given == pl.String:
        return value.str.to_date("%Y-%m-%d", strict=False)
    return value.cast(kind, strict=False)
