"""A pulse from its opening to its closing: what is kept, what is shown, and what is refused."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from skoleporten.access.models import Grant, Role
from skoleporten.audit.models import Event
from skoleporten.climate import actions, group, queries, statements
from skoleporten.climate.models import ItemSet, Pulse
from skoleporten.climate.sealing import opened
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules.climate import Axis, shipped_items
from skoleporten.rules.errors import RefusedError
from tests.climate_factories import (
    MIDDLE,
    STRONG,
    WEAK,
    answer,
    close,
    make_group,
    make_picture,
    make_staff,
    open_pulse,
)
from tests.factories import actor_of

pytestmark = pytest.mark.django_db
OWN = {Axis.SAFETY: "One\nTwo\nThree", Axis.OPENNESS: "Four\nFive\nSix"}


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_five_who_answer_give_a_picture_and_the_sums_are_gone():
    people = make_group()
    pulse = open_pulse(people[0])
    for user, given in zip(people, (STRONG, STRONG, STRONG, MIDDLE, WEAK), strict=True):
        answer(pulse, user, given)
    closed = close(pulse, people[0])
    assert (closed.safety, closed.openness) == (1, 1)
    assert (closed.at_least, closed.asked, closed.sealed) == (5, 5, "")
    assert queries.pictures() == [closed]
    assert queries.open_pulse() is None


def test_four_answers_show_nothing_and_leave_nothing():
    people = make_group(6)
    pulse = open_pulse(people[0])
    for user in people[:4]:
        answer(pulse, user)
    closed = close(pulse, people[0])
    assert (closed.safety, closed.openness, closed.at_least, closed.asked, closed.sealed) == (
        None,
        None,
        None,
        None,
        "",
    )
    assert queries.pictures() == []
    assert queries.newest_without_picture() == closed


def test_fewer_than_five_open_none_and_fill_it_in_together():
    people = make_group(4)
    with pytest.raises(RefusedError, match="fewer than five"):
        open_pulse(people[0])
    made = make_picture(people[1], MIDDLE)
    assert (made.how, made.safety, made.openness, made.at_least, made.asked) == ("together", 0, 0, None, 4)
    assert made.sealed == ""


def test_one_person_answers_once_and_sent_again_changes_nothing():
    people = make_group()
    pulse = open_pulse(people[0])
    answer(pulse, people[1], STRONG)
    pulse.refresh_from_db()
    once = opened(pulse)
    answer(pulse, people[1], WEAK)
    pulse.refresh_from_db()
    assert opened(pulse) == once
    assert queries.has_answered(actor_of(people[1]), pulse)
    assert not queries.has_answered(actor_of(people[2]), pulse)


def test_nobody_answers_what_is_closed_and_it_is_never_opened_again():
    people = make_group()
    pulse = open_pulse(people[0])
    close(pulse, people[0])
    with pytest.raises(RefusedError, match="closed"):
        answer(pulse, people[1])
    pulse.refresh_from_db()
    assert not queries.has_answered(actor_of(people[1]), pulse)
    assert close(pulse, people[0]).closed_on == pulse.closed_on


def test_only_those_who_work_together_answer():
    people = make_group()
    pulse = open_pulse(people[0])
    with pytest.raises(RefusedError, match="work together"):
        answer(pulse, make_staff(Role.SPECIALIST))
    assert group.members(timezone.localdate()) == {user.pk for user in people}


def test_only_the_lead_opens_and_closes():
    people = make_group()
    with pytest.raises(RefusedError, match="lead"):
        open_pulse(people[1])
    pulse = open_pulse(people[0])
    with pytest.raises(RefusedError, match="lead"):
        close(pulse, people[1])
    with pytest.raises(RefusedError, match="on the team"):
        make_picture(make_staff(Role.SPECIALIST))


def test_one_pulse_is_open_at_a_time_and_a_form_sent_twice_opens_one():
    people = make_group()
    key = uuid.uuid4()
    first = actions.open_pulse(by=actor_of(people[0]), client_id=key)
    assert actions.open_pulse(by=actor_of(people[0]), client_id=key) == first
    with pytest.raises(RefusedError, match="open already"):
        open_pulse(people[0])


def test_a_key_of_another_form_is_refused_in_words():
    people = make_group()
    key = uuid.uuid4()
    actions.open_pulse(by=actor_of(people[0]), client_id=key)
    for user in people[:2]:
        with pytest.raises(RefusedError, match="something else"):
            actions.fill_in_together(by=actor_of(user), answers=STRONG, client_id=key)


def test_a_pulse_comes_at_least_four_weeks_after_the_last_picture():
    """Whoever came or went in between would otherwise stand out; one without a picture tells nothing."""
    people = make_group()
    close(open_pulse(people[0]), people[0])
    pulse = open_pulse(people[0])
    for user in people:
        answer(pulse, user)
    close(pulse, people[0])
    with pytest.raises(RefusedError, match="stand out"):
        open_pulse(people[0])
    Pulse.objects.filter(pk=pulse.pk).update(closed_on=timezone.localdate() - dt.timedelta(days=28))
    assert open_pulse(people[0]).is_open


def test_a_last_day_that_has_passed_is_refused():
    people = make_group()
    with pytest.raises(RefusedError, match="passed"):
        open_pulse(people[0], answer_by=timezone.localdate() - dt.timedelta(days=1))


def test_whoever_leaves_the_team_answers_no_more():
    people = make_group(6)
    pulse = open_pulse(people[0])
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    gone = actor_of(people[5])
    Grant.objects.filter(user=people[5]).update(end=yesterday)
    assert people[5].pk not in group.members(timezone.localdate())
    answer(pulse, people[4])
    assert gone.user_id not in opened(Pulse.objects.get()).people


def test_the_log_tells_who_opened_and_closed_and_nothing_of_who_answered():
    people = make_group()
    pulse = open_pulse(people[0])
    for user in people:
        answer(pulse, user)
    close(pulse, people[0])
    make_picture(people[0])
    told = list(Event.objects.filter(action__startswith="climate.").order_by("seq").values_list("action", "details"))
    assert told == [("climate.opened", {}), ("climate.closed", {"picture": True}), ("climate.filled_in_together", {})]
    assert set(Event.objects.values_list("actor", flat=True)) == {str(people[0].public_id)}


def test_a_pulse_keeps_the_statements_that_it_was_opened_with():
    people = make_group()
    lead = actor_of(people[0])
    pulse = open_pulse(people[0])
    assert pulse.items.items == shipped_items().as_json()
    made = statements.choose_own(by=lead, lines=OWN, seen_version=1)
    assert (made.version, made.is_shipped) == (2, False)
    answer(pulse, people[1], STRONG)
    close(pulse, people[0])
    pulse.refresh_from_db()
    assert pulse.items.version == 1
    assert [item.text["nn"] for item in statements.in_use().items.all] == ["One", "Four", "Two", "Five", "Three", "Six"]
    assert make_picture(people[0], (4,) * 6).items == made


def test_a_municipality_goes_back_to_the_shipped_statements():
    lead = actor_of(make_group()[0])
    assert statements.in_use().is_shipped
    statements.choose_own(by=lead, lines=OWN, seen_version=0)
    again = statements.choose_shipped(by=lead, seen_version=1)
    assert statements.in_use().is_shipped
    assert statements.choose_shipped(by=lead, seen_version=1) == again
    assert [row.version for row in ItemSet.objects.all()] == [2, 1]


def test_two_who_choose_statements_at_once_see_both():
    lead = actor_of(make_group()[0])
    statements.choose_own(by=lead, lines=OWN, seen_version=0)
    with pytest.raises(ChangedMeanwhileError):
        statements.choose_own(by=lead, lines=OWN | {Axis.SAFETY: "A\nB\nC"}, seen_version=0)
    assert statements.choose_own(by=lead, lines=OWN, seen_version=0).version == 1, "the same is no change"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("One\nTwo", "three to six"),
        ("- A\n- B\n- C", "hyphen"),
        ("x" * 201 + "\nB\nC", "longer"),
        ("Four\nB\nC", "twice"),
    ],
)
def test_statements_that_can_not_be_used_are_refused_in_words(lines: str, said: str):
    with pytest.raises(RefusedError, match=said):
        statements.choose_own(by=actor_of(make_staff(Role.LEAD)), lines=OWN | {Axis.SAFETY: lines}, seen_version=0)
