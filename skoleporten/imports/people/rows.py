"""The rows of a CSV file: UTF-8 or Windows-1252, comma or semicolon, by heading, with their line numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from skoleporten.analytics.sources.watched import unchanged
from skoleporten.rules.errors import Place, RefusedError

Row = dict[str, str]
FORMATS = ("%Y-%m-%d", "%d.%m.%Y")


def text_of(data: bytes, name: str) -> str:
    if b"\0" in data:
        raise RefusedError("The file holds bytes that are no text.", place=Place(name), do="Export it again as CSV.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def bytes_of(path: Path) -> bytes:
    with unchanged(path) as file:
        return file.read()


def rows(data: bytes, name: str) -> Iterator[tuple[int, Row]]:
    """(line, values by heading); a value that is missing is an empty text."""
    text = text_of(data, name)
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        for row in reader:
            yield (
                reader.line_num,
                {
                    heading.strip(): (value or "").strip()
                    for heading, value in row.items()
                    if isinstance(heading, str) and not isinstance(value, list)
                },
            )
    except csv.Error as error:
        raise RefusedError(
            "The file can not be read as CSV.", place=Place(name, line=reader.line_num), do="Export it again."
        ) from error


def headings(data: bytes, name: str) -> set[str]:
    first = text_of(data[:10_000], name).partition("\n")[0]
    return {part.strip().strip('"') for part in first.replace(";", ",").split(",")}


def date_of(text: str) -> dt.date | None:
    """None for an empty text. Raises ValueError for what is no date."""
    if not text:
        return None
    for form in FORMATS:
        try:
            return dt.datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    raise ValueError(text)
