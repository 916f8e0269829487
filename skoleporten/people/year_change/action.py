"""Applying the change of school year: all of it or nothing, and nothing twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from skoleporten.access.actor import Actor, software
from skoleporten.access.models import Role
from skoleporten.audit import actions as audit
from skoleporten.people import bulk_load
from skoleporten.people.models import Enrolment, SchoolClass
from skoleporten.people.year_change.plan import EARLIEST_CHANGE, ClassKey, Move, Outcome, Place, YearChange, plan_change
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import School, SchoolYearChange

ROWS_AT_A_TIME = 5_000
FIELDS = ("pupil_id", "school_id", "school_class_id", "grade", "start", "end", "imported_by_id")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Applied:
    new_enrolments: int
    ended_enrolments: int
    new_classes: int


@transaction.atomic
def request_change(
    *, by: Actor, year: int, next_schools: Mapping[int, int], fingerprint: str, today: dt.date
) -> SchoolYearChange:
    """From the web: a job applies it, so that no request waits for thousands of rows."""
    from skoleporten.people.year_change import jobs

    _check_may_change(by)
    if today < dt.date(year, *EARLIEST_CHANGE):
        raise RefusedError(_("It is too early to make the change."), do=_("It can be looked through, and made in May."))
    if SchoolYearChange.objects.filter(year=year, state=SchoolYearChange.State.ASKED).exists():
        raise RefusedError(_("The change to this school year is being applied already."), do=_("Wait a moment."))
    change = SchoolYearChange.objects.create(
        year=year,
        next_schools=_with_public_ids(next_schools),
        fingerprint=fingerprint,
        asked_by_id=by.user_id,
        asked_at=timezone.now(),
    )
    audit.record(by=by, action="school_year.change_asked", object_type="school_year", object_id=year)
    jobs.apply.enqueue(change.pk)
    return change


def apply_requested(*, by: Actor, change: SchoolYearChange) -> None:
    """Safe to run again: what is done is not done twice. The reason of a refusal is kept as its msgid."""
    if change.state != SchoolYearChange.State.ASKED:
        return
    try:
        with translation.override("en"):
            applied = apply_change(
                by=by, year=change.year, next_schools=_with_keys(change.next_schools), fingerprint=change.fingerprint
            )
    except RefusedError as error:
        _done(change, SchoolYearChange.State.REFUSED, message=error.what[:300])
    except Exception:
        _done(change, SchoolYearChange.State.REFUSED, message=gettext_noop("It failed through a fault of ours."))
        raise
    else:
        _done(change, SchoolYearChange.State.APPLIED, counts=vars(applied))


def _done(change: SchoolYearChange, state: str, *, message: str = "", counts: dict[str, int] | None = None) -> None:
    change.state, change.message, change.counts, change.done_at = state, message, counts or {}, timezone.now()
    change.save()


def _with_public_ids(next_schools: Mapping[int, int]) -> dict[str, str]:
    ids = dict(School.objects.values_list("pk", "public_id"))
    return {str(ids[left]): str(ids[to]) for left, to in next_schools.items()}


def _with_keys(next_schools: Mapping[str, str]) -> dict[int, int]:
    keys = {str(public_id): key for key, public_id in School.objects.values_list("pk", "public_id")}
    return {keys[left]: keys[to] for left, to in next_schools.items()}


def apply_change(*, by: Actor, year: int, next_schools: Mapping[int, int], fingerprint: str) -> Applied:
    """`fingerprint` is that of the plan that was seen; when the data have changed since, nothing is applied.

    The plan is worked out before the transaction, which then only writes the difference.
    """
    _check_may_change(by)
    plan = plan_change(year, next_schools)
    if plan.fingerprint != fingerprint:
        raise RefusedError(
            _("The pupils or classes have changed since the preview was made."), do=_("Look through it once more.")
        )
    with transaction.atomic():
        return _write(by, plan)


def _check_may_change(by: Actor) -> None:
    if by.role not in {Role.ADMINISTRATOR, software("").role}:
        raise RefusedError(_("The change of school year is made by an administrator."))


def _write(by: Actor, plan: YearChange) -> Applied:
    classes, new_classes = _classes(plan)
    ended = _end(plan)
    fresh = [_new_row(plan, move, move.place, classes) for move in plan.work if move.place]
    bulk_load.insert(Enrolment, FIELDS, fresh)
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
        (old.pupil_id, old.school_id, old.school_class_id, old.grade, old.start, plan.last_day, old.imported_by_id)
        for old in lasting
    ]
    return bulk_load.insert(Enrolment, FIELDS, closed)


def _new_row(plan: YearChange, move: Move, place: Place, classes: Mapping[ClassKey, SchoolClass]) -> Row:
    school_class = classes[place.school_class].pk if place.school_class else None
    keeps_its_end = move.outcome is Outcome.CONTINUES and plan.lasts_on(move.enrolment)
    end = move.enrolment.end if keeps_its_end else None
    return move.enrolment.pupil_id, place.school_id, school_class, place.grade, plan.first_day, end, None
