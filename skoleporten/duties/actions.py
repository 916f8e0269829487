"""Reporting what the law asks for. Nobody approves it and no consent is asked for; whoever receives it answers."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.audit.actions import record
from skoleporten.duties.models import (
    ChildWelfareReport,
    EnvironmentReport,
    Official,
    PhysicalIntervention,
    ToSchool,
)
from skoleporten.duties.receivers import leaders_of, officials
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError

About, View = EnvironmentReport.About, PhysicalIntervention.View
MOST_LETTERS = 20_000


@transaction.atomic
def write_down_child_welfare(*, by: Actor, pupil: Pupil, to_whom: str, client_id: uuid.UUID) -> ChildWelfareReport:
    """That the person has reported, when and to whom; nothing of what."""
    if already := ChildWelfareReport.objects.filter(client_id=client_id, reported_by=by.user_id).first():
        return already
    if not to_whom.strip():
        raise RefusedError(_("Say whom you reported to."))
    report = ChildWelfareReport.objects.create(to_whom=to_whom.strip(), **_reported(by, pupil, client_id))
    record(
        by=by,
        action="child_welfare.reported",
        purpose=Purpose.CHILD_WELFARE,
        pupils=[pupil.public_id],
        object_type="child_welfare_report",
        object_id=report.public_id,
    )
    return report


@transaction.atomic
def report_environment(
    *,
    by: Actor,
    pupil: Pupil,
    school_id: int | None,
    concern_id: int | None,
    what: str,
    pupils_view: str,
    about: str,
    is_serious: bool,
    client_id: uuid.UUID,
) -> EnvironmentReport:
    """To the school's leaders; to the municipality too when it is serious, and past them when it is about them."""
    if already := EnvironmentReport.objects.filter(client_id=client_id, reported_by=by.user_id).first():
        return already
    _refuse_empty(what)
    is_past_them = about == About.LEADER
    values = {"about": About(about), "is_serious": is_serious, "school_id": school_id, "concern_id": concern_id}
    report = EnvironmentReport(**values, **_reported(by, pupil, client_id))
    report.write(what=what.strip(), pupils_view=pupils_view.strip())
    if is_serious or is_past_them:
        report.to_municipality_at, report.to_municipality_by_id = report.reported_at, by.user_id
    report.save()
    _record(by, "duties.environment_reported", report)
    if not is_past_them:
        _tell_leaders(by, report, "environment")
    if report.to_municipality_at:
        _tell_officials(by, report)
    return report


@transaction.atomic
def send_on(*, by: Actor, report: EnvironmentReport) -> None:
    """The principal tells the municipality of a serious matter."""
    if report.to_municipality_at is not None:
        return
    report.to_municipality_at, report.to_municipality_by_id, report.is_serious = timezone.now(), by.user_id, True
    report.save(update_fields=["to_municipality_at", "to_municipality_by", "is_serious"])
    _record(by, "duties.environment_sent_on", report)
    _tell_officials(by, report)


@transaction.atomic
def report_intervention(
    *,
    by: Actor,
    pupil: Pupil,
    school_id: int | None,
    happened_at: dt.datetime,
    what: str,
    view: str,
    pupils_view: str,
    client_id: uuid.UUID,
) -> PhysicalIntervention:
    if already := PhysicalIntervention.objects.filter(client_id=client_id, reported_by=by.user_id).first():
        return already
    _refuse_empty(what)
    if view == View.HEARD and not pupils_view.strip():
        raise RefusedError(_("Write what the pupil told, in the pupil's own words as far as you can."))
    if happened_at > timezone.now():
        raise RefusedError(_("The time lies in the future."))
    values = {"happened_at": happened_at, "view": View(view), "school_id": school_id}
    report = PhysicalIntervention(**values, **_reported(by, pupil, client_id))
    report.write(what=what.strip(), pupils_view=pupils_view.strip())
    report.save()
    _record(by, "duties.intervention_reported", report)
    _tell_leaders(by, report, "interventions")
    return report


@transaction.atomic
def acknowledge(*, by: Actor, report: ToSchool) -> None:
    """By whoever receives it; the one who reported is told. Not by that person herself."""
    if report.acknowledged_at is not None:
        return
    if report.reported_by_id == by.user_id:
        raise RefusedError(_("You reported it yourself: somebody else must receive it."))
    report.acknowledged_at, report.acknowledged_by_id = timezone.now(), by.user_id
    report.save(update_fields=["acknowledged_at", "acknowledged_by"])
    kind = "environment" if isinstance(report, EnvironmentReport) else "intervention"
    _record(by, f"duties.{kind}_acknowledged", report)
    place = "environment" if isinstance(report, EnvironmentReport) else "interventions"
    notify(
        by=by,
        to=report.reported_by,
        kind=Kind.ACKNOWLEDGED,
        link=f"/duties/{place}/{report.public_id}/",
        role=report.role,
        pupil_id=report.pupil_id,
    )


@transaction.atomic
def name_official(*, by: Actor, user: User, start: dt.date, end: dt.date) -> Official:
    if by.user_id is None or user.pk == by.user_id:
        raise RefusedError(_("Nobody can name themselves."))
    if end < start:
        raise RefusedError(_("The last day is before the first."))
    if not Grant.objects.in_force(max(start, timezone.localdate())).filter(user=user, role=Role.MUNICIPALITY).exists():
        raise RefusedError(_("The person has no access as municipality then."), do=_("Give that first."))
    official = Official.objects.create(user=user, start=start, end=end, named_by_id=by.user_id)
    record(by=by, action="duties.official_named", object_type="official", object_id=official.public_id)
    return official


@transaction.atomic
def end_official(*, by: Actor, official: Official) -> None:
    if official.ended_at is None:
        official.ended_at = timezone.now()
        official.save(update_fields=["ended_at"])
        record(by=by, action="duties.official_ended", object_type="official", object_id=official.public_id)


def _reported(by: Actor, pupil: Pupil, client_id: uuid.UUID) -> dict[str, object]:
    if by.user_id is None:
        raise RefusedError(_("Only a person reports."))
    return {
        "pupil": pupil,
        "reported_by_id": by.user_id,
        "reported_at": timezone.now(),
        "role": by.role,
        "client_id": client_id,
    }


def _refuse_empty(what: str) -> None:
    if not what.strip():
        raise RefusedError(_("Write what happened."))
    if len(what) > MOST_LETTERS:
        raise RefusedError(_("The text is too long."))


def _tell_leaders(by: Actor, report: ToSchool, place: str) -> None:
    for user in leaders_of(report.school_id, timezone.localdate()):
        notify(
            by=by,
            to=user,
            kind=Kind.REPORTED,
            link=f"/duties/{place}/{report.public_id}/",
            role=Role.SCHOOL_LEADER,
            pupil_id=report.pupil_id,
        )


def _tell_officials(by: Actor, report: EnvironmentReport) -> None:
    for user in officials(timezone.localdate()):
        notify(
            by=by,
            to=user,
            kind=Kind.REPORTED,
            link=f"/duties/environment/{report.public_id}/",
            role=Role.MUNICIPALITY,
            pupil_id=report.pupil_id,
            once=f"environment:{report.public_id}",
        )


def _record(by: Actor, action: str, report: ToSchool) -> None:
    record(
        by=by,
        action=action,
        purpose=Purpose.FOLLOW_UP,
        pupils=[report.pupil.public_id],
        object_type=report._meta.model_name or "",
        object_id=report.public_id,
    )
