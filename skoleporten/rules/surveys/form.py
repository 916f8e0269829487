"""A small form as data: to whom, and its few questions, each a scale with words for every level or words of one's own.

A form keeps its id when it is put better; a new version is a text of its own, so that an answer points at the question
as it was asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.toml_files import Table, table_of

FORM_KEYS = ("id", "version", "receiver", "name", "intro", "question")
QUESTION_KEYS = ("id", "kind", "measure", "text", "levels")
MOST_QUESTIONS = 7
FEWEST_LEVELS, MOST_LEVELS = 2, 7


class Receiver(StrEnum):
    PUPIL = "pupil"
    GUARDIAN = "guardian"


class Kind(StrEnum):
    SCALE = "scale"
    WORDS = "words"


@dataclass(frozen=True)
class Level:
    """`value` counts from 1, the least."""

    value: int
    text: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Question:
    """`measure`: a code under which results count the level, where somebody said yes to it; empty for none."""

    id: str
    kind: Kind
    text: Mapping[str, str] = field(hash=False)
    levels: tuple[Level, ...] = ()
    measure: str = ""

    def level(self, value: int | None) -> Level | None:
        return next((one for one in self.levels if one.value == value), None)


@dataclass(frozen=True)
class Form:
    """`text` is the file as read, `sha256` the hash of its UTF-8 bytes."""

    id: str
    version: str
    receiver: Receiver
    name: Mapping[str, str] = field(hash=False)
    intro: Mapping[str, str] = field(hash=False)
    questions: tuple[Question, ...]
    text: str
    sha256: str

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.id == key), None)

    def after(self, key: str) -> Question | None:
        """None after the last."""
        keys = [one.id for one in self.questions]
        place = keys.index(key) + 1
        return self.questions[place] if place < len(keys) else None


def parse_form(text: str, file: str) -> Form:
    """`file` is only named in errors. Raises RefusedError with the line of what is wrong."""
    table = table_of(text, file, "form")
    table.only(FORM_KEYS)
    return Form(
        id=table.identifier("id"),
        version=table.string("version"),
        receiver=Receiver(table.choice("receiver", tuple(Receiver))),
        name=table.texts("name"),
        intro=table.texts("intro"),
        questions=_questions(table),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


@cache
def shipped_forms() -> dict[str, Form]:
    """By id."""
    found = {}
    for path in sorted((files(__package__) / "shipped").iterdir(), key=lambda path: path.name):
        form = parse_form(path.read_text(encoding="utf-8"), path.name)
        found[form.id] = form
    return found


def _questions(table: Table) -> tuple[Question, ...]:
    rows = table.rows("question", "form")
    if len(rows) > MOST_QUESTIONS:
        raise rows[MOST_QUESTIONS].refuse(None, f"The form has {len(rows)} questions.", f"Keep it to {MOST_QUESTIONS}.")
    found: list[Question] = []
    for row in rows:
        question = _question(row)
        if question.id in {earlier.id for earlier in found}:
            raise row.refuse("id", f"Two questions have the id '{question.id}'.", "Give each question its own id.")
        found.append(question)
    return tuple(found)


def _question(table: Table) -> Question:
    table.only(QUESTION_KEYS)
    kind = Kind(table.choice("kind", tuple(Kind)))
    if kind is Kind.WORDS:
        for key in ("levels", "measure"):
            if key in table.values:
                raise table.refuse(key, f"'{key}' has no meaning for words.", "Take it out.")
    return Question(
        id=table.identifier("id"),
        kind=kind,
        text=table.texts("text"),
        levels=_levels(table) if kind is Kind.SCALE else (),
        measure=table.identifier("measure") if "measure" in table.values else "",
    )


def _levels(table: Table) -> tuple[Level, ...]:
    rows: Any = table.values.get("levels")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refuse_levels(table, "The scale has no levels.")
    if not FEWEST_LEVELS <= len(rows) <= MOST_LEVELS:
        raise _refuse_levels(table, f"The scale has {len(rows)} levels.")
    inner = [
        Table(table.file, table.lines, (*table.path, "levels", str(n)), {"text": row}) for n, row in enumerate(rows)
    ]
    return tuple(Level(number, one.texts("text")) for number, one in enumerate(inner, start=1))


def _refuse_levels(table: Table, what: str) -> RefusedError:
    most = f"{FEWEST_LEVELS} to {MOST_LEVELS}"
    do = f"Write levels = [{{ nb = …, nn = …, en = … }}, …] with {most} of them, the least first."
    return table.refuse("levels", what, do)
