"""At night: a yes to a panel that has lasted as long as was agreed is over."""

from __future__ import annotations

import datetime as dt

from django_tasks import task

from skoleporten.panels import leaving


@task()
def end_panel_members(date: str) -> int:
    """`date` in ISO. How many memberships ended."""
    return leaving.end_what_ran_out(dt.date.fromisoformat(date))
