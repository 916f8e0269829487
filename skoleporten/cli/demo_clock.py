"""The demo's clock: what is made up happened on the days before, and not all of it in the minute it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def on(day: dt.date, hour: int = 9) -> Iterator[None]:
    """What actions do inside was done at that hour of that day; never later than now."""
    from django.utils import timezone

    real = timezone.now
    moment = min(timezone.make_aware(dt.datetime.combine(day, dt.time(hour, 15))), real())
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


def weekday_after(day: dt.date, days: int) -> dt.date:
    """`days` later, or the Monday after it."""
    later = day + dt.timedelta(days=days)
    return later + dt.timedelta(days=max(0, 7 - later.weekday()) if later.weekday() > 4 else 0)
