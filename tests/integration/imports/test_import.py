"""A file's way into the database: what it brings, what it changes, what it leaves alone."""

import datetime as dt

import pytest

from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.audit.models import Event
from skoleporten.imports import actions, queries
from skoleporten.imports.models import Import, RejectedRow
from skoleporten.people.models import Enrolment, Pupil, SchoolClass
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import CalendarDay, School
from tests.factories import actor_of, make_calendar_day, make_school_leader
from tests.integration.imports.files import (
    OTHER_SCHOOL,
    SCHOOL,
    attendance,
    day_of_absence,
    days_absent,
    roster,
    school_days,
)

pytestmark = pytest.mark.django_db

State = Import.State
TODAY = dt.date(2025, 11, 1)


def current() -> list[tuple[str, dt.date, str, int]]:
    rows = AbsenceEvent.objects.current().order_by("pupil", "date", "source_id")
    return list(rows.values_list("pupil__source_id", "date", "kind", "minutes"))


def test_a_roster_brings_schools_pupils_classes_enrolments_and_school_days(with_roster):
    assert with_roster.state == State.APPLIED
    assert list(School.objects.values_list("name", "first_grade", "last_grade")) == [
        ("Lund skole", 1, 7),
        ("Solgård skole", 1, 10),
    ]
    assert [pupil.full_name for pupil in Pupil.objects.order_by("source_id")] == [
        f"Kari E{n} Nordmann" for n in (1, 2, 3)
    ]
    assert Pupil.objects.filter(birth_date=dt.date(2014, 3, 2)).count() == 3
    assert list(SchoolClass.objects.values_list("name", "school_year", "grade")) == [("5A", 2025, 5)]
    assert Enrolment.objects.current().filter(school_class__name="5A", end=None).count() == 3
    assert CalendarDay.objects.count() == 120


def test_absence_of_known_pupils_comes_in(with_roster, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "f.csv", days_absent("E1", 2)))
    first, second = school_days(2)
    assert current() == [("E1", first, "day", 300), ("E1", second, "day", 300)]
    assert imported.enrolments_from == "database"
    assert (imported.span_start, imported.span_end) == (first, second)


def test_what_was_handed_over_is_kept_with_its_hash(with_roster, hand_over, tmp_path):
    path = attendance(tmp_path / "fravær uke 34.csv", days_absent("E1", 1))
    imported = hand_over(path)
    (kept,) = (imported.folder / "received").iterdir()
    assert kept.read_bytes() == path.read_bytes()
    assert imported.sha256 == __import__("hashlib").sha256(path.read_bytes()).hexdigest()
    assert imported.folder.stat().st_mode & 0o777 == 0o700


def test_absence_of_an_unknown_pupil_is_rejected_with_a_reason(with_roster, hand_over, tmp_path):
    rows = [*days_absent("E1", 1), *days_absent("X9", 1, first_id=7)]
    imported = hand_over(attendance(tmp_path / "f.csv", rows))
    (rejected,) = RejectedRow.objects.filter(imported=imported)
    assert (rejected.line, rejected.value) == (3, "X9")
    assert "no enrolment" in rejected.reason
    assert rejected.what_to_do
    assert not Pupil.objects.filter(source_id="X9").exists()


def test_absence_at_an_unknown_school_is_rejected(with_roster, hand_over, tmp_path):
    rows = [*days_absent("E1", 1), *days_absent("E2", 1, first_id=7, school="S9")]
    imported = hand_over(attendance(tmp_path / "f.csv", rows))
    assert [row.value for row in RejectedRow.objects.filter(imported=imported)] == ["S9"]


def test_the_same_file_twice_changes_nothing_and_says_so(with_roster, hand_over, tmp_path):
    path = attendance(tmp_path / "f.csv", days_absent("E1", 3))
    hand_over(path)
    before = list(AbsenceEvent.objects.values())
    again = hand_over(path)
    assert list(AbsenceEvent.objects.values()) == before
    assert again.counts["absences"]["unchanged"] == 3
    assert "The same file was imported" in " ".join(again.warnings)
    assert "changes nothing" in " ".join(again.warnings)


def test_a_correction_replaces_by_source_and_id_and_keeps_what_it_replaced(with_roster, hand_over, tmp_path):
    day = school_days(1)[0]
    first = hand_over(attendance(tmp_path / "a.csv", [day_of_absence(1, "E1", day)]))
    correction = [day_of_absence(1, "E1", day, minutes=60, kind="Time", documented="Ja", reason="Sykdom")]
    second = hand_over(attendance(tmp_path / "b.csv", correction))
    assert current() == [("E1", day, "lesson", 60)]
    old = AbsenceEvent.objects.get(superseded_by=second)
    assert (old.imported_by, old.kind, old.minutes) == (first, "day", 300)
    assert second.counts["absences"] | {"gone": 0} == {"new": 0, "changed": 1, "unchanged": 0, "vanished": 0, "gone": 0}


def test_a_correction_to_another_pupil_moves_the_absence(with_roster, hand_over, tmp_path):
    day = school_days(1)[0]
    hand_over(attendance(tmp_path / "a.csv", [day_of_absence(1, "E1", day)]))
    hand_over(attendance(tmp_path / "b.csv", [day_of_absence(1, "E2", day)]))
    assert [row[0] for row in current()] == ["E2"]


def test_a_late_correction_of_an_old_day_arrives(with_roster, hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 20)))
    hand_over(attendance(tmp_path / "b.csv", [day_of_absence(1, "E1", school_days(1)[0], documented="Ja")]))
    assert AbsenceEvent.objects.current().get(source_id="1").documented == "true"
    assert AbsenceEvent.objects.current().count() == 20


def test_rows_that_the_file_no_longer_has_are_kept(with_roster, hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 10)))
    imported = hand_over(attendance(tmp_path / "b.csv", days_absent("E1", 10)[1:]))
    assert imported.counts["absences"]["vanished"] == 0  # the first day lies before the file's own dates
    shorter = [row for number, row in enumerate(days_absent("E1", 10)) if number != 4]
    imported = hand_over(attendance(tmp_path / "c.csv", shorter))
    assert imported.counts["absences"]["vanished"] == 1
    assert len(current()) == 10


def test_a_file_said_to_be_complete_withdraws_what_it_no_longer_has(with_roster, hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 10)))
    rows = [row for number, row in enumerate(days_absent("E1", 10)) if number not in {0, 4}]
    imported = hand_over(attendance(tmp_path / "b.csv", rows), is_complete=True)
    assert imported.counts["absences"]["gone"] == 1
    assert [date for _, date, _, _ in current()] == [day for n, day in enumerate(school_days(10)) if n != 4]
    assert AbsenceEvent.objects.get(superseded_by=imported).date == school_days(5)[4]


def test_a_file_with_far_fewer_rows_is_held_for_a_person(with_roster, hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 10)))
    ends = [days_absent("E1", 10)[n] for n in (0, 1, 2, 3, 4, 9)]
    imported = hand_over(attendance(tmp_path / "b.csv", ends), is_complete=True)
    assert imported.state == State.HELD
    assert len(current()) == 10


def test_exactly_seventy_percent_of_the_rows_is_enough(with_roster, hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 10)))
    rows = [days_absent("E1", 10)[n] for n in (0, 1, 2, 3, 4, 5, 9)]
    assert hand_over(attendance(tmp_path / "b.csv", rows)).state == State.APPLIED


def test_a_held_file_is_released_with_a_reason_only(with_roster, hand_over, tmp_path, by):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 10)))
    imported = hand_over(attendance(tmp_path / "b.csv", [days_absent("E1", 10)[n] for n in (0, 9)]))
    with pytest.raises(RefusedError):
        actions.apply(by=by, imported=imported)
    with pytest.raises(RefusedError):
        actions.release(by=by, imported=imported, reason="  ")
    actions.release(by=by, imported=imported, reason="Only two were ill.")
    assert actions.apply(by=by, imported=imported).state == State.APPLIED
    assert imported.release_reason == "Only two were ill."


def test_a_file_of_other_dates_is_not_held(with_roster, hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 10)))
    later = [day_of_absence(99, "E1", school_days(20)[-1])]
    assert hand_over(attendance(tmp_path / "b.csv", later)).state == State.APPLIED


def test_a_dry_run_changes_no_row(with_roster, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 3)), apply=False)
    assert imported.state == State.READY
    assert imported.counts["absences"]["new"] == 3
    assert current() == []


def test_applying_twice_writes_once(with_roster, hand_over, tmp_path, by):
    imported = hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 3)))
    actions.apply(by=by, imported=imported)
    assert AbsenceEvent.objects.count() == 3


def test_a_withdrawn_file_is_not_applied(with_roster, hand_over, tmp_path, by):
    imported = hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 3)), apply=False)
    actions.withdraw(by=by, imported=imported)
    with pytest.raises(RefusedError):
        actions.apply(by=by, imported=imported)
    assert current() == []


def test_what_another_import_changed_meanwhile_is_compared_anew(with_roster, hand_over, tmp_path, by):
    path = attendance(tmp_path / "a.csv", days_absent("E1", 3))
    waiting = hand_over(path, apply=False)
    hand_over(path)
    actions.apply(by=by, imported=waiting)
    assert AbsenceEvent.objects.count() == 3
    assert waiting.counts["absences"]["unchanged"] == 3


def test_a_refused_file_says_what_is_wrong_and_changes_nothing(with_roster, hand_over, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("hei;du\n1;2\n")
    imported = hand_over(path)
    assert imported.state == State.REFUSED
    assert "not known" in imported.message
    assert current() == []


def test_rejected_rows_are_kept_up_to_a_number_and_all_of_them_as_a_file(with_roster, hand_over, tmp_path, monkeypatch):
    monkeypatch.setattr(actions, "MOST_REJECTED_ROWS", 5)
    rows = [*days_absent("E1", 1), *days_absent("X9", 30, first_id=100)]
    imported = hand_over(attendance(tmp_path / "a.csv", rows))
    assert imported.rejected_rows.count() == 5
    assert imported.counts["rows"]["rejected"] == 30
    assert len(queries.rejected_file(imported).read_text(encoding="utf-8-sig").splitlines()) == 31


def test_every_step_is_in_the_log(with_roster, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 3)))
    steps = Event.objects.filter(object_id=imported.public_id).values_list("action", flat=True)
    assert list(steps) == ["imports.received", "imports.read", "imports.applied"]


def test_who_would_come_on_the_list_is_told_through_the_gate(with_roster, hand_over, tmp_path):
    imported = hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 20)), apply=False)
    assert imported.counts["concerns"]["newly_on_list"] == 1
    owner = actor_of(make_school_leader(School.objects.get(source_id=SCHOOL)))
    colleague = actor_of(make_school_leader(School.objects.get(source_id=OTHER_SCHOOL)))
    seen = queries.newly_on_list(imported, owner, TODAY)
    assert [pupil.source_id for pupil, _ in seen.pupils] == ["E1"]
    assert seen.pupils[0][1][0].startswith("kristiansand/")
    assert queries.newly_on_list(imported, colleague, TODAY) == queries.OnList([], 1)


def test_changed_rows_are_shown_through_the_gate(with_roster, hand_over, tmp_path):
    day = school_days(1)[0]
    hand_over(attendance(tmp_path / "a.csv", [day_of_absence(1, "E1", day)]))
    correction = attendance(tmp_path / "b.csv", [day_of_absence(1, "E1", day, documented="Ja")])
    imported = hand_over(correction, apply=False)
    owner = actor_of(make_school_leader(School.objects.get(source_id=SCHOOL)))
    colleague = actor_of(make_school_leader(School.objects.get(source_id=OTHER_SCHOOL)))
    (change,) = queries.changes(imported, owner, TODAY)
    assert (change.before["documented"], change.after["documented"]) == ("false", "true")
    assert queries.changes(imported, colleague, TODAY) == []


def test_a_missing_register_comes_in_and_goes_when_it_was_taken_late(with_roster, hand_over, tmp_path):
    day = school_days(1)[0]
    unregistered = day_of_absence(90, "E2", day, "", kind="Ikke ført", documented="", reason="")
    other = day_of_absence(91, "E2", school_days(2)[1], "", kind="Ikke ført", documented="", reason="")
    hand_over(attendance(tmp_path / "a.csv", [unregistered, other, *days_absent("E1", 3)]))
    assert Unregistered.objects.filter(school_class__name="5A").count() == 2
    hand_over(attendance(tmp_path / "b.csv", [other, *days_absent("E1", 3)]))
    assert list(Unregistered.objects.values_list("date", flat=True)) == [school_days(2)[1]]


def test_a_calendar_made_here_is_left_alone(with_roster, hand_over, tmp_path):
    school = School.objects.get(source_id=SCHOOL)
    CalendarDay.objects.filter(school=school).delete()
    kept = make_calendar_day(school, school_days(1)[0], minutes=123)
    CalendarDay.objects.filter(pk=kept.pk).update(origin=CalendarDay.Origin.EDITOR)
    hand_over(roster(tmp_path / "again", minutes=360))
    assert list(CalendarDay.objects.filter(school=school).values_list("minutes_offered", flat=True)) == [123]
    assert set(CalendarDay.objects.exclude(school=school).values_list("minutes_offered", flat=True)) == {360}


def test_a_school_day_that_a_new_calendar_lacks_goes(with_roster, hand_over, tmp_path):
    folder = roster(tmp_path / "again")
    lines = (folder / "calendar.csv").read_text().splitlines()
    (folder / "calendar.csv").write_text("\n".join([lines[0], *lines[1:3], *lines[4:]]))
    imported = hand_over(folder)
    assert imported.counts["calendar"]["gone"] == 1
    assert not CalendarDay.objects.filter(school__source_id=SCHOOL, date=school_days(3)[2]).exists()


def test_a_changed_name_is_taken_over_and_the_old_one_is_history(with_roster, hand_over, tmp_path):
    folder = roster(tmp_path / "again")
    text = (folder / "pupils.csv").read_text()
    (folder / "pupils.csv").write_text(text.replace("Kari E2", "Karianne"))
    hand_over(folder)
    pupil = Pupil.objects.get(source_id="E2")
    assert pupil.given_name == "Karianne"
    assert pupil.history.count() == 1


def test_a_pupil_who_leaves_is_enrolled_no_longer_and_the_row_is_kept(with_roster, hand_over, tmp_path):
    folder = roster(tmp_path / "again")
    text = (folder / "enrolments.csv").read_text()
    (folder / "enrolments.csv").write_text(text.replace("E3,S1,5A,5,2025-08-01,", "E3,S1,5A,5,2025-08-01,2025-10-01"))
    imported = hand_over(folder)
    of_pupil = Enrolment.objects.filter(pupil__source_id="E3")
    assert of_pupil.current().get().end == dt.date(2025, 10, 1)
    assert of_pupil.get(superseded_by=imported).end is None


def test_a_pupil_missing_in_a_new_roster_stays_enrolled(with_roster, hand_over, tmp_path):
    hand_over(roster(tmp_path / "again", pupils=["E1", "E2"]))
    assert Enrolment.objects.current().count() == 3


def test_without_a_roster_enrolments_are_derived_and_a_later_roster_takes_their_place(hand_over, tmp_path):
    first = hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 3)))
    assert first.enrolments_from == "derived"
    assert Enrolment.objects.current().get().start == dt.date(2025, 8, 1)
    hand_over(roster(tmp_path / "roster", pupils=["E1", "E2"]))
    assert Enrolment.objects.current().filter(pupil__source_id="E1").get().end is None
    assert Enrolment.objects.current().count() == 2


def test_without_a_roster_a_new_pupil_in_the_next_file_is_taken_in(hand_over, tmp_path):
    hand_over(attendance(tmp_path / "a.csv", days_absent("E1", 3)))
    hand_over(attendance(tmp_path / "b.csv", days_absent("E2", 3, first_id=50)))
    assert Pupil.objects.count() == 2
