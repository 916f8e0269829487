"""What is told in an intake talk: a word for each, with whom it is for."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.intake import factors, own_questions
from skoleporten.intake.factors import Instrument, Said
from skoleporten.intake.models import Intake
from skoleporten.rules.questions import AskedIn
from skoleporten.schools.models import School
from tests.factories import actor_of
from tests.talk_factories import make_informant, make_near, make_story, use_questions

THE_TEAM = frozenset({Role.TEAM, Role.LEAD})
# Each one's account of the factors stands on the page of the case, which a specialist named there reads too.
WHO_FOLLOW_THE_CASE = THE_TEAM | {Role.SPECIALIST}
THE_SCHOOL_TOO = THE_TEAM | {Role.SCHOOL_LEADER}
# The pupil's own words, which the pupil reads whosesoever else they are.
THE_PUPIL_TOO = THE_TEAM | {Role.PUPIL}


def told_in_talk(
    intake: Intake, whose: str, school: School, leader: User
) -> tuple[dict[str, uuid.UUID], list[tuple[str, frozenset[str]]]]:
    """The things by name, and each word with the roles that may read it of a pupil of their own."""
    by = actor_of(intake.owner)
    story = make_story(intake, by, words=f"Kanarifortelling{whose}", by_whom=f"Kanariskriver{whose}")
    make_story(intake, by, words=f"Kanariforskolen{whose}", audiences=frozenset({"school"}))
    at_school = make_story(
        intake, actor_of(leader), part="schools_story", teller="school", words=f"Kanariskolen{whose}", school=school
    )
    near = make_near(intake, f"Kanarinær{whose}", by, words=f"Kanarigodt{whose}")
    informant = make_informant(intake, "teacher", by, name=f"Kanarilærer{whose}")
    said = {"transitions": Said("observed", f"Kanarisett{whose}", f"Kanaristyrke{whose}")}
    factors.write_account(by=by, informant=informant, said=said, seen_version=1)
    scales = Instrument("SRAS-R", "C", f"Kanarilisens{whose}", timezone.localdate())
    score = factors.add_scores(
        by=by, informant=informant, instrument=scales, scores=[(f"Kanariskala{whose}", Decimal(3))],
        client_id=uuid.uuid4(),
    )[0]  # fmt: skip
    use_questions(hypotheses=True)
    supposed = factors.suppose(
        by=by, intake=intake, kind="elsewhere", words=f"Kanaritanke{whose}", client_id=uuid.uuid4()
    )
    _answer(intake, whose, school, leader)
    things = {"story": story, "near": near, "informant": informant, "score": score, "hypothesis": supposed}
    of_the_team = [str(row.public_id) for row in (*things.values(), at_school)]
    return {name: row.public_id for name, row in things.items()}, list(_words(whose, of_the_team))


def _words(whose: str, of_the_team: list[str]) -> Iterator[tuple[str, frozenset[str]]]:
    only = ("skriver", "nær", "godt", "lisens", "skala", "tanke", "helse")
    for text in (*of_the_team, *(f"Kanari{one}{whose}" for one in only)):
        yield text, THE_TEAM
    for one in ("lærer", "sett", "styrke"):
        yield f"Kanari{one}{whose}", WHO_FOLLOW_THE_CASE
    yield f"Kanarifortelling{whose}", THE_PUPIL_TOO
    yield f"Kanariforskolen{whose}", THE_SCHOOL_TOO | THE_PUPIL_TOO
    for one in ("skolen", "gruppe"):
        yield f"Kanari{one}{whose}", THE_SCHOOL_TOO


def _answer(intake: Intake, whose: str, school: School, leader: User) -> None:
    """Of a special category the school does not even read back what it wrote itself."""
    own_questions.answer(
        by=actor_of(leader), intake=intake, place=AskedIn.SCHOOLS_ACCOUNT, seen_version=0, school=school,
        values={"group": f"Kanarigruppe{whose}", "health": f"Kanarihelse{whose}"},
    )  # fmt: skip
