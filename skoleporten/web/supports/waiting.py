"""What pupils wait for from the team, for the start page: a talk, and that somebody reads what they have said."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import ngettext

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.supports.queries import answers_unread, talks_waiting


def talks(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    """The text and the way to them. None that is none."""
    rows = talks_waiting(actor, Purpose.FOLLOW_UP, today)
    if not rows:
        return None
    count = len({row.pupil_id for row in rows})
    text = ngettext("%(count)s pupil asks for a talk", "%(count)s pupils ask for a talk", count)
    return text % {"count": count}, reverse("talks_waiting")


def answers(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    rows = answers_unread(actor, Purpose.FOLLOW_UP, today)
    if not rows:
        return None
    text = ngettext(
        "%(count)s answer from a pupil that nobody has read",
        "%(count)s answers from pupils that nobody has read",
        len(rows),
    )
    case: Case = rows[0].step.case
    return text % {"count": len(rows)}, f"{reverse('case', args=[case.public_id])}#supports"
