"""The hourly anchor: to the file at once, and by e-mail as a job where an address is given."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django_tasks import task

from skoleporten.audit import anchors, queries


@task()
def send_anchor(line: str) -> int:
    """The line alone: it names nobody, and tells nobody anything but where the log stood."""
    return send_mail(f"Skoleporten log {line.split(' ')[1]}", f"{line}\n", None, settings.ANCHOR_RECEIVERS)


def anchor_when_due(now: dt.datetime) -> bool:
    """Asked often, done once an hour."""
    if not anchors.is_due(now):
        return False
    anchor = anchors.keep(queries.head(), now)
    if settings.ANCHOR_RECEIVERS:
        send_anchor.enqueue(anchor.line)
    return True
