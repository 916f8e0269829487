"""Applying the change of school year: all of it or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.audit import actions as audit
from skoleporten.people.models import Enrolment, SchoolClass
from skoleporten.people.year_change.plan import ClassKey, Move, Outcome, Place, YearChange, plan_change
from skoleporten.rules.errors import RefusedError

ROWS_AT_A_TIME = 5_000


@dataclass(frozen=True)
class Applied:
    new_enrolments: int
    ended_enrolments: int
    new_classes: int


def apply_change(*, by: Actor, year: int, next_schools: Mapping[int, int], fingerprint: str) -> Applied:
    """`fingerprint` is that of the plan that was seen; when the data have changed since, nothing is applied.

    The plan is worked out before the transaction, which then only writes the difference.
    """
    if by.role != Role.ADMINISTRATOR:
        raise RefusedError(_("The change of school year is made by an administrator."))
    plan = plan_change(year, next_schools)
    if plan.fingerprint != fingerprint:
        raise RefusedError(
            _("The pupils or classes have changed since the preview was made."), do=_("Look through it once more.")
        )
    with transaction.atomic():
        return _write(by, plan)


def _write(by: Actor, plan: YearChange) -> Applied:
    classes, new_classes = _classes(plan)
    ended = _end(plan)
    fresh = [_enrolment(plan, move, move.place, classes) for move in plan.work if move.place]
    Enrolment.objects.bulk_create(fresh, batch_size=ROWS_AT_A_TIME)
    applied = Applied(len(fresh), ended, new_classes)
    audit.record(
        by=by, action="school_year.changed", object_type="school_year", object_id=plan.year, details=vars(applied)
    )
    return applied


def _classes(plan: YearChange) -> tuple[dict[ClassKey, SchoolClass], int]:
    """The new year's classes, those that an import or an earlier run has already made among them."""
    wanted = {move.place.school_class for move in plan.work if move.place and move.place.school_class}
    known = {(c.school_id, c.source_id): c for c in SchoolClass.objects.filter(school_year=plan.year)}
    missing = {(key.school_id, key.source_id): key for key in wanted if (key.school_id, key.source_id) not in known}
    fresh = [
        SchoolClass(
            school_id=key.school_id, source_id=key.source_id, school_year=plan.year, name=key.name, grade=key.grade
        )
        for key in missing.values()
    ]
    SchoolClass.objects.bulk_create(fresh)
    known |= {(c.school_id, c.source_id): c for c in fresh}
    return {key: known[key.school_id, key.source_id] for key in wanted}, len(fresh)


def _end(plan: YearChange) -> int:
    """Enrolments that would last into the new year are superseded by ones that end with the old."""
    lasting = [e for e in [*(move.enrolment for move in plan.work), *plan.shadowed] if plan.lasts_on(e)]
    now = timezone.now()
    for at in range(0, len(lasting), ROWS_AT_A_TIME):
        keys = [enrolment.pk for enrolment in lasting[at : at + ROWS_AT_A_TIME]]
        Enrolment.objects.filter(pk__in=keys).update(superseded_at=now)
    closed = [
        Enrolment(
            pupil_id=old.pupil_id,
            school_id=old.school_id,
            school_class_id=old.school_class_id,
            grade=old.grade,
            start=old.start,
            end=plan.last_day,
            imported_by_id=old.imported_by_id,
        )
        for old in lasting
    ]
    Enrolment.objects.bulk_create(closed, batch_size=ROWS_AT_A_TIME)
    return len(closed)


def _enrolment(plan: YearChange, move: Move, place: Place, classes: Mapping[ClassKey, SchoolClass]) -> Enrolment:
    keeps_its_end = move.outcome is Outcome.CONTINUES and plan.lasts_on(move.enrolment)
    return Enrolment(
        pupil_id=move.enrolment.pupil_id,
        school_id=place.school_id,
        school_class=classes[place.school_class] if place.school_class else None,
        grade=place.grade,
        start=plan.first_day,
        end=move.enrolment.end if keeps_its_end else None,
    )
