"""One line on a pupil's page for the staff: where the pupil is at Skoleporten, and the way on for whoever has one."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.intake.models import Intake
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.intake.talk_school import may_tell
from skoleporten.web.intake.visible import TEAM
from skoleporten.web.intake.words import COLORS, stage_in_words
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class AtSkoleporten:
    """`url` is empty for who sees the stage and no more. `account_url` is for who may tell for the school."""

    stage: str
    color: str
    url: str
    account_url: str = ""
    is_case: bool = False


def at_skoleporten(request: ActingRequest, pupil: Pupil) -> AtSkoleporten | None:
    """`pupil` has come through the gate. None where the pupil is not with Skoleporten now."""
    role = request.actor.role
    if not may_see(role, What.STAGE):
        return None
    intake = Intake.objects.open().filter(pupil=pupil).select_related("case").first()
    if intake is None:
        return None
    color = COLORS.get(intake.state, "neutral")
    if may_see(role, What.CASE) and (case := getattr(intake, "case", None)):
        return AtSkoleporten(stage_in_words(intake.state), color, reverse("case", args=[case.public_id]), is_case=True)
    url = reverse("intake", args=[intake.public_id]) if role in TEAM else ""
    if role == Role.SCHOOL_LEADER and intake.referrals.filter(school__in=request.actor.school_ids).exists():
        url = reverse("sent_referrals")
    tells = role in AT_A_SCHOOL and may_tell(request, pupil)
    account_url = reverse("schools_account", args=[pupil.public_id]) if tells else ""
    return AtSkoleporten(stage_in_words(intake.state), color, url, account_url)
