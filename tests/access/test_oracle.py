"""Random worlds: the gate and the oracle agree on every person, pupil, purpose and day."""

import datetime as dt
import os
import random

import pytest
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, User
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.schools.models import School
from tests.access.oracle import Child, NamedGrant, Stay, may_see

pytestmark = pytest.mark.django_db

# SKOLEPORTEN_ACCESS_WORLDS=700 makes about a million checks, for a release.
WORLDS = int(os.environ.get("SKOLEPORTEN_ACCESS_WORLDS", "4"))
PUPILS, SCHOOLS, PEOPLE, DAYS = 40, 3, 4, 5
FIRST = dt.date(2025, 7, 25)
ROLES = ("school_leader", "administrator", "teacher", "")
PURPOSES = ("follow_up", "import", "statistics")


class World:
    """The same things twice: as rows for the gate, as plain values for the oracle."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.schools = [
            School.objects.create(source_id=f"s{seed}-{n}", name=f"S{n}", first_grade=1, last_grade=10).pk
            for n in range(SCHOOLS)
        ]
        self.people = [User.objects.create(username=f"u{seed}-{n}", display_name=f"U{n}").pk for n in range(PEOPLE)]
        self.children = [self.make_child(seed, n) for n in range(PUPILS)]

    def day(self) -> dt.date:
        return FIRST + dt.timedelta(days=self.random.randrange(30))

    def make_child(self, seed: int, number: int) -> Child:
        protected = self.random.random() < 0.3
        pupil = Pupil.objects.create(source_id=f"p{seed}-{number}", protected=protected)
        child = Child(pupil.pk, protected)
        starts = self.random.sample(range(30), self.random.randrange(4))
        for start in starts:
            self.make_stay(child, FIRST + dt.timedelta(days=start))
        for _ in range(self.random.randrange(3)):
            self.make_grant(child)
        return child

    def make_stay(self, child: Child, first: dt.date) -> None:
        last = None if self.random.random() < 0.4 else first + dt.timedelta(days=self.random.randrange(20))
        stay = Stay(self.random.choice(self.schools), first, last, replaced=self.random.random() < 0.2)
        child.stays.append(stay)
        Enrolment.objects.create(
            pupil_id=child.key,
            school_id=stay.school,
            grade=5,
            start=stay.first_day,
            end=stay.last_day,
            superseded_at=timezone.now() if stay.replaced else None,
        )

    def make_grant(self, child: Child) -> None:
        first = self.day()
        grant = NamedGrant(
            person=self.random.choice(self.people),
            role="school_leader",
            school=self.random.choice(self.schools),
            first_day=first,
            last_day=first + dt.timedelta(days=self.random.randrange(15)),
            ended=self.random.random() < 0.2,
        )
        child.named_grants.append(grant)
        Grant.objects.create(
            user_id=grant.person,
            role=grant.role,
            school_id=grant.school,
            pupil_id=child.key,
            start=grant.first_day,
            end=grant.last_day,
            ended_at=timezone.now() if grant.ended else None,
        )

    def actor(self) -> Actor:
        person = self.random.choice([*self.people, None])
        schools = frozenset(self.random.sample(self.schools, self.random.randrange(SCHOOLS + 1)))
        role = self.random.choice((*ROLES, "school_leader", "school_leader"))
        return Actor(user_id=person, user_public_id="", name="", role=role, school_ids=schools)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_gate_and_oracle_agree(seed):
    world = World(seed)
    seen_by_both = 0
    for _ in range(12):
        actor, purpose = world.actor(), world.random.choice(PURPOSES)
        for _ in range(DAYS):
            day = world.day()
            by_gate = set(gate.pupils(actor, purpose, day).values_list("pk", flat=True))
            by_oracle = {
                child.key
                for child in world.children
                if may_see(actor.user_id, actor.role, set(actor.school_ids), purpose, child, day)
            }
            assert by_gate == by_oracle, (actor, purpose, day)
            seen_by_both += len(by_oracle)
    assert seen_by_both > 0, "a world in which nobody sees anybody tells nothing"


def test_whoever_is_in_view_is_found_alone_too():
    world = World(99)
    actor = Actor(
        user_id=world.people[0], user_public_id="", name="", role="school_leader", school_ids=frozenset(world.schools)
    )
    for child in world.children:
        day = world.day()
        expected = may_see(actor.user_id, actor.role, set(actor.school_ids), "follow_up", child, day)
        assert gate.may_see(actor, child.key, "follow_up", day) is expected
