"""What whoever leads the meeting does with its agenda: adds, drops and says why, puts back, moves, sets the time.

Nobody writes over another: an item is changed by whoever saw it as it stands, and so is the order.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.agendas import setting
from skoleporten.agendas.models import MOST_OF_WORDS, OWN_KEY, Item
from skoleporten.agendas.queries import agenda
from skoleporten.audit.actions import record
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.models import Intake
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import leading
from skoleporten.meetings.models import Meeting
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules.agenda import LONGEST, OWN, Way, moved
from skoleporten.rules.errors import RefusedError

TEAM = frozenset({Role.TEAM, Role.LEAD})


def may_add(actor: Actor, meeting: Meeting) -> bool:
    """Anybody on the team may put something up."""
    return actor.role in TEAM and meeting.is_planned


def may_lead(actor: Actor, meeting: Meeting) -> bool:
    """Whoever leads the meeting that day, and the lead; anybody on the team where nobody is chosen."""
    if not may_add(actor, meeting) or actor.role == Role.LEAD:
        return may_add(actor, meeting)
    leaders = leading.leaders(meeting)
    return not leaders or actor.user_id in {one.user.pk for one in leaders}


@transaction.atomic
def add(
    *,
    by: Actor,
    meeting: Meeting,
    words: str,
    client_id: uuid.UUID,
    today: dt.date,
    intake: Intake | None = None,
    minutes: int | None = None,
) -> Item:
    """With a pupil it is read by whoever sees the pupil; without one by everybody who takes part."""
    _refuse_unless(may_add(by, meeting))
    if made := Item.objects.filter(client_id=client_id).first():
        return _the_same(made, meeting)
    _check_words(words, _("Write what it is about."))
    _check_minutes(minutes)
    _check_pupil(by, intake, today)
    if intake is None:
        refuse_names(by, words, today)
    setting.locked(meeting)
    item = Item(
        meeting=meeting, client_id=client_id, intake=intake, section=OWN, words=words.strip(), minutes=minutes,
        position=_last_position(meeting), added_by_id=somebody(by), written_by_id=somebody(by),
    )  # fmt: skip
    item.key = f"{OWN_KEY}{item.public_id}"
    item.save()
    setting.note(by, "agendas.added", item)
    return item


@transaction.atomic
def drop(*, by: Actor, meeting: Meeting, key: str, why: str, seen_version: int, today: dt.date) -> Item:
    """It stays to be read with who dropped it and why, and can be put back."""
    _refuse_unless(may_lead(by, meeting))
    _check_words(why, _("Say why it is dropped."))
    item = setting.touched(by, meeting, key, today)
    if item.is_dropped and item.dropped_why == why.strip():
        return item
    _refuse_old(item, seen_version)
    if item.intake_id is None:
        refuse_names(by, why, today)
    item.dropped_at, item.dropped_by_id, item.dropped_why = timezone.now(), somebody(by), why.strip()
    setting.changed(by, item)
    setting.note(by, "agendas.dropped", item)
    return item


@transaction.atomic
def put_back(*, by: Actor, meeting: Meeting, key: str, seen_version: int, today: dt.date) -> Item:
    """Who had dropped it and why stays in its history."""
    _refuse_unless(may_lead(by, meeting))
    item = setting.touched(by, meeting, key, today)
    if not item.is_dropped:
        return item
    _refuse_old(item, seen_version)
    item.dropped_at, item.dropped_by_id, item.dropped_why = None, None, ""
    setting.changed(by, item)
    setting.note(by, "agendas.put_back", item)
    return item


@transaction.atomic
def set_minutes(*, by: Actor, meeting: Meeting, key: str, minutes: int, seen_version: int, today: dt.date) -> Item:
    _refuse_unless(may_lead(by, meeting))
    _check_minutes(minutes)
    item = setting.touched(by, meeting, key, today)
    if item.minutes == minutes:
        return item
    _refuse_old(item, seen_version)
    item.minutes = minutes
    setting.changed(by, item)
    setting.note(by, "agendas.minutes_set", item, minutes=minutes)
    return item


@transaction.atomic
def move(
    *, by: Actor, meeting: Meeting, key: str, way: Way, seen_version: int, client_id: uuid.UUID, today: dt.date
) -> None:
    """Past the neighbour that `by` sees. From then on the whole order is kept, and what comes later stands last."""
    _refuse_unless(may_lead(by, meeting))
    kept = setting.locked(meeting)
    if kept.last_client_id == client_id:
        return
    if kept.version != seen_version:
        raise ChangedMeanwhileError(kept)
    setting.store_what_is_due(by, meeting, today)
    seen = [one.key for one in agenda(meeting, by, today).entries]
    if key not in seen:
        raise RefusedError(_("It is not on the agenda any more."))
    items = {one.key: one for one in meeting.agenda_items.filter(dropped_at__isnull=True).order_by("position", "pk")}
    setting.put_in_order([items[one] for one in moved(list(items), seen, key, way)])
    kept.version, kept.last_client_id = kept.version + 1, client_id
    kept.save()
    record(
        by=by, action="agendas.moved", purpose="follow_up", object_type="item", object_id=items[key].public_id,
        details={"way": way.value},
    )  # fmt: skip


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise RefusedError(_("The agenda is changed by whoever leads the meeting, until it has been held."))


def _refuse_old(item: Item, seen_version: int) -> None:
    if item.version != seen_version:
        raise ChangedMeanwhileError(item)


def _the_same(made: Item, meeting: Meeting) -> Item:
    if made.meeting_id != meeting.pk or made.added_by_id is None:
        raise RefusedError(_("This was sent before, about something else."), do=_("Open the page anew."))
    return made


def _check_words(words: str, otherwise: str) -> None:
    if not words.strip():
        raise RefusedError(otherwise)
    if len(words.strip()) > MOST_OF_WORDS:
        raise RefusedError(_("At most %(count)s letters.") % {"count": MOST_OF_WORDS})


def _check_minutes(minutes: int | None) -> None:
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise RefusedError(_("Between 1 and %(most)s minutes.") % {"most": LONGEST})


def _check_pupil(by: Actor, intake: Intake | None, today: dt.date) -> None:
    if intake is None:
        return
    visible = Intake.objects.visible_to(by, Purpose.FOLLOW_UP, today).open()
    if not visible.filter(pk=intake.pk).exists():
        raise RefusedError(_("There is no such pupil."))


def _last_position(meeting: Meeting) -> int | None:
    """After those that somebody has placed; None where nobody has."""
    last = meeting.agenda_items.filter(position__isnull=False).order_by("-position").first()
    return last.position + 1 if last and last.position else None
