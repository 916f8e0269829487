"""Specialists who see a pupil by consent: named while it is in force, out the moment it is not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.queries import roles_of
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.consents import standing
from skoleporten.consents.models import Consent, Purpose, Sharing
from skoleporten.people import actions as people
from skoleporten.people.models import CaseTeamMember
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def name_by_consent(*, by: Actor, consent: Consent, user: User, today: dt.date) -> CaseTeamMember:
    """The specialist sees the pupil from now on, for as long as the consent is in force. Named twice is named once."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    found = standing.of(consent, today)
    if consent.purpose != Purpose.SHARE_WITH_SERVICE or found.state != Consent.State.IN_FORCE or not found.until:
        raise RefusedError(_("There is no consent in force to share with a service."))
    if Role.SPECIALIST not in roles_of(user, today):
        raise RefusedError(_("Only somebody with access as a specialist can be named."))
    there = consent.sharings.filter(member__user=user, member__ended_at__isnull=True, member__end__gte=today).first()
    if there is not None:
        return there.member
    member = people.name_in_case_team(
        by=by, pupil=consent.pupil, user=user, basis=CaseTeamMember.Basis.CONSENT, start=today, end=found.until
    )
    Sharing.objects.create(consent=consent, member=member)
    return member


@transaction.atomic
def end_membership(*, by: Actor, consent: Consent, member: CaseTeamMember) -> None:
    """The specialist is no longer in the team, though the consent still stands."""
    if member.ended_at is not None:
        return
    member.ended_at = timezone.now()
    member.save()
    record(
        by=by, action="consents.sharing_ended", purpose="follow_up", pupils=[consent.pupil.public_id],
        object_type="user", object_id=member.user.public_id,
    )  # fmt: skip
