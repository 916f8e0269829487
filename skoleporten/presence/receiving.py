"""Taking in marks, however often and in whatever order they are sent. Each is stored exactly once.

Each mark has its own transaction: what kills the server in the middle leaves the first ones stored, and the rest is
sent again. Under the case's lock the mark, the day that follows from it and the log are written together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.cases.changes import note
from skoleporten.cases.models import Case
from skoleporten.presence.models import Mark
from skoleporten.presence.projection import bring_up_to_date
from skoleporten.presence.sent import Answer, Outcome, Sent
from skoleporten.rules.presence import (
    ABOUT_ANOTHER,
    LATE,
    LOOKS,
    Captured,
    Held,
    Kind,
    Why,
    came_in_time,
    captured,
    school_day,
)

MAY_MARK = frozenset({Role.TEAM, Role.LEAD})


def receive(*, by: Actor, marks: Sequence[Sent], now: dt.datetime) -> list[Answer]:
    """One answer a mark, in their order. The same mark again gets the same answer."""
    return [receive_one(by=by, sent=sent, now=now) for sent in marks]


def receive_one(*, by: Actor, sent: Sent, now: dt.datetime) -> Answer:
    try:
        with transaction.atomic():
            return _receive(by, sent, now)
    except IntegrityError:  # the same id, at the same moment, for another case
        return _refused(sent)


def _receive(by: Actor, sent: Sent, now: dt.datetime) -> Answer:
    when = captured(sent.at or now, sent.sent_at, now)
    case, late = _case_in_view(by, sent, when.at, now)
    if case is None or by.user_id is None or by.role not in MAY_MARK:
        return _refused(sent)
    Case.objects.select_for_update().filter(pk=case.pk).values_list("pk").get()
    if stored := Mark.objects.filter(mark_id=sent.id).first():
        return _stored_before(stored, case, sent)
    if not _is_whole(case, sent):
        return _refused(sent)
    held_for = when.held_for or late or _after_the_end(case, when, now)
    mark = Mark.objects.create(
        mark_id=sent.id, case=case, kind=sent.kind, day=_day(sent, when), at=when.at,
        device_at=sent.at if sent.sent_at else None, sent_at=sent.sent_at, received_at=now,
        by_id=by.user_id, role=by.role, place=sent.place, with_whom=sent.with_whom, rating=sent.rating,
        rated_by=sent.rated_by, word=sent.word, about=sent.about, new_at=sent.new_at, held_for=held_for or "",
    )  # fmt: skip
    bring_up_to_date(case, mark)
    note(by, "presence.marked", case, mark, kind=sent.kind.value)
    return _answer(mark, Outcome.STORED)


def _case_in_view(by: Actor, sent: Sent, at: dt.datetime, now: dt.datetime) -> tuple[Case | None, Held | None]:
    """In view now; or it was when the mark was made, and access ended in the day that has passed since."""
    today = school_day(now)
    cases = Case.objects.select_related("pupil", "intake").filter(public_id=sent.case)
    if case := cases.visible_to(by, Purpose.FOLLOW_UP, today).first():
        return case, None
    barred = gate.barred_from(by, today)
    then = cases.visible_to(by, Purpose.FOLLOW_UP, school_day(min(at, now))).exclude(pupil__in=barred).first()
    if then is None:
        return None, None
    is_in_time = cases.visible_to(by, Purpose.FOLLOW_UP, school_day(now - LATE)).exists()
    return then, None if is_in_time else Held.ACCESS_ENDED


def _after_the_end(case: Case, when: Captured, now: dt.datetime) -> Held | None:
    ended_at = case.intake.ended_at
    if ended_at is None or came_in_time(when.at, now, ended_at):
        return None
    return Held.CASE_ENDED


def _is_whole(case: Case, sent: Sent) -> bool:
    """What is about another mark may come before it, but never crosses from one case to another."""
    if (sent.kind in ABOUT_ANOTHER) != (sent.about is not None) or sent.about == sent.id:
        return False
    return not Mark.objects.filter(mark_id=sent.about).exclude(case=case).exists() if sent.about else True


def _day(sent: Sent, when: Captured) -> dt.date | None:
    if sent.kind == Kind.CORRECTION:
        return school_day(sent.new_at) if sent.new_at else None
    return None if sent.kind in ABOUT_ANOTHER else school_day(when.at)


def _stored_before(stored: Mark, case: Case, sent: Sent) -> Answer:
    return _answer(stored, Outcome.ALREADY) if stored.case_id == case.pk else _refused(sent)


def _answer(mark: Mark, outcome: Outcome) -> Answer:
    case = mark.case.public_id
    if not mark.held_for:
        return Answer(mark.mark_id, outcome, case=case)
    words = LOOKS[Why(mark.held_for)]
    return Answer(mark.mark_id, Outcome.TO_LOOK_AT, words.get((get_language() or "nb")[:2], words["nb"]), case)


def _refused(sent: Sent) -> Answer:
    """The same words whether there is no such case, or it is out of view."""
    return Answer(sent.id, Outcome.REFUSED, _("It could not be stored. The pupil is not on your board."))
