"""What people do on the board and about a day: each is marks that are added, and nothing is ever written over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.presence.models import Mark, Visit
from skoleporten.presence.receiving import receive_one
from skoleporten.presence.sent import Answer, Sent
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.presence import Kind, Place, RatedBy, minutes_between, school_day


@dataclass(frozen=True)
class Right:
    """What is right of a visit. No `arrived` or `left`: nobody knows it, and what stands is left alone."""

    arrived: dt.datetime | None
    left: dt.datetime | None
    place: Place | None
    with_whom: str
    rating: int | None = None
    rated_by: RatedBy | None = None
    word: str = ""


def mark(*, by: Actor, case: Case, kind: Kind, client_id: UUID, now: dt.datetime | None = None, **given: Any) -> Answer:
    """One tap. `given` are values of Sent: at, place, with_whom, about, rating."""
    sent = Sent(id=client_id, case=case.public_id, kind=kind, **given)
    answer = receive_one(by=by, sent=sent, now=now or timezone.now())
    if not answer.is_stored:
        raise RefusedError(str(answer.why))
    return answer


@transaction.atomic
def add_visit(*, by: Actor, case: Case, right: Right, client_id: UUID, now: dt.datetime | None = None) -> None:
    """A visit that nobody marked while it lasted, or the first half of one."""
    now = now or timezone.now()
    _refuse_impossible(right, now)
    if right.arrived is None and right.left is None:
        raise RefusedError(_("Say when the pupil came or left."))
    said = _said(right)
    for kind, at in ((Kind.ARRIVED, right.arrived), (Kind.LEFT, right.left)):
        if at is not None:
            mark(by=by, case=case, kind=kind, client_id=uuid5(client_id, kind), now=now, at=at, **said)
            said = {}


@transaction.atomic
def correct_visit(
    *, by: Actor, case: Case, visit: Visit, right: Right, client_id: UUID, now: dt.datetime | None = None
) -> None:
    """Only what differs is written, as events about the marks that the visit is made of. Sent twice it is once."""
    now = now or timezone.now()
    _refuse_impossible(right, now)
    make = _Writer(by, case, client_id, now)
    if not make.is_new:
        return
    for marks, kind, was, is_right in (
        (visit.arrivals, Kind.ARRIVED, visit.arrived_at, right.arrived),
        (visit.leavings, Kind.LEFT, visit.left_at, right.left),
    ):
        make.time(marks, kind, was, is_right)
    if changed := _changed(right, visit):
        for about in (*visit.arrivals, *visit.leavings):
            make.correction(about, **changed)


@transaction.atomic
def keep(*, by: Actor, case: Case, kept: UUID, others: Collection[UUID], client_id: UUID) -> None:
    """The owner has looked at it: this one is right, and the others, which say something else, are left out."""
    _only_the_owner(by, case)
    mark(by=by, case=case, kind=Kind.KEPT, client_id=client_id, about=kept)
    for other in others:
        mark(by=by, case=case, kind=Kind.UNDO, client_id=uuid5(client_id, str(other)), about=other)


def leave_out(*, by: Actor, case: Case, wrong: UUID, client_id: UUID) -> None:
    _only_the_owner(by, case)
    mark(by=by, case=case, kind=Kind.UNDO, client_id=client_id, about=wrong)


class _Writer:
    """Events with ids that follow from the form's, so that a form sent twice is one."""

    def __init__(self, by: Actor, case: Case, client_id: UUID, now: dt.datetime) -> None:
        self._by, self._case, self._client_id, self._now = by, case, client_id, now
        self._written: dict[str, Sent] = {}

    @property
    def is_new(self) -> bool:
        return not Mark.objects.filter(case=self._case, mark_id=self._client_id).exists()

    def time(self, marks: list[str], kind: Kind, was: dt.datetime | None, is_right: dt.datetime | None) -> None:
        """Of taps that were one, the first is given the right time and the others go."""
        if is_right is None or (was is not None and minutes_between(was, is_right) == 0):
            return
        if not marks:
            self._write(f"{kind}", kind, at=is_right)
            return
        self.correction(marks[0], new_at=is_right)
        for other in marks[1:]:
            self._write(f"undo {other}", Kind.UNDO, about=UUID(other))

    def correction(self, about: str, **values: Any) -> None:
        self._write(f"correction {about} {sorted(values)}", Kind.CORRECTION, about=UUID(about), **values)

    def _write(self, name: str, kind: Kind, **given: Any) -> None:
        if name in self._written:
            return
        client_id = uuid5(self._client_id, name) if self._written else self._client_id
        self._written[name] = Sent(id=client_id, case=self._case.public_id, kind=kind)
        mark(by=self._by, case=self._case, kind=kind, client_id=client_id, now=self._now, **given)


def _said(right: Right) -> dict[str, Any]:
    values = {
        "place": right.place, "with_whom": right.with_whom.strip() or None, "rating": right.rating,
        "rated_by": right.rated_by if right.rating else None, "word": right.word.strip() or None,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def _changed(right: Right, visit: Visit) -> dict[str, Any]:
    """A text may be taken away; a place and how it was can only become another."""
    texts = {"with_whom": right.with_whom.strip(), "word": right.word.strip()}
    return {name: value for name, value in (_said(right) | texts).items() if value != (getattr(visit, name) or "")}


def _refuse_impossible(right: Right, now: dt.datetime) -> None:
    times = [at for at in (right.arrived, right.left) if at is not None]
    if any(at > now for at in times):
        raise RefusedError(_("The time lies ahead."), do=_("Write when it was."))
    if right.arrived and right.left and right.left < right.arrived:
        raise RefusedError(_("The pupil can not leave before coming."), do=_("Look at the times again."))
    if len({school_day(at) for at in times}) > 1:
        raise RefusedError(_("A visit begins and ends on the same day."))


def _only_the_owner(by: Actor, case: Case) -> None:
    if by.user_id != case.intake.owner_id and by.role != Role.LEAD:
        raise RefusedError(_("The owner of the case decides what is right."))
