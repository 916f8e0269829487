"""Trials of the offer, and what they rest on; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.development import actions
from skoleporten.development.actions import Seen
from skoleporten.development.models import Look, Trial
from tests.factories import actor_of

ABOUT = "Hvorfor går det lettere når det er få ved døra?"
TRIES = "Vi møter hver elev med én voksen den første uken."
FOUR_WEEKS = dt.timedelta(weeks=4)


def make_trial(owner: User, **fields) -> Trial:
    """Begun today, and looked at in four weeks."""
    today = timezone.localdate()
    given = {"about": ABOUT, "tries": TRIES, "starts_on": today, "evaluate_on": today + FOUR_WEEKS} | fields
    return actions.start(by=actor_of(owner), client_id=given.pop("client_id", uuid.uuid4()), **given)


def make_idea(owner: User, about: str = "Hva om dagen begynte senere?", **fields) -> Trial:
    return actions.note_idea(by=actor_of(owner), about=about, client_id=uuid.uuid4(), **fields)


def make_due(owner: User, **fields) -> Trial:
    today = timezone.localdate()
    return make_trial(owner, starts_on=today - FOUR_WEEKS, evaluate_on=today, **fields)


def look_at(by: Actor, trial: Trial, decided: str = "end", **fields) -> Look:
    given = {"seen": "To av tre kom inn uten å vente.", "keep": "Én voksen ved døra."} | fields
    if decided != "end":
        given.setdefault("evaluate_on", timezone.localdate() + FOUR_WEEKS)
    client_id = given.pop("client_id", uuid.uuid4())
    return actions.look(by=by, trial=trial, seen=Seen(decided=decided, **given), client_id=client_id)
