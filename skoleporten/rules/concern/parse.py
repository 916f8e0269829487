"""Reads rule sets written in TOML. Every mistake names the file and the line, and says what to write instead."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from skoleporten.rules.calendar import UNITS_WITH_LENGTH, Window, WindowUnit
from skoleporten.rules.concern.lines import line_numbers
from skoleporten.rules.concern.model import (
    BASIS_POINTS,
    IN_PERCENT,
    LANGUAGES,
    ONLY_WINDOW,
    WEEKDAYS,
    Limit,
    Measure,
    Rule,
    RuleSet,
)
from skoleporten.rules.errors import Place, RefusedError, UsageError

SETS = Path(__file__).resolve().parents[1] / "sets"
SET_KEYS = ("id", "version", "source", "name", "rule")
PERCENT_LIMITS = {"at_least_percent": True, "more_than_percent": False}
COUNT_LIMITS = {"at_least": True, "more_than": False}
LIMITS = (*PERCENT_LIMITS, *COUNT_LIMITS)
OFFERED_DAYS = ("minimum_offered_days", "maximum_offered_days")
ONLY_SHARE_WEEKDAY = ("weekday", "minimum_days_absent")
RULE_KEYS = ("id", "measure", "window", *LIMITS, *OFFERED_DAYS, *ONLY_SHARE_WEEKDAY, "source", "ours", "text")
IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Two years back is the longest look that a school has data for; it also keeps dates inside the calendar.
LONGEST = {WindowUnit.DAYS: 731, WindowUnit.WEEKS: 105, WindowUnit.MONTHS: 24, WindowUnit.SCHOOL_DAYS: 400}
LARGEST_COUNT = 100_000


@dataclass(frozen=True)
class _Table:
    """A table of the file with the place of each of its keys."""

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

    def inner(self, key: str, do: str) -> _Table:
        values = self.values.get(key)
        if not isinstance(values, dict):
            raise self.refuse(
                key, f"The table '{key}' is missing." if values is None else f"'{key}' is not a table.", do
            )
        return _Table(self.file, self.lines, (*self.path, key), values)

    def only(self, keys: tuple[str, ...]) -> None:
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

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
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


def parse_rule_set(text: str, file: str) -> RuleSet:
    """`file` is only named in errors."""
    table = _Table(file, line_numbers(text), (), _toml(text, file))
    table.only(SET_KEYS)
    set_id = table.identifier("id")
    return RuleSet(
        id=set_id,
        version=table.string("version"),
        name=table.texts("name"),
        source=table.string("source"),
        rules=_rules(table, set_id),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def load_rule_set(path_or_id: str | Path) -> RuleSet:
    """The id of a shipped rule set, or the path of one's own file."""
    shipped = SETS / f"{path_or_id}.toml"
    path = shipped if IDENTIFIER.fullmatch(str(path_or_id)) and shipped.is_file() else Path(path_or_id)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("The file is not UTF-8.", place=Place(str(path)), do="Save it as UTF-8.") from error
    except OSError as error:
        raise UsageError(
            f"There is no readable rule file or rule set '{path_or_id}' ({error.strerror}).",
            do=f"Give the path of a TOML file, or one of: {', '.join(shipped_ids())}.",
        ) from error
    return parse_rule_set(text, str(path))


def shipped_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SETS.glob("*.toml")))


def shipped_rule_sets() -> dict[str, RuleSet]:
    return {set_id: load_rule_set(set_id) for set_id in shipped_ids()}


def _toml(text: str, file: str) -> dict[str, Any]:
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
        raise RefusedError("The file is not a rule set.", place=Place(file), do="See the shipped rule sets.") from error


def _rules(table: _Table, set_id: str) -> tuple[Rule, ...]:
    rows = table.values.get("rule")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise table.refuse(
            "rule", "The rule set has no rules.", "Write each rule as a table that begins with [[rule]]."
        )
    rules: list[Rule] = []
    for index, row in enumerate(rows):
        place = _Table(table.file, table.lines, ("rule", str(index)), row)
        rule = _rule(place, set_id)
        if rule.id in {earlier.id for earlier in rules}:
            raise place.refuse("id", f"Two rules have the id '{rule.id}'.", "Give each rule its own id.")
        rules.append(rule)
    return tuple(rules)


def _rule(table: _Table, set_id: str) -> Rule:
    table.only(RULE_KEYS)
    rule_id = table.identifier("id")
    measure = Measure(table.choice("measure", tuple(Measure)))
    _check_keys_fit(table, measure)
    minimum, maximum = _offered_days(table)
    return Rule(
        set_id=set_id,
        id=rule_id,
        measure=measure,
        window=_window(table, measure),
        limit=_limit(table, measure),
        text=table.texts("text"),
        source=table.string("source"),
        minimum_offered_days=minimum,
        maximum_offered_days=maximum,
        minimum_days_absent=table.optional_whole("minimum_days_absent"),
        weekday=table.choice("weekday", WEEKDAYS) if measure is Measure.SHARE_WEEKDAY else None,
        ours=_ours(table),
    )


def _check_keys_fit(table: _Table, measure: Measure) -> None:
    misfits = () if measure is Measure.SHARE_WEEKDAY else ONLY_SHARE_WEEKDAY
    if measure is Measure.WEEKLY_SLOPE:
        misfits = (*misfits, "window", *OFFERED_DAYS)
    for key in misfits:
        if key in table.values:
            raise table.refuse(key, f"'{key}' has no meaning for {measure}.", "Take the line out.")


def _offered_days(table: _Table) -> tuple[int, int | None]:
    minimum = table.optional_whole("minimum_offered_days") or 1
    maximum = table.optional_whole("maximum_offered_days")
    if maximum is not None and maximum < minimum:
        what = f"'maximum_offered_days' {maximum} is below 'minimum_offered_days' {minimum}."
        raise table.refuse("maximum_offered_days", what, "Raise it or take one of them out.")
    return minimum, maximum


def _ours(table: _Table) -> bool:
    value = table.values.get("ours", False)
    if not isinstance(value, bool):
        raise table.refuse("ours", f"'ours' is {value}.", "Write true or false.")
    return value


def _window(table: _Table, measure: Measure) -> Window | None:
    only = ONLY_WINDOW.get(measure)
    if "window" not in table.values and (only or measure is Measure.WEEKLY_SLOPE):
        return only
    place = table.inner("window", 'Write for example window = { unit = "months", length = 1 }.')
    place.only(("unit", "length"))
    unit = WindowUnit(place.choice("unit", tuple(WindowUnit)))
    window = Window(unit, _length(place, unit))
    if only and window != only:
        what = f"{measure} is not measured over {unit}."
        raise table.refuse("window", what, f'Use window = {{ unit = "{only.unit}" }}.')
    return window


def _length(place: _Table, unit: WindowUnit) -> int | None:
    if unit not in UNITS_WITH_LENGTH:
        if "length" in place.values:
            raise place.refuse("length", f"A window of {unit} has no length.", "Take the length out.")
        return None
    if "length" not in place.values:
        raise place.refuse("length", f"A window of {unit} needs a length.", f"Write length = 1 to {LONGEST[unit]}.")
    return place.whole("length", 1, LONGEST[unit])


def _limit(table: _Table, measure: Measure) -> Limit:
    given = [key for key in LIMITS if key in table.values]
    allowed = PERCENT_LIMITS if measure in IN_PERCENT else COUNT_LIMITS
    choices = " or ".join(allowed)
    if len(given) != 1:
        what = "The rule has no limit." if not given else f"The rule has {len(given)} limits: {', '.join(given)}."
        raise table.refuse(given[-1] if given else None, what, f"Give exactly one: {choices}.")
    key = given[0]
    if key not in allowed:
        unit = "percent" if measure in IN_PERCENT else "a whole number"
        raise table.refuse(key, f"'{key}' does not fit {measure}, which is measured in {unit}.", f"Use {choices}.")
    inclusive = allowed[key]
    if measure in IN_PERCENT:
        return Limit(basis_points=_basis_points(table, key, inclusive), inclusive=inclusive)
    return Limit(count=table.whole(key, 1 if inclusive else 0, LARGEST_COUNT), inclusive=inclusive)


def _basis_points(table: _Table, key: str, inclusive: bool) -> int:
    """100 basis points are 1 %. "At least 0 %" would catch everybody and "more than 100 %" nobody."""
    value = table.values[key]
    least, most = (1, BASIS_POINTS) if inclusive else (0, BASIS_POINTS - 1)
    points = Decimal(value) * 100 if _is_percentage(value) else Decimal(-1)
    if points != points.to_integral_value() or not least <= points <= most:
        do = f"Give a percentage from {least / 100:g} to {most / 100:g} with at most two decimals."
        raise table.refuse(key, f"'{key}' is {value}.", do)
    return int(points)


def _is_percentage(value: Any) -> bool:
    """Looks at the size before anything is computed: a file may hold 1e999999999."""
    is_number = type(value) is int or (isinstance(value, Decimal) and value.is_finite())
    return is_number and 0 <= value <= 100
