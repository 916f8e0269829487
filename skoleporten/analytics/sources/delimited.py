"""Delimited text as frames of strings, block by block, each row with its line in the file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import polars as pl

from skoleporten.rules.errors import Place, RefusedError

BLOCK_BYTES = 16 * 1024 * 1024
SNIFFED_BYTES = 256 * 1024
LONGEST_RECORD = 64 * 1024
LONGEST_TEXT_LINES = 20
UTF8_MARK = b"\xef\xbb\xbf"
DELIMITERS = (";", ",", "\t", "|")
FIRST_PLAIN, DELETE = 0x20, b"\x7f"
NO_BREAK_SPACE = b"\xc2\xa0"
CONTROL_CHARACTERS = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
FORMULA = r"^[=+@\-]"
EXTRA = "__extra"
LINE = "line"


@dataclass(frozen=True)
class Dialect:
    """How a file is written. `headings` are trimmed; `starts_at` is the offset of the first byte after the heading."""

    file: str
    headings: tuple[str, ...]
    delimiter: str
    encoding: str
    starts_at: int
    lines_before: int


@dataclass(frozen=True)
class Block:
    """`broken` holds rows (line, text) whose quotation marks make no sense; they are not in `frame`."""

    frame: pl.DataFrame
    broken: tuple[tuple[int, str], ...]
    has_controls: bool
    has_bad_bytes: bool
    is_padded: bool


def refuse(file: str, what: str, do: str) -> RefusedError:
    return RefusedError(what, place=Place(file), do=do)


def sniff(file: BinaryIO, name: str, delimiter: str | None = None, encoding: str = "auto") -> Dialect:
    """Reads the heading. Raises RefusedError for a file that is empty or not delimited text."""
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    if not head.removeprefix(UTF8_MARK).strip():
        raise refuse(name, "The file is empty.", "Export it again.")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse(name, "The file is UTF-16.", "Save it as CSV UTF-8.")
    if head[:2] == b"PK" or head[:4] == b"\xd0\xcf\x11\xe0":
        raise refuse(name, "The file is a workbook or an archive, not delimited text.", "Save it as CSV UTF-8.")
    if b"\r" in head and b"\n" not in head:
        raise refuse(name, "The lines end with a carriage return only.", "Save it as CSV UTF-8.")
    mark = len(UTF8_MARK) if head.startswith(UTF8_MARK) else 0
    found = encoding if encoding != "auto" else guessed_encoding(head)
    first, _, _ = head[mark:].partition(b"\n")
    text = first.decode(found, errors="replace").rstrip("\r")
    separator = delimiter or guessed_delimiter(text)
    try:
        return Dialect(name, headings(text, separator), separator, found, mark + len(first) + 1, 1)
    except csv.Error as error:
        raise refuse(name, "The first line can not be read as headings.", "Save it as CSV UTF-8.") from error


def guessed_encoding(head: bytes) -> str:
    """UTF-8 unless the bytes are not; a letter cut in two at the end is no sign against it."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start >= len(head) - 3 and len(head) == SNIFFED_BYTES
        return "utf-8" if is_cut or _has_utf8_letters(head) else "cp1252"
    return "utf-8"


def encoding_of_all(file: BinaryIO) -> str:
    """As guessed_encoding, of the whole file: the first letter beyond ASCII may come late. Lines are taken whole."""
    file.seek(0)
    is_utf8 = True
    for data in byte_blocks(file, BLOCK_BYTES):
        if data.isascii():
            continue
        if _has_utf8_letters(data):
            return "utf-8"
        is_utf8 = is_utf8 and _is_utf8(data)
    return "utf-8" if is_utf8 else "cp1252"


def _has_utf8_letters(data: bytes) -> bool:
    """Whether there are letters that hardly come by chance in another encoding."""
    return not data.decode("utf-8", errors="ignore").isascii()


def guessed_delimiter(heading: str) -> str:
    return max(DELIMITERS, key=heading.count)


def headings(text: str, delimiter: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in next(csv.reader([text], delimiter=delimiter), []))


def frames(file: BinaryIO, dialect: Dialect, columns: list[int], block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """Blocks of the columns c0, c1, …, with LINE and EXTRA (what is beyond the last heading, else null)."""
    file.seek(dialect.starts_at)
    line = dialect.lines_before + 1
    for data in byte_blocks(file, block_bytes):
        yield _frame(_as_utf8(data, dialect.encoding), line, dialect, columns)
        line += data.count(b"\n")


def byte_blocks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Whole lines; a block does not end within a quoted field unless that field is longer than LONGEST_RECORD."""
    rest = b""
    while data := file.read(size):
        cut = data.rfind(b"\n") + 1
        if not cut:
            rest += data
            if len(rest) > size + LONGEST_RECORD:
                raise RefusedError("A line is longer than any row can be.", do="Check that the file is delimited text.")
            continue
        block, rest = rest + data[:cut], data[cut:]
        if block.count(b'"') % 2:
            block, rest = _moved_to_record_end(block, rest + file.read(LONGEST_RECORD))
        yield block
    if rest:
        yield rest


def _moved_to_record_end(block: bytes, rest: bytes) -> tuple[bytes, bytes]:
    at = 0
    while (end := rest.find(b"\n", at) + 1) and end <= LONGEST_RECORD:
        if rest.count(b'"', 0, end) % 2:
            return block + rest[:end], rest[end:]
        at = end
    return block, rest


def _as_utf8(data: bytes, encoding: str) -> bytes:
    return data if encoding == "utf-8" else data.decode(encoding, errors="replace").encode("utf-8")


def _frame(data: bytes, line: int, dialect: Dialect, columns: list[int]) -> Block:
    controls = _has_controls(data)
    bad_bytes = not _is_utf8(data)
    if bad_bytes:
        data = data.decode("utf-8", errors="replace").encode("utf-8")
    quoted = b'"' in data
    broken: tuple[tuple[int, str], ...] = ()
    try:
        frame = _parsed(data, dialect, columns, quoted)
        sound = not quoted or _longest_record(frame) <= LONGEST_TEXT_LINES
    except pl.exceptions.ComputeError:
        sound = False
    if not sound:
        data, broken = _without_broken_lines(data, line, dialect.delimiter)
        frame = _parsed(data, dialect, columns, quoted)
    is_padded = quoted or _is_padded(data, dialect.delimiter.encode())
    return Block(_numbered(frame, line, data.count(b"\n")), broken, controls, bad_bytes, is_padded)


def _has_controls(data: bytes) -> bool:
    """Besides tabs and line breaks."""
    below = np.count_nonzero(np.frombuffer(data, np.uint8) < FIRST_PLAIN)
    return DELETE in data or below != sum(data.count(char) for char in (b"\n", b"\r", b"\t"))


def _is_padded(data: bytes, delimiter: bytes) -> bool:
    """Whether fields may hold blanks around their text."""
    if NO_BREAK_SPACE in data or (b"\t" in data and delimiter != b"\t"):
        return True
    chars = np.frombuffer(data, np.uint8)
    blanks = np.flatnonzero(chars == ord(" "))
    edges = np.frombuffer(delimiter + b"\r\n", np.uint8)
    beside = np.concatenate([chars[blanks[blanks > 0] - 1], chars[blanks[blanks < len(chars) - 1] + 1]])
    is_at_end = len(blanks) > 0 and (blanks[0] == 0 or blanks[-1] == len(chars) - 1)
    return bool(is_at_end or np.isin(beside, edges).any())


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parsed(data: bytes, dialect: Dialect, columns: list[int], quoted: bool) -> pl.DataFrame:
    names = [f"c{number}" for number in range(len(dialect.headings))]
    heading = dialect.delimiter.join([*names, EXTRA]).encode() + b"\n"
    wanted = [f"c{number}" for number in columns]
    return pl.read_csv(
        heading + data,
        columns=None if quoted else [*wanted, EXTRA],
        separator=dialect.delimiter,
        quote_char='"' if quoted else None,
        infer_schema=False,
        truncate_ragged_lines=True,
    )


def _line_breaks(frame: pl.DataFrame) -> pl.Expr:
    return pl.sum_horizontal(pl.col(name).str.count_matches("\n", literal=True).fill_null(0) for name in frame.columns)


def _longest_record(frame: pl.DataFrame) -> int:
    return int(frame.select(_line_breaks(frame).max()).item() or 0)


def _numbered(frame: pl.DataFrame, line: int, line_breaks: int) -> pl.DataFrame:
    """A record begins on the line after those before it, which may hold line breaks within quotation marks."""
    numbered = frame.with_row_index(LINE, offset=line)
    if line_breaks <= frame.height:
        return numbered
    inside = _line_breaks(frame).cum_sum().shift(1, fill_value=0)
    return numbered.with_columns(pl.col(LINE) + inside.cast(pl.UInt32))


def _without_broken_lines(data: bytes, line: int, delimiter: str) -> tuple[bytes, tuple[tuple[int, str], ...]]:
    """Takes each line for itself; an empty line stands in for a broken one, so the others keep their numbers."""
    separator = re.escape(delimiter)
    field = rf'(?:"(?:[^"]|"")*"|[^"{separator}]*)'
    sound = re.compile(rf"^{field}(?:{separator}{field})*\r?$".encode())
    lines = data.split(b"\n")
    broken = [number for number, text in enumerate(lines) if b'"' in text and not sound.match(text)]
    told = tuple((line + number, lines[number].decode("utf-8", errors="replace").rstrip("\r")) for number in broken)
    for number in broken:
        lines[number] = b""
    return b"\n".join(lines), told
