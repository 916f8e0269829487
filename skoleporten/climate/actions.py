"""A pulse is opened, answered, closed, or filled in together. Of an answer nothing is written but sums under seal.

Answering leaves no event in the log: it would tell who answered when. The log tells who opened and closed a pulse.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.climate import group, statements
from skoleporten.climate.models import Pulse
from skoleporten.climate.queries import waits_until
from skoleporten.climate.sealing import opened, sealed
from skoleporten.intake.transitions import somebody
from skoleporten.rules import climate as rules
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def open_pulse(*, by: Actor, client_id: uuid.UUID, answer_by: dt.date | None = None) -> Pulse:
    """By the lead. One at a time, not of fewer than five, and not soon after the last."""
    _lead(by)
    if made := _made_before(by, client_id, Pulse.How.ALONE):
        return made
    today = timezone.localdate()
    _check_may_open(today)
    if answer_by is not None and answer_by < today:
        raise RefusedError(_("The last day to answer has passed already."), do=_("Choose a day that is to come."))
    pulse = Pulse(
        client_id=client_id, how=Pulse.How.ALONE, items=statements.kept(by), opened_on=today, opened_by_id=somebody(by),
        answer_by=answer_by,
    )  # fmt: skip
    pulse.sealed = sealed(pulse, rules.Sums())
    pulse.save()
    record(by=by, action="climate.opened", object_type="pulse", object_id=pulse.public_id)
    return pulse


@transaction.atomic
def answer(*, by: Actor, pulse: Pulse, answers: Sequence[int]) -> None:
    """Into the sums at once. Sent again it changes nothing: nobody knows what was answered the first time."""
    person = somebody(by)
    now = _open(pulse)
    if not group.belongs(by, timezone.localdate()):
        raise RefusedError(_("Only those who work together here answer."))
    sums = opened(now).plus(person, rules.items_of(now.items.items).points(answers))
    now.sealed = sealed(now, sums)
    now.save(update_fields=["sealed"])


@transaction.atomic
def close(*, by: Actor, pulse: Pulse) -> Pulse:
    """What stays is the two places, or nothing of fewer than five. It is never opened again."""
    _lead(by)
    now = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if not now.is_open:
        return now
    sums, today = opened(now), timezone.localdate()
    place = rules.picture(sums, rules.items_of(now.items.items))
    if place:
        now.safety, now.openness, now.at_least = place.safety, place.openness, rules.at_least(len(sums.people))
        now.asked = len(group.members(today))
    now.closed_on, now.closed_by_id, now.sealed = today, somebody(by), ""
    now.save()
    record(
        by=by, action="climate.closed", object_type="pulse", object_id=now.public_id,
        details={"picture": place is not None},
    )  # fmt: skip
    return now


@transaction.atomic
def fill_in_together(*, by: Actor, answers: Sequence[int], client_id: uuid.UUID) -> Pulse:
    """What the group has agreed on, one answer for all. Only where it lands is kept."""
    if by.role not in group.STAFF:
        raise RefusedError(_("Somebody on the team fills it in, with the group."))
    if made := _made_before(by, client_id, Pulse.How.TOGETHER):
        return made
    kept, today = statements.kept(by), timezone.localdate()
    items = rules.items_of(kept.items)
    place = rules.picture_together(items.points(answers), items)
    made = Pulse.objects.create(
        client_id=client_id, how=Pulse.How.TOGETHER, items=kept, opened_on=today, opened_by_id=somebody(by),
        closed_on=today, closed_by_id=somebody(by), safety=place.safety, openness=place.openness,
        asked=len(group.members(today)),
    )  # fmt: skip
    record(by=by, action="climate.filled_in_together", object_type="pulse", object_id=made.public_id)
    return made


def _lead(by: Actor) -> None:
    if by.role != Role.LEAD:
        raise RefusedError(_("The lead opens and closes it."))


def _made_before(by: Actor, client_id: uuid.UUID, how: str) -> Pulse | None:
    made = Pulse.objects.filter(client_id=client_id).first()
    if made and (made.opened_by_id, made.how) != (by.user_id, how):
        raise RefusedError(_("The form has been used for something else."), do=_("Open the page anew."))
    return made


def _check_may_open(today: dt.date) -> None:
    if Pulse.objects.open().exists():
        raise RefusedError(_("One is open already."), do=_("Close it first."))
    if len(group.members(today)) < rules.FEWEST:
        raise RefusedError(_("You are fewer than five."), do=_("Fill it in together instead."))
    if first := waits_until(today):
        told = {"day": date_format(first, "DATE_FORMAT")}
        raise RefusedError(
            _("So soon after the last, whoever has come or gone could stand out."),
            do=_("Open the next one on %(day)s or later.") % told,
        )


def _open(pulse: Pulse) -> Pulse:
    """Nobody else answers until the transaction is over."""
    now = Pulse.objects.select_for_update().select_related("items").get(pk=pulse.pk)
    if not now.is_open:
        raise RefusedError(_("It is closed."))
    return now
