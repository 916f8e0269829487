"""The generated page on the plan and the ladder: their steps, slots and small steps, and what a plan may rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.docs_rules import made_from, page, table
from skoleporten.rules.ladder import KINDS, RUNGS, Rung, number_of
from skoleporten.rules.plan import BASES, CHANGES, WHO_CHOOSES, shipped_slots, shipped_small_steps

INTRO = """\
Six steps lead from a welcome to ordinary school. Any of them may follow any other, on any day: to move on, to skip, to
stay and to go back are rows alike, each with a date, who and why. There is no pace. How it is used is told in
[the plan in minutes](../how-to/plan-in-minutes.md)."""
ONE_CHANGE = """\
A step of the plan says what is the one thing that it changes. What differs from the step before is found by itself;
where it is more than one thing, or another than the one chosen, whoever writes is told, and the step is saved."""
RESTS = """\
A week with less than the pupil's ordinary hours on any day says what it rests on, who decided it and its last day. With
nothing yet, or with a pause, the leader of the pupil's school is told at once, once for each step."""
SLOTS = """\
The programme's own day, from `skoleporten/rules/plan/slots.toml`. A start is one of them, or any other time."""
SMALL = """\
From `skoleporten/rules/plan/small_steps.toml`; every number is ours. What may be asked about next is a question with
its facts, and is set by nobody but those who write the step."""


def ladder_page() -> str:
    """docs/reference/plan-and-ladder.md."""
    rule = shipped_small_steps()
    stairs = [f"{one.minutes} min" if one.minutes else f"{one.full_days} full days a week" for one in rule.stairs]
    slots = [[f"{one.starts:%H.%M}", f"{one.ends:%H.%M}", str(one.minutes)] for one in shipped_slots()]
    numbers = [
        ["School days looked back on", str(rule.school_days)],
        ["A day counts as managed from, of what was agreed", f"{rule.day_managed_percent} %"],
        ["Agreed days on record before anything is asked", str(rule.least_days)],
        ["More is asked about from, of the days on record", f"{rule.asks_from_percent} %"],
        ["A day was hard up to the pupil's own rating of", f"{rule.hard_up_to} of 5"],
        *[[f"From {least} minutes a day, a small step is", f"{add} minutes"] for least, add in rule.increments],
        ["The stairs", ", ".join(stairs)],
    ]
    return page(
        "# The plan and the ladder",
        made_from("ladder and skoleporten/rules/plan"),
        INTRO,
        "## The six steps",
        table(["", "Code", "Bokmål", "Nynorsk", "English"], [_rung(rung) for rung in RUNGS]),
        "## What a move is called",
        _words(KINDS),
        "## The one thing that changes",
        ONE_CHANGE,
        _words(CHANGES),
        "## Who chooses",
        _words(WHO_CHOOSES),
        "## What a plan below ordinary hours rests on",
        RESTS,
        _words(BASES),
        "## Slots of the day",
        SLOTS,
        table(["From", "To", "Minutes"], slots),
        "## Small steps",
        SMALL,
        table(["", ""], numbers),
    )


def _rung(rung: Rung) -> list[str]:
    name, about = RUNGS[rung].name, RUNGS[rung].about
    return [str(number_of(rung)), f"`{rung}`", name["nb"], name["nn"], f"{name['en']}. {about['en']}"]


def _words(texts: Mapping[Any, Mapping[str, str]]) -> str:
    rows = [[f"`{code}`", words["nb"], words["nn"], words["en"]] for code, words in texts.items()]
    return table(["Code", "Bokmål", "Nynorsk", "English"], rows)
