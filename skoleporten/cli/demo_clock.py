"""The demo's clock: what is made up happened on the days before, and not all of it in the minute it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def on(day: dt.date, hour: int = 9, minute: int = 15) -> Iterator[None]:
    """What actions do inside was done at that time of that day; never later than now."""
    from django.utils import timezone

    _let_rows_ask_the_clock()
    real = timezone.now
    moment = min(timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute))), real())
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


@cache
def _let_rows_ask_the_clock() -> None:
    """A field that is filled with the time holds the real clock since it was declared; now it asks for it each time."""
    from django.apps import apps
    from django.utils import timezone

    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.default is timezone.now:
                field.__dict__["_get_default"] = lambda: timezone.now()  # noqa: PLW0108 (whatever it is then)


def weekday_after(day: dt.date, days: int) -> dt.date:
    """`days` later, or the Monday after it."""
    later = day + dt.timedelta(days=days)
    return later + dt.timedelta(days=max(0, 7 - later.weekday()) if later.weekday() > 4 else 0)
