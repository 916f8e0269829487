"""A form, its questions and what was answered, in words for the one who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.people.models import Guardian
from skoleporten.rules.surveys import Form, Given, Question
from skoleporten.surveys.models import Asking
from skoleporten.web import words


@dataclass(frozen=True)
class Line:
    """`is_words`: in the person's own words, of any language."""

    key: str
    question: str
    answer: str
    is_words: bool = False
    is_missing: bool = False


def name_of(form: Form) -> str:
    return languages.pick(form.name)


def lines_of(form: Form, given: Mapping[str, Given]) -> list[Line]:
    """Every question with what was answered; "not answered" is no level, and "would rather not say" is another."""
    return [_line(question, given.get(question.id)) for question in form.questions]


def state_of(asking: Asking) -> str:
    """For the team."""
    if asking.sent_at is not None:
        day = {"day": words.short_day(asking.sent_at.date())}
        return _("Answered %(day)s") % day if asking.read_at else _("Answered %(day)s, and not read yet") % day
    if asking.declined_at is not None:
        return _("Would rather not answer")
    if asking.taken_back_at is not None:
        return _("Taken back")
    return _("Not answered yet")


def asked_whom(asking: Asking) -> str:
    return whom(asking.guardian, asking.pupil.given_name or asking.pupil.full_name)


def whom(guardian: Guardian | None, pupil_name: str) -> str:
    return str(guardian) if guardian else pupil_name


def _line(question: Question, given: Given | None) -> Line:
    text = languages.pick(question.text)
    if given is None:
        return Line(question.id, text, _("Not answered"), is_missing=True)
    if given.is_passed:
        return Line(question.id, text, _("Would rather not say"), is_missing=True)
    level = question.level(given.level)
    if level is not None:
        return Line(question.id, text, languages.pick(level.text))
    return Line(question.id, text, given.words, is_words=True)
