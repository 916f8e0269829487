"""Where each key of a TOML file stands, so that a mistake in what it means can be shown on its line."""

from __future__ import annotations

import re

HEADER = re.compile(r"^\s*\[(?P<array>\[)?\s*(?P<path>[\w.\-\s]+?)\s*\]")
KEY = re.compile(r"^\s*(?P<key>[\w\-]+|\"[^\"]*\"|'[^']*')\s*[=.]")
LONG_STRING = re.compile(r'"""|\'\'\'')

Path = tuple[str, ...]


def line_numbers(text: str) -> dict[Path, int]:
    """Lines, counted from 1, of tables and keys: ("name", "nb"), ("rule", "0"), ("rule", "0", "text", "nb")."""
    found: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    in_long_string = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not in_long_string:
            if header := HEADER.match(line):
                table = _table(header, arrays)
                found.setdefault(table, number)
            elif key := KEY.match(line):
                found.setdefault((*table, key["key"].strip("\"'")), number)
        in_long_string ^= len(LONG_STRING.findall(line)) % 2 == 1
    return found


def _table(header: re.Match[str], arrays: dict[Path, int]) -> Path:
    """The path of a header, with the index of the element for an array of tables such as [[rule]]."""
    path: Path = tuple(part.strip() for part in header["path"].split("."))
    if header["array"]:
        arrays[path] = arrays.get(path, -1) + 1
    for array, index in arrays.items():
        if path[: len(array)] == array:
            return (*array, str(index), *path[len(array) :])
    return path
