"""Sending the code that shows that a phone or an e-mail address is somebody's own. One try: who waits asks anew."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from skoleporten.access import languages
from skoleporten.notices.messages import email
from skoleporten.notices.models import Confirmation, Way
from skoleporten.notices.reach_actions import LASTS, code_of
from skoleporten.notices.sms import send_sms
from skoleporten.notices.texts import code_in_sms, code_in_words


@task()
def send_code(public_id: str) -> str:
    """What became of it, in one word."""
    found = Confirmation.objects.select_related("user").get(public_id=public_id)
    if not found.is_open() or found.sent_at:
        return "nothing to do"
    try:
        _hand_over(found)
    except OSError:
        Confirmation.objects.filter(pk=found.pk).update(failed_at=timezone.now())
        return "failed"
    Confirmation.objects.filter(pk=found.pk).update(sent_at=timezone.now())
    return "sent"


def _hand_over(found: Confirmation) -> None:
    language, minutes, to = languages.of(found.user), int(LASTS.total_seconds() // 60), found.opened("address")
    if found.way == Way.SMS:
        send_sms(to=to, text=code_in_sms(language, code_of(found), minutes), reference=str(found.public_id))
    else:
        words = code_in_words(language, code_of(found), minutes)
        email(words, to=to, message_id=str(found.public_id)).send()
