"""The change of school year: seen first, then applied whole, once."""

import datetime as dt

import pytest

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.people.models import Enrolment, SchoolClass
from skoleporten.people.year_change import action, jobs
from skoleporten.people.year_change.plan import Outcome, plan_change
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    actor_of,
    make_administrator,
    make_calendar_day,
    make_class,
    make_enrolment,
    make_grant,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
)

pytestmark = pytest.mark.django_db

LAST_DAY, FIRST_DAY = dt.date(2026, 7, 31), dt.date(2026, 8, 1)


def apply(by=None, next_schools=None, year=2026):
    plan = plan_change(year, next_schools)
    return action.apply_change(
        by=by or actor_of(make_administrator()),
        year=year,
        next_schools=next_schools or {},
        fingerprint=plan.fingerprint,
    )


def current(pupil):
    rows = Enrolment.objects.current().filter(pupil=pupil).order_by("start")
    return list(rows.values_list("school", "grade", "start", "end"))


def outcomes(year=2026, next_schools=None):
    return dict(plan_change(year, next_schools).counts)


def test_looking_at_the_plan_changes_nothing():
    make_enrolment(make_school())
    before = list(Enrolment.objects.values())
    plan_change(2026)
    assert list(Enrolment.objects.values()) == before


def test_a_pupil_goes_up_a_grade_in_the_same_school():
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil, grade=5, start=dt.date(2025, 8, 18))
    apply()
    assert current(pupil) == [
        (school.pk, 5, dt.date(2025, 8, 18), LAST_DAY),
        (school.pk, 6, FIRST_DAY, None),
    ]


def test_the_row_that_was_open_is_kept_as_superseded():
    enrolment = make_enrolment(make_school())
    apply()
    enrolment.refresh_from_db()
    assert enrolment.end is None
    assert enrolment.superseded_at is not None


def test_a_class_goes_up_with_its_pupils_and_is_made_once():
    school = make_school()
    five = make_class(school, "5A", 5)
    for _ in range(3):
        make_enrolment(school, grade=5, school_class=five)
    apply()
    six = SchoolClass.objects.get(school_year=2026)
    assert (six.name, six.source_id, six.grade) == ("6A", "6A", 6)
    assert Enrolment.objects.filter(school_class=six).count() == 3


@pytest.mark.parametrize(
    ("name", "grade", "after"),
    [
        ("9C", 9, "10C"),
        ("Blåklokka", 3, "Blåklokka"),
        ("1-2", None, "1-2"),
        ("10", 1, "10"),
        ("S004-2025-4A", 4, "S004-2026-5A"),
        ("4-4B", 4, "5-4B"),
        ("trinn 3", 3, "trinn 4"),
    ],
)
def test_a_class_is_renamed_only_when_its_name_tells_its_grade(name, grade, after):
    school = make_school(last_grade=10)
    make_enrolment(school, grade=grade or 2, school_class=make_class(school, name, grade))
    apply()
    assert SchoolClass.objects.get(school_year=2026).name == after


def test_a_class_that_is_there_already_is_used():
    school = make_school()
    make_enrolment(school, grade=5, school_class=make_class(school, "5A", 5))
    six = make_class(school, "6A", 6, school_year=2026)
    apply()
    assert Enrolment.objects.get(start=FIRST_DAY).school_class == six


def test_grade_ten_finishes():
    school, pupil = make_school(first_grade=8, last_grade=10), make_pupil()
    make_enrolment(school, pupil, grade=10)
    assert outcomes() == {Outcome.FINISHES: 1}
    apply()
    assert current(pupil) == [(school.pk, 10, dt.date(2025, 8, 1), LAST_DAY)]


def test_the_last_grade_of_a_school_leaves_and_its_next_school_is_unknown():
    school, pupil = make_school(last_grade=7), make_pupil()
    make_enrolment(school, pupil, grade=7)
    plan = plan_change(2026)
    assert dict(plan.counts) == {Outcome.SCHOOL_UNKNOWN: 1}
    assert plan.leaving_schools == [school]
    apply()
    assert current(pupil)[-1][3] == LAST_DAY


def test_a_chosen_next_school_takes_over():
    primary, secondary, pupil = make_school(last_grade=7), make_school(first_grade=8, last_grade=10), make_pupil()
    make_enrolment(primary, pupil, grade=7)
    apply(next_schools={primary.pk: secondary.pk})
    assert current(pupil)[-1] == (secondary.pk, 8, FIRST_DAY, None)


def test_a_pupil_who_has_a_place_already_is_left_where_it_was_given():
    old, new, pupil = make_school(), make_school(), make_pupil()
    make_enrolment(old, pupil, grade=5)
    make_enrolment(new, pupil, grade=6, start=dt.date(2026, 8, 17))
    assert outcomes() == {Outcome.PLACED: 1}
    apply()
    assert [row[:2] for row in current(pupil)] == [(old.pk, 5), (new.pk, 6)]
    assert current(pupil)[0][3] == LAST_DAY


def test_a_pupil_who_moves_later_in_the_autumn_begins_the_year_at_the_old_school():
    old, new, pupil = make_school(), make_school(), make_pupil()
    make_enrolment(old, pupil, grade=5)
    make_enrolment(new, pupil, grade=6, start=dt.date(2026, 10, 5))
    apply()
    assert [row[:3] for row in current(pupil)][1:] == [
        (old.pk, 6, FIRST_DAY),
        (new.pk, 6, dt.date(2026, 10, 5)),
    ]


def test_a_pupil_who_left_during_the_year_does_not_come_back():
    school = make_school()
    make_calendar_day(school, dt.date(2026, 6, 19))
    make_enrolment(school, end=dt.date(2026, 3, 1))
    assert outcomes() == {}


@pytest.mark.parametrize("end", [dt.date(2026, 6, 19), LAST_DAY])
def test_an_enrolment_that_the_source_closed_with_the_year_goes_on(end):
    school, pupil = make_school(), make_pupil()
    make_calendar_day(school, dt.date(2026, 6, 19))
    make_enrolment(school, pupil, grade=5, end=end)
    apply()
    assert [row[1:] for row in current(pupil)] == [(5, dt.date(2025, 8, 1), end), (6, FIRST_DAY, None)]


def test_a_pupil_whose_grade_is_not_known_is_left_as_is():
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil, grade=None)
    assert outcomes() == {Outcome.GRADE_UNKNOWN: 1}
    apply()
    assert current(pupil) == [(school.pk, None, dt.date(2025, 8, 1), None)]


def test_an_end_that_lies_ahead_is_kept():
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil, grade=5, end=dt.date(2027, 2, 1))
    apply()
    assert [row[1:] for row in current(pupil)] == [
        (5, dt.date(2025, 8, 1), LAST_DAY),
        (6, FIRST_DAY, dt.date(2027, 2, 1)),
    ]


def test_only_the_newest_of_two_enrolments_goes_on_and_both_end():
    old, new, pupil = make_school(), make_school(), make_pupil()
    make_enrolment(old, pupil, grade=5)
    make_enrolment(new, pupil, grade=5, start=dt.date(2026, 1, 5))
    apply()
    assert {row[3] for row in current(pupil)[:2]} == {LAST_DAY}
    assert current(pupil)[2:] == [(new.pk, 6, FIRST_DAY, None)]


def test_applying_twice_changes_nothing_more():
    school = make_school(last_grade=10)
    for grade in range(1, 11):
        make_enrolment(school, grade=grade, school_class=make_class(school, f"{grade}A", grade))
    apply()
    before = list(Enrolment.objects.order_by("pk").values())
    assert plan_change(2026).work == []
    applied = apply()
    assert (applied.new_enrolments, applied.ended_enrolments, applied.new_classes) == (0, 0, 0)
    assert list(Enrolment.objects.order_by("pk").values()) == before


def test_a_pupil_who_came_after_the_change_is_taken_along_by_the_next_run():
    school = make_school()
    make_enrolment(school)
    apply()
    late = make_pupil()
    make_enrolment(school, late, grade=2, start=dt.date(2026, 6, 1))
    assert apply().new_enrolments == 1
    assert current(late)[-1][1] == 3


def test_nothing_is_applied_when_the_pupils_changed_after_the_preview():
    school = make_school()
    make_enrolment(school)
    seen = plan_change(2026).fingerprint
    make_enrolment(school)
    with pytest.raises(RefusedError):
        action.apply_change(by=actor_of(make_administrator()), year=2026, next_schools={}, fingerprint=seen)
    assert not Enrolment.objects.filter(start=FIRST_DAY).exists()


def test_nothing_is_applied_when_it_fails_half_way(monkeypatch):
    make_enrolment(make_school())
    seen = plan_change(2026).fingerprint

    def full_disk(**_):
        raise OSError("disk full")

    monkeypatch.setattr(action.audit, "record", full_disk)
    with pytest.raises(OSError, match="disk full"):
        action.apply_change(by=actor_of(make_administrator()), year=2026, next_schools={}, fingerprint=seen)
    assert Enrolment.objects.get().superseded_at is None


def test_a_school_leader_can_not_change_the_year():
    school = make_school()
    make_enrolment(school)
    with pytest.raises(RefusedError):
        apply(by=actor_of(make_school_leader(school)))


def test_the_plan_of_a_school_counts_its_grades_and_classes():
    primary, secondary = make_school(last_grade=7), make_school(first_grade=8, last_grade=10)
    make_enrolment(primary, grade=6, school_class=make_class(primary, "6A", 6))
    make_enrolment(primary, grade=7)
    make_enrolment(secondary, grade=9)
    plan = plan_change(2026, {primary.pk: secondary.pk})
    of_primary, of_secondary = plan.of(primary), plan.of(secondary)
    assert dict(of_primary.counts) == {Outcome.CONTINUES: 1, Outcome.NEXT_SCHOOL: 1}
    assert [(key.name, number) for key, number in of_primary.new_classes] == [("7A", 1)]
    assert (of_primary.grades, of_secondary.grades) == ({7: 1}, {8: 1, 10: 1})


def test_schools_without_a_calendar_for_the_new_year_are_named():
    with_calendar, without = make_school("A"), make_school("B")
    make_calendar_day(with_calendar, dt.date(2026, 8, 17))
    make_calendar_day(without, dt.date(2026, 6, 17))
    assert plan_change(2026).missing_calendars == [without]


def test_grants_that_end_with_the_year_are_named():
    school = make_school()
    ending = make_grant(make_user(), Role.SCHOOL_LEADER, school, end=LAST_DAY)
    make_grant(make_user(), Role.SCHOOL_LEADER, school, end=dt.date(2027, 7, 31))
    make_grant(make_user(), Role.SCHOOL_LEADER, school, end=dt.date(2025, 12, 31))
    assert plan_change(2026).ending_grants == [ending]


def test_pupils_of_a_closed_school_need_a_new_school():
    closed, pupil = make_school(is_active=False), make_pupil()
    make_enrolment(closed, pupil, grade=3)
    plan = plan_change(2026)
    assert dict(plan.counts) == {Outcome.SCHOOL_UNKNOWN: 1}
    assert plan.schools == [closed]


def test_the_change_is_in_the_log_with_numbers_only():
    make_enrolment(make_school())
    apply()
    event = Event.objects.get(action="school_year.changed")
    assert event.details == {"new_enrolments": 1, "ended_enrolments": 1, "new_classes": 0}


def test_a_change_that_is_asked_for_is_applied_by_a_job_once():
    primary, secondary, pupil = make_school(last_grade=7), make_school(first_grade=8, last_grade=10), make_pupil()
    make_enrolment(primary, pupil, grade=7)
    chosen = {primary.pk: secondary.pk}
    by, seen = actor_of(make_administrator()), plan_change(2026, chosen).fingerprint
    asked = {"by": by, "year": 2026, "next_schools": chosen, "fingerprint": seen}
    with pytest.raises(RefusedError):
        action.request_change(**asked, today=dt.date(2026, 4, 30))
    change = action.request_change(**asked, today=dt.date(2026, 5, 1))
    with pytest.raises(RefusedError):
        action.request_change(**asked, today=dt.date(2026, 5, 1))
    assert current(pupil) == [(primary.pk, 7, dt.date(2025, 8, 1), None)]
    assert jobs.apply.call(change.pk) == "applied"
    assert jobs.apply.call(change.pk) == "applied"
    assert [row[:2] for row in current(pupil)] == [(primary.pk, 7), (secondary.pk, 8)]
    change.refresh_from_db()
    assert change.counts == {"new_enrolments": 1, "ended_enrolments": 1, "new_classes": 0}


def test_a_change_that_fails_in_the_job_says_so_and_can_be_asked_for_again(monkeypatch):
    make_enrolment(make_school())
    asked = {"by": actor_of(make_administrator()), "year": 2026, "next_schools": {}, "today": dt.date(2026, 6, 22)}
    seen = plan_change(2026).fingerprint
    change = action.request_change(**asked, fingerprint=seen)

    def full_disk(**_):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(action.audit, "record", full_disk)
        with pytest.raises(OSError, match="disk full"):
            jobs.apply.call(change.pk)
    change.refresh_from_db()
    assert (change.state, bool(change.message)) == ("refused", True)
    again = action.request_change(**asked, fingerprint=seen)
    assert jobs.apply.call(again.pk) == "applied"


def test_a_change_asked_for_on_data_that_then_changed_is_refused_with_the_reason():
    school = make_school()
    make_enrolment(school)
    seen = plan_change(2026).fingerprint
    change = action.request_change(
        by=actor_of(make_administrator()), year=2026, next_schools={}, fingerprint=seen, today=dt.date(2026, 6, 22)
    )
    make_enrolment(school)
    assert jobs.apply.call(change.pk) == "refused"
    change.refresh_from_db()
    assert change.message
    assert not Enrolment.objects.filter(start=FIRST_DAY).exists()
