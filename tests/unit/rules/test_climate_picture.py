"""The picture of a team's climate: coarse enough that nobody is found in it, in whatever order people answer."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skoleporten.rules.climate import (
    AIM,
    FEWEST,
    LEVELS,
    NAMES,
    Axis,
    Field,
    Place,
    Sums,
    at_least,
    first_day_for_next,
    picture,
    picture_together,
    shipped_items,
    sums_of,
)
from skoleporten.rules.climate.picture import level
from skoleporten.rules.climate.sums import LENGTH

ITEMS = shipped_items()
ANSWERS = st.tuples(*[st.integers(0, 4)] * len(ITEMS.all))
GROUPS = st.dictionaries(st.integers(1, 10_000), ANSWERS, min_size=0, max_size=12)


def sums_after(answered: list[tuple[int, tuple[int, ...]]]) -> Sums:
    sums = Sums()
    for person, answers in answered:
        sums = sums.plus(person, ITEMS.points(answers))
    return sums


def possible_for_another(own: int, people: int, most: int, shown: int) -> list[int]:
    """What one other may have answered, as somebody sees it who knows her own points and the place on the picture."""
    totals = [total for total in range(people * most + 1) if level(total, people * most) == shown]
    rest = (people - 2) * most
    return [other for other in range(most + 1) if any(0 <= total - own - other <= rest for total in totals)]


@given(GROUPS, st.randoms(use_true_random=False))
def test_no_order_of_answering_leaves_another_trace(group: dict[int, tuple[int, ...]], random):
    answered = list(group.items())
    first = sums_after(answered)
    random.shuffle(answered)
    assert sums_after(answered).as_text() == first.as_text()
    assert picture(sums_after(answered), ITEMS) == picture(first, ITEMS)


@given(GROUPS, ANSWERS)
def test_what_is_kept_is_of_one_length_however_many_have_answered(group: dict[int, tuple[int, ...]], one):
    sums = sums_after(list(group.items()))
    assert len(sums.as_text()) == len(sums.plus(20_000, ITEMS.points(one)).as_text()) == LENGTH
    assert sums_of(sums.as_text()) == sums


@given(GROUPS, ANSWERS)
def test_one_person_is_counted_once_whatever_is_sent_again(group: dict[int, tuple[int, ...]], again):
    sums = sums_after(list(group.items()))
    for person in group:
        assert sums.plus(person, ITEMS.points(again)) is sums


@given(GROUPS)
def test_four_answers_show_nothing_and_five_do(group: dict[int, tuple[int, ...]]):
    found = picture(sums_after(list(group.items())), ITEMS)
    assert (found is None) == (len(group) < FEWEST)


@pytest.mark.parametrize("people", [5, 6, 7, 10])
@pytest.mark.parametrize("most", [12, 16, 24])
def test_whoever_knows_her_own_answers_can_not_tell_what_another_answered(people: int, most: int):
    """About half of all answers stay possible at the outermost, and every one of them elsewhere."""
    for own, shown in itertools.product(range(most + 1), range(-2, 3)):
        possible = possible_for_another(own, people, most, shown)
        if possible:
            assert len(possible) >= most // 2
        if shown not in {-2, 2}:
            assert len(possible) == most + 1


@pytest.mark.parametrize("people", [5, 6, 9])
def test_one_who_comes_between_two_pictures_is_not_found_by_the_difference(people: int):
    """Not even where all the others answer as they did: a fifth of all answers stays possible at the least."""
    most = 16
    before = range(people * most + 1)
    for first, second in itertools.product(range(-2, 3), repeat=2):
        newcomer = {
            points
            for total in before
            for points in range(most + 1)
            if level(total, people * most) == first and level(total + points, (people + 1) * most) == second
        }
        assert not newcomer or len(newcomer) > most // 5


def test_all_who_answer_alike_are_not_shown_as_such():
    """Everybody at the very top, and everybody three quarters up, stand in one place."""
    top, high = (sums_after([(one, answers) for one in range(5)]) for answers in ((4, 4, 4, 4, 0, 0, 4, 4), (3,) * 8))
    assert picture(top, ITEMS) == Place(2, 2)
    assert picture(high, ITEMS) == Place(1, 1)
    most_agree = sums_after([(one, (4, 4, 4, 4, 0, 0, 4, 3) if one else (2,) * 8) for one in range(5)])
    assert picture(most_agree, ITEMS) == Place(2, 2)


@pytest.mark.parametrize(
    ("points", "shown"), [(0, -2), (23, -2), (24, -1), (35, -1), (36, 0), (44, 0), (45, 1), (56, 1), (57, 2), (80, 2)]
)
def test_an_axis_has_five_places_and_is_the_same_from_both_ends(points: int, shown: int):
    assert level(points, 80) == shown
    assert level(80 - points, 80) == -shown


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (Place(1, 2), "I"),
        (Place(-1, 1), "II"),
        (Place(-2, -1), "III"),
        (Place(2, -2), "IV"),
        (Place(0, 1), "I II"),
        (Place(1, 0), "I IV"),
        (Place(0, 0), "I II III IV"),
    ],
)
def test_the_four_fields_lie_as_on_the_slide(place: Place, fields: str):
    assert [one.value for one in place.fields] == fields.split()
    assert set(place.question) == {"nb", "nn", "en"}


def test_the_field_to_move_to_is_supportive_and_also_challenging():
    assert AIM is Field.I
    assert NAMES[AIM]["en"] == "a supportive and also challenging learning environment"
    assert all(set(texts) == {"nb", "nn", "en"} for texts in (*NAMES.values(), *LEVELS[Axis.SAFETY].values()))


def test_what_a_group_agrees_on_is_placed_without_anybodys_answers():
    assert picture_together(ITEMS.points((2,) * 8), ITEMS) == Place(0, 0)
    assert picture_together(ITEMS.points((4, 0, 4, 0, 0, 4, 4, 0)), ITEMS) == Place(2, -2)


@settings(max_examples=30)
@given(st.integers(5, 500))
def test_how_many_answered_is_told_in_steps_of_five(people: int):
    assert at_least(people) <= people < at_least(people) + 5
    assert at_least(people) % 5 == 0


def test_the_next_pulse_is_four_weeks_away():
    assert first_day_for_next(dt.date(2026, 12, 28)) == dt.date(2027, 1, 25)
