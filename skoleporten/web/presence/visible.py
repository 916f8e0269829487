"""Who opens the board, and which pupils are on it: those of the open cases that the gate lets in."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.presence.receiving import MAY_MARK
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

BOARD_ROLES = MAY_MARK
# As far as one looks back and forward on the board itself; the rest stands on the page of each case.
FARTHEST = dt.timedelta(days=62)

board_reads = policy(roles=BOARD_ROLES, purpose=Purpose.FOLLOW_UP)
board_writes = policy(roles=BOARD_ROLES, purpose=Purpose.FOLLOW_UP, writes=True)


def cases_on_board(request: ActingRequest) -> list[Case]:
    found = Case.objects.open().visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return list(found.select_related("pupil", "intake"))


def case_on_board(request: ActingRequest, public_id: uuid.UUID | str) -> Case:
    """What has ended is not on the board, and for those who may not see it there is none."""
    found = Case.objects.open().visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    case = found.select_related("pupil", "intake").filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def chosen_day(request: ActingRequest, given: str | None = None, *, earliest: dt.date | None = None) -> dt.date:
    """Today, or the day in the address where it is one within reach: of one case any since it was opened."""
    text = given if given is not None else request.GET.get("day", "")
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return request.today
    first = min(earliest or request.today, request.today - FARTHEST)
    return day if first <= day <= request.today + FARTHEST else request.today


def counted_until(case: Case, today: dt.date) -> dt.date:
    """Today, or the day on which the case ended: from then on the days are the school's, and no mark is missing."""
    ended = case.intake.ended_at
    return min(today, timezone.localdate(ended)) if ended else today
