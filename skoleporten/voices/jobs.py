"""At night: where nobody has read own words by the promised day, the leads are told, once for each text."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import Role
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Involvement
from skoleporten.voices.models import Word


@task()
def remind_of_words(date: str) -> int:
    """`date` in ISO."""
    return remind(dt.date.fromisoformat(date))


def remind(today: dt.date) -> int:
    """How many are late. Asked again on the same day it tells nobody twice."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    followed = Involvement.objects.filter(lasts, start__lte=today).values("pupil")
    late = list(Word.objects.filter(pupil__in=followed, read_by__lt=today).to_read())
    for user in _leads(today) if late else ():
        for word in late:
            notify(
                by=software("reminders"), to=user, kind=Kind.STEP_OVERDUE, link=f"/voices/{word.public_id}/",
                role=Role.LEAD, pupil_id=word.pupil_id, once=f"word-late:{word.pk}:{word.version}",
            )  # fmt: skip
    return len(late)


def _leads(today: dt.date) -> list[User]:
    held = Grant.objects.in_force(today).filter(role=Role.LEAD, pupil__isnull=True)
    return list(User.objects.filter(pk__in=held.values("user")))
