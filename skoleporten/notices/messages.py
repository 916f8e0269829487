"""The e-mail or SMS of a notice, in its reader's language. The same row makes the same message each time."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from skoleporten.access import languages
from skoleporten.notices.extras import Extra
from skoleporten.notices.models import Notice, Way
from skoleporten.notices.reach import reach_of
from skoleporten.notices.sms import send_sms
from skoleporten.notices.texts import Words, in_sms, in_words


def hand_over(notice: Notice, way: Way, extra: Extra) -> None:
    """Raises OSError where it was not taken."""
    if way is Way.EMAIL:
        email_of(notice, extra).send()
        return
    text = in_sms(notice.kind, languages.of(notice.user), _address(notice))
    send_sms(to=reach_of(notice.user).phone, text=text, reference=str(notice.public_id))


def email_of(notice: Notice, extra: Extra) -> EmailMultiAlternatives:
    """A calendar is another way to say the same (RFC 6047)."""
    words = in_words(notice.kind, languages.of(notice.user), _address(notice), extra.lines)
    message = email(words, to=notice.user.email, message_id=str(notice.public_id))
    if extra.calendar:
        message.attach_alternative(extra.calendar.decode(), f"text/calendar; method={extra.method}")
    return message


def email(words: Words, *, to: str, message_id: str) -> EmailMultiAlternatives:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{message_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMultiAlternatives(words.subject, words.body, to=[to], headers=headers)


def _address(notice: Notice) -> str:
    return f"{settings.OWN_ADDRESS}/notices/{notice.public_id}/"
