"""The school calendar: entered in peace, seen before it counts, then taken into use."""

import datetime as dt

import pytest

from skoleporten.audit.models import Event
from skoleporten.rules.errors import RefusedError
from skoleporten.schools import actions, queries
from skoleporten.schools.calendar_files.draft import LengthLine, Line, LineKind
from skoleporten.schools.models import CalendarDay, CalendarEntry, SchoolYear
from tests.factories import (
    actor_of,
    make_administrator,
    make_calendar_day,
    make_school,
    make_school_leader,
    make_school_year,
)

pytestmark = pytest.mark.django_db

FULL_DAY = [300] * 5
FREE, PLANNING, SCHOOL_DAY = CalendarEntry.Kind.values


@pytest.fixture
def administrator():
    return actor_of(make_administrator())


def day(month: int, number: int) -> dt.date:
    return dt.date(2025 if month >= 8 else 2026, month, number)


def enter_laerdal(by) -> SchoolYear:
    """Published as 10 22 18 19 15 | 20 15 20 18 18 15 = 190 school days."""
    year = actions.set_school_year(by=by, year=2025, first_day=day(8, 18), last_day=day(6, 19))
    for first, last in (
        (day(10, 6), day(10, 10)),
        (day(11, 7), day(11, 7)),
        (day(12, 20), day(1, 4)),
        (day(2, 16), day(2, 20)),
        (day(3, 28), day(4, 6)),
    ):
        actions.add_entry(by=by, school_year=year, school=None, first_date=first, last_date=last, kind=FREE)
    actions.set_day_lengths(by=by, school_year=year, school=None, first_grade=1, last_grade=10, minutes=FULL_DAY)
    return year


def dates_of(school) -> list[dt.date]:
    return list(CalendarDay.objects.filter(school=school).values_list("date", flat=True))


def test_entering_a_calendar_changes_no_school_day_until_it_is_used(administrator):
    school = make_school()
    enter_laerdal(administrator)
    assert dates_of(school) == []


def test_a_published_calendar_gives_the_published_days_of_each_month(administrator):
    school = make_school()
    year = enter_laerdal(administrator)
    (change,) = actions.use_calendar(by=administrator, school_year=year, schools=[school])
    assert list(change.after.by_month.values()) == [10, 22, 18, 19, 15, 20, 15, 20, 18, 18, 15]
    assert (change.after.autumn, change.after.spring, change.after.total) == (84, 106, 190)
    assert queries.count_in_use(school, 2025) == change.after


def test_a_day_equal_for_all_grades_is_one_row(administrator):
    school = make_school()
    year = enter_laerdal(administrator)
    actions.use_calendar(by=administrator, school_year=year, schools=[school])
    assert set(CalendarDay.objects.values_list("grade", "minutes_offered", "origin")) == {(None, 300, "editor")}


def test_grades_with_shorter_days_have_rows_of_their_own(administrator):
    school = make_school(last_grade=5)
    year = enter_laerdal(administrator)
    actions.set_day_lengths(
        by=administrator,
        school_year=year,
        school=None,
        first_grade=1,
        last_grade=2,
        minutes=[None, None, 200, None, None],
    )
    actions.use_calendar(by=administrator, school_year=year, schools=[school])
    wednesday, thursday = dt.date(2025, 8, 20), dt.date(2025, 8, 21)
    rows = CalendarDay.objects.values_list("grade", "minutes_offered")
    assert set(rows.filter(date=wednesday)) == {(None, 300), (1, 200), (2, 200)}
    assert list(rows.filter(date=thursday)) == [(None, 300)]


def test_a_grade_without_a_length_has_no_school_while_the_others_do(administrator):
    school, year = make_school(last_grade=3), make_school_year()
    actions.set_day_lengths(
        by=administrator, school_year=year, school=None, first_grade=1, last_grade=2, minutes=FULL_DAY
    )
    actions.use_calendar(by=administrator, school_year=year, schools=[school])
    monday = CalendarDay.objects.filter(date=dt.date(2025, 8, 18))
    assert list(monday.order_by("grade").values_list("grade", "minutes_offered")) == [(1, 300), (2, 300)]


def test_a_schools_own_exception_wins_at_that_school_only(administrator):
    own, other = make_school(), make_school()
    year = enter_laerdal(administrator)
    leader = actor_of(make_school_leader(own))
    actions.add_entry(
        by=leader, school_year=year, school=own, first_date=day(11, 7), last_date=day(11, 7), kind=SCHOOL_DAY
    )
    actions.use_calendar(by=administrator, school_year=year, schools=[own, other])
    assert day(11, 7) in dates_of(own)
    assert day(11, 7) not in dates_of(other)


def test_what_would_change_is_told_for_each_school_before_it_is_used(administrator):
    untouched, changed = make_school(), make_school()
    year = enter_laerdal(administrator)
    actions.use_calendar(by=administrator, school_year=year, schools=[untouched, changed])
    actions.add_entry(
        by=administrator, school_year=year, school=changed, first_date=day(11, 10), last_date=day(11, 10), kind=PLANNING
    )
    actions.set_day_lengths(
        by=administrator, school_year=year, school=changed, first_grade=1, last_grade=7, minutes=[None] * 4 + [240]
    )
    first, second = queries.calendar_changes(year, [untouched, changed])
    assert first.is_none
    assert (list(second.added), list(second.removed)) == ([], [day(11, 10)])
    assert all(date.weekday() == 4 for date in second.longer_or_shorter)
    assert (second.before.total, second.after.total) == (190, 189)
    assert len(dates_of(changed)) == 190


def test_the_school_whose_calendar_has_changed_is_the_one_to_update(administrator):
    one, other = make_school(), make_school()
    year = enter_laerdal(administrator)
    assert queries.schools_to_update(year, [one, other]) == [one, other]
    actions.use_calendar(by=administrator, school_year=year, schools=[one, other])
    assert queries.schools_to_update(year, [one, other]) == []
    entry = actions.add_entry(
        by=administrator, school_year=year, school=other, first_date=day(9, 1), last_date=day(9, 1), kind=PLANNING
    )
    assert queries.schools_to_update(year, [one, other]) == [other]
    actions.use_calendar(by=administrator, school_year=year, schools=[other])
    actions.remove_entry(by=administrator, entry=entry)
    assert queries.schools_to_update(year, [one, other]) == [other]


def test_using_a_calendar_replaces_imported_days_of_that_year_only(administrator):
    school = make_school()
    make_calendar_day(school, day(9, 6))
    make_calendar_day(school, dt.date(2024, 9, 6))
    make_calendar_day(school, day(9, 1), minutes=200)
    year = enter_laerdal(administrator)
    (change,) = actions.use_calendar(by=administrator, school_year=year, schools=[school])
    assert list(change.removed) == [day(9, 6)]
    assert day(9, 1) in change.longer_or_shorter
    assert dt.date(2024, 9, 6) in dates_of(school)
    assert len(dates_of(school)) == 191


def test_using_the_same_calendar_twice_changes_nothing(administrator):
    school = make_school()
    year = enter_laerdal(administrator)
    actions.use_calendar(by=administrator, school_year=year, schools=[school])
    keys = set(CalendarDay.objects.values_list("pk", flat=True))
    (change,) = actions.use_calendar(by=administrator, school_year=year, schools=[school])
    assert change.is_none
    assert set(CalendarDay.objects.values_list("pk", flat=True)) == keys


def test_a_day_without_a_length_is_no_school_day(administrator):
    school = make_school()
    year = make_school_year()
    actions.set_day_lengths(
        by=administrator,
        school_year=year,
        school=None,
        first_grade=1,
        last_grade=10,
        minutes=[300, None, None, None, None],
    )
    actions.use_calendar(by=administrator, school_year=year, schools=[school])
    assert {date.weekday() for date in dates_of(school)} == {0}


def test_a_school_leader_can_not_change_the_municipalitys_calendar():
    leader = actor_of(make_school_leader(make_school()))
    year = make_school_year()
    with pytest.raises(RefusedError):
        actions.set_school_year(by=leader, year=2025, first_day=day(8, 18), last_day=day(6, 19))
    with pytest.raises(RefusedError):
        actions.add_entry(
            by=leader, school_year=year, school=None, first_date=day(9, 1), last_date=day(9, 1), kind=FREE
        )


def test_a_school_leader_can_not_change_another_schools_calendar():
    leader = actor_of(make_school_leader(make_school()))
    year, other = make_school_year(), make_school()
    with pytest.raises(RefusedError):
        actions.use_calendar(by=leader, school_year=year, schools=[other])
    with pytest.raises(RefusedError):
        actions.set_day_lengths(
            by=leader, school_year=year, school=other, first_grade=1, last_grade=7, minutes=FULL_DAY
        )
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last", "kind"),
    [
        (day(9, 2), day(9, 1), FREE),
        (dt.date(2025, 7, 31), day(9, 1), FREE),
        (day(6, 1), dt.date(2026, 8, 1), FREE),
        (day(9, 1), day(9, 1), "unknown"),
        (day(9, 1), day(9, 1), "first_day"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(administrator, first, last, kind):
    year = make_school_year()
    with pytest.raises(RefusedError):
        actions.add_entry(by=administrator, school_year=year, school=None, first_date=first, last_date=last, kind=kind)
    assert not CalendarEntry.objects.exists()


def test_the_same_entry_twice_is_refused(administrator):
    year = make_school_year()
    entry = {"school_year": year, "school": None, "first_date": day(9, 1), "last_date": day(9, 1), "kind": FREE}
    actions.add_entry(by=administrator, **entry)
    with pytest.raises(RefusedError):
        actions.add_entry(by=administrator, **entry)


def test_an_entry_is_changed_and_its_history_kept(administrator):
    year = make_school_year()
    entry = actions.add_entry(
        by=administrator,
        school_year=year,
        school=None,
        first_date=day(9, 1),
        last_date=day(9, 1),
        kind=FREE,
        name="Fri",
    )
    actions.change_entry(
        by=administrator, entry=entry, first_date=day(9, 2), last_date=day(9, 2), kind=PLANNING, name="Kurs"
    )
    assert [(old.first_date, old.kind) for old in entry.history.order_by("history_id")] == [
        (day(9, 1), FREE),
        (day(9, 2), PLANNING),
    ]


@pytest.mark.parametrize("minutes", [[0, 1, 1, 1, 1], [601, 1, 1, 1, 1], [300] * 4])
def test_day_lengths_outside_reason_are_refused(administrator, minutes):
    with pytest.raises(RefusedError):
        actions.set_day_lengths(
            by=administrator, school_year=make_school_year(), school=None, first_grade=1, last_grade=7, minutes=minutes
        )


def test_a_file_replaces_the_entries_of_its_own_scope_only(administrator):
    school, year = make_school(), make_school_year()
    for scope in (None, school):
        actions.add_entry(
            by=administrator, school_year=year, school=scope, first_date=day(9, 1), last_date=day(9, 1), kind=FREE
        )
    line = Line(day(10, 6), day(10, 10), LineKind.FREE, "Høstferie")
    actions.replace_entries(
        by=administrator, school_year=year, school=None, lines=[line, line], lengths=[LengthLine(1, 7, 0, 240)]
    )
    assert list(year.entries.filter(school=None).values_list("name", flat=True)) == ["Høstferie"]
    assert year.entries.filter(school=school).count() == 1
    assert year.day_lengths.get().minutes == 240


def test_an_entry_that_the_file_has_too_is_left_alone(administrator):
    year = make_school_year()
    entry = actions.add_entry(
        by=administrator,
        school_year=year,
        school=None,
        first_date=day(9, 1),
        last_date=day(9, 1),
        kind=FREE,
        name="Fri",
    )
    actions.replace_entries(
        by=administrator, school_year=year, school=None, lines=[Line(day(9, 1), day(9, 1), LineKind.FREE, "Fri")]
    )
    assert year.entries.get().public_id == entry.public_id


def test_each_action_is_in_the_log(administrator):
    school = make_school()
    year = enter_laerdal(administrator)
    actions.use_calendar(by=administrator, school_year=year, schools=[school])
    assert list(Event.objects.values_list("action", flat=True)) == [
        "calendar.year_added",
        *["calendar.entry_added"] * 5,
        "calendar.day_lengths_set",
        "calendar.used",
    ]


def test_a_calendar_that_came_in_with_a_file_can_be_taken_over_and_gives_the_same_days(administrator):
    one, other = make_school(), make_school()
    year = enter_laerdal(administrator)
    actions.add_entry(
        by=administrator, school_year=year, school=other, first_date=day(9, 1), last_date=day(9, 1), kind=PLANNING
    )
    actions.use_calendar(by=administrator, school_year=year, schools=[one, other])
    year.delete()
    begun = actions.begin_from_days(by=administrator, year=2025)
    assert (begun.first_day, begun.last_day) == (day(8, 18), day(6, 19))
    assert all(change.is_none for change in queries.calendar_changes(begun, [one, other]))


def test_a_year_without_days_can_not_be_begun_from_them(administrator):
    make_school()
    with pytest.raises(RefusedError):
        actions.begin_from_days(by=administrator, year=2025)


def test_a_year_that_is_entered_already_is_not_begun_again(administrator):
    make_calendar_day(make_school(), day(9, 1))
    make_school_year()
    with pytest.raises(RefusedError):
        actions.begin_from_days(by=administrator, year=2025)


def test_a_schools_grades_are_changed_by_an_administrator_only(administrator):
    school = make_school()
    leader = actor_of(make_school_leader(school))
    changed = {"school": school, "name": "Nye", "first_grade": 1, "last_grade": 10, "is_active": True}
    with pytest.raises(RefusedError):
        actions.change_school(by=leader, **changed)
    assert actions.change_school(by=administrator, **changed).grades == range(1, 11)
    with pytest.raises(RefusedError):
        actions.change_school(by=administrator, **changed | {"first_grade": 11})
