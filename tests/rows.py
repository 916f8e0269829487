"""Rows that were made once and are put back: sooner than making them again through the product's own actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def kept(rows: Rows) -> Iterator[None]:
    """Fills `rows` with what the block adds to the database."""
    before = everything()
    yield
    for table, found in everything().items():
        if added := [row for row in found if row not in before[table]]:
            rows[table] = added


def everything() -> Rows:
    return {table: rows_of(table) for table in tables()}


def tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def rows_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return list(cursor.fetchall())


def put_back(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, kept_rows in rows.items():
            places = ", ".join(["%s"] * len(kept_rows[0]))
            statement = f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})"
            cursor.executemany(statement, kept_rows)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
