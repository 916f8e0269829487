"""A call for an adult that nobody has answered, on the first page of everybody in the team who sees the pupil."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.on_call.queries import open_calls


def waits_in_words(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    """The first of them, and the way there."""
    first = open_calls(actor, today).filter(taken_at__isnull=True).order_by("at").first()
    if first is None:
        return None
    url = reverse("call_for_adult", args=[first.public_id])
    return _("Somebody has asked for an adult, and nobody has answered yet"), url
