"""Booking the intake talk. A talk with a family adviser is offered each time, and the answer is recorded."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake import transitions
from skoleporten.intake.models import Booking, Intake
from skoleporten.people.models import Guardian, Guardianship
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.transitions import Stage


@dataclass(frozen=True)
class Plan:
    """What is agreed about the talk."""

    starts_at: dt.datetime
    place: str
    family_adviser: str
    adviser_offer: str
    guardians: Sequence[Guardian] = ()
    pupil_is_asked: bool = True
    why_pupil_is_not_asked: str = ""
    others: str = ""
    interpreter: str = Booking.Interpreter.NOT_NEEDED
    interpreter_language: str = ""


@transaction.atomic
def book(*, by: Actor, intake: Intake, plan: Plan, client_id: uuid.UUID) -> Booking:
    """The first booking takes the referral up. A new time calls the old one off; a form sent twice is one booking."""
    transitions.locked(intake)
    if made := Booking.objects.filter(client_id=client_id, intake=intake).first():
        return made
    _check(intake, plan)
    for old in intake.bookings.filter(called_off_at__isnull=True):
        _call_off(by, old)
    values = {name: value for name, value in vars(plan).items() if name != "guardians"}
    now = timezone.now()
    answered = None if plan.adviser_offer == Booking.Offer.UNANSWERED else now
    made = Booking.objects.create(
        intake=intake, client_id=client_id, booked_at=now, booked_by_id=transitions.somebody(by),
        adviser_answered_at=answered, **values,
    )  # fmt: skip
    made.guardians.set(plan.guardians)
    _record(by, "intake.talk_booked", made)
    if intake.state == Stage.REFERRED:
        transitions.move(by=by, intake=intake, to_state=Stage.IN_INTAKE)
    return made


@transaction.atomic
def record_adviser_answer(*, by: Actor, booking: Booking, answer: str) -> None:
    booking.adviser_offer = Booking.Offer(answer)
    booking.adviser_answered_at = None if answer == Booking.Offer.UNANSWERED else timezone.now()
    booking.save()
    _record(by, "intake.adviser_answered", booking)


@transaction.atomic
def record_interpreter_ordered(*, by: Actor, booking: Booking) -> None:
    if booking.interpreter == Booking.Interpreter.TO_ORDER:
        booking.interpreter = Booking.Interpreter.ORDERED
        booking.save()
        _record(by, "intake.interpreter_ordered", booking)


@transaction.atomic
def call_off(*, by: Actor, booking: Booking) -> None:
    if booking.called_off_at is None:
        _call_off(by, booking)


def who_may_be_asked(intake: Intake, today: dt.date) -> list[Guardian]:
    """Those with a verified right to decide, and not barred. Nobody else is asked to a talk by us."""
    if intake.pupil is None:
        return []
    rows = Guardianship.objects.filter(
        pupil=intake.pupil, verified_at__isnull=False, start__lte=today,
        decides__in=(Guardianship.Decides.PARENTAL_RESPONSIBILITY, Guardianship.Decides.CARE_TAKEN_OVER),
    ).select_related("guardian")  # fmt: skip
    return [row.guardian for row in rows if not _is_over(row, today) and not _is_barred(row, today)]


def _check(intake: Intake, plan: Plan) -> None:
    if intake.pupil_id is None:
        raise RefusedError(_("Nobody knows yet which pupil it is about."), do=_("Find the pupil first."))
    if intake.ended_at is not None:
        raise RefusedError(_("It has ended."))
    if plan.starts_at <= timezone.now():
        raise RefusedError(_("The talk must be later than now."))
    allowed = set(who_may_be_asked(intake, timezone.localdate()))
    if not set(plan.guardians) <= allowed:
        raise RefusedError(_("Only guardians with a verified right to decide can be asked."))


def _call_off(by: Actor, booking: Booking) -> None:
    booking.called_off_at, booking.called_off_by_id = timezone.now(), by.user_id
    booking.save()
    _record(by, "intake.talk_called_off", booking)


def _is_over(row: Guardianship, today: dt.date) -> bool:
    return row.end is not None and row.end < today


def _is_barred(row: Guardianship, today: dt.date) -> bool:
    return row.barred_from is not None and row.barred_from <= today and (row.barred_to or today) >= today


def _record(by: Actor, action: str, booking: Booking) -> None:
    details = {"adviser_offer": booking.adviser_offer, "interpreter": booking.interpreter}
    record(
        by=by, action=action, pupils=transitions.pupils_of(booking.intake), object_type="intake",
        object_id=booking.intake.public_id, details=details,
    )  # fmt: skip
