"""What is told in an intake talk, one valid row each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.intake import factors, own_questions, stories, talk
from skoleporten.intake.models import Informant, Intake, NearPerson, Story
from skoleporten.intake.stories import Told
from skoleporten.intake.talk import Near
from skoleporten.people.models import Guardian
from tests.factories import make_administrator, make_enrolment, make_pupil, make_school
from tests.intake_factories import make_intake, make_team_member

QUESTIONS = """
id = "ours"
version = "1"
[name]
nb = "Våre"
nn = "Våre"
en = "Ours"

[[question]]
id = "way-to-school"
kind = "choice"
class = "personal"
asked_in = "talk"
choices = [
  { id = "walks", text = { nb = "Går", nn = "Går", en = "Walks" } },
  { id = "bus", text = { nb = "Buss", nn = "Buss", en = "Bus" } },
]
[question.text]
nb = "Hvordan kommer eleven til skolen?"
nn = "Korleis kjem eleven til skulen?"
en = "How does the pupil get to school?"

[[question]]
id = "sleep"
kind = "number"
class = "special"
asked_in = "talk"
least = 0
most = 24
[question.text]
nb = "Hvor mange timer søvn?"
nn = "Kor mange timar søvn?"
en = "How many hours of sleep?"

[[question]]
id = "group"
kind = "text"
class = "personal"
asked_in = "schools_account"
required = true
[question.text]
nb = "Hvilken gruppe hører eleven til?"
nn = "Kva gruppe høyrer eleven til?"
en = "Which group does the pupil belong to?"

[[question]]
id = "health"
kind = "text"
class = "special"
asked_in = "schools_account"
[question.text]
nb = "Vet skolen om noe med helsen?"
nn = "Veit skulen om noko med helsa?"
en = "Does the school know of anything about health?"
"""


def today() -> dt.date:
    return timezone.localdate()


def acting(user: User, role: str) -> Actor:
    actor = queries.actor_of(user, today(), role)
    assert actor is not None
    return actor


def team_actor() -> Actor:
    return acting(make_team_member(), Role.TEAM)


def make_talk(**names: str) -> Intake:
    """The intake of a pupil who goes to a school."""
    pupil = make_pupil(**names)
    make_enrolment(make_school(), pupil)
    return make_intake(pupil)


def told(part: str = "childs_story", teller: str = "pupil", words: str = "Det er bråk.", **fields) -> Told:
    return Told(part=part, teller=teller, telling=fields.pop("telling", "told"), told_on=today(), words=words, **fields)


def make_story(intake: Intake | None = None, by: Actor | None = None, **fields) -> Story:
    school = fields.pop("school", None)
    return stories.tell(
        by=by or team_actor(), intake=intake or make_talk(), told=told(**fields), client_id=uuid.uuid4(), school=school
    )


def make_guardians_story(intake: Intake, guardian: Guardian, **fields) -> Story:
    fields = {"part": "guardians_story", "teller_name": str(guardian)} | fields
    return make_story(intake, teller="guardian", guardian=guardian, **fields)


def make_informant(intake: Intake | None = None, kind: str = "pupil", by: Actor | None = None, **fields) -> Informant:
    return factors.add_informant(
        by=by or team_actor(), intake=intake or make_talk(), kind=kind, client_id=uuid.uuid4(), **fields
    )


def make_near(intake: Intake | None = None, name: str = "Farmor", by: Actor | None = None, **fields) -> NearPerson:
    near = Near(name, **{"place": "family", "ring": 1, "said_by": "pupil"} | fields)
    return talk.add_near(by=by or team_actor(), intake=intake or make_talk(), near=near, client_id=uuid.uuid4())


def use_questions(text: str = QUESTIONS, *, hypotheses: bool | None = None) -> Actor:
    """As the administrator chooses."""
    by = acting(make_administrator(), Role.ADMINISTRATOR)
    own_questions.ask(by=by, text=text)
    if hypotheses is not None:
        own_questions.use_hypotheses(by=by, is_on=hypotheses)
    return by
