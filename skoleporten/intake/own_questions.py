"""A municipality's own questions and choices for the talk: chosen by the administrator, asked, answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError, note, open_to_writing
from skoleporten.intake.models import Intake, OwnAnswer, QuestionsText, TalkChoice
from skoleporten.intake.transitions import somebody
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.questions import (
    AskedIn,
    Question,
    QuestionSet,
    check_new_version,
    checked_answer,
    parse_questions,
)
from skoleporten.schools.models import School

FILE = "questions.toml"


def choice_in_force() -> TalkChoice:
    """Unsaved and all off before anybody has chosen."""
    return TalkChoice.objects.select_related("questions").first() or TalkChoice()


def in_use() -> QuestionSet | None:
    text = choice_in_force().questions
    return set_of(text) if text else None


def asked_in(place: AskedIn) -> tuple[Question, ...]:
    found = in_use()
    return found.asked_in(place) if found else ()


def set_of(row: QuestionsText) -> QuestionSet:
    return _parsed(row.sha256, row.text)


@lru_cache(maxsize=32)
def _parsed(sha256: str, text: str) -> QuestionSet:
    """A kept text never changes, so its hash is its name."""
    return parse_questions(text, FILE)


def looked_over(text: str) -> QuestionSet:
    """Read, and compared with every version there was of it. Raises RefusedError; nothing is kept."""
    new = parse_questions(text, FILE)
    for earlier in QuestionsText.objects.filter(set_id=new.id):
        check_new_version(set_of(earlier), new)
    return new


@transaction.atomic
def ask(*, by: Actor, text: str) -> TalkChoice:
    """From now on these are asked. Answers to earlier ones stay with the words they were asked in."""
    new = looked_over(text)
    kept = QuestionsText.objects.filter(sha256=new.sha256).first() or QuestionsText.objects.create(
        set_id=new.id, version=new.version, sha256=new.sha256, text=new.text, added_by_id=somebody(by)
    )
    return _choose(by, kept, has_hypotheses=choice_in_force().has_hypotheses)


@transaction.atomic
def ask_none(*, by: Actor) -> TalkChoice:
    return _choose(by, None, has_hypotheses=choice_in_force().has_hypotheses)


@transaction.atomic
def use_hypotheses(*, by: Actor, is_on: bool) -> TalkChoice:
    return _choose(by, choice_in_force().questions, has_hypotheses=is_on)


@transaction.atomic
def answer(
    *,
    by: Actor,
    intake: Intake,
    place: AskedIn,
    values: Mapping[str, str],
    seen_version: int,
    school: School | None = None,
) -> None:
    """`values` by question id, as they were typed. Raises AnswerRefusedError, or ChangedMeanwhileError."""
    open_to_writing(intake)
    text = choice_in_force().questions
    if text is None:
        raise RefusedError(_("There are no questions of our own now."))
    checked = {one.id: checked_answer(one, values.get(one.id, "")) for one in set_of(text).asked_in(place)}
    standing = {row.question_id: row for row in answers_to(by, intake, place, school)}
    changed = {key: value for key, value in checked.items() if value != _value(standing.get(key))}
    if not changed:
        return
    if version_of(standing.values()) != seen_version:
        raise ChangedMeanwhileError(list(standing.values()))
    for question in set_of(text).asked_in(place):
        if question.id in changed:
            row = standing.get(question.id) or OwnAnswer(
                intake=intake, question_id=question.id, school=school, version=0
            )
            row.questions, row.data_class, row.asked_in = text, question.data_class.value, place.value
            row.value, row.answered_at, row.answered_by_id = changed[question.id], timezone.now(), somebody(by)
            row.version += 1
            row.save()
    note(by, "intake.own_questions_answered", intake, place=place.value, answers=len(changed))


def answers_to(by: Actor, intake: Intake, place: AskedIn, school: School | None = None) -> list[OwnAnswer]:
    """Those that the form stands on: of a school's account, the writer's own."""
    rows = OwnAnswer.objects.filter(intake=intake, asked_in=place.value, school=school)
    return list(rows.filter(answered_by=by.user_id) if school else rows)


def version_of(rows: object) -> int:
    """Goes up with every change of any of them."""
    return sum(row.version for row in rows)  # type: ignore[attr-defined]


def _value(row: OwnAnswer | None) -> str:
    return row.value if row else ""


def _choose(by: Actor, questions: QuestionsText | None, *, has_hypotheses: bool) -> TalkChoice:
    made = TalkChoice.objects.create(
        questions=questions, has_hypotheses=has_hypotheses, chosen_by_id=somebody(by), chosen_at=timezone.now()
    )
    details = {"hypotheses": has_hypotheses, "version": questions.version if questions else ""}
    record(by=by, action="intake.talk_chosen", object_type="talkchoice", object_id=made.pk, details=details)
    return made
