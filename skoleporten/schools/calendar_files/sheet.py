"""CSV with one line for each entry, and one for each day length."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from skoleporten.rules.errors import Place, RefusedError
from skoleporten.schools.calendar_files.draft import MOST_LINES, Draft, LengthLine, Line, LineKind, Problem
from skoleporten.schools.calendar_files.titles import kind_of

COLUMNS = ("fra", "til", "type", "navn", "fra_trinn", "til_trinn", "ukedag", "minutter")
_ALIASES = {
    "fra": ("fra", "frå", "dato", "from", "first_date", "start"),
    "til": ("til", "to", "last_date", "slutt", "end"),
    "type": ("type", "kind", "slag"),
    "navn": ("navn", "namn", "name", "tittel", "title", "tekst"),
    "fra_trinn": ("fra_trinn", "frå_trinn", "first_grade"),
    "til_trinn": ("til_trinn", "last_grade"),
    "ukedag": ("ukedag", "vekedag", "weekday"),
    "minutter": ("minutter", "minutt", "minutes"),
}
_WORDS = {
    LineKind.FREE: "fri",
    LineKind.PLANNING: "planleggingsdag",
    LineKind.SCHOOL_DAY: "ekstra skoledag",
    LineKind.FIRST_DAY: "første skoledag",
    LineKind.LAST_DAY: "siste skoledag",
}
_KINDS = {word: kind for kind, word in _WORDS.items()} | {kind.value: kind for kind in _WORDS}
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")
_WEEKDAY_NUMBERS = {
    word: number
    for words in (
        _WEEKDAYS,
        ("måndag", "tysdag", "onsdag", "torsdag", "fredag"),
        ("monday", "tuesday", "wednesday", "thursday", "friday"),
        ("1", "2", "3", "4", "5"),
    )
    for number, word in enumerate(words)
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MOST_MINUTES = 600
_BEYOND = 1_000_000


class _UnreadableError(ValueError):
    """A cell that can not be read: what is wrong with it and what to do."""

    def __init__(self, value: str, what: str, do: str) -> None:
        super().__init__(what)
        self.value, self.what, self.do = value, what, do


def read(content: bytes, file: str) -> Draft:
    rows = _rows(_text(content), file)
    lines: list[Line] = []
    lengths: list[LengthLine] = []
    problems: list[Problem] = []
    for number, row in rows:
        try:
            if row["minutter"]:
                lengths.append(_length(row))
            else:
                lines.append(_line(row))
        except _UnreadableError as error:
            problems.append(Problem(number, error.value, error.what, error.do))
    return Draft(tuple(lines), tuple(lengths), tuple(problems))


def write(lines: Iterable[Line], lengths: Iterable[LengthLine]) -> bytes:
    """UTF-8 with a byte order mark and semicolons, which Norwegian Excel opens as it is."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        dates = [line.first_date.isoformat(), line.last_date.isoformat()]
        writer.writerow([*dates, _WORDS[line.kind], _harmless(line.name), "", "", "", ""])
    for length in lengths:
        day = _WEEKDAYS[length.weekday]
        writer.writerow(["", "", "dagslengde", "", length.first_grade, length.last_grade, day, length.minutes])
    return stream.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    if "\0" in text:
        raise RefusedError(_("The file holds NUL bytes."), place=Place(file=file), do=_("Save it again as CSV."))
    first_line = text.partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    places = _places(next(reader, []), file)
    number = 1
    for row in reader:
        number += 1
        if number > MOST_LINES:
            raise RefusedError(
                _("The file has more than %(most)d lines.") % {"most": MOST_LINES},
                place=Place(file=file),
                do=_("Hand in only the school calendar."),
            )
        if any(cell.strip() for cell in row):
            yield number, {name: row[at].strip() if at < len(row) else "" for name, at in places.items()}


def _places(header: list[str], file: str) -> dict[str, int]:
    """Where each column stands; one that the file does not have stands beyond every row."""
    words = [cell.strip().casefold().replace(" ", "_") for cell in header]
    places = {
        name: next((words.index(word) for word in aliases if word in words), _BEYOND)
        for name, aliases in _ALIASES.items()
    }
    if places["fra"] == _BEYOND or places["type"] == places["navn"] == _BEYOND:
        raise RefusedError(
            _("The first line does not name the columns."),
            place=Place(file=file, line=1),
            do=_("Begin with: %(columns)s.") % {"columns": ";".join(COLUMNS)},
        )
    return places


def _line(row: dict[str, str]) -> Line:
    first = _date(row["fra"])
    last = _date(row["til"]) if row["til"] else first
    if last < first:
        raise _UnreadableError(
            f"{row['fra']}-{row['til']}", _("The last day is before the first."), _("Correct the dates.")
        )
    name = _plain(" ".join(row["navn"].split()))[:120]
    kind = _KINDS.get(row["type"].casefold()) or kind_of(f"{row['type']} {name}")
    return Line(first, last, kind, name or row["type"])


def _date(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007  a school day has no time zone
        except ValueError:
            continue
    raise _UnreadableError(text, _("Not a date that exists."), _("Write it as 2025-08-18 or 18.08.2025."))


def _length(row: dict[str, str]) -> LengthLine:
    first = _number(row["fra_trinn"], 1, 13, _("a grade from 1 to 13"))
    last = _number(
        row["til_trinn"] or row["fra_trinn"], first, 13, _("a grade from %(first)d to 13") % {"first": first}
    )
    weekday = _WEEKDAY_NUMBERS.get(row["ukedag"].casefold())
    if weekday is None:
        raise _UnreadableError(row["ukedag"], _("Not a weekday."), _("Write Monday to Friday, or 1 to 5."))
    return LengthLine(first, last, weekday, _number(row["minutter"], 1, _MOST_MINUTES, _("minutes from 1 to 600")))


def _number(text: str, least: int, most: int, wanted: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise _UnreadableError(text, _("Not a number that can be used."), _("Write %(wanted)s.") % {"wanted": wanted})
    return value
