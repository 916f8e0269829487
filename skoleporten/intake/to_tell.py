"""Who is told what was decided. Each is a task for a person; nothing of the decision is sent by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.consents.givers import adults_of
from skoleporten.intake.models import Decision, Meeting, Referral, ToTell
from skoleporten.intake.models.decisions import Told
from skoleporten.intake.outcome import may_be_told
from skoleporten.intake.transitions import pupils_of, somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Enrolment
from skoleporten.rules.errors import RefusedError


def begin(*, by: Actor, decision: Decision, today: dt.date) -> None:
    """Those who decide for the pupil, the pupil, the school, and services that referred. Who was there has heard it."""
    pupil = decision.intake.pupil
    assert pupil is not None
    there = _who_was_there(decision)
    for giver in adults_of(pupil, today).deciding:
        assert giver.guardian is not None
        _add(by, decision, ToTell.Whom.GUARDIAN, is_told=giver.guardian.pk in there, guardian=giver.guardian)
    has_heard = decision.told_how == Told.MEETING and decision.meeting.pupil_was == Meeting.Pupil.ALL
    _add(by, decision, ToTell.Whom.PUPIL, is_told=has_heard)
    stay = Enrolment.objects.on(today).filter(pupil=pupil).select_related("school").order_by("-start", "-pk").first()
    if stay is not None:
        _add(by, decision, ToTell.Whom.SCHOOL, school=stay.school)
        _tell_leaders(by, decision, stay.school_id, today)
    for referral in decision.intake.referrals.exclude(outside_service=""):
        _add(by, decision, ToTell.Whom.OUTSIDE, referral=referral)


@transaction.atomic
def record_told(*, by: Actor, task: ToTell, how: str, interpreter_language: str = "") -> None:
    """Somebody has told it. An outside service is told only while the family's consent to that is in force."""
    ToTell.objects.select_for_update().filter(pk=task.pk).values_list("pk").get()
    task = ToTell.objects.select_related("decision__intake__pupil", "referral").get(pk=task.pk)
    if task.told_at is not None:
        return
    if how not in Told.values:
        raise RefusedError(_("Say how it was told."))
    if task.referral is not None and not may_be_told(task.referral, timezone.localdate()):
        raise RefusedError(
            _("The family has not agreed that this service is told."), do=_("Ask for their consent first.")
        )
    task.told_at, task.told_by_id, task.told_how = timezone.now(), somebody(by), how
    task.interpreter_language = interpreter_language.strip()[:60]
    task.save()
    if task.referral is not None:
        Referral.objects.filter(pk=task.referral.pk).update(outcome_told_at=task.told_at, outcome_told_by=by.user_id)
    intake = task.decision.intake
    record(
        by=by, action="intake.outcome_told", purpose="follow_up", pupils=pupils_of(intake), object_type="decision",
        object_id=task.decision.public_id, details={"whom": task.whom, "how": how},
    )  # fmt: skip


def _who_was_there(decision: Decision) -> set[int]:
    """Guardians who heard it because it was told in the meeting."""
    if decision.told_how != Told.MEETING:
        return set()
    rows = decision.meeting.participants.filter(was_there=True, guardian__isnull=False)
    return {pk for pk in rows.values_list("guardian", flat=True) if pk is not None}


def _add(by: Actor, decision: Decision, whom: str, *, is_told: bool = False, **fields: Any) -> None:
    if is_told:
        language = decision.meeting.interpreter_language
        fields |= {"told_at": decision.told_at, "told_by_id": somebody(by), "told_how": decision.told_how}
        fields |= {"interpreter_language": language}
    ToTell.objects.create(decision=decision, whom=whom, **fields)


def _tell_leaders(by: Actor, decision: Decision, school_id: int, today: dt.date) -> None:
    """A notice without a name; the page behind it asks the gate."""
    pupil = decision.intake.pupil
    held = Grant.objects.in_force(today).filter(role=Role.SCHOOL_LEADER, school=school_id).select_related("user")
    for leader in {grant.user for grant in held}:
        notify(
            by=by, to=leader, kind=Kind.ARRIVED, link=f"/intake/decisions/school/{decision.public_id}/",
            role=Role.SCHOOL_LEADER, pupil_id=pupil.pk if pupil else None,
        )  # fmt: skip
