"""The entries of a FINT collection as a stream: a file of any size, one entry in memory at a time."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from skoleporten.rules.errors import Place, RefusedError

CHUNK_CHARACTERS = 1_000_000
LONGEST_ENTRY = 4_000_000
START = re.compile(r'^\s*\[|"_entries"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")


def entries(file: BinaryIO, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number from 1, entry) of `_embedded._entries`, of a list, or of the file when it is one object.

    Raises RefusedError for what is not whole JSON.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig")
    try:
        yield from _numbered(text, name)
    except UnicodeDecodeError as error:
        raise _refused(name, "The file is not UTF-8") from error
    except RecursionError as error:
        raise _refused(name, "The JSON is nested too deep") from error
    finally:
        text.detach()


def _numbered(text: io.TextIOWrapper, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    buffer = text.read(CHUNK_CHARACTERS)
    start = START.search(buffer)
    if start is None:
        yield from _single(buffer + text.read(LONGEST_ENTRY), name)
        return
    buffer, number = buffer[start.end() :], 0
    decoder = json.JSONDecoder()
    while True:
        buffer = buffer[_match_end(buffer) :]
        if buffer.startswith("]"):
            return
        try:
            entry, end = decoder.raw_decode(buffer)
        except json.JSONDecodeError as error:
            more = text.read(CHUNK_CHARACTERS)
            if not more or len(buffer) > LONGEST_ENTRY:
                raise _refused(name, f"The JSON is not whole after entry {number}") from error
            buffer += more
            continue
        number += 1
        if isinstance(entry, dict):
            yield number, entry
        buffer = buffer[end:]


def _match_end(buffer: str) -> int:
    found = BETWEEN.match(buffer)
    return found.end() if found else 0


def _single(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        entry = json.loads(text)
    except json.JSONDecodeError as error:
        raise _refused(name, f"The JSON is not whole (line {error.lineno})") from error
    if isinstance(entry, dict) and "systemId" in entry:
        yield 1, entry


def _refused(name: str, what: str) -> RefusedError:
    return RefusedError(f"{what}.", place=Place(name), do="Export it again.")
