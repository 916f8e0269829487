"""Dates and people of a case in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.cases.models import StandingDecision
from skoleporten.intake.models import Intake
from skoleporten.web.intake import presenters

Kind = StandingDecision.Kind


def from_to(start: dt.date, end: dt.date | None) -> str:
    """«3. november 2025 – 19. juni 2026», or from a day on."""
    first = date_format(start, "DATE_FORMAT")
    return f"{first} – {date_format(end, 'DATE_FORMAT')}" if end else _("From %(date)s on") % {"date": first}


def placing(intake: Intake) -> str:
    return presenters.placing_of(intake)


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
