"""The check as a job: after each applied import, and nightly. At least once; running it twice changes nothing."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.concerns.checks import check
from skoleporten.concerns.models import CheckRun, NightlyWork


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


def enqueue_nightly(date: dt.date) -> bool:
    """Gives the nightly check of a date to the worker; False where that was done already, here or by another server."""
    try:
        with transaction.atomic():
            NightlyWork.objects.create(name="check", date=date)
            check_nightly.enqueue()
    except IntegrityError:
        return False
    return True
