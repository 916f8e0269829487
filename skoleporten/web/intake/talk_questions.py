"""A municipality's own questions in the talk: answered by the team, read with the words that they were asked in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.gate import Purpose
from skoleporten.intake import own_questions, talk
from skoleporten.intake.models import Intake, OwnAnswer
from skoleporten.rules.questions import AskedIn, DataClass, Kind, Question
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_question_forms import QuestionsForm
from skoleporten.web.intake.talk_saving import Page, answer, pupil_of, still_open, talk_of
from skoleporten.web.intake.talk_trail import trail_in
from skoleporten.web.intake.talk_words import part_name, part_url
from skoleporten.web.intake.visible import team_writes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language


@dataclass(frozen=True)
class AnswerInWords:
    question: str
    answer: str
    who: str
    at: dt.datetime
    version: str
    is_special: bool


def questions_of(request: ActingRequest, intake: Intake, part: str) -> dict[str, Any]:
    return {
        "answers": answers_in_words(request, intake, AskedIn.TALK),
        "from_referral": answers_in_words(request, intake, AskedIn.REFERRAL),
        "asks": bool(own_questions.asked_in(AskedIn.TALK)),
    }


def answers_in_words(request: ActingRequest, intake: Intake, place: AskedIn) -> list[AnswerInWords]:
    """Those that the reader may see; a question that is left empty is left out."""
    visible = OwnAnswer.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    rows = visible.filter(intake=intake, asked_in=place.value).exclude(value="")
    return list(_in_words(rows.select_related("questions", "answered_by")))


@team_writes
def write(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = still_open(talk_of(request, public_id))
    questions = own_questions.asked_in(AskedIn.TALK)
    if not questions:
        raise Http404
    standing = own_questions.answers_to(request.actor, intake, AskedIn.TALK)
    form = drafted(
        request, QuestionsForm, "intake.own_questions", intake.public_id, questions=questions,
        initial=as_typed(standing) | {"seen_version": own_questions.version_of(standing)},
    )  # fmt: skip

    def save() -> None:
        own_questions.answer(
            by=request.actor, intake=intake, place=AskedIn.TALK, values=form.answers,
            seen_version=form.cleaned_data["seen_version"],
        )  # fmt: skip

    name = part_name(talk.OWN_QUESTIONS)
    back = part_url(intake, talk.OWN_QUESTIONS)
    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "heading": name,
        "trail": trail_in(intake, Crumb(name, back), Crumb(_("Answers"))),
    }
    page = Page("intake/talk_write.html", context, back, _("Written down."), as_text)
    return answer(request, form, page, pupil_of(intake), save)


def as_typed(standing: Iterable[OwnAnswer]) -> dict[str, str]:
    return {f"own-{row.question_id}": row.value for row in standing}


def as_text(standing: Iterable[OwnAnswer]) -> str:
    return "\n".join(f"{row.question}: {row.answer}" for row in _in_words(standing))


def _in_words(rows: Iterable[OwnAnswer]) -> Iterable[AnswerInWords]:
    for row in rows:
        asked = {one.id: one for one in own_questions.set_of(row.questions).questions}
        question = asked[row.question_id]
        yield AnswerInWords(
            question=in_language(question.text),
            answer=_value(question, row.value),
            who=str(row.answered_by),
            at=row.answered_at,
            version=f"{row.questions.set_id} {row.questions.version}",
            is_special=row.data_class == DataClass.SPECIAL,
        )


def _value(question: Question, value: str) -> str:
    if question.kind == Kind.CHOICE:
        texts: Mapping[str, Mapping[str, str]] = {one.id: one.text for one in question.choices}
        return in_language(texts[value]) if value in texts else value
    return words.day(dt.date.fromisoformat(value)) if question.kind == Kind.DATE and value else value


def questions_in_words(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """For whoever chooses them: each in three languages, with what is asked for."""
    return [
        {
            "texts": [(language, question.text[language]) for language in ("nb", "nn", "en")],
            "kind": KINDS[question.kind],
            "place": PLACES[question.asked_in],
            "is_special": question.data_class == DataClass.SPECIAL,
            "is_required": question.is_required,
            "choices": [in_language(choice.text) for choice in question.choices],
        }
        for question in questions
    ]


KINDS: Mapping[Kind, Any] = {
    Kind.TEXT: gettext_lazy("Text"),
    Kind.CHOICE: gettext_lazy("Choice"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.NUMBER: gettext_lazy("Whole number"),
}
PLACES: Mapping[AskedIn, Any] = {
    AskedIn.REFERRAL: gettext_lazy("In the referral"),
    AskedIn.TALK: gettext_lazy("In the talk"),
    AskedIn.SCHOOLS_ACCOUNT: gettext_lazy("In the school’s account"),
}
