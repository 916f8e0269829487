"""The plan as the pupil may read it: the case that is open, the steps meant for her, and her answers to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.cases.models import Case
from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanAnswer, PlanStep
from skoleporten.plans.queries import Held, steps_of
from skoleporten.rules.plan import Answer, holding

OWN_ANSWERS = "own_answers"


@dataclass(frozen=True)
class OwnPlan:
    """`held` is what the rule asks of every step that stands; `steps` those of them that the reader may read."""

    case: Case
    held: Sequence[Held]
    steps: dict[int, PlanStep]

    def here(self, today: dt.date) -> PlanStep | None:
        now = holding(self.held, today)
        return self.steps.get(now.key) if now else None

    def ahead(self, today: dt.date) -> list[PlanStep]:
        """Planned and not begun, the next one first."""
        return [self.steps[one.key] for one in self.held if one.starts > today and one.key in self.steps]

    def to_answer(self, today: dt.date) -> list[PlanStep]:
        """What the pupil may say something to now: the step that holds, and those ahead."""
        here = self.here(today)
        return [*([here] if here else []), *self.ahead(today)]


def open_case(actor: Actor, pupil: Pupil, today: dt.date) -> Case | None:
    found = Case.objects.open().visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    return found.select_related("pupil", "intake__owner").order_by("-opened_at", "-pk").first()


def own_plan(actor: Actor, pupil: Pupil, today: dt.date) -> OwnPlan | None:
    case = open_case(actor, pupil, today)
    if case is None:
        return None
    purpose = purpose_of(actor.role)
    answers = PlanAnswer.objects.visible_to(actor, purpose, today).select_related("read", "written_by")
    steps = PlanStep.objects.visible_to(actor, purpose, today).standing().filter(case=case)
    fetched = steps.prefetch_related("parts", Prefetch("answers", answers, to_attr=OWN_ANSWERS))
    return OwnPlan(case, steps_of([case.pk])[case.pk], {step.pk: step for step in fetched})


def answers_to(step: PlanStep) -> list[PlanAnswer]:
    """What was said to it, the newest first; that nobody has asked is no answer."""
    rows: list[PlanAnswer] = getattr(step, OWN_ANSWERS)
    return [row for row in reversed(rows) if row.answer != Answer.NOT_ASKED]
