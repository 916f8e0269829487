"""The addresses of a plan, and what its form sends."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

DAY = dt.timedelta(days=1)


def monday() -> dt.date:
    today = timezone.localdate()
    return today - today.weekday() * DAY


def address(case, tail: str = "plan/") -> str:
    return f"/cases/{case.public_id}/{tail}"


def sent(case, **fields) -> dict[str, object]:
    """What a filled-in form sends."""
    seen = case.plan_steps.order_by("-pk").first()
    start = timezone.localdate()
    return {
        "client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f11",
        "seen": seen.pk if seen else 0,
        "what_changes": "minutes",
        "usual_place": "flat",
        "usual_people": "Ada",
        "d0p1_minutes": "30",
        "d0p1_starts": "08:30",
        "starts_on": start.isoformat(),
        "answer": "agrees",
        "words": "Jeg vil prøve.",
        "said_on": start.isoformat(),
        "basis": "ito_decision",
        "decided_by": "Rektor",
        "until": (start + 90 * DAY).isoformat(),
        "audiences": ["pupil", "guardians", "school", "specialists"],
    } | fields
