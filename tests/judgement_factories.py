"""Notes, a turn of the loop, a measure and a goal in a case, one valid row each; a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role, User
from skoleporten.cases.models import Case
from skoleporten.judgement import goals, measures, notes, rounds
from skoleporten.judgement.goals import Wanted
from skoleporten.judgement.measures import Agreed
from skoleporten.judgement.models import Decision, Goal, Measure, Note, Round
from skoleporten.judgement.notes import Written
from skoleporten.judgement.rounds import Decided
from tests.factories import actor_of

SEEN = "Han satt ved døra i ti minutter."
THREE_WEEKS = dt.timedelta(weeks=3)


def owner_of(case: Case) -> Actor:
    return actor_of(case.owner)


def family_actor(user: User, role: str) -> Actor:
    """A guardian's or a pupil's role is held by the relation, and by no grant."""
    return Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=role)


def reader(user: User, purpose: str) -> Actor:
    """As whom somebody reads for a purpose."""
    role = {Purpose.OWN_CHILD: Role.GUARDIAN, Purpose.OWN: Role.PUPIL}.get(Purpose(purpose))
    return family_actor(user, role) if role else actor_of(user)


def make_note(
    case: Case, by: Actor | None = None, observation: str = "Han satt ved døra i ti minutter.", **fields
) -> Note:
    written = Written(**{"seen_on": timezone.localdate(), "observation": observation} | fields)
    return notes.write(by=by or owner_of(case), case=case, written=written, client_id=uuid.uuid4())


def make_round(case: Case, by: Actor | None = None, about: str = "Hvorfor stopper det ved døra?", **fields) -> Round:
    return rounds.begin(by=by or owner_of(case), case=case, about=about, client_id=uuid.uuid4(), **fields)


def decided(**fields) -> Decided:
    defaults = {
        "decided_on": timezone.localdate(), "choice": "Vi møter ham ute.", "reason": "Døra er det vanskelige.",
        "alternatives": "Vente en uke.", "took_part": "Eleven, mor og Ada.", "childs_best": "Han slipper trengselen.",
        "who_is_told": "Kontaktlæreren.", "why_not_heard": "Han ville vente til uka etter.",
    }  # fmt: skip
    if fields.get("story") or fields.get("words"):
        defaults["why_not_heard"] = ""
    return Decided(**defaults | fields)


def make_decision(of: Round, by: Actor | None = None, **fields) -> Decision:
    return rounds.decide(by=by or owner_of(of.case), of=of, decided=decided(**fields), client_id=uuid.uuid4())


def make_measure(of: Round, by: Actor | None = None, **fields) -> Measure:
    today = timezone.localdate()
    defaults = {
        "problem": "Døra er vanskelig.", "what": "Vi møtes ved benken.", "who": "Ada", "starts_on": today,
        "evaluate_on": today + THREE_WEEKS,
    }  # fmt: skip
    agreed = Agreed(**defaults | fields)
    return measures.start(by=by or owner_of(of.case), of=of, agreed=agreed, client_id=uuid.uuid4())


def make_goal(case: Case, by: Actor | None = None, words: str = "Jeg vil bli med på turen.", **fields) -> Goal:
    defaults = {
        "words": words, "noticed_by": "Jeg sitter i bussen.", "said_by": "pupil", "participation": "social",
        "approach": "mastery",
    }  # fmt: skip
    wanted = Wanted(**defaults | fields)
    return goals.set_goal(by=by or owner_of(case), case=case, wanted=wanted, client_id=uuid.uuid4())
