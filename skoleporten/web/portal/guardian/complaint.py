"""How to say that one disagrees, and to whom: to us first, and to those who watch over us, with nobody's leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import get_language

from skoleporten.access.actor import Actor
from skoleporten.front.queries import facts
from skoleporten.people.models import Pupil
from skoleporten.web.front.presenters import contact
from skoleporten.web.portal.guardian.letters import decisions_of


def complaint_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    """With the decisions that can still be complained about, the first deadline first."""
    decisions = decisions_of(actor, pupil, today)
    open_still = [one for one in decisions if one.complaint_deadline and one.complaint_deadline >= today]
    return {
        "decisions": sorted(open_still, key=lambda one: (one.complaint_deadline, one.pk)),
        "contact": contact(facts(), get_language() or ""),
    }
