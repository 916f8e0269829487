"""Reads routines written in TOML. Every mistake names the file and the line, and says what to write instead."""

from __future__ import annotations

import hashlib
from pathlib import Path

from skoleporten.rules.follow_up.model import OPENING, Deadline, DeadlineUnit, Routine, Step, StepKind, Who
from skoleporten.rules.toml_files import IDENTIFIER, Table, read_text, table_of

ROUTINES = Path(__file__).resolve().parents[1] / "routines"
ROUTINE_KEYS = ("id", "version", "source", "rule_set", "name", "about", "step")
STEP_KEYS = ("id", "kind", "who", "deadline", "every", "until", "name", "text", "source", "ours")
# A deadline of more than half a year is no deadline.
LONGEST = {DeadlineUnit.SCHOOL_DAYS: 100, DeadlineUnit.DAYS: 183, DeadlineUnit.WEEKS: 26}


def parse_routine(text: str, file: str) -> Routine:
    """`file` is only named in errors."""
    table = table_of(text, file, "routine")
    table.only(ROUTINE_KEYS)
    return Routine(
        id=table.identifier("id"),
        version=table.string("version"),
        name=table.texts("name"),
        about=table.texts("about"),
        source=table.string("source"),
        rule_set=table.identifier("rule_set") if "rule_set" in table.values else None,
        steps=_steps(table),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def load_routine(path_or_id: str | Path) -> Routine:
    """The id of a shipped routine, or the path of one's own file."""
    shipped = ROUTINES / f"{path_or_id}.toml"
    path = shipped if IDENTIFIER.fullmatch(str(path_or_id)) and shipped.is_file() else Path(path_or_id)
    text = read_text(path, f"Give the path of a TOML file, or one of: {', '.join(shipped_ids())}.")
    return parse_routine(text, str(path))


def shipped_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in ROUTINES.glob("*.toml")))


def shipped_routines() -> dict[str, Routine]:
    return {routine_id: load_routine(routine_id) for routine_id in shipped_ids()}


def _steps(table: Table) -> tuple[Step, ...]:
    places = table.rows("step", "routine")
    steps: list[Step] = []
    for place in places:
        steps.append(_step(place, tuple(step.id for step in steps)))
    for place, step in zip(places, steps, strict=True):
        if step.until is not None and step.until not in {other.id for other in steps} - {step.id}:
            raise place.refuse("until", f"No other step has the id '{step.until}'.", "Name the step that ends it.")
    return tuple(steps)


def _step(table: Table, earlier: tuple[str, ...]) -> Step:
    table.only(STEP_KEYS)
    step_id = table.identifier("id")
    if step_id in (*earlier, OPENING):
        what = f"The id '{step_id}' is taken."
        raise table.refuse("id", what, f"Give each step its own id, other than '{OPENING}'.")
    return Step(
        id=step_id,
        kind=StepKind(table.choice("kind", tuple(StepKind))),
        who=Who(table.choice("who", tuple(Who))),
        deadline=_deadline(table, earlier),
        name=table.texts("name"),
        text=table.texts("text"),
        source=table.string("source"),
        ours=table.flag("ours"),
        every=_every(table, step_id),
        until=_until(table),
    )


def _deadline(table: Table, earlier: tuple[str, ...]) -> Deadline:
    place = table.inner("deadline", 'Write for example deadline = { unit = "weeks", length = 1, from = "opening" }.')
    place.only(("unit", "length", "from"))
    start = place.string("from") if "from" in place.values else OPENING
    if start not in (OPENING, *earlier):
        do = f"Count from one of: {', '.join((OPENING, *earlier))}."
        raise place.refuse("from", f"No earlier step has the id '{start}'.", do)
    unit = DeadlineUnit(place.choice("unit", tuple(DeadlineUnit)))
    return Deadline(unit, _length(place, unit), start)


def _every(table: Table, step_id: str) -> Deadline | None:
    if "every" not in table.values:
        return None
    place = table.inner("every", 'Write for example every = { unit = "weeks", length = 3 }.')
    place.only(("unit", "length"))
    unit = DeadlineUnit(place.choice("unit", tuple(LONGEST)))
    return Deadline(unit, _length(place, unit), step_id)


def _until(table: Table) -> str | None:
    if "until" not in table.values:
        return None
    if "every" not in table.values:
        raise table.refuse("until", "'until' has no meaning for a step that is done once.", "Take the line out.")
    return table.identifier("until")


def _length(place: Table, unit: DeadlineUnit) -> int:
    if unit is DeadlineUnit.SAME_DAY:
        if "length" in place.values:
            raise place.refuse("length", "The same day has no length.", "Take the length out.")
        return 0
    if "length" not in place.values:
        raise place.refuse("length", f"A deadline in {unit} needs a length.", f"Write length = 1 to {LONGEST[unit]}.")
    return place.whole("length", 1, LONGEST[unit])
