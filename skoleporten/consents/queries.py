"""What is in force, for whoever is about to read, share, export or decide on the strength of a consent."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.actor import Actor
from skoleporten.consents import standing
from skoleporten.consents.actions import own_giver
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


def waits_for(actor: Actor, consent: Consent, today: dt.date) -> bool:
    """Whether the guardian or pupil is one who must agree, and has not answered."""
    found = standing.of(consent, today)
    if consent.closed_at is not None or found.state != Consent.State.AWAITING:
        return False
    giver = own_giver(actor, consent.pupil, today)
    return any(party.giver == giver and party.answer is None for party in found.parties)
