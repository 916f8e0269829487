"""What stands in the way of a step: its dates, its week, and what a week below ordinary hours rests on."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules.plan import (
    ANSWERS,
    BASES,
    CHANGES,
    WHO_CHOOSES,
    Agreed,
    Answer,
    Basis,
    BasisFault,
    Change,
    Chooses,
    Expectation,
    Fault,
    Part,
    Rests,
    ToldBecause,
    basis_faults,
    below,
    date_faults,
    is_over,
    needs_basis,
    other_faults,
    told_because,
    week_faults,
)

TODAY = dt.date(2026, 9, 7)
ONE_DAY = dt.timedelta(days=1)
OPENED = TODAY - 60 * ONE_DAY
EIGHT = dt.time(8)


def faults(starts: int, ends: int | None = None, *, has_plan: bool = False) -> tuple[Fault, ...]:
    last = None if ends is None else TODAY + ends * ONE_DAY
    return date_faults(TODAY + starts * ONE_DAY, last, opened_on=OPENED, has_plan_then=has_plan, today=TODAY)


def test_today_and_later_are_days_to_begin_whether_there_is_a_plan_or_not():
    for has_plan in (True, False):
        assert [faults(starts, has_plan=has_plan) for starts in (0, 1, 366)] == [(), (), ()]


def test_what_held_is_never_changed_backwards():
    assert faults(-1, has_plan=True) == (Fault.IN_THE_PAST,)


def test_what_was_agreed_and_not_written_at_once_may_be_written_for_two_weeks():
    assert [faults(-1), faults(-14), faults(-15)] == [(), (), (Fault.TOO_LONG_AGO,)]


@pytest.mark.parametrize(
    ("starts", "ends", "fault"),
    [(-61, None, Fault.BEFORE_THE_CASE), (367, None, Fault.TOO_FAR_AHEAD), (3, 2, Fault.ENDS_BEFORE_IT_STARTS)],
)
def test_wrong_dates_are_refused(starts: int, ends: int | None, fault: Fault):
    assert faults(starts, ends) == (fault,)


def test_a_step_of_one_day_is_one():
    assert faults(2, 2) == ()


@pytest.mark.parametrize(
    ("agreed", "found"),
    [
        (Agreed((Part(0, 5),)), ()),
        (Agreed(is_pause=True), ()),
        (Agreed((Part(0, 30, EIGHT), Part(0, 30, dt.time(8, 30)))), ()),
        (Agreed((Part(0, 30, EIGHT), Part(0, 30))), ()),
        (Agreed(), (Fault.NOTHING_AGREED,)),
        (Agreed((Part(0, 5),), is_pause=True), (Fault.PAUSE_WITH_MINUTES,)),
        (Agreed((Part(5, 30),)), (Fault.NOT_A_SCHOOL_DAY,)),
        (Agreed((Part(0, 4),)), (Fault.TOO_FEW_OR_MANY_MINUTES,)),
        (Agreed((Part(0, 301), Part(0, 300))), (Fault.TOO_FEW_OR_MANY_MINUTES,)),
        (Agreed(tuple(Part(0, 5) for _number in range(4))), (Fault.TOO_MANY_PARTS,)),
        (Agreed((Part(0, 31, EIGHT), Part(0, 30, dt.time(8, 30)))), (Fault.OVERLAP,)),
        (Agreed((Part(0, 120, dt.time(23)),)), (Fault.OVER_MIDNIGHT,)),
    ],
)
def test_a_week_is_whole(agreed: Agreed, found: tuple[Fault, ...]):
    assert week_faults(agreed) == found


def test_teaching_from_a_distance_carries_its_reason():
    from_home = Agreed((Part(0, 30, is_remote=True),))
    assert other_faults(from_home, " ", ()) == (Fault.REMOTE_WITHOUT_REASON,)
    assert other_faults(from_home, "§ 14-4: …", ()) == ()


def test_what_the_school_adapts_has_somebody_who_sees_to_it():
    assert other_faults(Agreed(), "", [Expectation("Møte", "Egen inngang")]) == (Fault.ADAPTED_BY_NOBODY,)
    assert other_faults(Agreed(), "", [Expectation("Møte", "Egen inngang", "Rektor"), Expectation("Møte")]) == ()
    assert Expectation(responsible="Rektor").is_empty
    assert not Expectation(adapted="Egen inngang").is_empty


WEEK = dict.fromkeys(range(5), 300)


def full() -> Agreed:
    return Agreed(tuple(Part(day, 300) for day in range(5)))


def test_only_less_than_the_ordinary_hours_needs_a_basis():
    assert not needs_basis(full(), WEEK)
    assert below(full(), WEEK) == frozenset()
    assert below(Agreed((Part(0, 300), Part(1, 299))), {0: 300, 1: 300}) == {1}
    assert needs_basis(Agreed((Part(0, 300),)), WEEK)


def test_where_the_ordinary_hours_are_not_known_nobody_can_say_that_it_is_not_below():
    assert needs_basis(full(), {})


def test_a_pause_always_needs_one():
    assert needs_basis(Agreed(is_pause=True), WEEK)


@pytest.mark.parametrize(
    ("rests", "found"),
    [
        (Rests(Basis.NONE_YET), ()),
        (Rests(Basis.ITO_DECISION, "Rektor", TODAY), ()),
        (Rests(Basis.EXEMPTION, " ", TODAY), (BasisFault.NOBODY_DECIDED,)),
        (Rests(Basis.EXEMPTION, "Rektor"), (BasisFault.NO_LAST_DAY,)),
        (Rests(Basis.ITO_DECISION, "Rektor", TODAY - ONE_DAY), (BasisFault.OVER_BEFORE_IT_BEGINS,)),
        (Rests(Basis.OTHER, "Rektor", TODAY), (BasisFault.NO_WORDS,)),
        (Rests(Basis.OTHER, "Rektor", TODAY, "Avtale"), ()),
    ],
)
def test_a_basis_says_who_decided_and_until_when(rests: Rests, found: tuple[BasisFault, ...]):
    assert basis_faults(rests, TODAY) == found


def test_the_leader_is_told_of_no_basis_and_of_a_pause_and_of_nothing_else():
    short, ito = Agreed((Part(0, 30),)), Rests(Basis.ITO_DECISION, "Rektor", TODAY)
    assert told_because(short, ito, needs=True) == frozenset()
    assert told_because(full(), None, needs=False) == frozenset()
    assert told_because(short, None, needs=True) == {ToldBecause.NO_BASIS}
    assert told_because(short, Rests(Basis.NONE_YET), needs=True) == {ToldBecause.NO_BASIS}
    assert told_because(Agreed(is_pause=True), ito, needs=True) == {ToldBecause.PAUSE}
    assert told_because(Agreed(is_pause=True), None, needs=True) == set(ToldBecause)


def test_a_basis_is_over_the_day_after_its_last():
    assert [is_over(Rests(Basis.OTHER, until=TODAY), TODAY + days * ONE_DAY) for days in (0, 1)] == [False, True]
    assert not is_over(Rests(Basis.NONE_YET), TODAY)


def test_every_choice_is_told_in_three_languages():
    for kinds, texts in ((Change, CHANGES), (Basis, BASES), (Answer, ANSWERS), (Chooses, WHO_CHOOSES)):
        assert set(texts) == set(kinds)
        assert all(set(words) == {"nb", "nn", "en"} for words in texts.values())
