"""Guardians and pupils as they act, also those whom the gate lets see nobody, and a family with a plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.people.models import Guardian, Pupil
from skoleporten.plans.answers import Said
from skoleporten.plans.models import PlanStep
from skoleporten.rules.plan import Answer
from tests.factories import make_guardianship, make_pupil_account
from tests.intake_factories import make_case, make_lead
from tests.plan_factories import make_pupil_at_school, make_step


def guardian_actor(guardian: Guardian) -> Actor:
    return _actor(guardian.user, Role.GUARDIAN)


def pupil_actor(pupil: Pupil) -> Actor:
    """With an account, made where there is none."""
    account = getattr(pupil, "account", None) or make_pupil_account(pupil)
    return _actor(account.user, Role.PUPIL)


def _actor(user: User, role: Role) -> Actor:
    return Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=role)


@dataclass(frozen=True)
class Family:
    """A pupil with a plan, and two guardians with a door each. `lead` owns the case."""

    case: Case
    lead: User
    mother: Guardian
    father: Guardian

    @property
    def pupil(self) -> Pupil:
        return self.case.pupil

    def page(self, name: str = "my_child", *more: object) -> str:
        return reverse(name, args=[self.pupil.public_id, *more])


def make_family(**fields: Any) -> Family:
    """The plan began last Monday, and the school has a calendar from then on."""
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday() + 7)
    pupil = make_pupil_at_school(monday, weeks=6)
    for name, value in fields.items():
        setattr(pupil, name, value)
    pupil.save()
    lead = make_lead()
    began = dt.datetime.combine(monday, dt.time(6), tzinfo=dt.UTC)
    case = make_case(pupil, lead, opened_at=began)
    mother, father = (make_guardianship(pupil).guardian for _number in range(2))
    return Family(case, lead, mother, father)


def make_plan(family: Family, **fields: Any) -> PlanStep:
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday() + 7)
    return make_step(family.case, starts_on=monday, said=Said(Answer.AGREES, monday, "Det går fint."), **fields)
