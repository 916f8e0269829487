"""A week after a notice was due, nothing is left of what it was about, where it led and of whom.

What waits is on its own pages; a notice only told of it. That it was told once is kept as a keyed hash, so that it is
not told again.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

from skoleporten.access import encryption
from skoleporten.notices.models import Confirmation, Notice

KEPT = dt.timedelta(days=7)
NOWHERE = "/notices/"


def forgotten(once: str) -> str:
    return encryption.keyed_hash(once, purpose="told once")


@task()
def clear_notices(now: str) -> int:
    """How many notices there were. Nightly; twice is as once."""
    before = dt.datetime.fromisoformat(now) - KEPT
    cleared = clear(before)
    Confirmation.objects.filter(made_at__lt=before).delete()
    _clear_files(before)
    return cleared


def clear(before: dt.datetime) -> int:
    """Those that were due before it. A row that something points to, or that may not be told again, is emptied."""
    old = Notice.objects.kept().filter(not_before__lt=before)
    count = 0
    for notice in list(old.only("pk", "once", "sent_at", "not_sent_because")):
        _clear_one(notice, before)
        count += 1
    return count


@transaction.atomic
def _clear_one(notice: Notice, before: dt.datetime) -> None:
    row = Notice.objects.filter(pk=notice.pk)
    if not notice.once and not _is_pointed_to(notice):
        row.delete()
        return
    changes = {"link": NOWHERE, "role": "", "pupil": None, "last_error": "", "held_until": None}
    if notice.sent_at is None and not notice.not_sent_because:
        changes["not_sent_because"] = Notice.NotSent.GIVEN_UP
    once = forgotten(notice.once) if notice.once else None
    row.update(**changes, once=once, cleared_at=before + KEPT)


def _is_pointed_to(notice: Notice) -> bool:
    relations = Notice._meta.related_objects
    return any(one.related_model._base_manager.filter(**{one.field.name: notice.pk}).exists() for one in relations)


def _clear_files(before: dt.datetime) -> None:
    """Where there is no mail server each e-mail is a file, with an address and a link."""
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
