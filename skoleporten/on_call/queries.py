"""Who is on call at a moment and on the days ahead, and the calls that are not ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.on_call.models import Call, CallQuerySet, Duty
from skoleporten.rig.queries import away_on
from skoleporten.rules import on_call as rules
from skoleporten.rules.calendar import public_holidays


@dataclass(frozen=True)
class Day:
    """`off`: the name of the public holiday, on which nobody is on call. `away`: who would be, and is not here."""

    date: dt.date
    duties: Sequence[Duty]
    away: Sequence[Duty]
    off: str = ""


def on_call_at(now: dt.datetime) -> list[Duty]:
    """In the order in which they are asked. Nobody who is away, and nobody on a public holiday."""
    local = timezone.localtime(now)
    if local.date() in public_holidays(local.year):
        return []
    rows = {row.user_id: row for row in reversed(_rows_at(local))}
    return [rows[one.user] for one in _asked_in_order(list(rows.values()), local)]


def days_ahead(first: dt.date, count: int) -> list[Day]:
    """Of the team's page: each day with whoever is on call, and the hours in which it is nobody are plain to see."""
    last = first + dt.timedelta(days=count - 1)
    rows = list(Duty.objects.all().within(first, last).select_related("user"))
    return [_day(rows, first + dt.timedelta(days=number)) for number in range(count)]


def next_begins(now: dt.datetime) -> dt.datetime | None:
    """When somebody is on call again, within a week; None where nobody is set up."""
    local = timezone.localtime(now)
    for day in days_ahead(local.date(), 8):
        for duty in day.duties:
            begins = timezone.make_aware(dt.datetime.combine(day.date, duty.begins))
            if begins > now:
                return begins
    return None


def open_calls(actor: Actor, today: dt.date) -> CallQuerySet:
    return Call.objects.visible_to(actor, Purpose.FOLLOW_UP, today).not_ended()


def _rows_at(local: dt.datetime) -> list[Duty]:
    """Of each person the first that she is asked by, last in the list."""
    rows = Duty.objects.all().within(local.date(), local.date()).select_related("user")
    return sorted((row for row in rows if row.as_rule.is_on(local)), key=lambda row: (row.order, row.pk))


def _asked_in_order(rows: Sequence[Duty], local: dt.datetime) -> list[rules.Duty]:
    return rules.on_call([row.as_rule for row in rows], local, away_on(local.date()))


def _day(rows: Sequence[Duty], date: dt.date) -> Day:
    off = public_holidays(date.year).get(date, "")
    on = sorted((row for row in rows if row.as_rule.is_on_day(date)), key=lambda row: (row.begins, row.order, row.pk))
    away = away_on(date) if on else {}
    here = [] if off else [row for row in on if row.user_id not in away]
    return Day(date, here, [row for row in on if row.user_id in away], off)
