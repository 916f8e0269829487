"""A pupil with something of many kinds, a family around her, and requests for everything."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role, User
from skoleporten.access_requests import requests
from skoleporten.access_requests.models import AccessRequest
from skoleporten.access_requests.reading import Listing
from skoleporten.cases.models import Case
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.judgement import Audience
from tests.case_factories import make_named_case
from tests.factories import actor_of, make_enrolment, make_guardianship, make_pupil, make_pupil_account, make_user
from tests.judgement_factories import family_actor, make_goal, make_measure, make_note, make_round
from tests.talk_factories import make_story

ONLY_HERE = "Pappa roper om kvelden."
OF_THE_OTHER = "Jeg tror det handler om faren hans."
OF_TEAM = "Ane sto lenge ved porten."
NAMES_ANOTHER = "Hun lo sammen med Truls Bergersen."
SHARED = "Ane var med på turen."


@dataclass(frozen=True)
class Family:
    case: Case
    pupil: Pupil
    lead: Actor
    mother: Guardian
    father: Guardian
    child: Actor

    @property
    def mum(self) -> Actor:
        return family_actor(self.mother.user, Role.GUARDIAN)

    @property
    def dad(self) -> Actor:
        return family_actor(self.father.user, Role.GUARDIAN)


def make_family_of(born: dt.date | None = None) -> Family:
    case = make_named_case()
    pupil = case.pupil
    pupil.birth_date = born or years_ago(10)
    pupil.save()
    mother, father = (
        Guardian.objects.create(user=make_user(), given_name=name, family_name="Holm") for name in ("Mona", "Fridtjof")
    )
    for guardian in (mother, father):
        make_guardianship(pupil, guardian)
    child: User = make_pupil_account(pupil).user
    return Family(case, pupil, actor_of(case.owner), mother, father, family_actor(child, Role.PUPIL))


def make_things(family: Family) -> None:
    """Something that the family sees, that only the team sees, that names another, that was told in confidence."""
    case, lead = family.case, family.lead
    classmate = make_pupil("Truls", "Bergersen")
    make_enrolment(family.pupil.enrolments.first().school, classmate)
    make_note(case, lead, OF_TEAM)
    make_note(case, lead, NAMES_ANOTHER)
    make_note(case, lead, SHARED, audiences=frozenset({Audience.TEAM, Audience.GUARDIAN, Audience.PUPIL}))
    make_story(case.intake, lead, words=ONLY_HERE)
    make_story(case.intake, lead, teller="guardian", guardian=family.father, words=OF_THE_OTHER, part="guardians_story")
    make_goal(case, lead)
    make_measure(make_round(case, lead), lead)


def make_request(family: Family, by: Actor | None = None, words: str = "Notatene, takk.") -> AccessRequest:
    return requests.ask(
        by=by or family.mum, pupil=family.pupil, words=words, client_id=uuid.uuid4(), today=timezone.localdate()
    )  # fmt: skip


def listing_of(request: AccessRequest) -> Listing:
    return Listing(AccessRequest.objects.get(pk=request.pk), timezone.localdate())


def years_ago(years: int, days: int = 0) -> dt.date:
    """The birthday of somebody who is that old and so many days more."""
    today = timezone.localdate()
    try:
        born = today.replace(year=today.year - years)
    except ValueError:
        born = today.replace(year=today.year - years, day=28)
    return born - dt.timedelta(days=days)
