"""Each night: what a date has changed is written down, and what must be asked again becomes a task with a notice."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from skoleporten.access.actor import software
from skoleporten.consents import standing, telling
from skoleporten.consents.models import AskAgain, Consent
from skoleporten.rules import consent as rules

# How long before it ends the staff are told.
AHEAD = dt.timedelta(days=30)


@task()
def keep_consents_up() -> int:
    return keep_up(timezone.localdate())


def keep_up(today: dt.date) -> int:
    """How many consents were looked at. Run again on the same day it changes nothing."""
    keys = list(Consent.objects.live().order_by("id").values_list("pk", flat=True))
    for key in keys:
        _look_at(key, today)
    return len(keys)


@transaction.atomic
def _look_at(key: int, today: dt.date) -> None:
    consent = Consent.objects.live().select_for_update().filter(pk=key).first()
    if consent is None or consent.newer.exists():
        return
    was_in_force = consent.state == Consent.State.IN_FORCE
    found = standing.refresh(consent, today)
    yesterday = today - dt.timedelta(days=1)  # so that a birthday today is still to be seen
    born, purpose = consent.pupil.birth_date, rules.Purpose(consent.purpose)
    again = rules.ask_again_on(purpose, born, consent.valid_until, yesterday)
    if was_in_force and (again.on - today <= AHEAD or not found.is_in_force):
        _make_task(consent, again, today)


def _make_task(consent: Consent, again: rules.AskAgain, today: dt.date) -> None:
    due = max(again.on, today)
    made, is_new = AskAgain.objects.get_or_create(consent=consent, why=again.why.value, defaults={"due": due})
    if is_new:
        telling.asker_is_to_ask_again(by=software("consents"), task=made)
