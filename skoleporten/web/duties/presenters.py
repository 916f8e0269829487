"""Reports in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.duties.models import ChildWelfareReport, EnvironmentReport, PhysicalIntervention, ToSchool
from skoleporten.people.models import Pupil
from skoleporten.web.components import Crumb


def duties_trail(pupil: Pupil) -> list[Crumb]:
    duties = Crumb(_("Duties"), reverse("pupil_duties", args=[pupil.public_id]))
    return [Crumb(_("Pupils"), reverse("pupils")), Crumb(pupil.full_name, pupil_url(pupil)), duties]


def pupil_url(pupil: Pupil) -> str:
    return reverse("pupil", args=[pupil.public_id])


def report_row(report: ToSchool) -> dict[str, Any]:
    return {
        "kind": kind_in_words(report),
        "url": report_url(report),
        "pupil": report.pupil.full_name,
        "at": report.reported_at,
        "who": str(report.reported_by),
        "is_received": report.acknowledged_at is not None,
    }


def kind_in_words(report: ToSchool) -> str:
    return _("School environment") if isinstance(report, EnvironmentReport) else _("Physical intervention")


def report_url(report: ToSchool) -> str:
    name = "environment_matter" if isinstance(report, EnvironmentReport) else "intervention_matter"
    return reverse(name, args=[report.public_id])


def child_welfare_row(report: ChildWelfareReport) -> dict[str, Any]:
    return {"at": report.reported_at, "who": str(report.reported_by), "to_whom": report.to_whom}


def environment_facts(report: EnvironmentReport) -> list[tuple[str, Any]]:
    return [
        (_("Somebody who works here?"), report.get_about_display()),
        (_("Serious"), _("Yes") if report.is_serious else _("No")),
    ]


def intervention_facts(report: PhysicalIntervention) -> list[tuple[str, Any]]:
    return [(_("The pupil's view"), report.get_view_display())]
