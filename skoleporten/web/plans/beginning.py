"""What the form of a new step begins with: what is agreed now, and what has been decided. Never an answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from skoleporten.cases.models import Case, StandingDecision
from skoleporten.cases.queries import decisions_in_force
from skoleporten.plans.bases import basis_of
from skoleporten.plans.models import PlanStep
from skoleporten.plans.queries import in_force, newest_step
from skoleporten.plans.school_days import ordinary_week
from skoleporten.rules.plan import Agreed, Basis, Change
from skoleporten.web.plans.forms import EXPECTATIONS, OF_EXPECTATION, next_school_day
from skoleporten.web.plans.proposing import begun_as
from skoleporten.web.plans.week_fields import initial_of
from skoleporten.web.requests import ActingRequest

# What changes when the form begins so; with any other start somebody chooses.
CHANGES = {"more": Change.MINUTES, "gentler": Change.MINUTES, "pause": Change.MINUTES, "as_now": Change.NOTHING}
ALL_READ = ["pupil", "guardians", "school", "specialists"]
Kind = StandingDecision.Kind
BASES = {Kind.ITO: Basis.ITO_DECISION, Kind.EXEMPTION: Basis.EXEMPTION}


def begins_with(request: ActingRequest, case: Case) -> dict[str, Any]:
    now = in_force(case, request.today)
    newest = newest_step(case)
    start = request.GET.get("start", "")
    agreed = now.agreed if now else Agreed()
    if now and start in CHANGES:
        agreed = begun_as(start, agreed, ordinary_week(case.pupil_id, request.today))
    initial: dict[str, Any] = {
        "seen": newest.pk if newest else 0,
        "starts_on": next_school_day(request.today, now is not None),
        "said_on": request.today,
        "audiences": ALL_READ,
        **initial_of(agreed),
    }
    if start in CHANGES:
        initial["what_changes"] = CHANGES[start]
    return initial | _decided(case, request.today) | (_carried(now, request.today) if now else {})


def _carried(now: PlanStep, today: dt.date) -> dict[str, Any]:
    """What a new step goes on with, until somebody changes it. A basis that is over is not among it."""
    rows = zip(EXPECTATIONS, now.expectations.all(), strict=False)
    found: dict[str, Any] = {
        **{f"e{number}_{name}": getattr(row, name) for number, row in rows for name in OF_EXPECTATION},
        "academics": now.academics,
        "transport": now.transport,
        "fallback": now.fallback,
        "audiences": [one for one in ALL_READ if getattr(now, f"for_{one}")],
    }
    basis = basis_of(now)
    if basis and basis.until and basis.until >= today:
        found |= _rests(basis.basis, basis.decided_by, basis.until, basis.words)
    return found | ({"remote_reason": now.remote_reason} if now.remote_reason else {})


def _decided(case: Case, today: dt.date) -> dict[str, Any]:
    """From the decisions in force that are written down on the case: looked over before they are saved here."""
    found: dict[str, Any] = {}
    for row in decisions_in_force(case.pk, today, (*BASES, Kind.REMOTE_TEACHING)):
        if row.kind == Kind.REMOTE_TEACHING:
            found.setdefault("remote_reason", row.legal_reason)
        elif "basis" not in found:
            found |= _rests(BASES[Kind(row.kind)], row.decided_by, row.end, row.document)
    return found


def _rests(basis: str, decided_by: str, until: dt.date | None, words: str) -> dict[str, Any]:
    return {"basis": basis, "decided_by": decided_by, "until": until, "basis_words": words}
