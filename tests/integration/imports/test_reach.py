"""Whoever leads one school applies files about her own school, and no row about another's."""

import datetime as dt

import pytest

from skoleporten.absence.models import AbsenceEvent
from skoleporten.imports import actions, jobs, reach
from skoleporten.imports.models import Import
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import School
from tests.factories import actor_of, make_administrator, make_enrolment, make_pupil, make_school_leader
from tests.integration.imports.files import (
    OTHER_SCHOOL,
    SCHOOL,
    attendance,
    day_of_absence,
    days_absent,
    roster,
    school_days,
    write_table,
)

pytestmark = pytest.mark.django_db

State = Import.State


@pytest.fixture
def elsewhere(with_roster) -> Pupil:
    """A pupil of the other school."""
    pupil = make_pupil("Ola", source_id="O1")
    make_enrolment(School.objects.get(source_id=OTHER_SCHOOL), pupil)
    return pupil


@pytest.fixture
def cast(elsewhere):
    """Owner and colleague lead the first school, the stranger the other."""
    school, other = (School.objects.get(source_id=name) for name in (SCHOOL, OTHER_SCHOOL))
    return {
        "owner": actor_of(make_school_leader(school)),
        "colleague": actor_of(make_school_leader(school)),
        "stranger": actor_of(make_school_leader(other)),
        "administrator": actor_of(make_administrator()),
    }


def own_rows(folder):
    return attendance(folder / "own.csv", days_absent("E1", 3))


def mixed_rows(folder):
    return attendance(folder / "mixed.csv", [*days_absent("E1", 3), *days_absent("O1", 2, 50, school=OTHER_SCHOOL)])


def may_apply(cast, imported) -> list[str]:
    """Who is let through; the state is put back after each."""
    able = []
    for name, actor in cast.items():
        try:
            actions.request_apply(by=actor, imported=imported)
        except RefusedError:
            continue
        able.append(name)
        Import.objects.filter(pk=imported.pk).update(state=State.READY)
    return able


def test_a_file_about_one_school_is_applied_by_its_leaders_and_an_administrator(cast, hand_over, tmp_path):
    imported = hand_over(own_rows(tmp_path), apply=False)
    assert imported.counts["by_school"] == {SCHOOL: 3}
    assert may_apply(cast, imported) == ["owner", "colleague", "administrator"]


def test_a_file_about_two_schools_is_applied_by_an_administrator_only(cast, hand_over, tmp_path):
    imported = hand_over(mixed_rows(tmp_path), apply=False)
    assert imported.counts["by_school"] == {SCHOOL: 3, OTHER_SCHOOL: 2}
    assert may_apply(cast, imported) == ["administrator"]


def test_a_leader_can_not_pass_the_request_by(cast, hand_over, tmp_path):
    imported = hand_over(mixed_rows(tmp_path), apply=False)
    with pytest.raises(RefusedError, match="andre skoler"):
        actions.apply(by=cast["owner"], imported=imported)
    assert not AbsenceEvent.objects.exists()


def test_what_the_leader_asked_for_is_applied_by_the_job(cast, hand_over, tmp_path):
    imported = hand_over(own_rows(tmp_path), apply=False)
    actions.request_apply(by=cast["owner"], imported=imported)
    assert jobs.apply.call(imported.pk) == State.APPLIED
    assert AbsenceEvent.objects.count() == 3


def test_the_job_keeps_to_the_leaders_schools_when_the_database_has_moved_on(cast, hand_over, tmp_path):
    """Between her click and the job another file gave the same rows to a pupil of the other school."""
    imported = hand_over(own_rows(tmp_path), apply=False)
    actions.request_apply(by=cast["owner"], imported=imported)
    hand_over(attendance(tmp_path / "other.csv", days_absent("O1", 3, school=OTHER_SCHOOL)))
    assert jobs.apply.call(imported.pk) == State.READY
    assert set(AbsenceEvent.objects.current().values_list("pupil__source_id", flat=True)) == {"O1"}
    imported.refresh_from_db()
    assert imported.message == actions.ONLY_AN_ADMINISTRATOR


def test_another_schools_pupil_under_ones_own_schools_name_is_outside(cast, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "f.csv", days_absent("O1", 2)), apply=False)
    assert imported.counts["by_school"][OTHER_SCHOOL] == 2
    assert may_apply(cast, imported) == ["administrator"]


def test_absence_from_before_a_pupil_moved_is_the_old_schools_own(cast, elsewhere, hand_over, tmp_path):
    Enrolment.objects.filter(pupil=elsewhere).update(start=dt.date(2025, 9, 1))
    first = School.objects.get(source_id=SCHOOL)
    make_enrolment(first, elsewhere, start=dt.date(2025, 8, 1), end=dt.date(2025, 8, 31))
    before = attendance(tmp_path / "before.csv", [day_of_absence(1, "O1", dt.date(2025, 8, 20))])
    after = attendance(tmp_path / "after.csv", [day_of_absence(2, "O1", dt.date(2025, 9, 3))])
    assert may_apply(cast, hand_over(before, apply=False)) == ["owner", "colleague", "administrator"]
    assert may_apply(cast, hand_over(after, apply=False)) == ["administrator"]


def test_a_leader_can_not_take_anothers_pupil_into_view_by_a_roster(cast, hand_over, tmp_path):
    folder = tmp_path / "taken"
    folder.mkdir()
    columns = ["pupil_id", "school_id", "class_id", "grade", "start_date", "end_date"]
    write_table(folder / "enrolments.csv", columns, [["O1", SCHOOL, "5A", 5, "2025-09-01", ""]])
    imported = hand_over(folder, apply=False)
    assert imported.counts["enrolments"]["new"] == 1
    assert may_apply(cast, imported) == ["administrator"]


def test_a_new_name_of_anothers_pupil_is_outside(cast, elsewhere, hand_over, tmp_path):
    imported = hand_over(roster(tmp_path / "again", pupils=["E1", "O1"]), apply=False)
    assert OTHER_SCHOOL in reach.outside(imported, cast["owner"].school_ids)


def test_another_schools_calendar_is_outside(cast, hand_over, tmp_path):
    imported = hand_over(roster(tmp_path / "again", minutes=360), apply=False)
    assert imported.counts["by_school"][OTHER_SCHOOL] == 60
    assert may_apply(cast, imported) == ["administrator"]


def test_what_a_complete_file_takes_out_at_another_school_is_outside(cast, hand_over, tmp_path):
    hand_over(mixed_rows(tmp_path))
    rows = [*days_absent("E1", 3), day_of_absence(9, "E1", school_days(4)[3])]
    imported = hand_over(attendance(tmp_path / "own.csv", rows), apply=False, is_complete=True)
    assert imported.counts["by_school"] == {SCHOOL: 1, OTHER_SCHOOL: 2}
    assert may_apply(cast, imported) == ["administrator"]


def test_rows_that_change_nothing_reach_nobody(cast, hand_over, tmp_path):
    hand_over(mixed_rows(tmp_path))
    imported = hand_over(mixed_rows(tmp_path), apply=False)
    assert imported.counts["by_school"] == {}
