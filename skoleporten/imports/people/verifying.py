"""Verifying all that a file states of the right to decide, in one act, by somebody who trusts where the file is from.

A file verifies nothing by itself. Here a person says which register it is from and why it is to be trusted. Left alone,
always: a relation without a stated right, one that is barred or ever was, one to a protected child, one that a person
has recorded since, and one's own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import two_people
from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.audit.actions import record
from skoleporten.imports.models import PeopleImport, StatedVerification
from skoleporten.people.models import Enrolment, Guardianship
from skoleporten.rules.errors import RefusedError

# More than this takes two people.
MOST_ALONE = 20
Decides = Guardianship.Decides


@dataclass(frozen=True)
class Count:
    """Of one school and one right as the file states it. A protected child is in neither number."""

    school: str
    decides: str
    relations: int
    to_verify: int


def told(imported: PeopleImport, today: dt.date) -> QuerySet[Guardianship]:
    """As the file left them, of pupils who go to a school today and are not protected."""
    lasting = Q(end__isnull=True) | Q(end__gte=today)
    enrolled = Enrolment.objects.on(today).filter(pupil=OuterRef("pupil"))
    return Guardianship.objects.filter(
        lasting, Exists(enrolled), imported_by=imported, source=imported.source, pupil__protected=False
    )


def to_verify(imported: PeopleImport, today: dt.date, but_of: Iterable[int | None] = ()) -> QuerySet[Guardianship]:
    """`but_of`: the users who have a hand in it, who never verify a relation of their own."""
    other = Guardianship.objects.filter(pupil=OuterRef("pupil"), guardian=OuterRef("guardian"))
    rows = told(imported, today).filter(decides=Decides.PARENTAL_RESPONSIBILITY, verified_at=None)
    rows = rows.exclude(guardian__user__in=[user for user in but_of if user is not None])
    return rows.exclude(Exists(other.filter(barred_from__isnull=False))).select_related("pupil").order_by("pk")


def counts(imported: PeopleImport, today: dt.date, by: Actor) -> list[Count]:
    schools = _schools(told(imported, today), today)
    open_to = set(to_verify(imported, today, [by.user_id]).values_list("pk", flat=True))
    all_of, some = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for key, pupil, decides in told(imported, today).values_list("pk", "pupil", "decides"):
        place = schools[pupil], decides
        all_of[place] += 1
        some[place] += key in open_to
    return [Count(*place, relations=number, to_verify=some[place]) for place, number in sorted(all_of.items())]


def _schools(rows: QuerySet[Guardianship], today: dt.date) -> dict[int, str]:
    enrolments = Enrolment.objects.on(today).filter(pupil__in=rows.values("pupil")).order_by("start", "id")
    return dict(enrolments.values_list("pupil", "school__name"))


def fingerprint(rows: Iterable[Guardianship]) -> str:
    """Equal for the same relations: what is verified is what was looked at."""
    return hashlib.sha256(" ".join(str(row.pk) for row in rows).encode()).hexdigest()


@transaction.atomic
def verify_stated(
    *, by: Actor, imported: PeopleImport, today: dt.date, source_of_record: str, reason: str, seen: str
) -> StatedVerification:
    """At once where they are few; else it waits for another administrator. Said twice it is one."""
    _refuse_unless_administrator(by)
    PeopleImport.objects.select_for_update().get(pk=imported.pk)  # two at the same moment make one
    if waiting := StatedVerification.objects.waiting().filter(people_import=imported).first():
        return waiting
    rows = list(to_verify(imported, today, [by.user_id]))
    _refuse_unless_seen(imported, rows, seen)
    if not source_of_record.strip() or not reason.strip():
        raise RefusedError(_("Say which register the file is from, and why it is to be trusted."))
    imported.verifications.filter(needs_two=True, decided_at=None).update(decided_at=timezone.now())
    wish = StatedVerification.objects.create(
        people_import=imported, source_of_record=source_of_record.strip(), reason=reason.strip(), relations=len(rows),
        fingerprint=seen, needs_two=len(rows) > MOST_ALONE, proposed_by_id=by.user_id,
    )  # fmt: skip
    if wish.needs_two:
        _record(by, "imports.verification_proposed", wish)
        return wish
    wish.decided_at, wish.decided_by_id, wish.is_done = timezone.now(), by.user_id, True
    wish.save(update_fields=["decided_at", "decided_by", "is_done"])
    _verify(by, wish, rows)
    return wish


@transaction.atomic
def confirm(*, by: Actor, wish: StatedVerification, today: dt.date, seen: str) -> None:
    """By another person, who saw the same numbers of the same relations."""
    other, proposer = two_people.second(by, wish.proposed_by, today, but=wish.proposed_by_id)
    rows = list(to_verify(wish.people_import, today, [other.pk, proposer.pk]))
    _refuse_unless_seen(wish.people_import, rows, seen)
    if seen != wish.fingerprint:
        raise RefusedError(_("Something has changed since it was proposed."), do=_("Reject it, and propose it again."))
    _decide(by, wish, is_done=True)
    _verify(by, wish, rows)


@transaction.atomic
def reject(*, by: Actor, wish: StatedVerification) -> None:
    """Also by the one who wanted it."""
    _refuse_unless_administrator(by)
    _decide(by, wish, is_done=False)
    _record(by, "imports.verification_rejected", wish)


def _decide(by: Actor, wish: StatedVerification, *, is_done: bool) -> None:
    """Once, whoever comes first, and not when it has waited too long."""
    values = {"decided_by_id": by.user_id, "decided_at": timezone.now(), "is_done": is_done}
    if not StatedVerification.objects.waiting().filter(pk=wish.pk).update(**values):
        raise RefusedError(_("It is decided already."))


def _refuse_unless_administrator(by: Actor) -> None:
    if by.role != Role.ADMINISTRATOR or by.user_id is None:
        raise RefusedError(_("Only an administrator decides this."))


def _refuse_unless_seen(imported: PeopleImport, rows: list[Guardianship], seen: str) -> None:
    if imported.state != PeopleImport.State.APPLIED:
        raise RefusedError(_("The file is not applied."))
    if not rows:
        raise RefusedError(_("There is nothing to verify."))
    if fingerprint(rows) != seen:
        raise RefusedError(_("Something has changed since you looked."), do=_("Look through the numbers again."))


def _verify(by: Actor, wish: StatedVerification, rows: list[Guardianship]) -> None:
    """One event for all of them; each row keeps its history. Nobody is written to."""
    now = timezone.now()
    for row in rows:
        row.verified_at, row.verified_by_id = now, by.user_id
        row.save()
    _record(by, "imports.relations_verified", wish, rows)


def _record(by: Actor, action: str, wish: StatedVerification, rows: Iterable[Guardianship] = ()) -> None:
    pupils = {str(row.pupil.public_id) for row in rows}
    record(
        by=by, action=action, object_type="people_import", object_id=wish.people_import.public_id, pupils=pupils,
        details={"relations": wish.relations, "verification": wish.pk},
    )  # fmt: skip
