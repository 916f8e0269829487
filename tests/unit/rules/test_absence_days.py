"""What one offered day of a pupil becomes, and which days are offered at all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.absence import (
    Documented,
    Kind,
    PupilDay,
    Reason,
    SchoolDays,
    UnregisteredDay,
    absence_rate,
    effective_enrolment,
    history,
    last_effective_enrolment,
    with_events,
)
from tests.unit.rules.rows import (
    MONDAY,
    a_history,
    an_absence,
    an_enrolment,
    day,
    documented,
    not_absence,
    school_days,
    weekdays,
)

TUESDAY = MONDAY + dt.timedelta(days=1)
FORTNIGHT = weekdays(MONDAY, 10)


def a_day(*events, offered: int = 300) -> PupilDay:
    return with_events(PupilDay(1, MONDAY, an_enrolment(), offered), events)


def test_day_without_events_is_a_day_at_school():
    assert a_day() == PupilDay(1, MONDAY, an_enrolment(), 300)


def test_day_event_makes_a_whole_day_and_beats_all_others():
    found = a_day(
        an_absence(MONDAY, minutes=300), an_absence(MONDAY, Kind.LESSON, 60), an_absence(MONDAY, Kind.LATE, 5)
    )
    assert (found.is_whole, found.minutes_absent, found.lessons, found.late) == (True, 300, 0, 0)


def test_day_event_shorter_than_the_day_is_still_a_whole_day_of_its_minutes():
    found = a_day(an_absence(MONDAY, minutes=240))
    assert (found.is_whole, found.minutes_absent) == (True, 240)


def test_lessons_late_and_left_early_add_up_and_are_never_a_whole_day():
    found = a_day(
        an_absence(MONDAY, Kind.LESSON, 60),
        an_absence(MONDAY, Kind.LESSON, 60),
        an_absence(MONDAY, Kind.LATE, 15),
        an_absence(MONDAY, Kind.LEFT_EARLY, 45),
    )
    assert (found.minutes_absent, found.lessons, found.late, found.left_early) == (180, 2, 1, 1)
    assert found.is_partly_absent
    assert not found.is_whole


def test_five_lessons_that_fill_the_day_are_not_a_whole_day():
    found = a_day(*[an_absence(MONDAY, Kind.LESSON, 60)] * 5)
    assert (found.minutes_absent, found.is_whole, found.lessons) == (300, False, 5)


def test_sum_above_the_day_is_capped_at_minutes_offered():
    assert a_day(*[an_absence(MONDAY, Kind.LESSON, 90)] * 5).minutes_absent == 300


def test_two_day_events_count_one_day():
    found = a_day(an_absence(MONDAY), an_absence(MONDAY))
    assert (found.minutes_absent, found.events) == (300, 2)


def test_late_arrival_of_unknown_length_counts_as_an_event_of_no_minutes():
    found = a_day(an_absence(MONDAY, Kind.LATE, None))
    assert (found.minutes_absent, found.late, found.is_partly_absent) == (0, 1, True)


def test_what_is_not_absence_is_put_aside():
    found = a_day(not_absence(MONDAY))
    assert (found.not_absence_minutes, found.minutes_absent, found.is_whole, found.is_partly_absent) == (
        300,
        0,
        False,
        False,
    )


def test_what_is_not_absence_is_capped_at_minutes_offered_and_leaves_the_rest_alone():
    found = a_day(not_absence(MONDAY), not_absence(MONDAY), an_absence(MONDAY, Kind.LESSON, 60))
    assert (found.not_absence_minutes, found.minutes_absent, found.lessons) == (300, 60, 1)


def test_minutes_are_split_by_documentation():
    found = a_day(
        documented(MONDAY, 60, Documented.TRUE),
        documented(MONDAY, 45, Documented.FALSE),
        documented(MONDAY, 30, Documented.UNKNOWN),
    )
    assert (found.documented_minutes, found.undocumented_minutes, found.unknown_minutes) == (60, 45, 30)


def test_documented_minutes_come_first_when_the_sum_is_capped():
    found = a_day(
        documented(MONDAY, 200, Documented.TRUE),
        documented(MONDAY, 200, Documented.FALSE),
        documented(MONDAY, 200, Documented.UNKNOWN),
    )
    assert (found.documented_minutes, found.undocumented_minutes, found.unknown_minutes) == (200, 100, 0)


def test_school_initiated_absence_is_absence_and_also_shown_apart():
    found = a_day(
        an_absence(MONDAY, Kind.LESSON, 60, reason=Reason.SCHOOL_INITIATED), an_absence(MONDAY, Kind.LESSON, 60)
    )
    assert (found.minutes_absent, found.school_initiated_minutes) == (120, 60)


def test_school_initiated_lessons_beaten_by_a_day_event_are_not_counted():
    found = a_day(an_absence(MONDAY), an_absence(MONDAY, Kind.LESSON, 60, reason=Reason.SCHOOL_INITIATED))
    assert (found.minutes_absent, found.school_initiated_minutes) == (300, 0)


events = st.builds(
    an_absence,
    st.just(MONDAY),
    st.sampled_from(Kind),
    st.one_of(st.none(), st.integers(1, 500)),
    documented=st.sampled_from(Documented),
    reason=st.sampled_from(Reason),
)


@given(st.lists(events, max_size=6), st.integers(1, 400))
def test_no_day_has_more_absence_than_was_offered_and_the_parts_add_up(registered, offered):
    found = a_day(*registered, offered=offered)
    split = found.documented_minutes + found.undocumented_minutes + found.unknown_minutes
    assert split == found.minutes_absent <= offered
    assert 0 <= found.school_initiated_minutes <= found.minutes_absent
    assert min(found.documented_minutes, found.undocumented_minutes, found.unknown_minutes) >= 0
    assert found.not_absence_minutes <= offered


@given(st.permutations([an_absence(MONDAY, kind, 30, documented=known) for kind in Kind for known in Documented]))
def test_order_of_registration_does_not_matter(registered):
    ordered = sorted(registered, key=lambda event: (event.kind, event.documented))
    assert a_day(*registered) == a_day(*ordered)


def test_offered_days_are_numbered_from_one():
    assert [(one.number, one.date) for one in a_history(FORTNIGHT).days] == list(enumerate(FORTNIGHT, start=1))


def test_date_off_the_calendar_is_not_offered_and_its_events_are_reported():
    found = a_history(FORTNIGHT, [an_absence(day("2025-08-23"))])
    assert (len(found.days), found.events_off_offered_days) == (10, 1)


def test_nothing_after_the_date_it_is_seen_from_exists():
    absences = [an_absence(FORTNIGHT[4]), an_absence(FORTNIGHT[5])]
    found = a_history(FORTNIGHT, absences, as_of=FORTNIGHT[4])
    assert (len(found.days), found.days[-1].is_whole, found.events_off_offered_days) == (5, True, 0)


def test_days_before_the_enrolment_and_after_its_end_are_not_offered():
    found = a_history(FORTNIGHT, enrolments=[an_enrolment(FORTNIGHT[2], FORTNIGHT[6])])
    assert [one.date for one in found.days] == FORTNIGHT[2:7]


def test_unregistered_class_takes_the_day_and_its_events_out():
    enrolments = [an_enrolment(class_id="3A")]
    off = [UnregisteredDay("s", TUESDAY, "3A")]
    found = a_history(FORTNIGHT, [an_absence(TUESDAY)], enrolments, off)
    assert (len(found.days), found.unregistered_days, found.events_off_offered_days) == (9, 1, 1)
    assert absence_rate(found.days) == 0


@pytest.mark.parametrize("class_id", [None, "3A"])
def test_unregistered_school_takes_the_day_out_for_every_class(class_id):
    found = a_history(
        FORTNIGHT, enrolments=[an_enrolment(class_id=class_id)], unregistered=[UnregisteredDay("s", TUESDAY)]
    )
    assert (len(found.days), found.unregistered_days) == (9, 1)


@pytest.mark.parametrize("off", [UnregisteredDay("s", TUESDAY, "3B"), UnregisteredDay("other", TUESDAY)])
def test_other_classes_and_schools_without_a_register_take_nothing_out(off):
    found = a_history(FORTNIGHT, enrolments=[an_enrolment(class_id="3A")], unregistered=[off])
    assert (len(found.days), found.unregistered_days) == (10, 0)


def test_unregistered_date_off_the_calendar_is_no_pupil_day():
    assert a_history(FORTNIGHT, unregistered=[UnregisteredDay("s", day("2025-08-23"))]).unregistered_days == 0


def test_move_to_another_school_resets_nothing():
    first, second = school_days(FORTNIGHT[:5]), school_days(FORTNIGHT[5:], minutes=240, school_id="t")
    enrolments = [an_enrolment(end=FORTNIGHT[4]), an_enrolment(FORTNIGHT[5], school_id="t")]
    days = history("p", enrolments, [], SchoolDays([*first, *second], [], FORTNIGHT[-1]), FORTNIGHT[-1]).days
    assert [one.number for one in days] == list(range(1, 11))
    assert [one.minutes_offered for one in days] == [300] * 5 + [240] * 5


def test_date_with_two_enrolments_counts_once_at_the_later_school():
    enrolments = [an_enrolment(), an_enrolment(TUESDAY, school_id="t")]
    rows = [*school_days([MONDAY, TUESDAY]), *school_days([TUESDAY], minutes=200, school_id="t")]
    days = history("p", enrolments, [], SchoolDays(rows, [], TUESDAY), TUESDAY).days
    assert [one.minutes_offered for one in days] == [300, 200]


def test_day_off_at_the_later_school_is_not_filled_in_from_the_earlier():
    enrolments = [an_enrolment(), an_enrolment(MONDAY, school_id="t")]
    assert history("p", enrolments, [], SchoolDays(school_days([MONDAY]), [], MONDAY), MONDAY).days == ()


def test_events_count_whichever_school_they_were_registered_at():
    found = a_history(FORTNIGHT, [an_absence(TUESDAY, school_id="another")])
    assert sum(one.is_whole for one in found.days) == 1


def test_grades_own_row_wins_over_the_row_for_all_grades():
    rows = [*school_days([MONDAY, TUESDAY]), *school_days([TUESDAY], minutes=180, grade=3)]
    days = history("p", [an_enrolment()], [], SchoolDays(rows, [], TUESDAY), TUESDAY).days
    assert [one.minutes_offered for one in days] == [300, 180]


def test_row_for_another_grade_is_no_school_day():
    rows = school_days([MONDAY], grade=4)
    assert history("p", [an_enrolment()], [], SchoolDays(rows, [], MONDAY), MONDAY).days == ()


def test_pupil_whose_grade_is_not_told_has_the_days_of_all_grades_only():
    rows = [*school_days([MONDAY]), *school_days([MONDAY, TUESDAY], minutes=180, grade=3)]
    days = history("p", [an_enrolment(grade=None)], [], SchoolDays(rows, [], TUESDAY), TUESDAY).days
    assert [(one.date, one.minutes_offered) for one in days] == [(MONDAY, 300)]


def test_without_offered_days_there_is_no_rate():
    assert absence_rate([]) is None


@pytest.mark.parametrize(
    ("loser", "winner"),
    [
        (an_enrolment(MONDAY, school_id="z"), an_enrolment(TUESDAY, school_id="a")),
        (an_enrolment(school_id="a"), an_enrolment(school_id="b")),
        (an_enrolment(class_id=None), an_enrolment(class_id="3A")),
        (an_enrolment(class_id="3A"), an_enrolment(class_id="3B")),
        (an_enrolment(grade=3), an_enrolment(grade=4)),
        (an_enrolment(grade=None), an_enrolment(grade=1)),
        (an_enrolment(end=MONDAY), an_enrolment(MONDAY - dt.timedelta(days=9))),
    ],
    ids=["later start", "greater school", "a class", "greater class", "greater grade", "a grade", "not ended"],
)
def test_this_enrolment_is_the_effective_one(loser, winner):
    assert effective_enrolment([loser, winner], TUESDAY) == effective_enrolment([winner, loser], TUESDAY) == winner


def test_enrolment_holds_on_its_first_and_last_day_and_not_beside_them():
    row = an_enrolment(MONDAY, TUESDAY)
    dates = [MONDAY - dt.timedelta(days=1), MONDAY, TUESDAY, TUESDAY + dt.timedelta(days=1)]
    assert [effective_enrolment([row], date) for date in dates] == [None, row, row, None]


def test_last_effective_enrolment_is_todays_or_the_last_before():
    ended, later = an_enrolment(MONDAY, TUESDAY), an_enrolment(day("2025-10-01"))
    assert last_effective_enrolment([ended, later], day("2025-09-01")) == ended
    assert last_effective_enrolment([ended, later], day("2025-10-01")) == later
    assert last_effective_enrolment([later], day("2025-09-01")) is None
