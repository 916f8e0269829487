"""A small reader of iCalendar, written from RFC 5545 and apart from what writes it, to read what we give out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

LONGEST = 75
NAME = re.compile(r"[A-Za-z0-9-]+")
ESCAPES = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}


@dataclass
class Line:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        return re.sub(r"\\(.)", lambda found: ESCAPES[found[1]], self.value)


@dataclass
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line:
        (line,) = self.all(name)
        return line

    def text(self, name: str) -> str:
        return self.one(name).text

    def has(self, name: str) -> bool:
        return bool(self.all(name))


def read(content: bytes) -> Component:
    """The calendar. Anything that the standard does not allow fails here."""
    return _components(_logical(content))


def events(content: bytes) -> list[Component]:
    return [one for one in read(content).inside if one.name == "VEVENT"]


def moment(line: Line) -> dt.datetime | dt.date:
    """With its zone; a date where it is one."""
    if line.parameters.get("VALUE") == "DATE":
        return dt.datetime.strptime(line.value, "%Y%m%d").date()
    if line.value.endswith("Z"):
        return dt.datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    local = dt.datetime.strptime(line.value, "%Y%m%dT%H%M%S")
    return local.replace(tzinfo=ZoneInfo(line.parameters["TZID"]))


def _logical(content: bytes) -> list[Line]:
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in physical)
    for line in physical:
        assert 0 < len(line) <= LONGEST, line
        line.decode()  # no letter is cut in two
    whole: list[bytes] = []
    for line in physical:
        if line.startswith((b" ", b"\t")):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return [_line(line.decode()) for line in whole]


def _line(text: str) -> Line:
    name = NAME.match(text)
    assert name is not None, text
    place, parameters = name.end(), {}
    while text[place] == ";":
        key, place = text[place + 1 :].split("=", 1)[0], text.index("=", place) + 1
        if text[place] == '"':
            end = text.index('"', place + 1)
            value, place = text[place + 1 : end], end + 1
        else:
            end = min(text.find(sign, place) % (len(text) + 1) for sign in ";:")
            value, place = text[place:end], end
        parameters[key] = value.replace("^n", "\n").replace("^'", '"').replace("^^", "^")
    assert text[place] == ":", text
    assert not any((ord(sign) < 32 and sign != "\t") or ord(sign) == 127 for sign in text), text
    return Line(name[0].upper(), parameters, text[place + 1 :])


def _components(lines: list[Line]) -> Component:
    root, *rest = lines
    assert (root.name, root.value) == ("BEGIN", "VCALENDAR")
    open_now = [Component("VCALENDAR")]
    for line in rest:
        if line.name == "BEGIN":
            made = Component(line.value)
            open_now[-1].inside.append(made)
            open_now.append(made)
        elif line.name == "END":
            ended = open_now.pop()
            assert ended.name == line.value
            if not open_now:
                assert line is rest[-1]
                return ended
        else:
            open_now[-1].lines.append(line)
    raise AssertionError("the calendar does not end")
