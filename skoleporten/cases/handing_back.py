"""Handing back: the plan for it, what is settled, and what was seen in the year after. Nobody writes over another."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases import changes
from skoleporten.cases.models import Case, FollowUp, HandingBack, HandingBackAnswer
from skoleporten.cases.way_back import current, registers_differ, since
from skoleporten.intake.changes import ChangedMeanwhileError, save_changed
from skoleporten.intake.models import Intake, Transition
from skoleporten.intake.stories import school_of
from skoleporten.intake.transitions import locked, somebody
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.handing_back import After, Answer, shipped_items, unanswered
from skoleporten.rules.transitions import Stage
from skoleporten.schools.models import School

To = HandingBack.To
ROSTERS = "rosters"


@dataclass(frozen=True)
class Plan:
    """What the form says. Going home the school is the one where the pupil is enrolled."""

    to: str
    school: School | None = None
    school_name: str = ""
    taken_over_on: dt.date | None = None
    class_name: str = ""
    class_size: int | None = None
    two_teachers: str = ""
    named_adult: str = ""
    peers: str = ""
    subjects: str = ""
    grades_basis: str = ""
    transport: str = ""
    fallback: str = ""
    pupils_words: str = ""
    why_not_asked: str = ""

    def cleaned(self) -> dict[str, Any]:
        return {name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()}


@transaction.atomic
def write(
    *, by: Actor, case: Case, plan: Plan, seen_version: int = 0, client_id: uuid.UUID | None = None
) -> HandingBack:
    """The first time it is made; later it is changed. `seen_version` is 0 for who saw none."""
    changes.open_to_writing(case)
    values = _checked(case, plan)
    row = current(case)
    if row is None:
        row = HandingBack.objects.create(
            case=case, client_id=client_id or uuid.uuid4(), written_by_id=somebody(by), **values
        )
        changes.note(by, "cases.way_back_written", case, row, to=row.to)
        return row
    if seen_version == 0 and row.client_id != client_id:
        raise ChangedMeanwhileError(row)
    if save_changed(by, row, seen_version or row.version, values):
        changes.note(by, "cases.way_back_changed", case, row, to=row.to)
    return row


@transaction.atomic
def answer_item(
    *, by: Actor, case: Case, item: str, answer: str, why: str = "", client_id: uuid.UUID | None = None
) -> HandingBackAnswer:
    """Done, not needed and why, or open again."""
    changes.open_to_writing(case)
    client_id = client_id or uuid.uuid4()
    row = _planned(case)
    if made := HandingBackAnswer.objects.filter(client_id=client_id, handing_back=row).first():
        return made
    _check_answer(row, item, answer, why)
    made = HandingBackAnswer.objects.create(
        handing_back=row, client_id=client_id, item=item, answer=answer, why=why.strip(), by_id=somebody(by)
    )
    changes.note(by, "cases.way_back_answered", case, row, item=item, answer=answer)
    return made


@transaction.atomic
def follow_up(
    *,
    by: Actor,
    case: Case,
    after: str,
    on: dt.date,
    seen: str,
    pupils_words: str = "",
    why_not_asked: str = "",
    client_id: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> FollowUp:
    """Also after the case has ended, for whoever still has it in view. Absence is kept as it was known that day."""
    locked(case.intake)
    client_id = client_id or uuid.uuid4()
    row = _planned(case)
    if made := FollowUp.objects.filter(client_id=client_id, handing_back=row).first():
        return made
    now = now or timezone.now()
    _check_follow_up(row, after, on, seen, pupils_words or why_not_asked, timezone.localdate(now))
    counted = since(row, on)
    made = FollowUp.objects.create(
        handing_back=row, client_id=client_id, after=after, on=on, seen=seen.strip(), written_at=now,
        pupils_words=pupils_words.strip(), why_not_asked=why_not_asked.strip(), written_by_id=somebody(by),
        figures=counted.as_json() if counted else {},
    )  # fmt: skip
    changes.note(by, "cases.followed_up", case, made, after=after)
    return made


def when_a_case_ends_or_begins_again(intake: Intake, made: Transition, by: Actor, **signal: Any) -> None:
    """Within the move's own transaction: nothing is closed before it is settled, and a new time begins anew."""
    case = Case.objects.filter(intake=intake).select_related("pupil").first()
    if case is None:
        return
    if made.from_state == Stage.HANDING_BACK and made.to_state == Stage.CLOSED:
        refuse_unsettled(case, timezone.localdate(made.at))
    if made.from_state == Stage.CLOSED and (row := current(case)):
        row.set_aside_at = made.at
        row.save(update_fields=["set_aside_at"])
        changes.note(by, "cases.way_back_set_aside", case, row)


def refuse_unsettled(case: Case, today: dt.date) -> None:
    if lacks := lacking(current(case), today):
        raise RefusedError(
            _("The hand-back is not settled: %(what)s.") % {"what": "; ".join(lacks)},
            do=_("Answer what is open in the list for handing back, or say why it is not needed."),
        )


def lacking(row: HandingBack | None, today: dt.date) -> list[str]:
    """In words what stands in the way of closing."""
    if row is None:
        return [_("there is no plan for it")]
    lacks = []
    if not row.receiving_school:
        lacks.append(_("no school is named"))
    if row.taken_over_on is None:
        lacks.append(_("no day is agreed"))
    elif row.taken_over_on > today:
        lacks.append(_("the school has not taken over yet"))
    open_items = unanswered(shipped_items(), answers_of(row))
    if open_items:
        lacks.append(_("%(count)s in the list without an answer") % {"count": len(open_items)})
    return lacks


def answers_of(row: HandingBack) -> dict[str, str]:
    return {one.item: one.answer for one in row.answers.order_by("pk")}


def _planned(case: Case) -> HandingBack:
    row = current(case)
    if row is None:
        raise RefusedError(_("There is no plan for handing back yet."), do=_("Write it first."))
    return row


def _checked(case: Case, plan: Plan) -> dict[str, Any]:
    values = plan.cleaned()
    if plan.to not in To.values:
        raise RefusedError(_("Choose which school takes over."))
    if plan.to == To.HOME:
        values |= {"school": school_of(case.pupil, timezone.localdate()), "school_name": ""}
    if values["school"] is not None:
        values["school_name"] = ""
    return values


def _check_answer(row: HandingBack, item: str, answer: str, why: str) -> None:
    if item not in {one.id for one in shipped_items()} or answer not in set(Answer):
        raise RefusedError(_("The list has no such item."))
    if answer == Answer.NOT_NEEDED and not why.strip():
        raise RefusedError(_("Say why it is not needed."))
    if item == ROSTERS and answer == Answer.DONE and registers_differ(row, timezone.localdate()):
        raise RefusedError(
            _("The register says something else than the plan."),
            do=_("Have it corrected, or say why it is not needed."),
        )


def _check_follow_up(row: HandingBack, after: str, on: dt.date, seen: str, asked: str, today: dt.date) -> None:
    if after not in set(After) or row.taken_over_on is None:
        raise RefusedError(_("There is no such follow-up."))
    if not row.taken_over_on <= on <= today:
        raise RefusedError(_("Say on which day: after the school took over, and not later than today."))
    if not seen.strip():
        raise RefusedError(_("Say what was seen."))
    if not asked.strip():
        raise RefusedError(_("Write what the pupil says, or why the pupil was not asked."))
