"""What is in force, for whoever is about to read, share, export or decide on the strength of a consent."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.actor import Actor
from skoleporten.consents import standing
from skoleporten.consents.models import Consent
from skoleporten.people.models import Pupil


def in_force(pupil: Pupil, purpose: str, today: dt.date, service: str = "") -> Consent | None:
    """The consent that holds at this moment, or None. Asked anew each time, from the answers and the relations."""
    asked = Consent.objects.standing().filter(pupil=pupil, purpose=purpose, service=" ".join(service.split()))
    return next((one for one in asked.select_related("pupil") if standing.of(one, today).is_in_force), None)


def newest(pupil: Pupil, purpose: str, service: str = "") -> Consent | None:
    """What was asked last, whatever has come of it; None where it has not been asked or was taken back."""
    asked = Consent.objects.standing().filter(pupil=pupil, purpose=purpose, service=" ".join(service.split()))
    return asked.select_related("pupil").first()


def waiting_for(actor: Actor, purpose: str, today: dt.date) -> list[Consent]:
    """What the family has been asked and not all have answered, of the pupils in view."""
    asked = Consent.objects.visible_to(actor, purpose, today).standing()
    return list(asked.filter(state=Consent.State.AWAITING).select_related("pupil", "text"))
