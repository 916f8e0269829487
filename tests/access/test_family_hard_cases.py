"""The families that are hard to get right, at every page of /mine/ that there is: a new page is asked by itself.

Whoever has no door finds nothing, word for word as for a child that does not exist; whoever has one finds only what
belongs to that child.
"""

from __future__ import annotations

import copy
import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role
from skoleporten.access.queries import actor_of
from skoleporten.people.models import Guardianship, PupilAccount
from tests.access.routes import NOBODYS, Route, bytes_of, comparable, routes
from tests.hard_case_factories import CHILDREN, MAY, MAY_NOT, Families, make_hard_cases
from tests.pages import signed_in

MINE = "mine/<uuid:child>/"
OPEN = {200, 302, 405}
# Pages of something that these families do not have: a request for full access that is answered.
ONLY_WHEN_ANSWERED = {f"{MINE}kept/answer/", f"{MINE}kept/complaint/"}


def pages_of_a_child() -> list[Route]:
    """Those that take the child and nothing else; what lies deeper is asked in tests/access/test_routes_matrix.py."""
    return [route for route in routes() if route.path.startswith(MINE) and route.objects == ("child",)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_hard_cases()
        transaction.set_rollback(True)


@pytest.fixture
def families(world, db) -> Families:
    return copy.deepcopy(world)


def role_of(who: str) -> str:
    return Role.PUPIL if who in CHILDREN else Role.GUARDIAN


def door_of(families: Families, who: str, role: str = "") -> Client:
    """As guardian or pupil: somebody who also works here has chosen that."""
    client = signed_in(families.users[who])
    session = client.session
    session["role"] = role or role_of(who)
    session.save()
    return client


def answers(families: Families, who: str, child: uuid.UUID) -> dict[str, object]:
    """What each page that the role has answers, by its path."""
    client = door_of(families, who)
    return {route.path: client.get(route.address(child=child)) for route in pages_of(who)}


ASKED: dict[tuple[str, str], dict[str, object]] = {}


def as_it_stands(families: Families, who: str, child: str) -> dict[str, object]:
    """The same, asked once for all tests that change nothing before they ask."""
    if (who, child) not in ASKED:
        ASKED[who, child] = answers(families, who, families.pupils[child].public_id)
    return ASKED[who, child]


def pages_of(who: str) -> list[Route]:
    return [route for route in pages_of_a_child() if role_of(who) in route.policy.roles]


def not_open(found: dict[str, object]) -> dict[str, int]:
    """Which pages somebody with a door did not find."""
    missed = {path: answer.status_code for path, answer in found.items() if answer.status_code not in OPEN}
    return {path: status for path, status in missed.items() if path not in ONLY_WHEN_ANSWERED}


def knock(client: Client, route: Route, child: uuid.UUID) -> object:
    """In the way that the page is asked: what only takes what is sent says so to everybody, of any child."""
    answer = client.get(route.address(child=child))
    return client.post(route.address(child=child)) if answer.status_code == 405 else answer


def test_there_are_pages_to_ask():
    assert len(pages_of_a_child()) >= 3


@pytest.mark.parametrize(("who", "child"), [("mother", "ine"), ("father_apart", "ine"), ("ine", "ine")])
def test_those_who_have_a_door_find_every_page_of_theirs(families, who, child):
    assert not_open(as_it_stands(families, who, child)) == {}


@pytest.mark.parametrize("child", CHILDREN)
def test_each_of_those_who_have_a_door_finds_it(families, child):
    for who in MAY[child]:
        door = reverse("my_child", args=[families.pupils[child].public_id])
        assert door_of(families, who).get(door).status_code == 200, who


@pytest.mark.parametrize("child", CHILDREN)
def test_nobody_else_finds_the_door_and_all_read_the_same(families, child):
    pupil, door = families.pupils[child], next(route for route in pages_of_a_child() if route.name == "my_child")
    for who in sorted(set(families.users) - MAY[child]):
        client = door_of(families, who)
        said = {comparable(knock(client, door, one), str(one)) for one in (pupil.public_id, NOBODYS)}
        assert len(said) == 1, who
        assert said.pop().startswith("404"), who


@pytest.mark.parametrize("child", CHILDREN)
def test_no_page_opens_to_those_who_are_recorded_with_the_child_or_to_a_stranger(families, child):
    """Each page is asked by one guardian and one pupil who have no door; in turn by all of them."""
    pupil = families.pupils[child]
    guardians = sorted(MAY_NOT.get(child, ())) or sorted(families.adults - MAY[child])
    pupils = sorted(set(CHILDREN) - {child})
    for number, route in enumerate(pages_of_a_child()):
        for who in (guardians[number % len(guardians)], pupils[number % len(pupils)]):
            if role_of(who) in route.policy.roles:
                answer = knock(door_of(families, who), route, pupil.public_id)
                assert answer.status_code == 404, (who, route.path)


def test_parents_apart_each_has_a_door_and_neither_stands_in_the_others(families):
    for who, other in (("mother", families.users["father_apart"]), ("father_apart", families.users["mother"])):
        for path, answer in as_it_stands(families, who, "ine").items():
            assert str(other).encode() not in bytes_of(answer), (who, path)


@pytest.mark.parametrize("child", MAY_NOT)
def test_one_without_responsibility_or_barred_or_suspended_is_as_a_stranger(families, child):
    today = timezone.localdate()
    for who in MAY_NOT[child]:
        actor = actor_of(families.users[who], today)
        assert actor.role == Role.GUARDIAN
        assert not gate.visible_to(actor, Purpose.OWN_CHILD, today).exists()
        page = door_of(families, who).get(reverse("start"))
        assert families.pupils[child].given_name.encode() not in bytes_of(page)


def test_a_bar_beats_a_right_that_is_verified(families):
    relation = Guardianship.objects.get(guardian__user=families.users["barred_father"])
    assert relation.decides == Guardianship.Decides.PARENTAL_RESPONSIBILITY
    assert relation.verified_at is not None


def test_a_bar_that_comes_today_shuts_the_door_at_the_next_click(families):
    client = door_of(families, "father_apart")
    address = reverse("my_child", args=[families.pupils["ine"].public_id])
    assert client.get(address).status_code == 200
    relation = Guardianship.objects.get(guardian__user=families.users["father_apart"])
    relation.barred_from, relation.barred_source = timezone.localdate(), "tingretten"
    relation.save()
    assert client.get(address).status_code == 404


def test_foster_care_those_who_have_the_care_decide_and_the_mother_does_not_learn_where(families):
    names = [str(families.users[who]) for who in ("foster_mother", "child_welfare")]
    page = bytes_of(door_of(families, "suspended_mother").get(reverse("start"))).decode()
    assert not [name for name in [*names, families.school.name, "Fritjof"] if name in page]


def test_a_sibling_with_another_father_each_father_sees_his_own_and_the_mother_both(families):
    seen = {who: set(names_in_view(families, who)) for who in ("mother", "father_apart", "father_of_half_brother")}
    assert seen == {"mother": {"Ine", "Halvor"}, "father_apart": {"Ine"}, "father_of_half_brother": {"Halvor"}}
    for who, other in (("father_apart", "Halvor"), ("father_of_half_brother", "Ine")):
        child = "ine" if other == "Halvor" else "halvor"
        for path, answer in as_it_stands(families, who, child).items():
            assert f"{other}sen".encode() not in bytes_of(answer), (who, path)


def names_in_view(families: Families, who: str) -> list[str]:
    today = timezone.localdate()
    seen = gate.visible_to(actor_of(families.users[who], today), Purpose.OWN_CHILD, today)
    return list(seen.values_list("given_name", flat=True))


def test_a_guardian_who_is_also_a_teacher_sees_her_child_as_guardian_and_never_at_work(families):
    child, user, today = families.pupils["torbjorn"], families.users["teacher_and_mother"], timezone.localdate()
    at_work = actor_of(user, today, Role.TEACHER)
    assert gate.may_see(at_work, families.pupils["ine"].pk, Purpose.FOLLOW_UP, today)
    assert not gate.may_see(at_work, child.pk, Purpose.FOLLOW_UP, today)
    client = door_of(families, "teacher_and_mother", Role.TEACHER)
    assert client.get(reverse("pupil", args=[child.public_id])).status_code == 404
    assert client.get(reverse("my_child", args=[child.public_id])).status_code == 404
    assert b"Torbjornsen" not in bytes_of(client.get(reverse("pupils")))


def test_as_guardian_she_has_nothing_of_her_pupils(families):
    client = door_of(families, "teacher_and_mother")
    ine = families.pupils["ine"]
    assert client.get(reverse("pupil", args=[ine.public_id])).status_code == 404
    assert client.get(reverse("my_child", args=[ine.public_id])).status_code == 404


def test_protected_address_a_guardian_sees_the_child_by_name_only_and_never_the_school(families):
    child = families.pupils["skjalg"]
    for path, answer in as_it_stands(families, "named_mother", "skjalg").items():
        assert families.school.name.encode() not in bytes_of(answer), path
    Grant.objects.filter(pupil=child).update(ended_at=timezone.now())
    client = door_of(families, "named_mother")
    assert {knock(client, route, child.public_id).status_code for route in pages_of("named_mother")} == {404}


def test_protected_address_the_child_herself_comes_in_as_ever(families):
    assert names_of_own(families, "skjalg") == ["Skjalg"]


def names_of_own(families: Families, who: str) -> list[str]:
    today = timezone.localdate()
    seen = gate.visible_to(actor_of(families.users[who], today), Purpose.OWN, today)
    return list(seen.values_list("given_name", flat=True))


def born(years: int, days: int = 0) -> dt.date:
    """So that `years` are reached `days` from today."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.date(day.year - years, day.month, min(day.day, 28))


@pytest.mark.parametrize("years", [12, 15, 16])
def test_birthday_a_guardian_still_finds_the_door_and_the_child_too(families, years):
    pupil = families.pupils["ine"]
    pupil.birth_date = born(years)
    pupil.save()
    door = reverse("my_child", args=[pupil.public_id])
    for who in ("mother", "father_apart", "ine"):
        assert door_of(families, who).get(door).status_code == 200, who


@pytest.mark.parametrize("who", ["mother", "ine"])
def test_birthday_at_fifteen_every_page_is_still_there_though_she_decides_more(families, who):
    pupil = families.pupils["ine"]
    pupil.birth_date = born(15)
    pupil.save()
    assert not_open(answers(families, who, pupil.public_id)) == {}


def test_birthday_at_eighteen_the_guardians_doors_shut_and_the_pupils_own_stays(families):
    pupil = families.pupils["ine"]
    today = timezone.localdate()
    mother = actor_of(families.users["mother"], today)
    pupil.birth_date = dt.date(today.year - 18, today.month, min(today.day, 28)) + dt.timedelta(days=40)
    pupil.save()
    assert gate.may_see(mother, pupil.pk, Purpose.OWN_CHILD, today)
    pupil.birth_date = born(18)
    pupil.save()
    client = door_of(families, "father_apart")
    assert {knock(client, route, pupil.public_id).status_code for route in pages_of("father_apart")} == {404}
    assert door_of(families, "ine").get(reverse("my_child", args=[pupil.public_id])).status_code == 200
    assert names_in_view(families, "mother") == ["Halvor"]


def test_an_account_that_is_ended_opens_nothing(families):
    PupilAccount.objects.filter(pupil=families.pupils["ine"]).update(ended_at=timezone.now())
    assert door_of(families, "ine").get(reverse("my_child", args=[families.pupils["ine"].public_id])).status_code == 404


def test_no_page_of_a_family_is_kept_by_a_browser(families):
    for answer in as_it_stands(families, "mother", "ine").values():
        assert "no-store" in answer.headers["Cache-Control"]


def test_on_every_page_of_a_family_one_can_log_out(families):
    for who in ("mother", "ine"):
        for path, answer in as_it_stands(families, who, "ine").items():
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                assert b'<form class="leave" method="post" action="/sign-out/"' in bytes_of(answer), (who, path)
