"""A pupil with a way in, a plan, and what she says; made through the actions. A test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.people.models import Guardian, Pupil
from skoleporten.plans.answers import Said as SaidToStep
from skoleporten.plans.models import PlanStep
from skoleporten.rules.plan import Answer
from skoleporten.rules.supports import How, Kind, Says, When
from skoleporten.schools.models import School
from skoleporten.supports import class_texts, lists, talks
from skoleporten.supports.lists import Said
from skoleporten.supports.models import ClassText, Support, TalkWish
from skoleporten.supports.talks import Wish
from tests.factories import make_guardian, make_guardianship, make_pupil_account, make_user
from tests.judgement_factories import family_actor
from tests.plan_factories import at, make_planned_case, make_pupil_at_school, make_step, week

DAY = dt.timedelta(days=1)


@dataclass
class Family:
    """One pupil of the programme, herself and one guardian with a way in each, and the school she goes to."""

    pupil: Pupil
    case: Case
    user: User
    guardian: Guardian
    school: School

    @property
    def actor(self) -> Actor:
        return family_actor(self.user, Role.PUPIL)

    @property
    def guardians_actor(self) -> Actor:
        return family_actor(self.guardian.user, Role.GUARDIAN)

    def mine(self, tail: str = "") -> str:
        return f"/mine/{self.pupil.public_id}/{tail}"

    def cases(self, tail: str = "") -> str:
        return f"/cases/{self.case.public_id}/{tail}"


def born(age: int, on: dt.date | None = None) -> dt.date:
    """Of whoever is `age` on that day, since half a year."""
    return (on or timezone.localdate()) - dt.timedelta(days=age * 365 + 183)


def make_family(age: int = 14, **fields: Any) -> Family:
    """Begun eight weeks ago, with a calendar of sixteen weeks around today."""
    today = timezone.localdate()
    first = today - (today.weekday() + 56) * DAY
    pupil = make_pupil_at_school(first, weeks=16)
    pupil.birth_date = born(age)
    pupil.save()
    case = make_planned_case(pupil, opened_at=at(first), **fields)
    relation = make_guardianship(pupil, make_guardian(make_user()))
    account = make_pupil_account(pupil)
    stay = pupil.enrolments.select_related("school").get()
    return Family(pupil, case, account.user, relation.guardian, stay.school)


def make_week(family: Family, minutes: int = 30, *, days_from_now: int = 0, **fields: Any) -> PlanStep:
    starts = max(timezone.localdate() + days_from_now * DAY, timezone.localdate(family.case.opened_at))
    return make_step(family.case, week(minutes), starts_on=starts, now=fields.pop("now", timezone.now()), **fields)


def not_asked() -> SaidToStep:
    return SaidToStep(Answer.NOT_ASKED, timezone.localdate(), why_not_asked="Vi spør i morgen.")


def make_line(
    family: Family, words: str = "At noen venter ute.", kind: Kind = Kind.HELPS, *readers: str, by: Actor | None = None
) -> Support:
    said = Said(words, frozenset(readers))
    return lists.add(by=by or family.actor, pupil=family.pupil, kind=kind, said=said, client_id=uuid.uuid4())


def make_wish(family: Family, words: str = "Jeg sover dårlig.", adult: User | None = None) -> TalkWish:
    wish = Wish(How.WALK, When.THIS_WEEK, adult, words)
    return talks.ask(by=family.actor, pupil=family.pupil, wish=wish, client_id=uuid.uuid4())


def make_class_text(family: Family, by: Actor, words: str = "Hun er en del på Skoleporten denne høsten.") -> ClassText:
    return class_texts.propose(
        by=by, pupil=family.pupil, words=words, who_tells="Kontaktlæreren", client_id=uuid.uuid4()
    )


def answer_text(text: ClassText, by: Actor, key: str, says: Says = Says.YES, words: str = "") -> None:
    class_texts.answer(by=by, text=text, key=key, says=says, words=words, client_id=uuid.uuid4())
