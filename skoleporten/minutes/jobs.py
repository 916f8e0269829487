"""At night: whoever is to do what a meeting decided is told on the morning of its date, once for each date."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.minutes.models import MeetingDecision
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind


@task()
def remind_of_decisions(date: str) -> int:
    """`date` in ISO."""
    return remind(dt.date.fromisoformat(date))


def remind(today: dt.date) -> int:
    """How many are due. Asked again on the same day it tells nobody twice. Of what has ended nobody is reminded."""
    rows = MeetingDecision.objects.due(today).of_what_goes_on().filter(agrees_on__isnull=True)
    due = list(rows.select_related("owner", "intake"))
    for one in due:
        notify(
            by=software("reminders"), to=one.owner, kind=Kind.STEP_DUE, link=f"/meetings/decisions/{one.public_id}/",
            pupil_id=one.intake.pupil_id if one.intake else None,
            once=f"meeting-decision:{one.pk}:{one.due.isoformat()}",
        )  # fmt: skip
    return len(due)
