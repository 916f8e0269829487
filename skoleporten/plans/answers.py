"""What the pupil says to a step: written in the pupil's own words, added to, and never written over."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note, open_to_writing
from skoleporten.intake.transitions import somebody
from skoleporten.plans.models import AnswerRead, PlanAnswer, PlanStep
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import Answer

# Whom the pupil may let read the words. The adults of Skoleporten always do, and the pupil.
MAY_CHOOSE = ("guardians", "school", "specialists")


@dataclass(frozen=True)
class Said:
    """`audiences`: those of MAY_CHOOSE that the pupil chose. Words are wanted with an answer, and never forced."""

    answer: Answer
    said_on: dt.date
    words: str = ""
    why_not_asked: str = ""
    audiences: frozenset[str] = field(default_factory=frozenset)


@transaction.atomic
def add(*, by: Actor, step: PlanStep, said: Said, client_id: uuid.UUID, now: dt.datetime | None = None) -> PlanAnswer:
    """What was said before stands beside it."""
    open_to_writing(step.case)
    if made := _sent_before(step, client_id):
        return made
    now = now or timezone.now()
    check_said(said, timezone.localdate(now))
    made = write_answer(by, step, said, client_id, now)
    note(by, "plans.answer_added", step.case, step, answer=made.answer)
    return made


@transaction.atomic
def mark_read(*, by: Actor, answer: PlanAnswer) -> None:
    """Somebody in the team has read it, which the pupil is told. A second time changes nothing."""
    PlanStep.objects.select_for_update().filter(pk=answer.step_id).values_list("pk").get()
    _read, is_new = AnswerRead.objects.get_or_create(
        answer=answer, defaults={"at": timezone.now(), "by_id": somebody(by)}
    )
    if is_new:
        note(by, "plans.answer_read", answer.step.case, answer.step)


def _sent_before(step: PlanStep, client_id: uuid.UUID) -> PlanAnswer | None:
    made = PlanAnswer.objects.filter(client_id=client_id).first()
    if made is not None and made.step_id != step.pk:
        raise RefusedError(_("This form was sent before, about something else."), do=_("Open the page anew."))
    return made


def check_said(said: Said, today: dt.date) -> None:
    if said.said_on > today:
        raise RefusedError(_("The pupil can not have said it on a day that has not come."))
    if said.answer == Answer.NOT_ASKED and not said.why_not_asked.strip():
        raise RefusedError(_("Say why the pupil is not asked yet."))


def write_answer(by: Actor, step: PlanStep, said: Said, client_id: uuid.UUID, now: dt.datetime) -> PlanAnswer:
    is_asked = said.answer != Answer.NOT_ASKED
    return PlanAnswer.objects.create(
        step=step, client_id=client_id, answer=said.answer, words=said.words.strip() if is_asked else "",
        why_not_asked="" if is_asked else said.why_not_asked.strip(), said_on=said.said_on, written_at=now,
        written_by_id=somebody(by), for_pupil=True, **{f"for_{one}": one in said.audiences for one in MAY_CHOOSE},
    )  # fmt: skip
