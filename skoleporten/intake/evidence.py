"""What the school's own records say of a pupil at one moment: a frozen picture that goes with the school's referral."""

from __future__ import annotations

import datetime as dt
from typing import Any

from skoleporten.concerns import queries
from skoleporten.concerns.models import Concern
from skoleporten.people.models import Pupil


def evidence_of(pupil: Pupil, concern: Concern | None, today: dt.date) -> tuple[dict[str, Any], dt.date]:
    """The picture, and the last date that its figures count; today where nothing has been counted."""
    picture = queries.evidence(concern) if concern else {"absence": queries.absence_of(pupil.pk)}
    counted = (picture["absence"] or {}).get("as_of")
    return picture, dt.date.fromisoformat(counted) if counted else today
