"""Sending a notice: at least once, and once for whoever reads, as each has a Message-ID of its own that never changes.

The row is taken before a server is asked and let go after, so no lock is held while a slow server thinks. A worker that
died in between leaves a row that is taken again after a quarter of an hour.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from skoleporten.access import languages
from skoleporten.notices import messages
from skoleporten.notices.extras import Extra, extra_of
from skoleporten.notices.models import Notice
from skoleporten.notices.reach import places_in_view, quiet_until, ways_to, why_no_way
from skoleporten.notices.sms import SmsError

TAKEN = dt.timedelta(minutes=15)
# After each attempt that failed; after the last of them it is given up, and stands in the app alone.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
# Of what can not wait: whoever is on duty is told within minutes or not at all.
URGENT_WAITS = tuple(dt.timedelta(seconds=seconds) for seconds in (10, 30, 60, 120))
NotSent = Notice.NotSent


@task()
def send(public_id: str) -> str:
    """What became of it, in one word."""
    if _is_held(public_id):
        return "held"
    notice = _taken(public_id)
    if notice is None:
        return "nothing to do"
    extra = _extra(notice)
    if reason := extra.why_not or _not_to_be_sent(notice):
        return _ended(notice, reason)
    return _in_each_way(notice, extra)


def send_what_waits(now: dt.datetime) -> int:
    """Nightly, for what no job is left for: a job may be lost with the machine."""
    late = Notice.objects.kept().waiting(now - TAKEN).exclude(tried_at__gt=now - WAITS[-1])
    keys = [str(key) for key in late.values_list("public_id", flat=True)]
    for key in keys:
        send.enqueue(key)
    return len(keys)


def _is_held(public_id: str) -> bool:
    """Whether its reader has quiet hours now; then it is asked for again when they are over."""
    now = timezone.now()
    notice = Notice.objects.waiting(now).select_related("user").filter(public_id=public_id).first()
    until = quiet_until(notice, now) if notice else None
    if notice is None or until is None:
        return False
    Notice.objects.filter(pk=notice.pk).update(held_until=until)
    send.using(run_after=until).enqueue(public_id)
    return True


def _taken(public_id: str) -> Notice | None:
    """None where it is sent, given up, or in the hands of another worker."""
    now = timezone.now()
    free = Q(tried_at__isnull=True) | Q(tried_at__lte=now - TAKEN) | ~Q(last_error="")
    rows = Notice.objects.waiting(now).filter(free, public_id=public_id)
    if not rows.update(tried_at=now, attempts=F("attempts") + 1, last_error=""):
        return None
    return Notice.objects.select_related("user").get(public_id=public_id)


def _extra(notice: Notice) -> Extra:
    with override(languages.of(notice.user)):
        return extra_of(notice)


def _not_to_be_sent(notice: Notice) -> str:
    """Asked at the last moment: a relation may have ended, or a parent been barred, since it was written."""
    if not ways_to(notice.user, urgent=notice.is_urgent):
        return why_no_way(notice.user)
    return "" if places_in_view(notice) else NotSent.NOT_IN_VIEW


def _in_each_way(notice: Notice, extra: Extra) -> str:
    """It is sent once one way took it: a second copy would come by that one too."""
    sent, errors = [], []
    for way in ways_to(notice.user, urgent=notice.is_urgent):
        try:  # what smtplib raises is an OSError too
            messages.hand_over(notice, way, extra)
            sent.append(str(way))
        except OSError as error:
            errors.append(error)
    if not sent:
        return _failed(notice, errors)
    changes = {"sent_at": timezone.now(), "sent_by": " ".join(sent), "last_error": _in_words(errors)}
    Notice.objects.filter(pk=notice.pk).update(**changes)
    return "sent"


def _ended(notice: Notice, reason: str) -> str:
    Notice.objects.filter(pk=notice.pk).update(not_sent_because=reason)
    return reason


def _failed(notice: Notice, errors: list[OSError]) -> str:
    changes: dict[str, object] = {"last_error": _in_words(errors)}
    waits = URGENT_WAITS if notice.is_urgent else WAITS
    if all(isinstance(error, SmsError) and error.for_good for error in errors):
        changes["not_sent_because"] = NotSent.BAD_ADDRESS
    elif notice.attempts > len(waits):
        changes["not_sent_because"] = NotSent.GIVEN_UP
    else:
        send.using(run_after=timezone.now() + waits[notice.attempts - 1]).enqueue(str(notice.public_id))
    Notice.objects.filter(pk=notice.pk).update(**changes)
    return "failed"


def _in_words(errors: list[OSError]) -> str:
    """Each error's kind and number alone: a server's answer may repeat the address."""
    return ", ".join(f"{type(error).__name__} {_number_of(error)}".strip() for error in errors)


def _number_of(error: OSError) -> object:
    return getattr(error, "smtp_code", "") or getattr(error, "status", "") or error.errno or ""
