"""Somebody on call now, whatever the hour of the run."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.on_call import calling
from skoleporten.on_call.models import Call, Duty
from skoleporten.people.models import Pupil
from tests.thread_factories import acting


def make_duty(user: User, order: int = 1, **fields) -> Duty:
    """All day, every day, from yesterday on. She can be told: an address is given to whoever has none."""
    if not user.email:
        user.email = f"{user.username}@kommune.example"
        user.save()
    today = timezone.localdate()
    defaults = {
        "first": today - dt.timedelta(days=1), "last": today + dt.timedelta(days=30), "weekdays": "0123456",
        "begins": dt.time(0), "ends": dt.time(23, 59, 59, 999999), "phone": "38 00 00 00", "client_id": uuid.uuid4(),
    }  # fmt: skip
    return Duty.objects.create(user=user, order=order, written_by=user, **defaults | fields)


def make_call(by: User, pupil: Pupil, where: str = "", client_id: uuid.UUID | None = None) -> Call:
    return calling.ask(by=acting(by), pupil=pupil, where=where, client_id=client_id or uuid.uuid4())
