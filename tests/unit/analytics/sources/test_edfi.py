from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.rules.errors import RefusedError
from tests.unit.analytics.sources.made import calendar, edfi, read, school_event, section_event, session, xml

ASSOCIATION = """<StudentSchoolAssociation>
<StudentReference><StudentIdentity><StudentUniqueId>{pupil}</StudentUniqueId></StudentIdentity></StudentReference>
<SchoolReference><SchoolIdentity><SchoolId>10</SchoolId></SchoolIdentity></SchoolReference>
<EntryDate>{entry}</EntryDate><EntryGradeLevel>uri://ed-fi.org/GradeLevelDescriptor#Eighth grade</EntryGradeLevel>
<SchoolYear>2021-2022</SchoolYear></StudentSchoolAssociation>"""
DAY = """<CalendarDate><Date>{date}</Date><CalendarEvent>uri://ed-fi.org/CalendarEventDescriptor#{event}</CalendarEvent>
<CalendarReference><CalendarIdentity><SchoolReference><SchoolIdentity><SchoolId>10</SchoolId></SchoolIdentity>
</SchoolReference></CalendarIdentity></CalendarReference></CalendarDate>"""


def told(folder, *events):
    return [(row["kind"], row["minutes"], row["documented"]) for row in read(edfi(folder / "edfi", *events)).absences]


def duration(share):
    return f"<EventDuration>{share}</EventDuration>"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (school_event("Excused Absence"), ("day", 300, "true")),
        (school_event("Unexcused Absence", inside=duration("1")), ("day", 300, "false")),
        (school_event("Excused Absence", inside=duration("0.5")), ("lesson", 150, "true")),
        (school_event("Partial", inside=duration("0.25")), ("lesson", 75, "unknown")),
        (
            school_event("Partial", after="<SchoolAttendanceDuration>10</SchoolAttendanceDuration>"),
            ("lesson", 10, "unknown"),
        ),
        (
            school_event("Tardy", after="<SchoolAttendanceDuration>25</SchoolAttendanceDuration>"),
            ("late", None, "unknown"),
        ),
        (school_event("Early departure"), ("left_early", None, "unknown")),
        (school_event("Early departure", inside=duration("0.5")), ("left_early", 150, "unknown")),
        (section_event("Unexcused Absence"), ("lesson", 60, "false")),
        (
            section_event("Excused Absence", after="<SectionAttendanceDuration>45</SectionAttendanceDuration>"),
            ("lesson", 45, "true"),
        ),
        (section_event("Tardy"), ("late", None, "unknown")),
    ],
)
def test_an_event_becomes_an_absence(tmp_path, event, expected):
    assert told(tmp_path, event) == [expected]


@pytest.mark.parametrize(
    ("event", "column", "value", "reason"),
    [
        (school_event("Excused Absence", date="2022-02-31"), "EventDate", "2022-02-31", "does not exist"),
        (school_event("Vacation"), "AttendanceEventCategory", "Vacation", "code is not in the profile"),
        (school_event("Excused Absence", pupil=""), "StudentUniqueId", "", "pupil's id is empty"),
        (school_event("Excused Absence", pupil="=1+1"), "StudentUniqueId", "'=1+1", "formula"),
        (school_event("Excused Absence", inside=duration("2")), "EventDuration", "2", "more than a whole day"),
        (school_event("Excused Absence", inside=duration("half")), "EventDuration", "half", "not a number"),
        (school_event("Partial"), "EventDuration", "", "partial absence is not given"),
        (
            school_event("Partial", after="<SchoolAttendanceDuration>0</SchoolAttendanceDuration>"),
            *("SchoolAttendanceDuration", "0", "zero"),
        ),
    ],
)
def test_an_event_that_can_not_be_used_is_told_with_its_line(tmp_path, event, column, value, reason):
    (row,) = read(edfi(tmp_path / "edfi", school_event("Excused Absence", pupil="9"), event)).rejected
    assert (row["file"], row["line"], row["column"], row["value"]) == ("StudentAttendance.xml", "4", column, value)
    assert reason in row["reason"]


def test_a_second_absence_on_a_pupils_day_is_a_duplicate_but_late_and_left_early_are_not(tmp_path):
    events = [school_event(category) for category in ("Excused Absence", "Unexcused Absence")]
    events += [school_event(category, pupil="2") for category in ("Tardy", "Early departure")]
    result = read(edfi(tmp_path / "edfi", *events))
    assert result.counts == (4, 3, 0, 1)
    assert [row["kind"] for row in result.absences] == ["day", "late", "left_early"]


def test_lessons_of_different_sections_are_no_duplicates(tmp_path):
    assert len(told(tmp_path, section_event("Excused Absence"), section_event("Excused Absence", section="ART"))) == 2


def test_presence_gives_the_school_days_before_session_totals_do(tmp_path):
    events = (school_event("In Attendance"), school_event("Excused Absence", pupil="2"))
    result = read(edfi(tmp_path / "edfi", *events), needs_denominator=True)
    assert result.loaded.denominator == "presence"
    assert result.table("calendar")["date"].to_list() == [dt.date(2021, 9, 1)]


def test_session_totals_are_told_with_their_schools(tmp_path):
    sessions = session() + session(start="2022-01-04", end="2022-05-27", days=88)
    result = read(edfi(tmp_path / "edfi", school_event("Excused Absence"), calendar=sessions), needs_denominator=True)
    assert result.loaded.denominator == "session_totals"
    assert [(one.school_id, one.days) for one in result.loaded.session_days] == [("10", 80), ("10", 88)]


def test_a_calendar_of_all_dates_is_used_and_one_of_a_few_is_not(tmp_path):
    days = [DAY.format(date=f"2021-09-0{number}", event="Instructional day") for number in (1, 2)]
    days.append(DAY.format(date="2021-09-03", event="Holiday"))
    whole = read(edfi(tmp_path / "whole", school_event("Excused Absence"), calendar="".join(days) + session(days=2)))
    assert whole.loaded.denominator == "calendar"
    assert whole.table("calendar")["date"].to_list() == [dt.date(2021, 9, 1), dt.date(2021, 9, 2)]
    part = read(edfi(tmp_path / "part", school_event("Excused Absence"), calendar="".join(days) + session(days=80)))
    assert part.loaded.denominator == "session_totals"
    assert any("2 dated school days, the sessions 80" in text for text in part.loaded.warnings)


def test_a_given_calendar_goes_before_what_the_source_has(tmp_path):
    days = calendar(tmp_path / "calendar.csv", school="10", minutes=330, dates=["2021-09-01"])
    result = read(edfi(tmp_path / "edfi", school_event("Excused Absence")), calendar=days, work_dir=tmp_path / "read")
    assert result.loaded.denominator == "calendar"
    assert result.table("calendar")["minutes_offered"].to_list() == [330]


def test_associations_are_the_enrolments_and_the_grade_holds_in_the_year_of_entry_only(tmp_path):
    folder = edfi(tmp_path / "edfi", school_event("Excused Absence"), school_event("Excused Absence", pupil="3"))
    rows = [ASSOCIATION.format(pupil="1", entry="2021-08-23"), ASSOCIATION.format(pupil="2", entry="2020-08-23")]
    xml(folder / "StudentEnrollment.xml", "StudentEnrollment", "".join(rows))
    result = read(folder)
    enrolled = [(row["pupil_id"], row["school_id"], row["grade"]) for row in result.table("enrolments").to_dicts()]
    assert enrolled == [("1", "10", 8), ("2", "10", None)]
    assert [row["reason"] for row in result.rejected] == ["The pupil has no enrolment among those given."]


def test_pupils_without_enrolment_and_events_are_counted_out_of_the_population(tmp_path):
    folder = edfi(tmp_path / "edfi", school_event("Excused Absence"))
    students = "".join(f"<Student><StudentUniqueId>{number}</StudentUniqueId></Student>" for number in (1, 2, 3))
    xml(folder / "Student.xml", "Student", students)
    result = read(folder)
    assert result.table("enrolments")["pupil_id"].to_list() == ["1"]
    assert any(text.startswith("2 of 3 pupils in the source") for text in result.loaded.warnings)


def test_a_pupil_that_the_source_does_not_have_is_rejected(tmp_path):
    folder = edfi(tmp_path / "edfi", school_event("Excused Absence"), school_event("Excused Absence", pupil="7"))
    xml(folder / "Student.xml", "Student", "<Student><StudentUniqueId>1</StudentUniqueId></Student>")
    assert [(row["column"], row["value"]) for row in read(folder).rejected] == [("StudentUniqueId", "7")]


def test_a_school_that_the_source_does_not_have_is_rejected(tmp_path):
    folder = edfi(tmp_path / "edfi", school_event("Excused Absence"), school_event("Excused Absence", school="11"))
    xml(folder / "EducationOrganization.xml", "EducationOrganization", "<School><SchoolId>10</SchoolId></School>")
    assert [(row["column"], row["value"]) for row in read(folder).rejected] == [("school_id", "11")]


def test_a_folder_without_events_is_refused(tmp_path):
    xml(tmp_path / "Student.xml", "Student", "<Student><StudentUniqueId>1</StudentUniqueId></Student>")
    with pytest.raises(RefusedError, match="no attendance events"):
        read(tmp_path, work_dir=tmp_path / "read")
