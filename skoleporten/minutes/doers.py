"""Who can be given something to do by a meeting: whoever sees the pupil, or, about nobody, whoever is at work here."""

from __future__ import annotations

import datetime as dt

from skoleporten.access import gate
from skoleporten.access.models import User
from skoleporten.intake.models import Intake
from skoleporten.intake.owners import may_own, may_own_this
from skoleporten.meetings import queries as meetings
from skoleporten.meetings.models import Meeting
from skoleporten.people.models import CaseTeamMember


def who_can_do(meeting: Meeting, intake: Intake | None, today: dt.date) -> list[User]:
    """By name, each once."""
    found = {*may_own_this(intake, today), *_specialists(intake, today)} if intake else _at_work(meeting, today)
    return sorted(found, key=lambda user: (str(user), user.pk))


def _specialists(intake: Intake, today: dt.date) -> set[User]:
    """Those whose place in the team around the pupil opens something today, by law or by a consent in force."""
    named = CaseTeamMember.objects.filter(pupil=intake.pupil_id, start__lte=today, end__gte=today)
    rows = named.filter(gate.law_or_consent(today), ended_at__isnull=True, user__is_active=True)
    return {row.user for row in rows.select_related("user")}


def _at_work(meeting: Meeting, today: dt.date) -> set[User]:
    asked = meetings.participants(meeting).filter(user__isnull=False, user__is_active=True)
    return {*may_own(today), *(one.user for one in asked if one.user)}
