"""Who is there and who is not, who stepped in, and guests in words. Said for all at once, and never over somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.minutes.changes import note, open_to_writing
from skoleporten.minutes.models import Attendance, Minutes
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class There:
    """One person by key, or a guest in words. `was_there` None: nobody has said. `instead`: who stepped in, by key."""

    user_id: int | None
    was_there: bool | None
    guest: str = ""
    instead_id: int | None = None


@transaction.atomic
def mark(*, by: Actor, minutes: Minutes, there: Sequence[There], seen_version: int) -> None:
    """The whole sheet. Raises ChangedMeanwhileError where somebody else has changed it since `seen_version`."""
    open_to_writing(by, minutes)
    told = [_cleaned(one) for one in there if one.was_there is not None and (one.user_id or one.guest.strip())]
    _check(told)
    if set(told) == set(as_it_stands(minutes)):
        return
    if minutes.attendance_version != seen_version:
        raise ChangedMeanwhileError(minutes)
    Attendance.objects.filter(minutes=minutes).delete()
    for one in told:
        Attendance.objects.create(
            minutes=minutes, user_id=one.user_id, guest=one.guest, was_there=bool(one.was_there),
            instead_id=one.instead_id,
        )  # fmt: skip
    minutes.attendance_version += 1
    minutes.save()
    note(by, "minutes.attendance", minutes, there=sum(bool(one.was_there) for one in told), said=len(told))


def as_it_stands(minutes: Minutes) -> list[There]:
    rows = Attendance.objects.filter(minutes=minutes)
    return [There(row.user_id, row.was_there, row.guest, row.instead_id) for row in rows]


def _cleaned(one: There) -> There:
    """Nobody steps in for one who is there."""
    return There(one.user_id, one.was_there, one.guest.strip(), None if one.was_there else one.instead_id)


def _check(told: Sequence[There]) -> None:
    named = [one.user_id for one in told if one.user_id]
    guests = [one.guest.casefold() for one in told if one.guest]
    if len(set(named)) < len(named) or len(set(guests)) < len(guests):
        raise RefusedError(_("Somebody stands there twice."))
    there = {one.user_id for one in told if one.was_there and one.user_id}
    absent = {one.user_id for one in told if not one.was_there and one.user_id}
    for one in told:
        if one.instead_id and one.instead_id in absent - there:
            raise RefusedError(_("Who stepped in is marked as not there."))
