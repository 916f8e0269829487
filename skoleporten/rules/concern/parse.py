"""Reads rule sets written in TOML. Every mistake names the file and the line, and says what to write instead."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from skoleporten.rules.calendar import UNITS_WITH_LENGTH, Window, WindowUnit
from skoleporten.rules.concern.model import (
    BASIS_POINTS,
    IN_PERCENT,
    ONLY_WINDOW,
    WEEKDAYS,
    Limit,
    Measure,
    Rule,
    RuleSet,
)
from skoleporten.rules.toml_files import IDENTIFIER, Table, read_text, table_of
from skoleporten.rules.toml_files.table import LARGEST_COUNT

SETS = Path(__file__).resolve().parents[1] / "sets"
SET_KEYS = ("id", "version", "source", "name", "rule")
PERCENT_LIMITS = {"at_least_percent": True, "more_than_percent": False}
COUNT_LIMITS = {"at_least": True, "more_than": False}
LIMITS = (*PERCENT_LIMITS, *COUNT_LIMITS)
OFFERED_DAYS = ("minimum_offered_days", "maximum_offered_days")
ONLY_SHARE_WEEKDAY = ("weekday", "minimum_days_absent")
RULE_KEYS = ("id", "measure", "window", *LIMITS, *OFFERED_DAYS, *ONLY_SHARE_WEEKDAY, "source", "ours", "text")
# Two years back is the longest look that a school has data for; it also keeps dates inside the calendar.
LONGEST = {WindowUnit.DAYS: 731, WindowUnit.WEEKS: 105, WindowUnit.MONTHS: 24, WindowUnit.SCHOOL_DAYS: 400}


def parse_rule_set(text: str, file: str) -> RuleSet:
    """`file` is only named in errors."""
    table = table_of(text, file, "rule set")
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
    text = read_text(path, f"Give the path of a TOML file, or one of: {', '.join(shipped_ids())}.")
    return parse_rule_set(text, str(path))


def shipped_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SETS.glob("*.toml")))


def shipped_rule_sets() -> dict[str, RuleSet]:
    return {set_id: load_rule_set(set_id) for set_id in shipped_ids()}


def _rules(table: Table, set_id: str) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for place in table.rows("rule", "rule set"):
        rule = _rule(place, set_id)
        if rule.id in {earlier.id for earlier in rules}:
            raise place.refuse("id", f"Two rules have the id '{rule.id}'.", "Give each rule its own id.")
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table, set_id: str) -> Rule:
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
        ours=table.flag("ours"),
    )


def _check_keys_fit(table: Table, measure: Measure) -> None:
    misfits = () if measure is Measure.SHARE_WEEKDAY else ONLY_SHARE_WEEKDAY
    if measure is Measure.WEEKLY_SLOPE:
        misfits = (*misfits, "window", *OFFERED_DAYS)
    for key in misfits:
        if key in table.values:
            raise table.refuse(key, f"'{key}' has no meaning for {measure}.", "Take the line out.")


def _offered_days(table: Table) -> tuple[int, int | None]:
    minimum = table.optional_whole("minimum_offered_days") or 1
    maximum = table.optional_whole("maximum_offered_days")
    if maximum is not None and maximum < minimum:
        what = f"'maximum_offered_days' {maximum} is below 'minimum_offered_days' {minimum}."
        raise table.refuse("maximum_offered_days", what, "Raise it or take one of them out.")
    return minimum, maximum


def _window(table: Table, measure: Measure) -> Window | None:
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


def _length(place: Table, unit: WindowUnit) -> int | None:
    if unit not in UNITS_WITH_LENGTH:
        if "length" in place.values:
            raise place.refuse("length", f"A window of {unit} has no length.", "Take the length out.")
        return None
    if "length" not in place.values:
        raise place.refuse("length", f"A window of {unit} needs a length.", f"Write length = 1 to {LONGEST[unit]}.")
    return place.whole("length", 1, LONGEST[unit])


def _limit(table: Table, measure: Measure) -> Limit:
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


def _basis_points(table: Table, key: str, inclusive: bool) -> int:
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
