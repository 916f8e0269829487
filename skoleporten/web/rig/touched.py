"""What somebody's days away touch: the meetings that are hers, the cases that she owns, and her parts in others'.

Of pupils only those whom the reader sees anyhow; each that is named is in the read log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.cases.models import CaseMember
from skoleporten.intake.models import Intake
from skoleporten.intake.telling import page_of
from skoleporten.meetings.queries import meetings_between
from skoleporten.presence.models import HomeVisit
from skoleporten.web import read_log, words
from skoleporten.web.presence.cards import clock_time
from skoleporten.web.requests import ActingRequest

MOST_MEETINGS = 20


@dataclass(frozen=True)
class Line:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Touched:
    meetings: Sequence[Line]
    owned: Sequence[Line]
    parts: Sequence[Line]
    out: Sequence[Line]

    @property
    def is_nothing(self) -> bool:
        return not (self.meetings or self.owned or self.parts or self.out)


def touched_by(request: ActingRequest, user: User, first: dt.date, last: dt.date) -> Touched:
    """Both days included. Logs whom it names."""
    owned = _owned(request, user)
    parts = _parts(request, user, first, last)
    out = _out(request, user) if first <= request.today <= last else []
    pupils = [*(one.pupil for one in owned), *(one.case.pupil for one in parts), *(one.case.pupil for one in out)]
    shown = [pupil.public_id for pupil in pupils if pupil is not None]
    read_log.shown(request, shown, action="rig.away_opened", purpose=Purpose.FOLLOW_UP)
    return Touched(
        meetings=_meetings(request, user, first, last),
        owned=[Line(one.pupil.full_name if one.pupil else _("Not matched with a pupil yet"), page_of(one))
               for one in owned],
        parts=[Line(one.case.pupil.full_name, reverse("case", args=[one.case.public_id]), _part_in_words(one))
               for one in parts],
        out=[Line(one.case.pupil.full_name, reverse("board"), clock_time(one.expected_back)) for one in out],
    )  # fmt: skip


def _meetings(request: ActingRequest, user: User, first: dt.date, last: dt.date) -> list[Line]:
    """Those that she owns or leads; the first of them where they are many."""
    hers = Q(kind__owner=user) | Q(kind__second_owner=user) | Q(chair=user)
    planned = meetings_between(first, last).planned().visible_to(request.actor, request.today)
    rows = planned.filter(hers).order_by("date", "starts")[:MOST_MEETINGS]
    return [Line(one.name, reverse("meeting", args=[one.public_id]), words.day(one.date)) for one in rows]


def _owned(request: ActingRequest, user: User) -> list[Intake]:
    visible = Intake.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).open()
    return list(visible.filter(owner=user).select_related("pupil", "case").order_by("pupil__family_name", "pk"))


def _parts(request: ActingRequest, user: User, first: dt.date, last: dt.date) -> list[CaseMember]:
    seen = CaseMember.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    lasts = Q(end__isnull=True) | Q(end__gte=first)
    rows = seen.filter(lasts, user=user, start__lte=last, case__intake__ended_at__isnull=True)
    return list(rows.select_related("case__pupil").order_by("case__pupil__family_name", "pk"))


def _out(request: ActingRequest, user: User) -> list[HomeVisit]:
    seen = HomeVisit.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return list(seen.filter(by=user, back_at__isnull=True).select_related("case__pupil"))


def _part_in_words(part: CaseMember) -> str:
    return ", ".join(filter(None, (str(part.get_part_display()), part.words)))
