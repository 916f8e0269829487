"""Somebody in a family needs an adult now: it goes to whoever is on call, then to the next, and says so each time.

It never promises more than has happened: whoever is asked is told by SMS or e-mail, or is not counted as reached.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.reasons import purpose_of
from skoleporten.audit.actions import record
from skoleporten.intake.models import Intake
from skoleporten.intake.owners import first_owner, team_who_see
from skoleporten.intake.transitions import somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.reach import ways_to
from skoleporten.notices.texts import Kind
from skoleporten.on_call import jobs
from skoleporten.on_call.models import FAMILY, READERS, Call, CallTurn, Duty
from skoleporten.on_call.queries import on_call_at
from skoleporten.people.models import Pupil
from skoleporten.rig.writing import sent_before
from skoleporten.rules import on_call as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.on_call import Turn

LONGEST = 500


def who_can_be_asked(pupil: Pupil, now: dt.datetime) -> list[Duty]:
    """On call now, by the gate, and with a way to be told at once: the first of them is asked first."""
    able = {user.pk for user in team_who_see(pupil.pk, timezone.localdate(now))}
    return [duty for duty in on_call_at(now) if duty.user_id in able and ways_to(duty.user, urgent=True)]


@transaction.atomic
def ask(*, by: Actor, pupil: Pupil, where: str, client_id: uuid.UUID) -> Call:
    """A second press while the first call stands open is the same call."""
    if by.role not in FAMILY or not gate.may_see(by, pupil.pk, purpose_of(by.role), timezone.localdate()):
        raise RefusedError(_("You can not ask here."))
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if made := sent_before(Call, client_id, pupil_id=pupil.pk, by_id=by.user_id):
        return made
    if going_on := open_call(by, pupil):
        return going_on
    made = Call(client_id=client_id, pupil=pupil, by_id=somebody(by), by_role=by.role)
    made.write(where=where.strip()[:LONGEST])
    made.save()
    _turn(by, made, Turn.ASKED)
    _ask_next(by, made, timezone.now())
    return made


def open_call(by: Actor, pupil: Pupil) -> Call | None:
    """One's own that stands open; one that nobody could be asked about is over, so that it may be tried again."""
    rows = Call.objects.not_ended().filter(pupil=pupil, by=by.user_id, by_role=by.role)
    return rows.exclude(taken_at__isnull=True, nobody_at__isnull=False).order_by("pk").last()


@transaction.atomic
def pass_on(*, by: Actor, call: Call, now: dt.datetime) -> bool:
    """To the next, where whoever was asked has not answered in time. Asked as often as one likes, it happens once."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.passes_on_at is None or call.passes_on_at > now:
        return False
    _ask_next(by, call, now)
    return True


@transaction.atomic
def take(*, by: Actor, call: Call) -> None:
    """«I call now.» By anybody of the team who sees the pupil, also after it has gone on to the next."""
    call = _locked_for_staff(by, call)
    if call.taken_by_id == by.user_id:
        return
    if call.taken_at is not None:
        raise RefusedError(_("%(name)s has taken it already.") % {"name": call.taken_by})
    if call.ended_at is not None:
        raise RefusedError(_("It is over: whoever asked has taken it back."))
    call.taken_at, call.taken_by_id = timezone.now(), somebody(by)
    call.asked = call.passes_on_at = None
    call.save()
    _turn(by, call, Turn.TAKEN)


@transaction.atomic
def end(*, by: Actor, call: Call, how: Turn) -> None:
    """They have talked, or she was not reached. By whoever took it."""
    call = _locked_for_staff(by, call)
    if call.ended_at is not None:
        return
    if how not in (Turn.TALKED, Turn.NOT_REACHED):
        raise RefusedError(_("Say whether you talked."))
    if call.taken_by_id != by.user_id:
        raise RefusedError(_("Take it first, then say how it went."))
    call.ended_at = timezone.now()
    call.save()
    _turn(by, call, how)


@transaction.atomic
def take_back(*, by: Actor, call: Call) -> None:
    """By whoever asked; the team still sees that she did."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.by_id != by.user_id or call.by_role != by.role:
        raise RefusedError(_("Only whoever asked can take it back."))
    if call.ended_at is None:
        call.ended_at = timezone.now()
        call.asked = call.passes_on_at = None
        call.save()
        _turn(by, call, Turn.TAKEN_BACK)


def _ask_next(by: Actor, call: Call, now: dt.datetime) -> None:
    duties = who_can_be_asked(call.pupil, now)
    asked = set(call.turns.filter(kind=Turn.PASSED_TO).values_list("to", flat=True))
    able = {duty.user_id for duty in duties}
    found = rules.next_to_ask([duty.as_rule for duty in duties], asked, able)
    if found is None:
        _nobody(by, call, now)
        return
    to = next(duty.user for duty in duties if duty.user_id == found.user)
    call.asked, call.passes_on_at = to, rules.passes_on_at(now)
    call.save()
    _turn(by, call, Turn.PASSED_TO, to)
    link = page_for_team(call)
    notify(by=by, to=to, kind=Kind.ADULT_NOW, link=link, pupil_id=call.pupil_id, urgent=True)
    jobs.pass_on.using(run_after=call.passes_on_at).enqueue(str(call.public_id))


def _nobody(by: Actor, call: Call, now: dt.datetime) -> None:
    """The child is told so at once; the team finds it when it comes to work."""
    call.asked = call.passes_on_at = None
    call.nobody_at = now
    call.save()
    _turn(by, call, Turn.NOBODY)
    for user in _who_must_know(call, timezone.localdate(now)):
        once = f"on_call.nobody.{call.public_id}"
        notify(by=by, to=user, kind=Kind.ARRIVED, link=page_for_team(call), pupil_id=call.pupil_id, once=once)


def _who_must_know(call: Call, today: dt.date) -> list[User]:
    """Whoever owns the follow-up and a lead, of those who see the pupil."""
    able = team_who_see(call.pupil_id, today)
    owners = Intake.objects.open().filter(pupil=call.pupil_id).values_list("owner", flat=True)
    wanted = {*owners, *([first_owner(call.pupil_id, today).pk] if able else [])}
    return [user for user in able if user.pk in wanted]


def page_for_team(call: Call) -> str:
    return f"/on-call/calls/{call.public_id}/"


def _locked_for_staff(by: Actor, call: Call) -> Call:
    in_view = gate.may_see(by, call.pupil_id, purpose_of(by.role), timezone.localdate())
    if by.role not in READERS or not in_view:
        raise RefusedError(_("Only the team can answer it."))
    return Call.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=call.pk)


def _turn(by: Actor, call: Call, kind: Turn, to: User | None = None) -> None:
    """In the log without a purpose: whoever asked alone learns of it in her own list."""
    CallTurn.objects.create(call=call, kind=kind, by_id=by.user_id, to=to)
    details: dict[str, Any] = {"to": str(to.public_id)} if to else {}
    record(
        by=by, action=f"on_call.{kind.value}", pupils=[call.pupil.public_id], object_type="call",
        object_id=call.public_id, details=details,
    )  # fmt: skip
