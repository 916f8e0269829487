"""Asking for everything that is kept, taking it back, and saying that it takes longer."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.access_requests.models import AccessRequest
from skoleporten.access_requests.models.requests import FAMILY
from skoleporten.access_requests.telling import tell_asker, tell_team
from skoleporten.audit.actions import record
from skoleporten.intake.transitions import somebody
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules import access_requests as rules
from skoleporten.rules.errors import RefusedError

MOST_LETTERS = 20_000


@transaction.atomic
def ask(*, by: Actor, pupil: Pupil, words: str, client_id: uuid.UUID, today: dt.date) -> AccessRequest:
    """`words`: what one wants to see most; it may be empty. Sent twice it is one."""
    _refuse_strangers(by, pupil, today)
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if (sent := AccessRequest.objects.filter(client_id=client_id).first()) is not None:
        return _the_same(sent, by, pupil)
    if len(words) > MOST_LETTERS:
        raise RefusedError(_("The text is too long."))
    if AccessRequest.objects.open().filter(pupil=pupil, asked_by=by.user_id, role=by.role).exists():
        raise RefusedError(_("You have asked already, and we are working on the answer."))
    due = rules.due(today)
    made = AccessRequest(
        client_id=client_id, pupil=pupil, role=by.role, guardian=_guardian(by), asked_at=timezone.now(),
        asked_by_id=somebody(by), due=due, due_at_first=due,
    )  # fmt: skip
    made.write(words=words.strip())
    made.save()
    note(by, "access_requests.asked", made)
    tell_team(by, made)
    return made


@transaction.atomic
def take_back(*, by: Actor, request: AccessRequest) -> None:
    """By whoever asked. Pressed twice it is one."""
    request = locked(request)
    if request.asked_by_id != by.user_id or request.role != by.role:
        raise RefusedError(_("Only whoever asked can take it back."))
    if request.state == AccessRequest.State.TAKEN_BACK:
        return
    open_to_work(request)
    request.state, request.ended_at = AccessRequest.State.TAKEN_BACK, timezone.now()
    request.version += 1
    request.save()
    note(by, "access_requests.taken_back", request)


@transaction.atomic
def prolong(*, by: Actor, request: AccessRequest, until: dt.date, why: str, today: dt.date) -> None:
    """Once, before the day of the answer, with the reason told to whoever asked."""
    request = locked(request)
    if request.due == until and request.why_prolonged == why.strip():
        return
    open_to_work(request)
    if request.prolonged_at is not None:
        raise RefusedError(_("It has been prolonged already."))
    if today > request.due_at_first:
        raise RefusedError(
            _("The day has passed. It can be prolonged only before."), do=_("Answer as soon as you can.")
        )
    last = rules.due(timezone.localdate(request.asked_at), rules.MOST_MONTHS)
    if not request.due_at_first < until <= last:
        raise RefusedError(_("Choose a later day, at most three months after it was asked."))
    if not why.strip():
        raise RefusedError(_("Say why it takes longer. Whoever asked reads it."))
    request.due, request.why_prolonged = until, why.strip()
    request.prolonged_at, request.prolonged_by_id = timezone.now(), by.user_id
    request.version += 1
    request.save()
    note(by, "access_requests.prolonged", request)
    tell_asker(by, request)


def locked(request: AccessRequest) -> AccessRequest:
    """As it stands, and nobody else changes it until the transaction is over."""
    return AccessRequest.objects.select_for_update().select_related("pupil", "asked_by").get(pk=request.pk)


def open_to_work(request: AccessRequest) -> None:
    if request.state != AccessRequest.State.OPEN:
        raise RefusedError(_("It is answered or taken back."))


def note(by: Actor, action: str, request: AccessRequest, **details: object) -> None:
    """Codes and numbers only."""
    record(
        by=by, action=action, purpose=purpose_of(by.role), pupils=[request.pupil.public_id],
        object_type="accessrequest", object_id=request.public_id, details=dict(details),
    )  # fmt: skip


def _refuse_strangers(by: Actor, pupil: Pupil, today: dt.date) -> None:
    if by.role not in FAMILY or not gate.may_see(by, pupil.pk, purpose_of(by.role), today):
        raise RefusedError(_("Only the pupil and those who decide for her can ask."))


def _the_same(sent: AccessRequest, by: Actor, pupil: Pupil) -> AccessRequest:
    if (sent.asked_by_id, sent.role, sent.pupil_id) != (by.user_id, by.role, pupil.pk):
        raise RefusedError(_("The form could not be sent."), do=_("Open the page again, and send it once more."))
    return sent


def _guardian(by: Actor) -> Guardian | None:
    return Guardian.objects.filter(user=by.user_id).first() if by.role == Role.GUARDIAN else None
