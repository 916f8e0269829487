"""Ways back to school, made through the actions; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.cases import handing_back
from skoleporten.cases.handing_back import Plan
from skoleporten.cases.models import Case, FollowUp, HandingBack
from skoleporten.rules.handing_back import shipped_items
from tests.factories import actor_of


def make_way_back(case: Case, **fields) -> HandingBack:
    """To another school by name, from yesterday, unless told otherwise."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    plan = Plan(**{"to": "other", "school_name": "Fjordheim skole", "taken_over_on": yesterday} | fields)
    return handing_back.write(by=actor_of(case.owner), case=case, plan=plan, client_id=uuid.uuid4())


def make_ready_to_close(case: Case, **fields) -> HandingBack:
    """Every item is answered."""
    row = make_way_back(case, **fields)
    for item in shipped_items():
        handing_back.answer_item(
            by=actor_of(case.owner), case=case, item=item.id, answer="not_needed", why="Avklart på møte."
        )
    return row


def make_follow_up(case: Case, after: str = "weeks_4", **fields) -> FollowUp:
    defaults = {"on": timezone.localdate(), "seen": "Er i klassen hver dag.", "pupils_words": "Det går fint."}
    return handing_back.follow_up(by=actor_of(case.owner), case=case, after=after, **defaults | fields)
