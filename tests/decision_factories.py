"""Meetings and decisions of the intake, with texts as people of ours would write them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.intake import deciding, meetings
from skoleporten.intake.grounds_of_decision import Decided
from skoleporten.intake.meetings import Attendee, Held
from skoleporten.intake.models import Decision, Intake, Meeting, Story
from skoleporten.people.models import Pupil
from skoleporten.rules.decision import Kind, Outcome
from skoleporten.rules.measure import Measure
from skoleporten.schools.models import School
from tests.consent_factories import consent_in_force, years_ago
from tests.factories import actor_of, make_enrolment, make_guardianship, make_pupil, make_school
from tests.intake_factories import make_intake, make_lead
from tests.letters import WRITTEN

TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=21)
OF_DECISIONS = ("reason", "alternatives", "pupils_view", "facts", "legal_rule", "grounds", "what_happens_now")
CHOICE = {
    "nb": "Ola får plass i en liten gruppe. Han har to voksne som er der hver dag.",
    "nn": "Ola får plass i ei lita gruppe. Han har to vaksne som er der kvar dag.",
    "en": "Ola gets a place in a small group. Two adults are there each day.",
}
BEST = {
    "nb": "Ola trenger ro først. Så kan han være mer sammen med andre.",
    "nn": "Ola treng ro først. Så kan han vere meir saman med andre.",
    "en": "Ola needs peace first. Then he can be more with others.",
}
TO_PUPIL = {
    "nb": "Du sa at du vil ha et stille sted. Det får du. Vi prøver en ting om gangen.",
    "nn": "Du sa at du vil ha ein stille stad. Det får du. Vi prøver ein ting om gongen.",
    "en": "You said that you want a quiet place. You get it. We try one thing at a time.",
}


def texts(language: str = "nb") -> dict[str, str]:
    own = {name: str(WRITTEN[language][name]) for name in (*OF_DECISIONS, "who_is_told")}
    return own | {"choice": CHOICE[language], "childs_best": BEST[language], "to_pupil": TO_PUPIL[language]}


def make_referred_pupil(school: School | None = None, **fields) -> Pupil:
    """Ten years old, at a school, with a guardian who decides."""
    pupil = make_pupil("Ola", **{"birth_date": years_ago(10)} | fields)
    make_enrolment(school or make_school("Solvik skole"), pupil, 5, start=dt.date(2025, 8, 1))
    make_guardianship(pupil)
    return pupil


def in_intake(pupil: Pupil | None = None, **fields) -> Intake:
    return make_intake(pupil or make_referred_pupil(), **{"state": "in_intake"} | fields)


def make_meeting(intake: Intake | None = None, by: Actor | None = None, **fields) -> Meeting:
    """Held an hour ago, with the pupil, all guardians and a teacher."""
    intake = intake or in_intake()
    assert intake.pupil is not None
    guardians = [one.guardian for one in intake.pupil.guardianships.select_related("guardian")]
    there = [Attendee(str(one), "Foresatt", was_there=True, guardian=one) for one in guardians]
    defaults = {
        "held_at": timezone.now() - dt.timedelta(minutes=1), "place": "Skolegata 1", "pupil_was": "all",
        "how_pupil_was_heard": "Ola fortalte selv.", "summary": "Vi snakket om høsten.",
        "attendees": (*there, Attendee("Berit Lie", "Kontaktlærer", was_there=True)),
    }  # fmt: skip
    by = by or actor_of(make_lead())
    return meetings.hold(by=by, intake=intake, held=Held(**defaults | fields), client_id=uuid.uuid4())


def tell_story(intake: Intake) -> Story:
    return Story.objects.create(
        intake=intake, client_id=uuid.uuid4(), part="childs_story", teller="pupil", telling="told", told_on=TODAY,
        words="Det er bråk i klassen.", written_by=make_lead(),
    )  # fmt: skip


def a_measure(**fields) -> Measure:
    defaults = {
        "problem": "Ola får ikke ro.", "measure": "Et stille rom i første time.", "starts": TODAY,
        "who": "Kontaktlærer Berit Lie", "evaluated_on": LATER,
    }  # fmt: skip
    return Measure(**defaults | fields)


def decided(outcome: str = Outcome.MORE_TO_FIND_OUT, kind: str = Kind.AGREEMENT, **fields) -> Decided:
    """Complete for its outcome and kind; the child's story is not told yet, and it says why."""
    made = Decided(
        outcome=outcome, kind=kind, language="nb", decided_on=TODAY, told_at=timezone.now(), told_how="meeting",
        is_story_heard=False, childs_story="Ola vil vente til han kjenner oss.", texts=texts(),
    )  # fmt: skip
    return replace(made, **_needed(outcome, kind) | fields)


def _needed(outcome: str, kind: str) -> dict[str, object]:
    found: dict[str, object] = {}
    if outcome in (Outcome.WAITING, Outcome.MORE_TO_FIND_OUT):
        found["next_review"] = LATER
    if outcome == Outcome.WAITING:
        found["followed_up_by"] = make_lead()
    if outcome == Outcome.SCHOOL_WITH_MEASURES:
        found["measures"] = (a_measure(),)
    if kind == Kind.REDIRECTION:
        found |= {"receiver": "Solvik skole", "follower": "Berit Lie"}
    if kind == Kind.INDIVIDUAL_DECISION:
        found |= {
            "complaint_deadline": LATER, "complaint_instance": "Statsforvalteren", "complaint_to": "post@example.no",
        }  # fmt: skip
    return found


def decide(intake: Intake | None = None, by: Actor | None = None, asked: Decided | None = None) -> Decision:
    """In a meeting held just now, by a lead; with the consent that a place in Skoleporten needs."""
    intake, asked = intake or in_intake(), asked or decided()
    assert intake.pupil is not None
    if asked.outcome == Outcome.SKOLEPORTEN:
        consent_in_force(intake.pupil, "join_skoleporten")
    by, newest = by or actor_of(make_lead()), deciding.newest_of(intake)
    meeting = intake.meetings.first() or make_meeting(intake, by)
    seen = newest.public_id if newest else None
    return deciding.decide(by=by, meeting=meeting, decided=asked, client_id=uuid.uuid4(), seen=seen)
