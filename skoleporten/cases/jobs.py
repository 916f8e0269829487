"""Nightly: nobody is left with an owner who can not open the case. At least once; running it twice changes nothing."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from skoleporten.cases.asking_again import tell_whom_to_ask
from skoleporten.cases.leaving import give_what_has_no_owner_here


@task()
def find_owners() -> int:
    return give_what_has_no_owner_here(timezone.localdate())


@task()
def ask_again(date: str) -> int:
    """How it goes after the way back to school. `date` in ISO."""
    return tell_whom_to_ask(dt.date.fromisoformat(date))
