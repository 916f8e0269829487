"""Sending a notice: at least once, and once for whoever reads, as each has a Message-ID of its own that never changes.

The row is taken before the mail server is asked and let go after, so no lock is held while a slow server thinks. A
worker that died in between leaves a row that is taken again after a quarter of an hour.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from skoleporten.notices.extras import Extra, extra_of
from skoleporten.notices.models import Notice
from skoleporten.notices.reach import places_in_view
from skoleporten.notices.texts import in_words

TAKEN = dt.timedelta(minutes=15)
# After each attempt that failed; after the last of them it is given up, and stands in the app alone.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
NotSent = Notice.NotSent


@task()
def send(public_id: str) -> str:
    """What became of it, in one word."""
    notice = _taken(public_id)
    if notice is None:
        return "nothing to do"
    extra = _extra(notice)
    if reason := extra.why_not or _not_to_be_sent(notice):
        return _ended(notice, reason)
    try:  # what smtplib raises is an OSError too
        message_of(notice, extra).send()
    except OSError as error:
        return _failed(notice, error)
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), last_error="")
    return "sent"


def send_what_waits(now: dt.datetime) -> int:
    """Nightly, for what no job is left for: a job may be lost with the machine."""
    late = Notice.objects.waiting(now - TAKEN).exclude(tried_at__gt=now - WAITS[-1])
    keys = [str(key) for key in late.values_list("public_id", flat=True)]
    for key in keys:
        send.enqueue(key)
    return len(keys)


def message_of(notice: Notice, extra: Extra | None = None) -> EmailMultiAlternatives:
    """The same row makes the same message each time. A calendar is another way to say the same (RFC 6047)."""
    extra = extra or _extra(notice)
    address = f"{settings.OWN_ADDRESS}/notices/{notice.public_id}/"
    words = in_words(notice.kind, notice.user.language, address, extra.lines)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{notice.public_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(words.subject, words.body, to=[notice.user.email], headers=headers)
    if extra.calendar:
        message.attach_alternative(extra.calendar.decode(), f"text/calendar; method={extra.method}")
    return message


def _extra(notice: Notice) -> Extra:
    with override(notice.user.language):
        return extra_of(notice)


def _taken(public_id: str) -> Notice | None:
    """None where it is sent, given up, or in the hands of another worker."""
    now = timezone.now()
    free = Q(tried_at__isnull=True) | Q(tried_at__lte=now - TAKEN) | ~Q(last_error="")
    rows = Notice.objects.waiting(now).filter(free, public_id=public_id)
    if not rows.update(tried_at=now, attempts=F("attempts") + 1, last_error=""):
        return None
    return Notice.objects.select_related("user").get(public_id=public_id)


def _not_to_be_sent(notice: Notice) -> str:
    """Asked at the last moment: a relation may have ended, or a parent been barred, since it was written."""
    user = notice.user
    if not user.email:
        return NotSent.NO_ADDRESS
    try:
        validate_email(user.email)
    except ValidationError:
        return NotSent.BAD_ADDRESS
    return "" if places_in_view(notice) else NotSent.NOT_IN_VIEW


def _ended(notice: Notice, reason: str) -> str:
    Notice.objects.filter(pk=notice.pk).update(not_sent_because=reason)
    return reason


def _failed(notice: Notice, error: Exception) -> str:
    """The error's kind and number alone: a server's answer may repeat the address."""
    code = getattr(error, "smtp_code", "") or getattr(error, "errno", "") or ""
    told = f"{type(error).__name__} {code}".strip()
    changes: dict[str, object] = {"last_error": told}
    if notice.attempts > len(WAITS):
        changes["not_sent_because"] = NotSent.GIVEN_UP
    else:
        send.using(run_after=timezone.now() + WAITS[notice.attempts - 1]).enqueue(str(notice.public_id))
    Notice.objects.filter(pk=notice.pk).update(**changes)
    return "failed"
