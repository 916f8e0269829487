"""The check as a job: after each applied import, and nightly. At least once; running it twice changes nothing."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.concerns import costs, next_steps
from skoleporten.concerns.checks import check
from skoleporten.concerns.models import CheckRun, NightlyWork
from skoleporten.concerns.reminders import remind


@task()
def check_after_import(as_of: str | None = None) -> int | None:
    """`as_of` in ISO: the last date that any file told of, also of who was present."""
    date = dt.date.fromisoformat(as_of) if as_of else None
    run = check(by=software("check"), trigger=CheckRun.Trigger.IMPORT, as_of=date)
    return run.pk if run else None


@task()
def check_nightly() -> int | None:
    run = check(by=software("check"), trigger=CheckRun.Trigger.NIGHTLY)
    return run.pk if run else None


@task()
def follow_up_nightly(date: str) -> int:
    """After the check: the next steps of all that is open, and the reminders. `date` in ISO."""
    next_steps.refresh_all()
    return remind(dt.date.fromisoformat(date))


@task()
def count_costs(school_year: int) -> int:
    """What each rule set would have opened in a school year; minutes for a large municipality."""
    return len(costs.count(by=software("costs"), school_year=school_year))


def enqueue_costs(date: dt.date, school_year: int) -> bool:
    """Once a day, however often it is asked for."""
    try:
        with transaction.atomic():
            NightlyWork.objects.create(name=f"costs-{school_year}", date=date)
            count_costs.enqueue(school_year)
    except IntegrityError:
        return False
    return True


def enqueue_nightly(date: dt.date) -> bool:
    """Gives the nightly check of a date to the worker; False where that was done already, here or by another server."""
    try:
        with transaction.atomic():
            NightlyWork.objects.create(name="check", date=date)
            check_nightly.enqueue()
            follow_up_nightly.enqueue(date.isoformat())
    except IntegrityError:
        return False
    return True
