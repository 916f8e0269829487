"""Writing a step of the plan, and taking back one that has not begun. What was agreed before is never changed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note, open_to_writing
from skoleporten.cases.models import Case
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.plans.answers import Said, check_said, write_answer
from skoleporten.plans.bases import check_basis, write_basis
from skoleporten.plans.faults import refuse
from skoleporten.plans.models import PlanExpectation, PlanPart, PlanStep, StepTakenBack
from skoleporten.plans.queries import in_force, newest_step, steps_of
from skoleporten.plans.school_days import ordinary_week
from skoleporten.plans.telling import tell_leader
from skoleporten.rules import plan as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.plan import Agreed, Change, Expectation, Rests

AUDIENCES = frozenset({"school", "guardians", "pupil", "specialists"})


@dataclass(frozen=True)
class Draft:
    """What is agreed. `rests` where the week is below the pupil's ordinary hours; `said` is what the pupil says to it.

    `audiences` are those of AUDIENCES who may read the step besides the team.
    """

    starts_on: dt.date
    agreed: Agreed
    what_changes: Change
    said: Said
    ends_on: dt.date | None = None
    fallback: str = ""
    remote_reason: str = ""
    why: str = ""
    expectations: Sequence[Expectation] = ()
    rests: Rests | None = None
    audiences: frozenset[str] = field(default=AUDIENCES)


@transaction.atomic
def write(
    *, by: Actor, case: Case, draft: Draft, client_id: uuid.UUID, seen: int, now: dt.datetime | None = None
) -> PlanStep:
    """`seen` is the key of the newest step that the writer knew of, 0 for none; the same form sent twice is one step.

    Raises ChangedMeanwhileError where somebody else has written one since.
    """
    open_to_writing(case)
    if made := PlanStep.objects.filter(client_id=client_id, case=case).first():
        return made
    now = now or timezone.now()
    newest = newest_step(case)
    if newest is not None and newest.pk != seen:
        raise ChangedMeanwhileError(newest)
    offered = ordinary_week(case.pupil_id, draft.starts_on)
    _check(case, draft, timezone.localdate(now), offered)
    step = _step(by, case, draft, client_id, now)
    write_answer(by, step, draft.said, uuid.uuid4(), now)
    needs = rules.needs_basis(draft.agreed, offered)
    if needs and draft.rests is not None:
        write_basis(by, step, draft.rests, uuid.uuid4(), now)
    note(by, "plans.step_written", case, step, minutes=draft.agreed.week_minutes, changes=step.what_changes)
    tell_leader(by, step, rules.told_because(draft.agreed, draft.rests, needs=needs), now)
    return step


@transaction.atomic
def take_back(*, by: Actor, step: PlanStep, why: str, now: dt.datetime | None = None) -> None:
    """Only before it begins; what has begun is followed by another step."""
    open_to_writing(step.case)
    if StepTakenBack.objects.filter(step=step).exists():
        return
    now = now or timezone.now()
    if step.starts_on <= timezone.localdate(now):
        raise RefusedError(_("It has begun, so it stands."), do=_("Write a new step that takes its place."))
    if not why.strip():
        raise RefusedError(_("Say in a few words why it is taken back."))
    StepTakenBack.objects.create(step=step, at=now, by_id=somebody(by), why=why.strip())
    note(by, "plans.step_taken_back", step.case, step)


def noticed(case: Case, draft: Draft) -> rules.Noticed | None:
    """What differs from the step before it, to be told to the writer. None for the first one."""
    before = in_force(case, draft.starts_on)
    return rules.noticed(before.agreed if before else None, draft.agreed, draft.what_changes)


def _check(case: Case, draft: Draft, today: dt.date, offered: dict[int, int]) -> None:
    dates = rules.date_faults(
        draft.starts_on,
        draft.ends_on,
        opened_on=timezone.localdate(case.opened_at),
        has_plan_then=rules.holding(steps_of([case.pk])[case.pk], draft.starts_on) is not None,
        today=today,
    )
    refuse((*dates, *rules.week_faults(draft.agreed)))
    refuse(rules.other_faults(draft.agreed, draft.remote_reason, draft.expectations))
    check_said(draft.said, today)
    if rules.needs_basis(draft.agreed, offered):
        check_basis(draft.rests, draft.starts_on)


def _step(by: Actor, case: Case, draft: Draft, client_id: uuid.UUID, now: dt.datetime) -> PlanStep:
    agreed = draft.agreed
    step = PlanStep.objects.create(
        case=case, client_id=client_id, starts_on=draft.starts_on, ends_on=draft.ends_on,
        what_changes=draft.what_changes, is_pause=agreed.is_pause, academics=agreed.academics.strip(),
        transport=agreed.transport.strip(), fallback=draft.fallback.strip(),
        remote_reason=draft.remote_reason.strip() if any(part.is_remote for part in agreed.parts) else "",
        why=draft.why.strip(), written_at=now, written_by_id=somebody(by),
        **{f"for_{one}": one in draft.audiences for one in AUDIENCES},
    )  # fmt: skip
    PlanPart.objects.bulk_create(
        PlanPart(
            step=step, weekday=day, number=number, starts=part.starts, minutes=part.minutes, place=part.place,
            with_whom=part.with_whom.strip(), is_remote=part.is_remote,
        )
        for day in rules.SCHOOL_WEEK
        for number, part in enumerate(agreed.on(day), start=1)
    )  # fmt: skip
    PlanExpectation.objects.bulk_create(
        PlanExpectation(
            step=step, number=number, expected=one.expected.strip(), adapted=one.adapted.strip(),
            responsible=one.responsible.strip(), chooses=rules.Chooses(one.chooses) if one.chooses else "",
        )
        for number, one in enumerate((one for one in draft.expectations if not one.is_empty), start=1)
    )  # fmt: skip
    return step
