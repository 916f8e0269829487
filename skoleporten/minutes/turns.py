"""What happens with a decision after the meeting: done, left, changed with why, taken up again. Each is a row."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import pupils_of, somebody
from skoleporten.minutes import deciding
from skoleporten.minutes.changes import WRITERS, sent_before
from skoleporten.minutes.models import DecisionTurn, MeetingDecision
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.minutes import ENDS, State, Turn, may_turn


@transaction.atomic
def turn(*, by: Actor, decision: MeetingDecision, kind: str, words: str, client_id: uuid.UUID) -> None:
    """Done, left or taken up again: by whoever is to do it, or by the team."""
    _lock(by, decision)
    if sent_before(DecisionTurn, client_id, decision=decision):
        return
    wanted = Turn(kind)
    if wanted in (Turn.CHANGED, Turn.CARRIED) or not may_turn(wanted, State(decision.state)):
        raise RefusedError(_("That can not be done with the decision as it stands now."))
    if wanted is not Turn.DONE and not words.strip():
        raise RefusedError(_("Write why."))
    if wanted is Turn.TAKEN_UP:
        if decision.intake is not None:
            deciding.open_or_refused(decision.intake)
        _stands(by, decision, State.OPEN)
        _add(by, decision, wanted, words, client_id)
    else:
        end_one(by, decision, wanted, words, client_id)


@transaction.atomic
def change(
    *, by: Actor, decision: MeetingDecision, decided: deciding.Decided, why: str, seen_version: int,
    client_id: uuid.UUID,
) -> None:  # fmt: skip
    """What stood before stays in a row that says why. Raises ChangedMeanwhileError where somebody was quicker."""
    _lock(by, decision)
    if by.role not in WRITERS:
        raise RefusedError(_("Only the team changes a decision."))
    if sent_before(DecisionTurn, client_id, decision=decision):
        return
    if not decision.is_open:
        raise RefusedError(_("The decision has ended."), do=_("Take it up again first."))
    if not why.strip():
        raise RefusedError(_("Write why."))
    new = {"words": decided.words.strip(), "owner_id": decided.owner.pk, "due": decided.due}
    before = {name: getattr(decision, name) for name in new}
    if new == before:
        return
    if decision.version != seen_version:
        raise ChangedMeanwhileError(decision)
    deciding.check(decision.minutes, decision.intake, decided)
    _write(by, decision, new)
    _add(
        by, decision, Turn.CHANGED, why, client_id, before=before["words"], due_before=before["due"],
        owner_before_id=before["owner_id"],
    )  # fmt: skip
    if before["owner_id"] != decision.owner_id:
        deciding.tell_the_owner(by, decision)


def end_one(by: Actor, decision: MeetingDecision, kind: Turn, words: str, client_id: uuid.UUID) -> None:
    """Within the caller's transaction."""
    _stands(by, decision, ENDS[kind])
    _add(by, decision, kind, words, client_id)


def carry(by: Actor, decision: MeetingDecision) -> None:
    """Within the caller's transaction."""
    _add(by, decision, Turn.CARRIED, "", uuid.uuid4())


def _lock(by: Actor, decision: MeetingDecision) -> None:
    if by.role not in WRITERS and decision.owner_id != by.user_id:
        raise RefusedError(_("Only the team, and whoever is to do it, can say so."))
    MeetingDecision.objects.select_for_update().get(pk=decision.pk)
    decision.refresh_from_db()


def _stands(by: Actor, decision: MeetingDecision, state: State) -> None:
    ended = None if state is State.OPEN else timezone.now()
    _write(by, decision, {"state": state.value, "ended_at": ended})


def _write(by: Actor, decision: MeetingDecision, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(decision, name, value)
    decision.version += 1
    decision.changed_at, decision.changed_by_id = timezone.now(), by.user_id
    decision.save()


def _add(by: Actor, decision: MeetingDecision, kind: Turn, words: str, client_id: uuid.UUID, **before: Any) -> None:
    DecisionTurn.objects.create(
        decision=decision, turn=kind.value, words=words.strip(), client_id=client_id, by_id=somebody(by), **before
    )
    record(
        by=by, action=f"minutes.decision_{kind.value}", purpose="follow_up",
        pupils=pupils_of(decision.intake) if decision.intake else [],
        object_type="meetingdecision", object_id=decision.public_id,
    )  # fmt: skip
