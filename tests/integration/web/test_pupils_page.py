"""The page of one pupil says what the check counted, day by day, and nothing that it did not."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

from django.urls import reverse

from skoleporten.absence.models import AbsenceEvent, Unregistered
from skoleporten.concerns.models import PupilMeasure, Signal
from skoleporten.people.models import Enrolment
from skoleporten.web.pupils.calendar import marks_of, year_calendar
from skoleporten.web.pupils.weeks import week_figure, week_rows
from skoleporten.web.pupils.year import pupil_year
from tests.factories import make_calendar_day, make_enrolment, make_pupil
from tests.made_up_school import AS_OF, make_import, pupils_at


def test_the_page_counts_as_the_check_does_for_every_pupil(made):
    for pupil in [*pupils_at(made.school), *pupils_at(made.other_school)]:
        year, measure = pupil_year(pupil, 2025, AS_OF), PupilMeasure.objects.get(pupil=pupil)
        assert year.minutes_offered == measure.minutes_offered
        assert len(year.days) == measure.days_offered
        assert year.minutes_absent == measure.minutes_absent
        assert sum(day.documented_minutes for day in year.days) == measure.documented_minutes
        assert sum(day.undocumented_minutes for day in year.days) == measure.undocumented_minutes
        assert sum(day.unknown_minutes for day in year.days) == measure.unknown_minutes
        assert sum(day.not_absence_minutes for day in year.days) == measure.not_absence_minutes
        assert sum(day.is_whole for day in year.days) == measure.days_absent
        assert sum(day.lessons for day in year.days) == measure.lessons_absent
        assert sum(day.late for day in year.days) == measure.late_count


def test_the_weeks_add_up_to_the_year(made):
    year = pupil_year(pupils_at(made.school)[3], 2025, AS_OF)
    rows = week_rows(year)
    assert sum(row.minutes_absent for row in rows) == year.minutes_absent
    assert sum(row.minutes_offered for row in rows) == year.minutes_offered
    assert sum(sum(part.value for part in row.parts) for row in rows) == year.minutes_absent
    assert len(week_figure(year, "").table.rows) == len(rows)


def test_each_absent_day_is_marked_and_a_day_not_registered_is_neither(made):
    pupil = pupils_at(made.school)[0]  # in the class whose register was not taken for three days
    year = pupil_year(pupil, 2025, AS_OF)
    marks = marks_of(year)
    assert len(year.unregistered) == 3
    assert {marks[date].letter for date in year.unregistered} == {"?"}
    absent = {day.date for day in year.days if day.events}
    assert {date for date, mark in marks.items() if "absent" in mark.css_class} == absent
    assert "3" in year_calendar(year).finding


def test_a_day_after_the_last_count_is_a_school_day_to_come(made):
    year = pupil_year(pupils_at(made.school)[1], 2025, AS_OF)
    assert all(date > AS_OF for date in year.coming)
    assert marks_of(year)[dt.date(2026, 6, 19)].css_class == "coming"


def test_absence_on_a_day_off_is_shown_and_not_counted(made):
    pupil = pupils_at(made.school)[1]
    before = pupil_year(pupil, 2025, AS_OF).minutes_absent
    saturday = dt.date(2025, 9, 6)
    AbsenceEvent.objects.create(
        pupil=pupil, school=made.school, date=saturday, kind="day", minutes=300, source="t", source_id="saturday",
        imported_by=make_import(),
    )  # fmt: skip
    year = pupil_year(pupil, 2025, AS_OF)
    assert year.minutes_absent == before
    assert marks_of(year)[saturday].css_class == "elsewhere"


def test_a_pupil_who_moved_has_one_year_over_both_schools(made):
    pupil = pupils_at(made.school)[1]
    whole = pupil_year(pupil, 2025, AS_OF)
    Enrolment.objects.filter(pupil=pupil).update(end=dt.date(2025, 12, 31))
    make_enrolment(made.other_school, pupil, 5, start=dt.date(2026, 1, 1))
    moved = pupil_year(pupil, 2025, AS_OF)
    assert len(moved.days) == len(whole.days)
    assert moved.minutes_absent == whole.minutes_absent


def test_a_school_not_registered_at_all_takes_the_day_out(made):
    pupil = pupils_at(made.school)[1]
    date = dt.date(2025, 9, 1)
    Unregistered.objects.create(school=made.school, date=date)
    assert date in pupil_year(pupil, 2025, AS_OF).unregistered


def test_a_pupil_without_any_school_day_has_a_page_all_the_same(made, leader):
    pupil = make_pupil("Ny")
    make_enrolment(made.school, pupil, start=dt.date(2026, 6, 20))
    answer = leader.get(reverse("pupil", args=[pupil.public_id]))
    assert answer.status_code == 200
    assert answer.context["weeks"] is None
    assert "–" in [figure.value for figure in answer.context["key_figures"]]


def test_every_signal_is_told_with_its_days_its_limit_and_its_source(made, leader):
    signal = Signal.objects.filter(pupil__enrolments__school=made.school, is_current=True).first()
    shown = leader.get(reverse("pupil", args=[signal.pupil.public_id])).content.decode()
    assert "Dagene det gjelder" in shown
    assert "grense:" in shown
    assert "Prosedyren:" in shown
    assert f"({signal.offered_days} skoledag" in shown


def test_the_page_never_says_that_a_pupil_has_worrying_absence(made, leader):
    for pupil in pupils_at(made.school)[:10]:
        shown = leader.get(reverse("pupil", args=[pupil.public_id])).content.decode()
        assert "har bekymringsfullt" not in shown
        assert not re.search(r"(?i)risiko|skulk|verst|topp \d", shown)


def test_last_year_is_one_link_away_and_nonsense_is_this_year(made, leader):
    address = reverse("pupil", args=[pupils_at(made.school)[0].public_id])
    assert leader.get(address, {"year": "2024"}).context["year"].year == 2024
    for nonsense in ("1999", "abc", "", "2025 OR 1=1"):
        assert leader.get(address, {"year": nonsense}).context["year"].year == 2025


def test_a_grade_with_shorter_days_is_counted_in_its_own_minutes(made):
    pupil = make_pupil("Kort")
    make_enrolment(made.school, pupil, grade=1, start=dt.date(2025, 8, 1))
    make_calendar_day(made.school, dt.date(2025, 9, 1), 240, grade=1)
    assert pupil_year(pupil, 2025, AS_OF).day_on[dt.date(2025, 9, 1)].minutes_offered == 240


def test_the_days_file_has_every_school_day_once(made, leader):
    pupil = pupils_at(made.school)[0]
    answer = leader.get(reverse("pupil_days_file", args=[pupil.public_id]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    year = pupil_year(pupil, 2025, AS_OF)
    assert len({row["Dato"] for row in rows}) == len(rows) == len(year.days) + len(year.unregistered)
    assert sum(int(row["Minutter borte"] or 0) for row in rows) == year.minutes_absent
    assert [row["Dato"] for row in rows] == sorted(row["Dato"] for row in rows)


def test_the_weeks_file_leaves_cells_empty_where_nothing_was_counted(made, leader):
    answer = leader.get(reverse("pupil_weeks_file", args=[pupils_at(made.school)[1].public_id]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    autumn_holiday = next(row for row in rows if row["Uke"] == "41")
    assert autumn_holiday["Minutter borte"] == ""
    assert autumn_holiday["Dager uten føring"] == "0"
