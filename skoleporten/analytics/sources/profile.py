"""Mapping profiles: which column of a file means what, written in TOML (docs/reference/profiles.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skoleporten.rules.absence import Documented, Kind, Reason
from skoleporten.rules.errors import Place, UsageError

SHIPPED = Path(__file__).parent / "profiles"
MINUTES_PER_LESSON = 60
NOMINAL_DAY_MINUTES = 300
MAXIMUM_DAY_MINUTES = 600
PRESENT, UNREGISTERED, IGNORED = "present", "unregistered", "ignored"
KINDS = (*(kind.value for kind in Kind), PRESENT, UNREGISTERED, IGNORED)
ENCODINGS = ("auto", "utf-8", "latin-1", "cp1252")
LENGTHS = ("minutes", "hours", "fraction", "lessons")
COLUMNS = (
    "pupil_id", "school_id", "class_id", "grade", "date", "code", "whole_day", "period", *LENGTHS,
    "documented", "reason", "source_id",
)  # fmt: skip
SECTIONS = {
    "id", "version", "format", "name", "source", "description", "file", "columns", "codes", "values",
    "periods", "day", "defaults",
}  # fmt: skip
FORMATS = ("csv", "fint")
DEFAULTS = {"encoding": "auto", "decimal": ".", "format": "csv"}


@dataclass(frozen=True)
class Code:
    """What a code in the file says. `kind` is one of KINDS."""

    kind: str
    documented: str = Documented.UNKNOWN.value
    reason: str = Reason.UNKNOWN.value


@dataclass(frozen=True)
class Profile:
    """`columns` maps our name to the headings that are tried, in order. Minutes are None when not given."""

    id: str
    source: str
    columns: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Code]
    format: str = "csv"
    name: str = ""
    version: str = ""
    delimiter: str = ","
    encoding: str = "auto"
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    decimal: str = "."
    documented: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    whole_day: tuple[str, ...] = ()
    periods: Mapping[str, int] = field(default_factory=dict)
    nominal_day_minutes: int | None = None
    minutes_per_lesson: int | None = None
    maximum_day_minutes: int = MAXIMUM_DAY_MINUTES
    default_code: str | None = None
    default_school: str | None = None

    @property
    def day_minutes(self) -> int:
        return self.nominal_day_minutes or NOMINAL_DAY_MINUTES

    @property
    def lesson_minutes(self) -> int:
        return self.minutes_per_lesson or MINUTES_PER_LESSON

    @property
    def required_columns(self) -> tuple[str, ...]:
        optional = {"school_id": self.default_school, "code": self.default_code}
        return tuple(name for name in ("pupil_id", "school_id", "date", "code") if not optional.get(name))


def shipped_profiles() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_profile(name: str | Path) -> Profile:
    """A shipped profile by its name, or one's own by the path of its file. Raises UsageError."""
    shipped = SHIPPED / f"{name}.toml"
    path = shipped if str(name) in shipped_profiles() else Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"There is no profile called {name}.",
            do=f"Use one of {', '.join(shipped_profiles())}, or the path of a TOML file.",
        ) from error
    return parse_profile(text, file=path.name)


def parse_profile(text: str, file: str) -> Profile:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The profile is not TOML: {error}.", place=Place(file)) from error
    return _Reader(data, text, file).profile()


class _Reader:
    """Turns the TOML into a Profile; each mistake is told with the line of its key."""

    def __init__(self, data: dict[str, Any], text: str, file: str) -> None:
        self._data = data
        self._lines = text.splitlines()
        self._file = file

    def wrong(self, what: str, key: str) -> UsageError:
        lines = (
            number for number, line in enumerate(self._lines, 1) if line.replace('"', "").lstrip(" [").startswith(key)
        )
        return UsageError(what, place=Place(self._file, line=next(lines, None)), do="See docs/reference/profiles.md.")

    def profile(self) -> Profile:
        for key in self._data:
            if key not in SECTIONS:
                raise self.wrong(f"{key} is not known in a profile.", key)
        file, day, values, defaults = (self.section(name) for name in ("file", "day", "values", "defaults"))
        return Profile(
            id=self.text(self._data, "id"),
            source=self.text(self._data, "source"),
            name=str(self._data.get("name", "")),
            version=str(self._data.get("version", "")),
            format=self.one_of(self._data, "format", FORMATS),
            columns=self.columns(),
            codes=self.codes(),
            delimiter=self.one_character(file),
            encoding=self.one_of(file, "encoding", ENCODINGS),
            decimal=self.one_of(file, "decimal", (".", ",")),
            date_formats=self.date_formats(file),
            documented=self.mapping(values, "documented", tuple(Documented)),
            reasons=self.mapping(values, "reason", tuple(Reason)),
            whole_day=tuple(str(value) for value in values.get("whole_day", ())),
            periods={str(name): self.minutes(minutes, str(name)) for name, minutes in self.section("periods").items()},
            nominal_day_minutes=self.optional_minutes(day, "nominal_minutes"),
            maximum_day_minutes=self.optional_minutes(day, "maximum_minutes") or MAXIMUM_DAY_MINUTES,
            minutes_per_lesson=self.optional_minutes(day, "minutes_per_lesson"),
            default_code=defaults.get("code"),
            default_school=defaults.get("school_id"),
        )

    def section(self, name: str) -> dict[str, Any]:
        found = self._data.get(name, {})
        if not isinstance(found, dict):
            raise self.wrong(f"{name} must be a section.", name)
        return found

    def text(self, section: dict[str, Any], key: str) -> str:
        value = section.get(key)
        if not isinstance(value, str) or not value:
            raise self.wrong(f"{key} is missing, or is not a text.", key)
        return value

    def one_of(self, section: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
        value = section.get(key, DEFAULTS[key])
        if value not in allowed:
            raise self.wrong(f"{key} must be one of {', '.join(allowed)}.", key)
        return str(value)

    def one_character(self, section: dict[str, Any]) -> str:
        value = section.get("delimiter", ",")
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
            raise self.wrong("delimiter must be one character.", "delimiter")
        return value

    def date_formats(self, section: dict[str, Any]) -> tuple[str, ...]:
        value = section.get("date_format", "%Y-%m-%d")
        formats = tuple(value) if isinstance(value, list) else (value,)
        if not formats or not all(
            isinstance(text, str) and all(part in text for part in ("%d", "%m")) for text in formats
        ):
            raise self.wrong("date_format must hold %d, %m and %Y.", "date_format")
        return formats

    def columns(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for name, headings in self.section("columns").items():
            if name not in COLUMNS:
                raise self.wrong(f"{name} is not a column of ours; use one of {', '.join(COLUMNS)}.", name)
            found[name] = tuple(headings) if isinstance(headings, list) else (str(headings),)
        for name in ("pupil_id", "date"):
            if name not in found and self._data.get("format") != "fint":
                raise self.wrong(f"The profile does not say which column is {name}.", "columns")
        return found

    def codes(self) -> dict[str, Code]:
        return {str(code): self.code(str(code), meaning) for code, meaning in self.section("codes").items()}

    def code(self, code: str, meaning: Any) -> Code:
        if not isinstance(meaning, dict) or meaning.get("kind") not in KINDS:
            raise self.wrong(f"The code {code} must have a kind: one of {', '.join(KINDS)}.", code)
        allowed = {"kind": KINDS, "documented": tuple(Documented), "reason": tuple(Reason)}
        for key, value in meaning.items():
            if value not in allowed.get(key, ()):
                raise self.wrong(f"The code {code}: {key} = {value} is not known.", code)
        return Code(**{key: str(value) for key, value in meaning.items()})

    def mapping(self, values: dict[str, Any], name: str, allowed: tuple[str, ...]) -> dict[str, str]:
        found = values.get(name, {})
        for text, meaning in found.items():
            if meaning not in allowed:
                raise self.wrong(f"{name} {text}: {meaning} is not one of {', '.join(allowed)}.", text)
        return {str(text): str(meaning) for text, meaning in found.items()}

    def optional_minutes(self, section: dict[str, Any], key: str) -> int | None:
        return self.minutes(section[key], key) if key in section else None

    def minutes(self, value: Any, key: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 24 * 60:
            raise self.wrong(f"{key} must be whole minutes from 1 to 1440.", key)
        return value
