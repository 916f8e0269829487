"""Many rows at once, as fast as the database takes them: executemany on SQLite, COPY on PostgreSQL.

Only for imported and derived tables, which carry no change history; what people edit goes through `save`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, models

# The size at which executemany no longer gains; small enough that a caller can stream.
ROWS_AT_A_TIME = 20_000
Row = Sequence[Any]


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Inserts the rows and returns how many. `fields` are attribute names (`pupil_id`, not `pupil`)."""
    columns = _columns(model, fields)
    converted = _converted(columns, rows)
    return (_copy if connection.vendor == "postgresql" else _execute_many)(model, columns, converted)


def update(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Sets `fields` of the rows whose primary key is the last value of each row."""
    key = model._meta.pk
    assert key is not None
    columns = [*_columns(model, fields), key]
    converted = _converted(columns, rows)
    (_update_by_copy if connection.vendor == "postgresql" else _update_one_by_one)(model, columns, converted)


def _update_one_by_one(model: type[models.Model], columns: Sequence[Any], rows: Iterator[Row]) -> None:
    *names, key = (connection.ops.quote_name(column.column) for column in columns)
    assignments = ", ".join(f"{name} = %s" for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    _in_batches(f"UPDATE {table} SET {assignments} WHERE {key} = %s", rows)  # noqa: S608


def _update_by_copy(model: type[models.Model], columns: Sequence[Any], rows: Iterator[Row]) -> None:
    """Through a table of the transaction's own: one statement in place of one a row."""
    first = next(rows, None)
    if first is None:
        return
    *names, key = (connection.ops.quote_name(column.column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    assignments = ", ".join(f"{name} = bulk_update.{name}" for name in names)
    with connection.cursor() as cursor:
        wanted = ", ".join([*names, key])
        cursor.execute(f"CREATE TEMP TABLE bulk_update AS SELECT {wanted} FROM {table} LIMIT 0")  # noqa: S608
        with cursor.copy(f"COPY bulk_update ({wanted}) FROM STDIN") as copy:
            for row in chain([first], rows):
                copy.write_row(row)
        cursor.execute(f"UPDATE {table} SET {assignments} FROM bulk_update WHERE {table}.{key} = bulk_update.{key}")  # noqa: S608
        cursor.execute("DROP TABLE bulk_update")


def _columns(model: type[models.Model], fields: Sequence[str]) -> list[Any]:
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    return [by_name[name] for name in fields]


def _execute_many(model: type[models.Model], columns: Sequence[Any], rows: Iterator[Row]) -> int:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return _in_batches(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})", rows)  # noqa: S608


def _in_batches(statement: str, rows: Iterator[Row]) -> int:
    done = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, ROWS_AT_A_TIME)):
            cursor.executemany(statement, batch)
            done += len(batch)
    return done


def _copy(model: type[models.Model], columns: Sequence[Any], rows: Iterator[Row]) -> int:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    done = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            done += 1
    return done


def _converted(columns: Sequence[Any], rows: Iterable[Row]) -> Iterator[Row]:
    """As the driver wants the values; rows without any special column pass through untouched."""
    special = [(place, convert) for place, column in enumerate(columns) if (convert := _converter(column))]
    return _convert(special, rows) if special else iter(rows)


def _convert(special: list[tuple[int, Callable[[Any], Any]]], rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for place, convert in special:
            value = values[place]
            if value is not None:
                values[place] = convert(value)
        yield values


def _converter(column: Any) -> Callable[[Any], Any] | None:
    if isinstance(column, models.JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return None
    if isinstance(column, models.DateTimeField):
        return lambda value: column.get_db_prep_value(value, connection)
    if isinstance(column, models.DateField):
        return dt.date.isoformat
    if isinstance(column, models.UUIDField):
        return lambda value: value.hex
    return None
