"""What lies in the database before, during and after a pulse tells nothing of a person to whoever reads all of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from skoleporten.access.models import User
from skoleporten.climate.jobs import seal_anew
from skoleporten.climate.models import Pulse
from skoleporten.climate.sealing import opened
from tests.climate_factories import MIDDLE, STRONG, WEAK, answer, close, make_group, open_pulse
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
MIXED = (1, 3, 4, 2, 0, 1, 3, 2)


def whole_database() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table in the order in which the engine keeps them, without looking for any order."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY {place}")
            found[model._meta.db_table] = cursor.fetchall()
    return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[int]]:
    """Of each table that differs, the columns that do; -1 where there are more or fewer rows."""
    found = {}
    for table, rows in before.items():
        if len(rows) != len(after[table]):
            found[table] = [-1]
        elif rows != after[table]:
            pairs = zip(rows, after[table], strict=True)
            found[table] = sorted({at for a, b in pairs for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y})
    return found


def column(name: str) -> int:
    return [field.column for field in Pulse._meta.concrete_fields].index(name)


def closed_after(people: Sequence[User], given: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Opened, answered in this order and closed; then forgotten, so that the next may be."""
    pulse = open_pulse(people[0])
    for user, answers in zip(people, given, strict=True):
        answer(pulse, user, answers)
    close(pulse, people[0])
    row = Pulse.objects.filter(pk=pulse.pk).values().get()
    Pulse.objects.filter(pk=pulse.pk).delete()
    return {name: value for name, value in row.items() if name not in {"id", "public_id", "client_id"}}


def test_an_answer_changes_one_sealed_text_and_nothing_else_anywhere():
    """Not even its length; no event, no row, no time, no number of who has answered."""
    people = make_group(6)
    pulse = open_pulse(people[0])
    lengths = set()
    before = whole_database()
    for user, given in zip(people, (STRONG, WEAK, MIDDLE, MIXED, STRONG, WEAK), strict=True):
        answer(pulse, user, given)
        after = whole_database()
        assert changed(before, after) == {Pulse._meta.db_table: [column("sealed")]}
        lengths.add(len(after[Pulse._meta.db_table][0][column("sealed")]))
        before = after
    assert len(lengths) == 1


def test_an_answer_sent_again_looks_like_any_other():
    """An onlooker who compares two copies of the database can not tell a new answer from one that was sent again."""
    people = make_group()
    pulse = open_pulse(people[0])
    answer(pulse, people[1])
    before = whole_database()
    answer(pulse, people[1], WEAK)
    assert changed(before, whole_database()) == {Pulse._meta.db_table: [column("sealed")]}


def test_two_backups_differ_whether_or_not_anybody_answered_between_them():
    assert seal_anew.func() == 0
    people = make_group()
    pulse = open_pulse(people[0])
    answer(pulse, people[1], MIXED)
    before, sums = whole_database(), opened(Pulse.objects.get())
    assert seal_anew.func() == 1
    assert changed(before, whole_database()) == {Pulse._meta.db_table: [column("sealed")]}
    assert opened(Pulse.objects.get()) == sums


def test_the_same_answers_in_any_order_and_of_any_person_leave_the_same_row():
    people = make_group(5)
    given = [STRONG, STRONG, MIXED, MIDDLE, WEAK]
    first = closed_after(people, given)
    for seed in range(4):
        order = random.Random(seed)
        shuffled, others = list(people[1:]), list(given)
        order.shuffle(shuffled)
        order.shuffle(others)
        assert closed_after([people[0], *shuffled], others) == first


def test_quite_different_groups_leave_the_same_row():
    """What one sees of all who are strong, one sees of some who are and some who are less so."""
    people = make_group(5)
    all_strong = closed_after(people, [STRONG] * 5)
    assert closed_after(people, [STRONG, STRONG, STRONG, STRONG, MIDDLE]) == all_strong
    assert (all_strong["safety"], all_strong["openness"]) == (2, 2)


def test_no_table_of_the_climate_has_a_row_of_an_answer():
    names = {model._meta.label for model in apps.get_app_config("climate").get_models()}
    assert names == {"climate.ItemSet", "climate.Pulse"}
    assert not hasattr(Pulse, "history"), "a history would keep every state of the sums"


def test_an_answer_sent_from_the_page_leaves_no_more_than_one_sent_by_the_code():
    """Neither a draft, nor a message that waits in a session, nor a time at which somebody was there."""
    people = make_group()
    pulse = open_pulse(people[0])
    client = signed_in(people[1])
    client.get("/climate/answer/")
    before = whole_database()
    sent = {f"statement_{number}": points for number, points in enumerate(MIXED)} | {"pulse": pulse.public_id}
    assert client.post("/climate/answer/", sent).status_code == 302
    client.get("/climate/")
    assert changed(before, whole_database()) == {Pulse._meta.db_table: [column("sealed")]}
