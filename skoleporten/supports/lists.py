"""The pupil's list of what helps and what makes it hard: written, put in order, and taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.stories import school_of
from skoleporten.intake.transitions import somebody
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.supports import LONGEST_ITEM, MOST_ITEMS, Kind
from skoleporten.schools.models import School
from skoleporten.supports.changes import note, open_to_writing, sent_before
from skoleporten.supports.models import Support, SupportTurn

# Whom the pupil may let read a line. The adults of Skoleporten always do.
MAY_CHOOSE = ("guardians", "school", "specialists")
What = SupportTurn.What


@dataclass(frozen=True)
class Said:
    """`audiences`: those of MAY_CHOOSE that the pupil chose for this line."""

    words: str
    audiences: frozenset[str] = field(default_factory=frozenset)


@transaction.atomic
def add(*, by: Actor, pupil: Pupil, kind: Kind, said: Said, client_id: uuid.UUID) -> Support:
    """Last in the list. An adult may write down what a pupil says; it is the pupil's all the same."""
    today = timezone.localdate()
    open_to_writing(pupil, today)
    if made := sent_before(Support, client_id, pupil=pupil):
        return made
    school = _checked(pupil, said, None)
    standing = Support.objects.filter(pupil=pupil, kind=kind, taken_back_at__isnull=True)
    if standing.count() >= MOST_ITEMS:
        raise RefusedError(
            _("The list is full: %(count)s lines.") % {"count": MOST_ITEMS}, do=_("Take one away first.")
        )
    last = standing.aggregate(last=Max("position"))["last"] or 0
    row = Support(pupil=pupil, client_id=client_id, kind=kind, position=last + 1, written_by_id=somebody(by))
    _put(row, said, school)
    row.save()
    _turn(by, row, What.MADE)
    note(by, "supports.line_added", pupil, row, kind=str(kind))
    return row


@transaction.atomic
def change(*, by: Actor, support: Support, said: Said, seen_version: int) -> Support:
    """Raises ChangedMeanwhileError where somebody was quicker. What it said before stands in its turns."""
    _open(support)
    if _says(support, said):
        return support
    if support.version != seen_version:
        raise ChangedMeanwhileError(support)
    _put(support, said, _checked(support.pupil, said, support.school if support.for_school else None))
    support.version += 1
    support.changed_at = timezone.now()
    support.save()
    _turn(by, support, What.CHANGED)
    note(by, "supports.line_changed", support.pupil, support, version=support.version)
    return support


@transaction.atomic
def move(*, by: Actor, support: Support, up: bool) -> None:
    """One place up or down; the first and the last stay where they are."""
    _open(support)
    row = list(Support.objects.filter(pupil=support.pupil, kind=support.kind, taken_back_at__isnull=True))
    here = row.index(support)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    for position, one in enumerate(row, start=1):
        if one.position != position:
            Support.objects.filter(pk=one.pk).update(position=position)
    support.refresh_from_db()
    note(by, "supports.line_moved", support.pupil, support, position=support.position)


@transaction.atomic
def take_back(*, by: Actor, support: Support) -> None:
    """From now on nobody reads it here. A second time changes nothing."""
    open_to_writing(support.pupil, timezone.localdate())
    support.refresh_from_db()
    if support.taken_back_at is not None:
        return
    support.taken_back_at = timezone.now()
    support.version += 1
    support.save()
    _turn(by, support, What.TAKEN_BACK)
    note(by, "supports.line_taken_back", support.pupil, support)


def _open(support: Support) -> None:
    open_to_writing(support.pupil, timezone.localdate())
    support.refresh_from_db()
    if support.taken_back_at is not None:
        raise RefusedError(_("It is taken back."))


def _checked(pupil: Pupil, said: Said, chosen: School | None) -> School | None:
    """The school that may read it: the one it was chosen for, else the pupil's own today."""
    if not said.words.strip():
        raise RefusedError(_("Write a few words."))
    if len(said.words.strip()) > LONGEST_ITEM:
        raise RefusedError(_("That is too long: at most %(count)s letters.") % {"count": LONGEST_ITEM})
    if said.audiences - set(MAY_CHOOSE):
        raise RefusedError(_("Choose one of those that stand there."))
    if "school" not in said.audiences:
        return None
    school = school_of(pupil, timezone.localdate()) or chosen
    if school is None:
        raise RefusedError(_("The pupil goes to no school today, so none can be let read it."))
    return school


def _put(row: Support, said: Said, school: School | None) -> None:
    row.write(words=said.words.strip())
    row.school = school
    for one in MAY_CHOOSE:
        setattr(row, f"for_{one}", one in said.audiences)


def _says(row: Support, said: Said) -> bool:
    """As after a double click."""
    chosen = {one for one in MAY_CHOOSE if getattr(row, f"for_{one}")}
    return row.words == said.words.strip() and chosen == said.audiences


def _turn(by: Actor, row: Support, what: str) -> None:
    """What is taken back is kept in its last words, which only the pupil reads."""
    turn = SupportTurn(
        support=row, number=row.turns.count() + 1, what=what, kind=row.kind, by_id=somebody(by), school=row.school,
        for_guardians=row.for_guardians, for_school=row.for_school, for_specialists=row.for_specialists,
    )  # fmt: skip
    turn.write(words=row.words)
    turn.save()
