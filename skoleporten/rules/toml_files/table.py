"""A table of a TOML file that knows the line of each of its keys, and asks for values of the right kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from skoleporten.rules.errors import Place, RefusedError, UsageError
from skoleporten.rules.toml_files.lines import line_numbers

LANGUAGES = ("nb", "nn", "en")
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LARGEST_COUNT = 100_000


@dataclass(frozen=True)
class Table:
    """`path` is where the table stands in the file: ("rule", "0") is the first of [[rule]]."""

    file: str
    lines: Mapping[tuple[str, ...], int]
    path: tuple[str, ...]
    values: Mapping[str, Any]

    def refuse(self, key: str | None, what: str, do: str) -> RefusedError:
        """Points at the key, or at the nearest table around it that has a line of its own."""
        path = (*self.path, key) if key else self.path
        while path and path not in self.lines:
            path = path[:-1]
        return RefusedError(what, place=Place(self.file, self.lines.get(path, 1)), do=do)

    def inner(self, key: str, do: str) -> Table:
        values = self.values.get(key)
        if not isinstance(values, dict):
            raise self.refuse(
                key, f"The table '{key}' is missing." if values is None else f"'{key}' is not a table.", do
            )
        return Table(self.file, self.lines, (*self.path, key), values)

    def rows(self, key: str, of: str) -> list[Table]:
        """The tables that each begin with [[key]]; at least one. `of` is what they belong to, for the error."""
        rows = self.values.get(key)
        if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
            raise self.refuse(
                key, f"The {of} has no {key}s.", f"Write each {key} as a table that begins with [[{key}]]."
            )
        return [Table(self.file, self.lines, (*self.path, key, str(index)), row) for index, row in enumerate(rows)]

    def only(self, keys: Sequence[str]) -> None:
        for key in self.values:
            if key not in keys:
                raise self.refuse(key, f"Unknown key '{key}'.", f"Use one of: {', '.join(keys)}.")

    def string(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, f"'{key}' is missing or not a text.", f'Write {key} = "…" with a text in it.')
        return value

    def identifier(self, key: str) -> str:
        value = self.string(key)
        if not IDENTIFIER.fullmatch(value):
            raise self.refuse(key, f"'{value}' cannot be an id.", "Use small letters a-z, digits and single hyphens.")
        return value

    def whole(self, key: str, least: int, most: int) -> int:
        value = self.values[key]
        if type(value) is not int or not least <= value <= most:
            raise self.refuse(key, f"'{key}' is {value}.", f"Give a whole number from {least} to {most}.")
        return value

    def optional_whole(self, key: str) -> int | None:
        return self.whole(key, 1, LARGEST_COUNT) if key in self.values else None

    def flag(self, key: str) -> bool:
        """False where the key is not there."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, f"'{key}' is {value}.", "Write true or false.")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        value = self.values.get(key)
        if value not in choices:
            what = f"'{key}' is missing." if value is None else f"Unknown {key} '{value}'."
            raise self.refuse(key, what, f"Use one of: {', '.join(choices)}.")
        return str(value)

    def texts(self, key: str) -> dict[str, str]:
        """A text in each language."""
        table = self.inner(key, f"Give the text in {', '.join(LANGUAGES)}.")
        table.only(LANGUAGES)
        return {language: table.string(language) for language in LANGUAGES}


def table_of(text: str, file: str, kind: str) -> Table:
    """The whole file as a table. `file` and `kind` (such as "rule set") are only named in errors."""
    return Table(file, line_numbers(text), (), _values(text, file, kind))


def read_text(path: Path, do: str) -> str:
    """`do` says what to give instead where there is no readable file."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("The file is not UTF-8.", place=Place(str(path)), do="Save it as UTF-8.") from error
    except (OSError, ValueError) as error:
        # A ValueError is a name that no file can have, such as one with a null byte.
        reason = error.strerror if isinstance(error, OSError) else "no file is named so"
        raise UsageError(f"There is no readable file '{path}' ({reason}).", do=do) from error


def _values(text: str, file: str, kind: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        # The line is only in the message, as "(at line 3, column 5)" or "(at end of document)".
        at = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(at[1]) if at else len(text.splitlines()) or 1
        what = str(error).split(" (at ")[0]
        raise RefusedError(f"Not TOML: {what}.", place=Place(file, line), do="Mend the line.") from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        # A number of thousands of digits, or brackets thousands deep.
        raise RefusedError(f"The file is not a {kind}.", place=Place(file), do=f"See the shipped {kind}s.") from error
