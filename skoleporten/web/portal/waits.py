"""What waits for a guardian's or a pupil's answer on the pages that are older than the portal."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.consents.models import Consent
from skoleporten.consents.queries import waits_for
from skoleporten.people.models import Pupil


def consents_that_wait(actor: Actor, pupil: Pupil, today: dt.date) -> int:
    visible = Consent.objects.visible_to(actor, purpose_of(actor.role), today).standing()
    waiting = visible.filter(pupil=pupil, state=Consent.State.AWAITING)
    return sum(waits_for(actor, one, today) for one in waiting.with_what_a_row_needs())
