"""At night an open pulse is sealed anew, so that two backups differ whether or not anybody answered between them."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from skoleporten.climate.models import Pulse
from skoleporten.climate.sealing import opened, sealed


@task()
@transaction.atomic
def seal_anew() -> int:
    """How many: one at most."""
    rows = list(Pulse.objects.open().select_for_update())
    for pulse in rows:
        pulse.sealed = sealed(pulse, opened(pulse))
        pulse.save(update_fields=["sealed"])
    return len(rows)
