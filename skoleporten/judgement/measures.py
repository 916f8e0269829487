"""Measures of a case: begun with their five fields, and looked at on their date with the figures of the period."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.changes import note as log
from skoleporten.cases.changes import open_to_writing
from skoleporten.concerns.measure_actions import check_five_fields, check_looked_at, go_on_or_end
from skoleporten.intake.stories import school_of
from skoleporten.intake.transitions import somebody
from skoleporten.judgement.models import Evaluation, Measure, Round
from skoleporten.rules.errors import RefusedError

MAY_READ = frozenset({"school", "guardian", "pupil"})


@dataclass(frozen=True)
class Agreed:
    """`readers` besides the staff of the case: whoever is named in it or has agreed to it."""

    problem: str
    what: str
    who: str
    starts_on: dt.date
    evaluate_on: dt.date
    who_else: str = ""
    readers: frozenset[str] = frozenset()


@transaction.atomic
def start(*, by: Actor, of: Round, agreed: Agreed, client_id: uuid.UUID) -> Measure:
    """In a turn that is open. A form sent twice is one measure."""
    open_to_writing(of.case)
    if made := Measure.objects.filter(client_id=client_id, round=of).first():
        return made
    of.refresh_from_db()
    if of.ended_at is not None:
        raise RefusedError(_("This turn has ended."), do=_("Begin a new one."))
    check_five_fields(
        problem=agreed.problem, what=agreed.what, who=agreed.who, starts_on=agreed.starts_on,
        evaluate_on=agreed.evaluate_on,
    )  # fmt: skip
    made = Measure.objects.create(
        client_id=client_id, case=of.case, round=of, problem=agreed.problem.strip(), what=agreed.what.strip(),
        who=agreed.who.strip(), who_else=agreed.who_else.strip(), starts_on=agreed.starts_on,
        evaluate_on=agreed.evaluate_on, made_at=timezone.now(), made_by_id=somebody(by), **_readers(of, agreed.readers),
    )  # fmt: skip
    log(by, "judgement.measure_started", of.case, made, evaluate_on=made.evaluate_on.isoformat())
    return made


@transaction.atomic
def evaluate(
    *,
    by: Actor,
    measure: Measure,
    seen: str,
    decided: str,
    client_id: uuid.UUID,
    pupils_view: str = "",
    evaluate_on: dt.date | None = None,
    figures: Mapping[str, Any] | None = None,
) -> Evaluation:
    """`figures` are those that the page showed beside it, kept as they stood."""
    case = measure.case
    open_to_writing(case)
    if made := Evaluation.objects.filter(client_id=client_id, measure=measure).first():
        return made
    next_date = check_looked_at(measure, seen, decided, evaluate_on)
    made = Evaluation.objects.create(
        client_id=client_id, measure=measure, at=timezone.now(), by_id=somebody(by), seen=seen.strip(),
        pupils_view=pupils_view.strip(), next=decided, evaluate_on=next_date, figures=dict(figures or {}),
    )  # fmt: skip
    go_on_or_end(measure, next_date, timezone.localdate(made.at))
    log(by, "judgement.measure_evaluated", case, measure, next=decided)
    return made


def _readers(of: Round, readers: frozenset[str]) -> dict[str, Any]:
    if readers - MAY_READ:
        raise RefusedError(_("Choose who may read it."))
    school = school_of(of.case.pupil, timezone.localdate()) if "school" in readers else None
    if "school" in readers and school is None:
        raise RefusedError(_("The pupil goes to no school today, so none can be named."))
    return {"school": school, "for_guardians": "guardian" in readers, "for_pupil": "pupil" in readers}
