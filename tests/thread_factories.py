"""Made-up families that write to the team: a pupil with two guardians apart, a member of the team, a lead."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.queries import actor_of
from skoleporten.cases.models import Case
from skoleporten.people.models import Guardian, Pupil
from skoleporten.threads import writing
from skoleporten.threads.models import Message, Thread
from skoleporten.threads.writing import Opened
from tests.factories import make_enrolment, make_guardianship, make_pupil, make_pupil_account, make_school, make_user
from tests.intake_factories import make_case, make_lead, make_team_member


@dataclass(frozen=True)
class Family:
    """`mother` and `father` both decide, and have a log-in each; the case is owned by `siri` of the team."""

    pupil: Pupil
    ane: User
    mother: Guardian
    father: Guardian
    siri: User
    lead: User
    case: Case


def make_family(given_name: str = "Ane", family_name: str = "Holm") -> Family:
    pupil = make_pupil(given_name, family_name)
    make_enrolment(make_school(), pupil)
    ane = make_pupil_account(pupil).user
    mother, father = (make_deciding_guardian(pupil, name) for name in ("Mona", "Frode"))
    siri, lead = make_team_member(), make_lead()
    return Family(pupil, ane, mother, father, siri, lead, make_case(pupil, siri))


def make_deciding_guardian(pupil: Pupil, given_name: str, **fields) -> Guardian:
    user = make_user(display_name=given_name, email=f"{uuid.uuid4().hex}@example.no")
    guardian = Guardian.objects.create(user=user, given_name=given_name, family_name=f"Etter{given_name.lower()}")
    make_guardianship(pupil, guardian, **fields)
    return guardian


def acting(user: User, role: str | None = None) -> Actor:
    actor = actor_of(user, timezone.localdate(), role)
    assert actor is not None
    return actor


def make_thread(by: User, pupil: Pupil, text: str = "Kan vi flytte møtet?", **fields) -> Thread:
    """`fields` are those of Opened, and client_id."""
    client_id = fields.pop("client_id", uuid.uuid4())
    opened = Opened(**{"matter": "meeting", "text": text} | fields)
    return writing.open_thread(by=acting(by), pupil=pupil, opened=opened, client_id=client_id)


def make_answer(by: User, thread: Thread, text: str = "Ja, onsdag passer.") -> Message:
    return writing.answer(by=acting(by), thread=thread, text=text, client_id=uuid.uuid4())
