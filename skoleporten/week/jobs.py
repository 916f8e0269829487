"""At night: invitations to what has come near, and feeds of those who have left."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.week import feeds, invitations


@task()
def keep_calendars_up(date: str) -> int:
    """How many were told something. `date` in ISO. Asked again on the same day it tells nobody twice."""
    today = dt.date.fromisoformat(date)
    feeds.revoke_without_role(today=today)
    return invitations.tell_of_all(by=software("invitations"), today=today)
