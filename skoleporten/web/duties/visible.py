"""What of the duties is in somebody's view; else there is no such page."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.http import Http404

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.duties.models import EnvironmentReport, PhysicalIntervention, ToSchool
from skoleporten.people.models import Pupil
from skoleporten.web.requests import ActingRequest

# Whoever works with pupils here; and the municipality's named officials, who are sent serious matters.
REPORTERS = frozenset({Role.TEACHER, Role.SCHOOL_LEADER, Role.TEAM, Role.LEAD, Role.SPECIALIST})
SomeReport = TypeVar("SomeReport", bound=ToSchool)


def visible_pupil(request: ActingRequest, public_id: uuid.UUID, purpose: Purpose = Purpose.FOLLOW_UP) -> Pupil:
    pupil = gate.visible_to(request.actor, purpose, request.today).filter(public_id=public_id).first()
    if pupil is None:
        raise Http404
    return pupil


def visible_environment(request: ActingRequest, public_id: uuid.UUID) -> EnvironmentReport:
    rows = EnvironmentReport.objects.visible_to(request.actor, request.today)
    return _found(rows.select_related(*OF_REPORT, "concern", "to_municipality_by").filter(public_id=public_id).first())


def visible_intervention(request: ActingRequest, public_id: uuid.UUID) -> PhysicalIntervention:
    rows = PhysicalIntervention.objects.visible_to(request.actor, request.today)
    return _found(rows.select_related(*OF_REPORT).filter(public_id=public_id).first())


def receives(request: ActingRequest, report: ToSchool) -> bool:
    """Answers the report: a leader of the school, or the municipality's official where it was sent there."""
    role = request.actor.role
    if report.reported_by_id == request.actor.user_id:
        return False
    if isinstance(report, EnvironmentReport) and report.about == EnvironmentReport.About.LEADER:
        return role == Role.MUNICIPALITY
    return role == Role.SCHOOL_LEADER and report.school_id in request.actor.school_ids


def purpose_for(request: ActingRequest) -> Purpose:
    return Purpose.SERIOUS_MATTER if request.actor.role == Role.MUNICIPALITY else Purpose.FOLLOW_UP


OF_REPORT = ("pupil", "school", "reported_by", "acknowledged_by")


def _found(report: SomeReport | None) -> SomeReport:
    if report is None:
        raise Http404
    return report
