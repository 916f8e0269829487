"""Questions to the files of a simulated municipality."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from skoleporten.analytics.tables import CONTRACT

THIS_YEAR = "date '2025-08-01'"


def query(out: Path, sql: str) -> list[tuple]:
    connection = duckdb.connect()
    for table in (*(table.name for table in CONTRACT), "schools", "pupils"):
        connection.sql(f"create view {table} as from '{out / table}.parquet'")
    return connection.sql(sql).fetchall()


def truths(out: Path, kind: str) -> list[dict]:
    return [truth for truth in json.loads((out / "truth.json").read_text())["truths"] if truth["kind"] == kind]
