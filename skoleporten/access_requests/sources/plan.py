"""The plan: each step that was agreed, what it rests on, and what the pupil says to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Reader, Source, told_by_rows
from skoleporten.plans.models import PlanAnswer, PlanStep
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.plan import ANSWERS, BASES, CHANGES, WHO_CHOOSES, Answer
from skoleporten.rules.presence.places import PLACES
from skoleporten.rules.visibility import What

ORDER = 30


def of_steps(reader: Reader, rows: Any) -> Any:
    """Of the steps that the reader sees."""
    steps = PlanStep.objects.visible_to(reader.actor, reader.purpose, reader.today).standing()
    return rows.filter(step__in=steps.values("pk"))


def _steps(reader: Reader, rows: Any) -> Any:
    seen: Any = told_by_rows(reader, rows)
    return seen.standing()


def _answers(reader: Reader, rows: Any) -> Any:
    return told_by_rows(reader, rows).exclude(answer=Answer.NOT_ASKED)


def _whose(answer: PlanAnswer) -> Teller:
    return Teller.OTHER if answer.answer == Answer.NOT_ASKED else Teller.PUPIL


SOURCES = (
    Source(
        "plans.step", "plans.PlanStep", _("Steps of the plan"), What.PLAN, "case__pupil",
        shows=named(
            "starts_on", "ends_on", "what_changes", "is_pause", "academics", "transport", "fallback", "remote_reason",
            "why",
        ),
        when="starts_on", by="written_by", told=_steps, related=("written_by",), codes={"what_changes": CHANGES},
    ),
    Source(
        "plans.part", "plans.PlanPart", _("Days of the plan"), What.PLAN, "step__case__pupil",
        shows=named("step__starts_on", "weekday", "number", "starts", "minutes", "place", "with_whom", "is_remote"),
        when="step__starts_on", told=of_steps, related=("step",), codes={"place": PLACES},
    ),
    Source(
        "plans.expectation", "plans.PlanExpectation", _("What is expected, and what the school adapts"), What.PLAN,
        "step__case__pupil",
        shows=named("step__starts_on", "number", "expected", "adapted", "responsible", "chooses"),
        when="step__starts_on", told=of_steps, related=("step",), codes={"chooses": WHO_CHOOSES},
    ),
    Source(
        "plans.answer", "plans.PlanAnswer", _("What the pupil says to the plan"), What.PLAN, "step__case__pupil",
        shows=named("step__starts_on", "said_on", "answer", "words", "why_not_asked"),
        when="said_on", by="written_by", told=_answers, teller=_whose,
        for_adults_here=lambda answer: _whose(answer) is Teller.PUPIL and not answer.for_guardians,
        related=("step", "written_by"), codes={"answer": ANSWERS},
    ),
    Source(
        "plans.read", "plans.AnswerRead", _("That the pupil's answer was read"), What.PLAN, "answer__step__case__pupil",
        shows=named("at", "by"), when="at", by="by", told=told_by_rows, teller=lambda row: _whose(row.answer),
        for_adults_here=lambda row: not row.answer.for_guardians, related=("by", "answer"),
    ),
    Source(
        "plans.basis", "plans.PlanBasis", _("What fewer hours rest on"), What.PLAN, "step__case__pupil",
        shows=named("step__starts_on", "basis", "decided_by", "until", "words"),
        when="written_at", by="written_by", told=of_steps, related=("step", "written_by"), codes={"basis": BASES},
    ),
    Source(
        "plans.taken_back", "plans.StepTakenBack", _("Steps of the plan that were given up"), What.PLAN,
        "step__case__pupil",
        shows=named("step__starts_on", "why"), when="at", by="by", related=("step", "by"),
    ),
    Source(
        "plans.rung", "plans.RungMove", _("Moves on the ladder"), What.PLAN, "case__pupil",
        shows=named("on", "from_rung", "to_rung", "why"), when="on", by="by", related=("by",),
    ),
    Source(
        "plans.leader_told", "plans.LeaderTold", _("That the school's leader was told of the plan"), What.PLAN,
        "step__case__pupil",
        shows=named("step__starts_on", "school", "is_pause"), when="at", related=("step", "school"),
    ),
)  # fmt: skip
