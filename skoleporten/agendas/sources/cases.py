"""Of the cases: measures to look at, what is assessed and not decided, plans that end, and the way back to school."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.agendas.scope import Due, Scope
from skoleporten.cases.models import Case, HandingBack
from skoleporten.cases.way_back import next_follow_ups
from skoleporten.judgement.models import Measure, Round
from skoleporten.plans.queries import Held, bases_end, steps_of
from skoleporten.rules.plan import holding
from skoleporten.rules.transitions import Stage


def measures(scope: Scope) -> Iterator[Due]:
    rows = Measure.objects.due(scope.by_date).filter(case__in=list(scope.cases))
    for one in rows.order_by("evaluate_on", "pk").only("public_id", "case", "what", "evaluate_on"):
        text = _("Look at the measure: %(what)s") % {"what": one.what}
        yield Due(f"measure:{one.public_id}", scope.cases[one.case_id].intake_id, one.evaluate_on, text)


def choices(scope: Scope) -> Iterator[Due]:
    rows = Round.objects.open().filter(case__in=list(scope.cases), assessment__isnull=False, decisions__isnull=True)
    for one in rows.select_related("assessment").order_by("pk"):
        text = _("Assessed, and not decided: %(about)s") % {"about": one.about}
        on = timezone.localdate(one.assessment.written_at)
        yield Due(f"round:{one.public_id}", scope.cases[one.case_id].intake_id, on, text)


def plans(scope: Scope) -> Iterator[Due]:
    """The last day of a plan that no other takes the place of, or of what it rests on; of steps that one may read."""
    until, steps = scope.until("plans"), steps_of(list(scope.cases))
    held = {case: holding(of_case, scope.today) for case, of_case in steps.items()}
    readable = scope.readable_steps([step.key for step in held.values() if step])
    rest_on = bases_end(readable)
    for case_id, step in held.items():
        if step is None or step.key not in readable:
            continue
        case, basis = scope.cases[case_id], rest_on.get(step.key)
        if step.ends and step.ends <= until and not _goes_on(steps[case_id], step):
            yield _of_plan(case, step.ends, _("The plan ends"))
        elif basis and basis <= until:
            yield _of_plan(case, basis, _("What the plan rests on ends"))


def _goes_on(steps: list[Held], now: Held) -> bool:
    return any(step.starts > now.starts for step in steps)


def _of_plan(case: Case, on: dt.date, words: str) -> Due:
    return Due(f"plan:{case.public_id}", case.intake_id, on, words)


def handing_back(scope: Scope) -> Iterator[Due]:
    """Cases on the way back: without a plan, or the day is near; later, the times at which somebody asks how it goes.

    The last also of cases that have ended, for whoever still sees them.
    """
    current = HandingBack.objects.current().filter(case__in=scope.visible_cases.values("pk"))
    rows = {row.case_id: row for row in current.select_related("case")}
    for case in scope.cases.values():
        if case.stage == Stage.HANDING_BACK:
            yield from _way_back(case, rows.get(case.pk), scope.until("handing_back"))
    for case_id, one in next_follow_ups([key for key, row in rows.items() if row.taken_over_on]).items():
        if one.due_on <= scope.by_date:
            case = rows[case_id].case
            key = f"asks-{one.after}:{case.public_id}"
            yield Due(key, case.intake_id, one.due_on, _("Ask how it goes at school"))


def _way_back(case: Case, row: HandingBack | None, until: dt.date) -> Iterator[Due]:
    key, day = f"handing-back:{case.public_id}", row.taken_over_on if row else None
    if day is None:
        yield Due(key, case.intake_id, None, _("On the way back to school: no day is agreed"))
    elif day <= until:
        yield Due(key, case.intake_id, day, _("The school takes over"))
