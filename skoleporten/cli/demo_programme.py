"""What the demo's programme does besides its cases: who works there, when they meet, whom they listen to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from skoleporten.cli.demo_clock import weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor

WEEKS = 6


def make_programme(by: Actor, today: dt.date) -> None:
    """The last weeks of it; `by` gives the staff their access."""
    from skoleporten.cli.demo_climate import make_climate
    from skoleporten.cli.demo_front import make_front
    from skoleporten.cli.demo_meetings import make_meetings
    from skoleporten.cli.demo_panels import make_panels
    from skoleporten.cli.demo_rig import make_rig

    began = weekday_after(today - dt.timedelta(weeks=WEEKS, days=today.weekday()), 0)
    make_rig(by, began, today)
    make_meetings(began, today)
    make_panels(began, today)
    make_climate(began, today)
    make_front(today)
