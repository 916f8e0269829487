"""Dates and people of a case in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.cases.models import Case, StandingDecision
from skoleporten.web.intake import presenters

Kind = StandingDecision.Kind


def from_to(start: dt.date, end: dt.date | None) -> str:
    """«3. november 2025 – 19. juni 2026», or from a day on."""
    first = date_format(start, "DATE_FORMAT")
    return f"{first} – {date_format(end, 'DATE_FORMAT')}" if end else _("From %(date)s on") % {"date": first}


def placing(case: Case) -> str:
    """School and class of the newest check; its intake's pupil is the case's own."""
    case.intake.pupil = case.pupil
    return presenters.placing_of(case.intake)


def facts_of(row: StandingDecision) -> list[tuple[str, str]]:
    """What is said of a decision in force; what is empty is left out."""
    rows: list[tuple[str, Any]] = [
        (_("Holds"), from_to(row.start, row.end)),
        (_("Decided by"), row.decided_by),
        (_("The document lies in"), row.document),
        (_("Who coordinates") if row.kind == Kind.CHILD_COORDINATOR else _("Who holds it"), row.holder),
        (_("Its reason in law"), row.legal_reason),
        (_("What it is"), row.content),
    ]
    return [(name, value) for name, value in rows if value]
