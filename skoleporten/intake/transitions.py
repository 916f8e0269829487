"""Moves an intake along the one table in rules/transitions. Each move is a row that is never changed."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit.actions import record
from skoleporten.intake.models import Intake, Transition
from skoleporten.intake.signals import intake_moved
from skoleporten.people.actions import end_involvement, involve
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.transitions import NEEDS, OPEN, Move, MoveRefusedError, Stage, check_move

# How long the lead still sees what has ended: a year, in which it is asked four times how it goes, and two months for
# the last time. Ours, until the municipality chooses for itself.
DAYS_KEPT = 365 + 60


@transaction.atomic
def move(
    *,
    by: Actor,
    intake: Intake,
    to_state: str,
    reason: str = "",
    next_review: dt.date | None = None,
    followed_up_by: User | None = None,
    decision: str = "",
    consent_in_force: bool = False,
    client_id: uuid.UUID | None = None,
    seen_state: str | None = None,
) -> Transition:
    """The same `client_id` twice is one move. `seen_state` is the state that the sender's page showed.

    `intake` is brought up to date. A move that ends it ends the team's access too, and one that reopens it opens it.
    """
    client_id = client_id or uuid.uuid4()
    if made := Transition.objects.filter(client_id=client_id, intake=intake).first():
        return made
    now = locked(intake)
    if seen_state is not None and seen_state != now.state:
        raise RefusedError(_("It has moved in the meantime."), do=_("Look at it again before you decide."))
    _check(by, now, to_state, reason, next_review, followed_up_by, decision, consent_in_force)
    made = write(by, intake, now.state, to_state, reason, next_review, followed_up_by, client_id)
    intake.next_review, intake.followed_up_by = next_review, followed_up_by
    keep_in_view(by, intake)
    intake.save()
    record(
        by=by, action="intake.moved", pupils=pupils_of(intake), object_type="intake", object_id=intake.public_id,
        details={"from": made.from_state, "to": made.to_state},
    )  # fmt: skip
    return made


def locked(intake: Intake) -> Intake:
    """As it stands now, and nobody else may change it until this transaction is over."""
    now = Intake.objects.select_for_update().get(pk=intake.pk)
    if now.joined_into_id is not None:
        raise RefusedError(_("It was joined with another one in the meantime."), do=_("Open that one."))
    intake.refresh_from_db()
    return now


def write(
    by: Actor,
    intake: Intake,
    from_state: str,
    to_state: str,
    reason: str = "",
    next_review: dt.date | None = None,
    followed_up_by: User | None = None,
    client_id: uuid.UUID | None = None,
) -> Transition:
    """The row, and the state that it leaves; the caller saves the intake."""
    made = Transition.objects.create(
        intake=intake, client_id=client_id or uuid.uuid4(), from_state=from_state, to_state=to_state,
        at=timezone.now(), by_id=by.user_id, reason=reason.strip(), next_review=next_review,
        followed_up_by=followed_up_by,
    )  # fmt: skip
    intake.state, intake.state_since = to_state, made.at
    intake_moved.send(sender=Intake, intake=intake, made=made, by=by)
    return made


def somebody(by: Actor) -> int:
    """The key of the person who acts; the software itself is nobody."""
    if by.user_id is None:
        raise RefusedError(_("Only a person can do this."))
    return by.user_id


def pupils_of(intake: Intake) -> list[uuid.UUID]:
    """For the log: nobody while it is not matched."""
    return [intake.pupil.public_id] if intake.pupil else []


def _check(
    by: Actor,
    intake: Intake,
    to_state: str,
    reason: str,
    next_review: dt.date | None,
    followed_up_by: User | None,
    decision: str,
    consent_in_force: bool,
) -> None:
    if intake.pupil_id is None and to_state != Stage.DECLINED:
        raise RefusedError(_("Nobody knows yet which pupil it is about."), do=_("Find the pupil first."))
    if intake.ended_at and Intake.objects.open().filter(pupil=intake.pupil).exists():
        raise RefusedError(_("The pupil has a newer one that is open."), do=_("Go on in that one."))
    asked = Move(
        id="",
        start=Stage(intake.state),
        end=Stage(to_state),
        by=by.user_public_id,
        role=by.role,
        on=timezone.localdate(),
        owner=str(intake.owner_id),
        reason=reason,
        review_on=next_review,
        follower=str(followed_up_by.pk) if followed_up_by else "",
        decision=decision,
        consent_in_force=consent_in_force,
    )
    try:
        check_move(asked)
    except MoveRefusedError as error:
        raise _in_language(error) from error


def _in_language(error: MoveRefusedError) -> RefusedError:
    if not error.lacks:
        return RefusedError(_("It can not go there from where it is, or not in your role."))
    language = (get_language() or "nb")[:2]
    words = ", ".join(NEEDS[need].get(language, NEEDS[need]["nb"]) for need in error.lacks)
    return RefusedError(_("This is missing: %(what)s.") % {"what": words})


def keep_in_view(by: Actor, intake: Intake) -> None:
    """The involvement is what the gate goes by: it lasts for as long as the intake is open."""
    is_open = intake.state in OPEN
    if not is_open and intake.ended_at is None:
        intake.ended_at = timezone.now()
        if intake.involvement and intake.involvement.end is None:
            until = timezone.localdate() + dt.timedelta(days=DAYS_KEPT)
            end_involvement(by=by, involvement=intake.involvement, retained_until=until)
    elif is_open and intake.ended_at is not None:
        intake.ended_at = None
        bring_into_view(by, intake)


def bring_into_view(by: Actor, intake: Intake) -> None:
    assert intake.pupil is not None
    intake.involvement = involve(by=by, pupil=intake.pupil, start=timezone.localdate())
