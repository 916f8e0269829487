"""Random worlds: the gate and the oracle agree on every person, role, purpose, child and day."""

import datetime as dt

import pytest

from skoleporten.access import gate, queries
from skoleporten.access.actor import Held
from skoleporten.access.models import User
from tests.access import oracle
from tests.access.tally import Tally
from tests.access.worlds import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_gate_and_oracle_agree(seed):
    tally = Tally()
    World(seed).check(3, tally)
    assert (tally.leaks, tally.hidden) == (0, 0), tally.first_fault
    assert tally.seen > 0, "a world in which nobody sees anybody tells nothing"


def test_whoever_is_in_view_is_found_alone_too():
    world = World(99, people_count=6, children=15)
    day = world.day()
    for person in world.people:
        user = User.objects.get(pk=person.key)
        for held in queries.held_by(user, day):
            actor = queries.actor_of(user, day, held.role, school=held.school)
            for child in world.children:
                for purpose in gate.Purpose:
                    expected = oracle.may_see(person, held.role, held.school_id, purpose, child, day)
                    found = gate.may_see(actor, child.key, purpose, day)
                    assert found is expected, (person, held, purpose, child, day)


def test_the_former_school_sees_rows_up_to_the_day_the_oracle_names():
    world = World(200)
    days = [world.day() for _ in range(6)]
    found = sum(compare_former(world, person, day) for person in world.people for day in days)
    assert found > 0, "no school lost anybody in this world"


def compare_former(world: World, person: oracle.Person, day: dt.date) -> int:
    user = User.objects.get(pk=person.key)
    led = [held for held in queries.held_by(user, day) if held.role == "school_leader"]
    return sum(compare_former_at(world, person, held, day) for held in led)


def compare_former_at(world: World, person: oracle.Person, held: Held, day: dt.date) -> int:
    actor = queries.actor_of(User.objects.get(pk=person.key), day, held.role, school=held.school)
    seen = 0
    for child in world.children:
        limit = gate.rows_before(actor, child.key, day)
        if oracle.may_see(person, held.role, held.school_id, "former_school", child, day):
            assert limit == oracle.day_it_lost(held.school_id, child, day) + dt.timedelta(days=1)
            seen += 1
        else:
            assert limit is None
    return seen
