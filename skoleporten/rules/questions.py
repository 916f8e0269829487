"""A municipality's own questions, as data: in the referral, the talk or the school's account, beside our fields."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.toml_files import Table, table_of

SET_KEYS = ("id", "version", "name", "question")
QUESTION_KEYS = ("id", "kind", "class", "asked_in", "required", "least", "most", "text", "choices")
CHOICE_KEYS = ("id", "text")
LONGEST_TEXT = 20_000
LARGEST_NUMBER = 1_000_000


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"


class DataClass(StrEnum):
    """Of the answer: personal data, or a special category of it (health, religion, ethnic origin …, GDPR art. 9)."""

    PERSONAL = "personal"
    SPECIAL = "special"


class AskedIn(StrEnum):
    REFERRAL = "referral"
    TALK = "talk"
    SCHOOLS_ACCOUNT = "schools_account"


class Fault(StrEnum):
    """What is wrong with an answer; the page has the words."""

    REQUIRED = "required"
    TOO_LONG = "too_long"
    NO_CHOICE = "no_choice"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True)
class Choice:
    id: str
    text: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Question:
    """`least` and `most` bound a number, both inclusive. `choices` only for the kind choice, where one is chosen."""

    id: str
    kind: Kind
    data_class: DataClass
    asked_in: AskedIn
    text: Mapping[str, str] = field(hash=False)
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class QuestionSet:
    """`text` is the file as read, `sha256` the hash of its UTF-8 bytes: an answer points at the question as asked."""

    id: str
    version: str
    name: Mapping[str, str] = field(hash=False)
    questions: tuple[Question, ...]
    text: str
    sha256: str

    def asked_in(self, place: AskedIn) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.asked_in is place)


class AnswerRefusedError(RefusedError):
    def __init__(self, fault: Fault, what: str, do: str) -> None:
        self.fault = fault
        super().__init__(what, do=do)


def checked_answer(question: Question, raw: str) -> str:
    """As it is kept: text trimmed, a choice's id, a date as ISO, a number in digits; "" for none."""
    value = raw.strip()
    if not value:
        if question.is_required:
            raise AnswerRefusedError(Fault.REQUIRED, "The question needs an answer.", "Answer it.")
        return ""
    match question.kind:
        case Kind.TEXT:
            return _checked_text(value)
        case Kind.CHOICE:
            return _checked_choice(question, value)
        case Kind.DATE:
            return _checked_date(value)
    return _checked_number(question, value)


def parse_questions(text: str, file: str) -> QuestionSet:
    """`file` is only named in errors."""
    table = table_of(text, file, "set of questions")
    table.only(SET_KEYS)
    return QuestionSet(
        id=table.identifier("id"),
        version=table.string("version"),
        name=table.texts("name"),
        questions=_questions(table),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def check_new_version(old: QuestionSet, new: QuestionSet) -> None:
    """Raises RefusedError where answers to the old version would come to mean something else."""
    if new.text != old.text and new.version == old.version:
        raise RefusedError("The questions have changed and the version has not.", do="Give the set a new version.")
    before = {question.id: question for question in old.questions}
    for question in new.questions:
        earlier = before.get(question.id)
        if earlier and (earlier.kind, earlier.data_class) != (question.kind, question.data_class):
            what = f"The question '{question.id}' was of the kind {earlier.kind} ({earlier.data_class})."
            raise RefusedError(what, do="Give the new question its own id.")
        kept = {choice.id for choice in question.choices}
        lost = [choice.id for choice in (earlier.choices if earlier else ()) if choice.id not in kept]
        if lost:
            what = f"The question '{question.id}' has lost the choice '{lost[0]}'."
            raise RefusedError(what, do="Keep it, so that old answers stay readable, or give the question its own id.")


def _checked_text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise AnswerRefusedError(Fault.TOO_LONG, "The text is too long.", f"Keep it under {LONGEST_TEXT} characters.")
    return value


def _checked_choice(question: Question, value: str) -> str:
    if value not in {choice.id for choice in question.choices}:
        raise AnswerRefusedError(Fault.NO_CHOICE, "That is none of the choices.", "Choose one of them.")
    return value


def _checked_date(value: str) -> str:
    try:
        date = dt.date.fromisoformat(value)
    except ValueError as error:
        raise AnswerRefusedError(Fault.NO_DATE, "That is not a date.", "Write it as 2026-11-23.") from error
    return date.isoformat()


def _checked_number(question: Question, value: str) -> str:
    if not value.removeprefix("-").isdecimal() or len(value) > len(str(-LARGEST_NUMBER)):
        raise AnswerRefusedError(Fault.NO_NUMBER, "That is not a whole number.", "Write it in digits.")
    number = int(value)
    least = -LARGEST_NUMBER if question.least is None else question.least
    most = LARGEST_NUMBER if question.most is None else question.most
    if not least <= number <= most:
        raise AnswerRefusedError(Fault.OUT_OF_RANGE, "The number is outside its range.", f"Give {least} to {most}.")
    return str(number)


def _questions(table: Table) -> tuple[Question, ...]:
    questions: list[Question] = []
    for place in table.rows("question", "set of questions"):
        question = _question(place)
        if question.id in {earlier.id for earlier in questions}:
            raise place.refuse("id", f"Two questions have the id '{question.id}'.", "Give each question its own id.")
        questions.append(question)
    return tuple(questions)


def _question(table: Table) -> Question:
    table.only(QUESTION_KEYS)
    kind = Kind(table.choice("kind", tuple(Kind)))
    for key, fits in (("choices", Kind.CHOICE), ("least", Kind.NUMBER), ("most", Kind.NUMBER)):
        if key in table.values and kind is not fits:
            raise table.refuse(key, f"'{key}' has no meaning for the kind {kind}.", "Take it out.")
    least, most = _bound(table, "least"), _bound(table, "most")
    if least is not None and most is not None and least > most:
        raise table.refuse("most", f"'most' {most} is below 'least' {least}.", "Raise it.")
    return Question(
        id=table.identifier("id"),
        kind=kind,
        data_class=DataClass(table.choice("class", tuple(DataClass))),
        asked_in=AskedIn(table.choice("asked_in", tuple(AskedIn))),
        text=table.texts("text"),
        is_required=table.flag("required"),
        choices=_choices(table) if kind is Kind.CHOICE else (),
        least=least,
        most=most,
    )


def _bound(table: Table, key: str) -> int | None:
    return table.whole(key, -LARGEST_NUMBER, LARGEST_NUMBER) if key in table.values else None


def _choices(table: Table) -> tuple[Choice, ...]:
    """At least two: `choices = [{ id = "yes", text = { nb = …, nn = …, en = … } }, …]`."""
    rows: Any = table.values.get("choices")
    if not isinstance(rows, list) or len(rows) < 2 or not all(isinstance(row, dict) for row in rows):
        do = 'Write choices = [{ id = "yes", text = { nb = "…", nn = "…", en = "…" } }, …].'
        raise table.refuse("choices", "A question of the kind choice needs at least two choices.", do)
    choices: list[Choice] = []
    for index, row in enumerate(rows):
        place = Table(table.file, table.lines, (*table.path, "choices", str(index)), row)
        place.only(CHOICE_KEYS)
        choice = Choice(place.identifier("id"), place.texts("text"))
        if choice.id in {earlier.id for earlier in choices}:
            raise place.refuse("id", f"Two choices have the id '{choice.id}'.", "Give each choice its own id.")
        choices.append(choice)
    return tuple(choices)
