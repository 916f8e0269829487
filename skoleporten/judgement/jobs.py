"""At night: whoever owns a case is told on the morning when a measure is to be looked at, once for each date."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.cases.models import OPEN_STAGES
from skoleporten.judgement.models import Measure
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind


@task()
def remind_of_measures(date: str) -> int:
    """`date` in ISO."""
    return remind(dt.date.fromisoformat(date))


def remind(today: dt.date) -> int:
    """How many measures are due. Asked again on the same day it tells nobody twice."""
    rows = Measure.objects.due(today).filter(case__intake__state__in=OPEN_STAGES)
    due = list(rows.select_related("case__intake__owner"))
    for measure in due:
        notify(
            by=software("reminders"), to=measure.case.owner, kind=Kind.TO_EVALUATE,
            link=f"/cases/{measure.case.public_id}/loop/", pupil_id=measure.case.pupil_id,
            once=f"case-measure:{measure.pk}:{measure.evaluate_on.isoformat()}",
        )  # fmt: skip
    return len(due)
