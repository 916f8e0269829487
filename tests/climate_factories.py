"""A group that answers, pulses and pictures; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.climate import actions
from skoleporten.climate.models import Pulse
from skoleporten.rules.climate import items_of
from tests.factories import actor_of, make_grant, make_user

_number = itertools.count(1)
# To the eight shipped statements: all for, all against, and all in the middle.
STRONG, WEAK, MIDDLE = (4, 4, 4, 4, 0, 0, 4, 4), (0, 0, 0, 0, 4, 4, 0, 0), (2,) * 8


def make_staff(role: Role = Role.TEAM, **fields) -> User:
    user = make_user(f"climate-{next(_number)}", **fields)
    make_grant(user, role, start=timezone.localdate() - dt.timedelta(days=365))
    return user


def make_group(people: int = 5) -> list[User]:
    """The first leads."""
    return [make_staff(Role.LEAD if index == 0 else Role.TEAM) for index in range(people)]


def open_pulse(lead: User, **fields) -> Pulse:
    return actions.open_pulse(by=actor_of(lead), client_id=uuid.uuid4(), **fields)


def answer(pulse: Pulse, user: User, answers: Sequence[int] = STRONG) -> None:
    actions.answer(by=actor_of(user), pulse=pulse, answers=answers)


def close(pulse: Pulse, lead: User) -> Pulse:
    return actions.close(by=actor_of(lead), pulse=pulse)


def make_picture(lead: User, answers: Sequence[int] = STRONG, closed_on: dt.date | None = None) -> Pulse:
    """As the group filled it in together."""
    made = actions.fill_in_together(by=actor_of(lead), answers=answers, client_id=uuid.uuid4())
    if closed_on:
        Pulse.objects.filter(pk=made.pk).update(opened_on=closed_on, closed_on=closed_on)
        made.refresh_from_db()
    return made


def statements_of(pulse: Pulse) -> list[str]:
    return [item.text["nb"] for item in items_of(pulse.items.items).all]
