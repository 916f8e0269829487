"""Referrals and intakes, one valid row each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake, OutsideForm, Referral, Route
from skoleporten.people.models import Pupil
from tests.factories import make_grant, make_involvement, make_pupil, make_user


def make_lead(username: str = "") -> User:
    user = make_user(username)
    make_grant(user, Role.LEAD)
    return user


def make_team_member(username: str = "") -> User:
    user = make_user(username)
    make_grant(user, Role.TEAM)
    return user


def make_intake(
    pupil: Pupil | None = None, owner: User | None = None, *, pupil_is_known: bool = True, **fields
) -> Intake:
    """Open and in view of the team, unless `ended_at` is given or nobody knows the pupil yet."""
    now = timezone.now()
    pupil = (pupil or make_pupil()) if pupil_is_known else None
    if pupil and "involvement" not in fields and not fields.get("ended_at"):
        fields["involvement"] = make_involvement(pupil)
    defaults = {"state": "referred", "state_since": now, "opened_at": now}
    return Intake.objects.create(pupil=pupil, owner=owner or make_lead(), **defaults | fields)


def make_outside_form(by: User | None = None, code: str = "smi", **fields) -> OutsideForm:
    now = timezone.now()
    defaults = {
        "token_hash": uuid.uuid4().hex, "made_at": now, "expires_at": now + dt.timedelta(days=14), "for_whom": "SMI",
        "basis": "consent", "basis_text": "Mor og far",
    }  # fmt: skip
    return OutsideForm.objects.create(
        route=Route.objects.get(code=code), made_by=by or make_lead(), **defaults | fields
    )


def make_referral(intake: Intake | None = None, code: str = "school", **fields) -> Referral:
    defaults = {"client_id": uuid.uuid4(), "sent_at": timezone.now(), "reason": "Mye borte.", "basis": "duty"}
    if "outside_service" not in fields:
        defaults["referred_by"] = fields.get("referred_by") or make_user()
    return Referral.objects.create(
        intake=intake or make_intake(), route=Route.objects.get(code=code), **defaults | fields
    )


def make_case(pupil: Pupil | None = None, owner: User | None = None, **fields) -> Case:
    """Active, in view of the team; `state` may say another stage. `fields` are the intake's."""
    intake = make_intake(pupil, owner, **{"state": "active"} | fields)
    return Case.objects.create(intake=intake, pupil=intake.pupil, opened_at=intake.opened_at)
