"""Somebody withdraws the consent to join Skoleporten: what was offered or under way changes in the same transaction.

A case goes to the way back to the school, and the team keeps its access until that is closed. Before an offer there is
nothing to change: a person decides how the talk goes on.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from skoleporten.access.actor import software
from skoleporten.audit.actions import record
from skoleporten.consents.models import Consent, Purpose
from skoleporten.intake import transitions
from skoleporten.intake.models import Intake
from skoleporten.intake.telling import tell
from skoleporten.notices.texts import Kind
from skoleporten.rules.transitions import AFTER_WITHDRAWAL, Stage


def when_a_consent_ends(consent: Consent, **signal: Any) -> None:
    """Only at the withdrawal itself: a withdrawn consent ends once more when a new question takes its place."""
    is_withdrawn = consent.state == Consent.State.WITHDRAWN and consent.closed_at is None
    if consent.purpose != Purpose.JOIN_SKOLEPORTEN or not is_withdrawn:
        return
    intake = Intake.objects.open().filter(pupil=consent.pupil_id).first()
    if intake is not None and Stage(intake.state) in AFTER_WITHDRAWAL:
        _move_on(intake)


def _move_on(intake: Intake) -> None:
    by = software("consents")
    before = transitions.locked(intake).state
    after = AFTER_WITHDRAWAL[Stage(before)]
    transitions.write(by, intake, before, after, _("The consent to join Skoleporten was withdrawn."))
    intake.next_review, intake.followed_up_by = None, None
    transitions.keep_in_view(by, intake)
    intake.save()
    record(
        by=by, action="intake.moved", pupils=transitions.pupils_of(intake), object_type="intake",
        object_id=intake.public_id, details={"from": before, "to": str(after)},
    )  # fmt: skip
    tell(by, intake, intake.owner, Kind.TO_REVIEW)
