"""At night: whoever is in charge of a trial is told on the morning when it is to be looked at, once for each date."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.development.models import Trial
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind


@task()
def remind_of_trials(date: str) -> int:
    """`date` in ISO."""
    return remind(dt.date.fromisoformat(date))


def remind(today: dt.date) -> int:
    """How many are due. Asked again on the same day it tells nobody twice."""
    due = list(Trial.objects.due(today).select_related("owner"))
    for trial in due:
        if trial.owner and trial.evaluate_on:
            notify(
                by=software("reminders"), to=trial.owner, kind=Kind.TO_EVALUATE,
                link=f"/development/{trial.public_id}/", once=f"trial:{trial.pk}:{trial.evaluate_on.isoformat()}",
            )  # fmt: skip
    return len(due)
