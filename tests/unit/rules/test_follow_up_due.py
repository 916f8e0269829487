"""Which step of a routine is next, and by when: on days the school is open, and told when that is not known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.follow_up import (
    OPENING,
    Deadline,
    DeadlineUnit,
    Routine,
    SchoolDays,
    Step,
    StepKind,
    Who,
    due_steps,
    fulfilled_by,
    is_overdue,
    load_routine,
    next_step,
    school_days_overdue,
    shipped_routines,
)

MONDAY = dt.date(2026, 11, 2)
FRIDAY = dt.date(2026, 11, 6)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def open_weekdays(first: str, last: str, shut: tuple[str, ...] = ()) -> SchoolDays:
    span = (day(last) - day(first)).days + 1
    dates = [day(first) + dt.timedelta(days=number) for number in range(span)]
    return SchoolDays(date for date in dates if date.weekday() < 5 and date.isoformat() not in shut)


AUTUMN = open_weekdays("2026-08-17", "2026-12-18", shut=("2026-10-05", "2026-10-06", "2026-11-11"))
# Open until Friday 18 December, then from Monday 4 January.
OVER_NEW_YEAR = SchoolDays(
    date
    for number in range(120)
    if (date := day("2026-10-01") + dt.timedelta(days=number)).weekday() < 5
    and not day("2026-12-19") <= date <= day("2027-01-03")
)


def a_step(step_id: str, deadline: Deadline, **values) -> Step:
    return Step(step_id, values.pop("kind", StepKind.OTHER), Who.CONTACT_TEACHER, deadline, **values)


def a_routine(*steps: Step) -> Routine:
    return Routine("own", "1", {}, {}, "Us", None, steps, "", "")


def within(unit: str, length: int = 0, start: str = OPENING) -> Deadline:
    return Deadline(DeadlineUnit(unit), length, start)


def due_on(deadline: Deadline, opened_on: dt.date, school_days: SchoolDays = AUTUMN) -> dt.date:
    (due,) = due_steps(a_routine(a_step("only", deadline)), opened_on, {}, school_days)
    return due.on


@pytest.mark.parametrize(
    ("deadline", "opened", "expected"),
    [
        (within("same_day"), "2026-11-02", "2026-11-02"),
        (within("same_day"), "2026-11-07", "2026-11-09"),  # a Saturday
        (within("same_day"), "2026-11-11", "2026-11-12"),  # a planning day
        (within("school_days", 1), "2026-11-06", "2026-11-09"),
        (within("school_days", 2), "2026-11-10", "2026-11-13"),  # over the planning day
        (within("school_days", 1), "2026-11-07", "2026-11-09"),  # from a Saturday: Monday is the first
        (within("days", 3), "2026-11-03", "2026-11-06"),
        (within("days", 3), "2026-11-04", "2026-11-09"),  # would be a Saturday
        (within("days", 1), "2026-11-10", "2026-11-12"),
        (within("weeks", 1), "2026-11-02", "2026-11-09"),
        (within("weeks", 1), "2026-11-04", "2026-11-12"),  # the planning day a week later
        (within("weeks", 3), "2026-11-06", "2026-11-27"),
    ],
)
def test_a_deadline_falls_on_a_day_the_school_is_open(deadline: Deadline, opened: str, expected: str):
    assert due_on(deadline, day(opened)) == day(expected)


@pytest.mark.parametrize(
    ("deadline", "opened", "expected"),
    [
        (within("weeks", 1), "2026-12-14", "2027-01-04"),  # 21 December is a holiday; week 53 has no school
        (within("weeks", 3), "2026-12-11", "2027-01-04"),
        (within("weeks", 3), "2026-12-14", "2027-01-04"),
        (within("weeks", 3), "2026-12-15", "2027-01-05"),
        (within("school_days", 2), "2026-12-17", "2027-01-04"),
        (within("same_day"), "2026-12-24", "2027-01-04"),
    ],
)
def test_a_deadline_in_the_christmas_holiday_moves_past_week_53(deadline: Deadline, opened: str, expected: str):
    assert due_on(deadline, day(opened), OVER_NEW_YEAR) == day(expected)


def test_without_a_calendar_weekdays_that_are_no_holidays_stand_in_and_it_is_told():
    (due,) = due_steps(a_routine(a_step("only", within("same_day"))), day("2027-05-15"), {}, SchoolDays())
    assert due.on == day("2027-05-18")  # Saturday, Whit Sunday, then 17 May, which is Whit Monday too
    assert due.by_weekdays


def test_beyond_the_calendars_last_day_weekdays_stand_in_and_it_is_told():
    routine = a_routine(a_step("a", within("same_day")), a_step("b", within("weeks", 3)))
    first, second = due_steps(routine, day("2026-12-18"), {}, AUTUMN)
    assert (first.on, first.by_weekdays) == (day("2026-12-18"), False)
    assert (second.on, second.by_weekdays) == (day("2027-01-08"), True)


def test_school_days_counted_from_before_the_calendar_are_told():
    (due,) = due_steps(a_routine(a_step("a", within("school_days", 2))), day("2026-08-14"), {}, AUTUMN)
    assert (due.on, due.by_weekdays) == (day("2026-08-18"), True)


def test_the_deadline_day_itself_is_not_late():
    due = next_step(a_routine(a_step("a", within("same_day"))), FRIDAY, {}, AUTUMN)
    assert due is not None
    late = [is_overdue(due, FRIDAY + dt.timedelta(days=number)) for number in range(4)]
    assert late == [False, True, True, True]


def test_lateness_is_counted_in_school_days():
    due = next_step(a_routine(a_step("a", within("same_day"))), FRIDAY, {}, AUTUMN)
    assert due is not None
    counted = {date: school_days_overdue(due, day(date), AUTUMN) for date in ("2026-11-06", "2026-11-08", "2026-11-12")}
    assert counted == {"2026-11-06": 0, "2026-11-08": 0, "2026-11-12": 3}  # Mon, Tue, Thu


def test_lateness_goes_on_by_weekdays_beyond_the_calendar():
    due = next_step(a_routine(a_step("a", within("same_day"))), day("2026-12-17"), {}, AUTUMN)
    assert due is not None
    assert school_days_overdue(due, day("2026-12-22"), AUTUMN) == 3
    assert school_days_overdue(due, day("2026-12-28"), AUTUMN) == 6  # not on the 25th and 26th


TWO = a_routine(
    a_step("first", within("weeks", 1), kind=StepKind.MEETING),
    a_step("second", within("weeks", 3, "first"), kind=StepKind.EVALUATION),
)


def test_a_step_counted_from_another_is_only_expected_until_that_one_is_done():
    _, second = due_steps(TWO, MONDAY, {}, AUTUMN)
    assert (second.on, second.waits_for) == (day("2026-11-30"), "first")
    (second,) = due_steps(TWO, MONDAY, {"first": day("2026-11-03")}, AUTUMN)
    assert (second.on, second.waits_for) == (day("2026-11-24"), None)


def test_a_step_that_waits_is_neither_next_nor_late():
    first, second = due_steps(TWO, MONDAY, {}, AUTUMN)
    long_after = day("2026-12-18")
    assert (is_overdue(first, long_after), is_overdue(second, long_after)) == (True, False)
    assert school_days_overdue(second, long_after, AUTUMN) == 0
    assert next_step(TWO, MONDAY, {}, AUTUMN) == first


def test_nothing_is_next_when_all_is_done():
    assert next_step(TWO, MONDAY, {"first": MONDAY, "second": FRIDAY}, AUTUMN) is None
    assert due_steps(TWO, MONDAY, {"first": MONDAY, "second": FRIDAY}, AUTUMN) == ()


def test_an_overdue_step_stays_first_when_later_ones_are_done():
    routine = a_routine(a_step("b", within("weeks", 1)), a_step("a", within("same_day")))
    assert [due.step.id for due in due_steps(routine, MONDAY, {}, AUTUMN)] == ["a", "b"]
    assert next_step(routine, MONDAY, {"b": MONDAY}, AUTUMN).step.id == "a"


def test_steps_of_one_day_keep_the_routines_order():
    routine = a_routine(*(a_step(name, within("same_day")) for name in "zay"))
    assert [due.step.id for due in due_steps(routine, MONDAY, {}, AUTUMN)] == ["z", "a", "y"]


REPEATED = a_routine(
    a_step("measures", within("same_day"), kind=StepKind.MEASURE),
    a_step(
        "evaluation",
        within("weeks", 3, "measures"),
        kind=StepKind.EVALUATION,
        every=within("weeks", 2, "evaluation"),
        until="team",
    ),
    a_step("team", within("weeks", 1, "evaluation"), kind=StepKind.RESOURCE_TEAM),
)


def test_a_repeated_step_is_due_again_after_it_was_done():
    done = {"measures": MONDAY, "evaluation": day("2026-11-23")}
    again = {due.step.id: (due.on, due.is_again) for due in due_steps(REPEATED, MONDAY, done, AUTUMN)}
    assert again == {"team": (day("2026-11-30"), False), "evaluation": (day("2026-12-07"), True)}


def test_a_repeated_step_ends_with_the_step_that_ends_it():
    done = {"measures": MONDAY, "evaluation": day("2026-11-23"), "team": day("2026-11-24")}
    assert due_steps(REPEATED, MONDAY, done, AUTUMN) == ()


def test_a_repeated_step_without_an_end_goes_on():
    endless = a_routine(a_step("meeting", within("same_day"), every=within("weeks", 4, "meeting")))
    due = next_step(endless, MONDAY, {"meeting": MONDAY}, AUTUMN)
    assert due is not None
    assert (due.on, due.is_again) == (day("2026-11-30"), True)


def test_a_record_fulfils_the_first_step_of_its_kind_that_is_left():
    first = a_step("m1", within("same_day"), kind=StepKind.MEETING)
    second = a_step("m2", within("weeks", 4), kind=StepKind.MEETING)
    routine = a_routine(first, second)
    assert fulfilled_by(routine, "meeting", {}) == first
    assert fulfilled_by(routine, "meeting", {"m1": MONDAY}) == second
    assert fulfilled_by(routine, "meeting", {"m1": MONDAY, "m2": MONDAY}) is None
    assert fulfilled_by(routine, "measure", {}) is None


def test_a_record_fulfils_a_repeated_step_again_until_it_has_ended():
    evaluation = REPEATED.step("evaluation")
    done = {"measures": MONDAY, "evaluation": MONDAY}
    assert fulfilled_by(REPEATED, "evaluation", done) == evaluation
    assert fulfilled_by(REPEATED, "evaluation", done | {"team": MONDAY}) is None


def test_an_unknown_step_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError, match="none"):
        TWO.step("none")


@pytest.mark.parametrize(("unit", "length"), [("same_day", 1), ("weeks", 0), ("days", -1), ("same_day", -1)])
def test_a_deadline_has_a_length_where_its_unit_has_one(unit: str, length: int):
    with pytest.raises(ValueError, match="cannot have the length"):
        within(unit, length)


DATES = st.dates(dt.date(2026, 8, 1), dt.date(2027, 1, 31))


@given(opened=DATES, routine=st.sampled_from(list(shipped_routines().values())), days=st.sets(DATES, max_size=60))
def test_every_deadline_is_a_day_on_which_the_school_is_open(opened: dt.date, routine: Routine, days: set[dt.date]):
    school_days = SchoolDays(days)
    left = due_steps(routine, opened, {}, school_days)
    assert all(school_days.is_open(due.on) for due in left)
    assert [due.on for due in left] == sorted(due.on for due in left)
    assert min(due.on for due in left) >= opened
    assert {due.step.id for due in left} == {step.id for step in routine.steps}


@given(opened=DATES, data=st.data(), routine=st.sampled_from(list(shipped_routines().values())))
def test_a_step_done_once_is_not_asked_for_again(opened: dt.date, data: st.DataObject, routine: Routine):
    ids = [step.id for step in routine.steps]
    done = data.draw(st.dictionaries(st.sampled_from(ids), DATES))
    left = {due.step.id: due for due in due_steps(routine, opened, done, AUTUMN)}
    for step in routine.steps:
        if step.id in done:
            assert step.id not in left or (step.every is not None and left[step.id].is_again)
        else:
            assert left[step.id].waits_for is None or left[step.id].waits_for not in done
    nexts = next_step(routine, opened, done, AUTUMN)
    assert nexts is None or nexts.waits_for is None
    assert (nexts is None) == (not left)


@given(days=st.sets(DATES, max_size=80), start=DATES, end=DATES)
def test_school_days_are_counted_as_they_stand_one_by_one(days: set[dt.date], start: dt.date, end: dt.date):
    school_days = SchoolDays(days)
    between = [start + dt.timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert school_days.count_after(start, end) == sum(map(school_days.is_open, between))


@given(days=st.sets(DATES, max_size=80), start=DATES, count=st.integers(1, 30))
def test_the_nth_school_day_has_n_school_days_up_to_it(days: set[dt.date], start: dt.date, count: int):
    school_days = SchoolDays(days)
    assert school_days.count_after(start, school_days.after(start, count)) == count


def test_first_and_last_school_days_are_known_ones_only():
    days = SchoolDays([day("2026-11-02"), day("2026-11-04"), day("2026-11-05")])
    assert days.last(2, day("2026-11-04")) == (day("2026-11-02"), day("2026-11-04"))
    assert days.last(5, day("2026-11-03")) == (day("2026-11-02"),)
    assert days.last(0, day("2026-11-05")) == ()
    assert days.first(2, day("2026-11-03")) == (day("2026-11-04"), day("2026-11-05"))
    assert days.first(9, day("2026-11-06")) == ()


def test_kristiansand_asks_for_talk_and_call_the_same_day_and_a_meeting_within_a_week():
    left = due_steps(load_routine("kristiansand"), MONDAY, {}, AUTUMN)
    assert [(due.step.id, due.on) for due in left if due.waits_for is None] == [
        ("pupil-talk", MONDAY),
        ("home-contact", MONDAY),
        ("meeting", day("2026-11-09")),
    ]


def test_kristiansands_measures_run_three_weeks_before_they_are_evaluated():
    done = {"pupil-talk": MONDAY, "home-contact": MONDAY, "meeting": FRIDAY, "measures": FRIDAY}
    due = next_step(load_routine("kristiansand"), MONDAY, done, AUTUMN)
    assert due is not None
    assert (due.step.id, due.on) == ("evaluation", day("2026-11-27"))


@pytest.mark.parametrize(
    ("date", "is_known"), [("2026-08-16", False), ("2026-08-17", True), ("2026-12-18", True), ("2026-12-19", False)]
)
def test_the_calendar_is_known_from_its_first_day_to_its_last(date: str, is_known: bool):
    assert AUTUMN.is_known(day(date)) is is_known
    assert not SchoolDays().is_known(day(date))


def test_a_school_open_on_a_saturday_is_open_then_also_first_and_last():
    saturdays = SchoolDays([day("2026-11-07"), day("2026-11-14")])
    assert saturdays.is_open(day("2026-11-07"))
    assert saturdays.on_or_after(day("2026-11-08")) == day("2026-11-14")
