"""What others ask of minutes and of decisions. Rows about a pupil by the gate, but where it says otherwise."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Min

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import Item
from skoleporten.agendas.scope import kind_of
from skoleporten.cases.models import Case
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models import (
    Approval,
    ApprovedPart,
    DecisionTurn,
    ItemTime,
    MeetingDecision,
    Minutes,
)
from skoleporten.minutes.models.decisions import MeetingDecisionQuerySet
from skoleporten.minutes.parts import Made, parts_of
from skoleporten.rules.agenda import shipped
from skoleporten.rules.minutes import Span, Spent, Used, spent, used

WITH_ITS_LEADERS = ("meeting__kind__owner", "meeting__kind__second_owner", "meeting__chair", "meeting__made_by")


def record_of(meeting: Meeting) -> Minutes | None:
    """None where nobody has begun the meeting."""
    return Minutes.objects.filter(meeting=meeting).select_related("meeting__kind", "begun_by", "ended_by").first()


# Decisions ------------------------------------------------------------------------------------------------------------
def decisions(actor: Actor, today: dt.date) -> MeetingDecisionQuerySet:
    found: Any = MeetingDecision.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    return found.select_related("owner", "minutes__meeting__kind", "intake__pupil", "intake__case")


def decisions_of(actor: Actor, today: dt.date, intake_id: int) -> list[MeetingDecision]:
    """Those of the intake, and of the case that it has become; open ones first, then the newest."""
    rows = list(decisions(actor, today).filter(intake=intake_id))
    return sorted(rows, key=lambda one: (not one.is_open, one.due if one.is_open else -one.decided_at.timestamp()))


def going_on(actor: Actor, today: dt.date) -> MeetingDecisionQuerySet:
    """What is to be done; when one meets next is no task."""
    return decisions(actor, today).open().of_what_goes_on().filter(agrees_on__isnull=True)


def mine(actor: Actor, today: dt.date) -> MeetingDecisionQuerySet:
    """Open ones that this person is to do."""
    return going_on(actor, today).filter(owner=actor.user_id)


def due(case_ids: Collection[int], today: dt.date) -> dict[int, dt.date]:
    """Of cases in view the first date by which something decided is to be done, past ones too. Without any, none."""
    rows = MeetingDecision.objects.open().filter(intake__case__in=case_ids).order_by()
    return dict(rows.values("intake__case").annotate(first=Min("due")).values_list("intake__case", "first"))


def decided_before(case: Case, before: dt.datetime, most: int) -> list[MeetingDecision]:
    """Of a case that came through the gate, newest first, as the one below."""
    rows = MeetingDecision.objects.filter(intake=case.intake_id, decided_at__lt=before)
    return list(rows.select_related("decided_by", "owner", "minutes__meeting__kind").order_by("-decided_at")[:most])


def turns_before(case: Case, before: dt.datetime, most: int) -> list[DecisionTurn]:
    rows = DecisionTurn.objects.filter(decision__intake=case.intake_id, at__lt=before)
    return list(rows.select_related("by", "decision").order_by("-at", "-pk")[:most])


# Minutes --------------------------------------------------------------------------------------------------------------
def readable_parts(actor: Actor, today: dt.date, minutes: Minutes) -> list[Made]:
    """As they stand now, in the order of the agenda: what the reader may see, with no trace of the rest."""
    rows = Item.objects.visible_to(actor, Purpose.FOLLOW_UP, today).filter(meeting=minutes.meeting_id)
    visible = {one.pk: one for one in rows.select_related("intake__pupil")}
    return [
        Made(visible.get(one.item.pk) if one.item else None, one.intake_id, one.content)
        for one in parts_of(minutes)
        if one.item is None or one.item.pk in visible
    ]


def approved_parts(actor: Actor, today: dt.date, approval: Approval) -> list[ApprovedPart]:
    """Of one version what the reader may see today."""
    visible: Any = ApprovedPart.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    return list(visible.filter(approval=approval).select_related("item", "intake__pupil").order_by("pk"))


def waiting_for_approval(actor: Actor, today: dt.date) -> list[Minutes]:
    """Ended and not approved, or being corrected; of the meetings in view."""
    rows = Minutes.objects.filter(ended_at__isnull=False, meeting__in=Meeting.objects.visible_to(actor, today))
    open_ones = rows.filter(approvals__isnull=True) | rows.exclude(corrected_because="")
    found = open_ones.distinct().select_related(*WITH_ITS_LEADERS)
    return list(found.order_by("ended_at", "pk"))


# Time -----------------------------------------------------------------------------------------------------------------
def time_of_items(minutes: Minutes, items: Collection[Item]) -> dict[int, Spent | None]:
    """By item, of one meeting. None: nobody measured, and no time was set aside."""
    spans = _spans(ItemTime.objects.filter(minutes=minutes))
    return {item.pk: spent(spans.get(item.pk, []), _box(item, minutes.meeting)) for item in items}


def timed(minutes: Minutes) -> set[int]:
    """Keys of the items that somebody measured."""
    return set(ItemTime.objects.filter(minutes=minutes).values_list("item", flat=True))


def meeting_time(intake_ids: Collection[int]) -> dict[int, Used]:
    """Of pupils in view, for roles that see What.MEETING_TIME: what the meetings so far took for each of them."""
    rows = Item.objects.standing().filter(intake__in=intake_ids, meeting__record__ended_at__isnull=False)
    items = list(rows.select_related("meeting__kind", "meeting__record"))
    if not items:
        return {}
    spans = _spans(ItemTime.objects.filter(item__in=[item.pk for item in items]))
    told: dict[int, list[Spent | None]] = defaultdict(list)
    for item in items:
        if item.intake_id is not None and (item.pk in spans or item.state == Item.State.DONE):
            told[item.intake_id].append(spent(spans.get(item.pk, []), _box(item, item.meeting)))
    return {intake: used(given) for intake, given in told.items()}


def _spans(rows: Any) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for item, start, stop in rows.filter(stopped_at__isnull=False).values_list("item", "started_at", "stopped_at"):
        found[item].append(Span(start, stop))
    return found


def _box(item: Item, meeting: Meeting) -> int:
    return item.minutes or shipped().minutes_of(kind_of(meeting), item.section)
