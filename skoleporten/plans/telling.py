"""The leader of the pupil's school hears at once of a plan without a basis, and of a pause. Once for each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import Role
from skoleporten.cases.changes import note
from skoleporten.intake.stories import school_of
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.plans.models import LeaderTold, PlanStep
from skoleporten.rules.plan import ToldBecause
from skoleporten.schools.models import School

PAGE = "/cases/told/"


def tell_leader(by: Actor, step: PlanStep, because: Collection[ToldBecause], now: dt.datetime) -> LeaderTold | None:
    """Nobody is told where there is no reason to, or where the pupil goes to no school."""
    school = school_of(step.case.pupil, max(step.starts_on, timezone.localdate(now))) if because else None
    if school is None:
        return None
    made, is_new = LeaderTold.objects.get_or_create(
        step=step,
        defaults={
            "school": school,
            "has_no_basis": ToldBecause.NO_BASIS in because,
            "is_pause": ToldBecause.PAUSE in because,
            "at": now,
        },
    )
    if is_new:
        note(by, "plans.leader_told", step.case, step, because=sorted(because))
        for leader in leaders_of(school, timezone.localdate(now)):
            notify(
                by=by, to=leader, kind=Kind.TO_REVIEW, link=PAGE, role=Role.SCHOOL_LEADER,
                pupil_id=step.case.pupil_id, once=f"plan {step.public_id}",
            )  # fmt: skip
    return made


def leaders_of(school: School, today: dt.date) -> list[User]:
    held = Grant.objects.in_force(today).filter(role=Role.SCHOOL_LEADER, school=school)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
