from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.unit.analytics.sources.made import calendar, norwegian, one_absence, read, table

PLAIN = ("Elevid", "Skole", "Dato", "Type", "Minutter", "Dokumentert", "Arsak")
PROFILE = """
id = "own"
source = "own"
[file]
delimiter = ","
date_format = "%Y-%m-%d"
[columns]
pupil_id = "pupil"
date = "date"
code = "code"
period = "lesson"
lessons = "lessons"
[codes]
F = { kind = "lesson", documented = "false" }
D = { kind = "day" }
P = { kind = "present" }
X = { kind = "ignored" }
[defaults]
school_id = "s1"
[periods]
"1" = 45
"2" = 90
[day]
minutes_per_lesson = 50
"""


def own(folder: Path, *rows: str, profile: str = PROFILE, headings: str = "pupil,date,code,lesson,lessons"):
    (folder / "own.toml").write_text(profile, encoding="utf-8")
    (folder / "own.csv").write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
    return read(folder / "own.csv", profile=folder / "own.toml")


def test_a_whole_day_has_the_minutes_of_a_nominal_day_and_that_is_said(tmp_path):
    result = read(norwegian(tmp_path / "a.csv", "1;s1;12.01.2026;dag;;ja;sykdom"))
    assert result.absences == [
        {
            "pupil_id": "1",
            "school_id": "s1",
            "date": dt.date(2026, 1, 12),
            "kind": "day",
            "minutes": 300,
            "documented": "true",
            "reason": "illness",
            "source": "norsk-generisk",
            "source_id": "1/s1/2026-01-12/day",
        }
    ]
    assert "1 whole days have no length in the source; each is counted as 300 minutes." in result.loaded.warnings


def test_a_whole_day_has_the_minutes_of_the_given_calendar(tmp_path):
    days = calendar(tmp_path / "calendar.csv", minutes=345)
    absence = one_absence(tmp_path / "a.csv", "1;s1;12.01.2026;dag;;;", calendar=days)
    assert absence["minutes"] == 345


def test_a_given_calendar_is_the_denominator(tmp_path):
    days = calendar(tmp_path / "calendar.csv")
    result = read(norwegian(tmp_path / "a.csv", "1;s1;12.01.2026;dag;;;"), calendar=days, needs_denominator=True)
    assert result.loaded.denominator == "calendar"
    assert result.table("calendar").height == 2


@pytest.mark.parametrize("code", ["for sent", "FOR SENT", "For sent"])
def test_late_keeps_its_minutes_and_codes_may_be_written_in_any_case(tmp_path, code):
    assert one_absence(tmp_path / "a.csv", f"1;s1;12.01.2026;{code};7;nei;")["minutes"] == 7
    assert one_absence(tmp_path / "a.csv", f"1;s1;12.01.2026;{code};;nei;")["minutes"] is None


def test_hours_with_a_decimal_comma_are_minutes(tmp_path):
    headings = ("Elevid", "Skole", "Dato", "Type", "Timer")
    result = read(norwegian(tmp_path / "a.csv", "1;s1;12.01.2026;time;1,5", headings=headings))
    assert [row["minutes"] for row in result.absences] == [90]


def test_a_share_of_a_day_is_a_lesson_and_the_whole_share_is_a_day(tmp_path):
    headings = ("Elevid", "Skole", "Dato", "Type", "Andel av dagen")
    rows = ("1;s1;12.01.2026;dag;0,5", "1;s1;13.01.2026;dag;1,0")
    result = read(norwegian(tmp_path / "a.csv", *rows, headings=headings))
    assert [(row["kind"], row["minutes"]) for row in result.absences] == [("lesson", 150), ("day", 300)]


def test_lessons_of_a_timetable_have_the_timetables_minutes(tmp_path):
    result = own(tmp_path, "1,2026-01-12,F,1,", "1,2026-01-12,F,2,", "1,2026-01-12,F,9,")
    assert [(row["minutes"], row["documented"]) for row in result.absences] == [(45, "false"), (90, "false")]
    assert [row["reason"] for row in result.rejected] == ["The lesson is not in the profile's timetable."]


def test_a_number_of_lessons_is_counted_with_the_profiles_minutes(tmp_path):
    assert [row["minutes"] for row in own(tmp_path, "1,2026-01-12,F,,2").absences] == [100]


def test_an_ignored_code_is_used_and_gives_no_absence(tmp_path):
    result = own(tmp_path, "1,2026-01-12,F,1,", "1,2026-01-12,X,,")
    assert result.counts == (2, 2, 0, 0)
    assert len(result.absences) == 1


def test_rows_of_presence_give_school_days_and_enrolments(tmp_path):
    result = own(tmp_path, "1,2026-01-12,P,,", "2,2026-01-12,D,,", "2,2026-01-13,P,,", "3,2026-01-14,D,,")
    assert result.loaded.denominator == "presence"
    assert result.table("calendar")["date"].to_list() == [dt.date(2026, 1, 12), dt.date(2026, 1, 13)]
    spans = {
        row["pupil_id"]: (row["start_date"].day, row["end_date"].day) for row in result.table("enrolments").to_dicts()
    }
    assert spans == {"1": (12, 12), "2": (12, 13), "3": (14, 14)}
    assert any(
        "On 1 dates of a school there is absence and no row of presence" in text for text in result.loaded.warnings
    )


def test_enrolments_derived_from_absences_last_the_school_year_and_follow_a_move(tmp_path):
    rows = ("1;s1;12.01.2026;dag;;;", "1;s2;13.03.2026;dag;;;", "1;s2;14.03.2026;dag;;;")
    enrolments = read(norwegian(tmp_path / "a.csv", *rows)).table("enrolments")
    spans = [(row["school_id"], str(row["start_date"]), str(row["end_date"])) for row in enrolments.to_dicts()]
    assert spans == [("s1", "2025-08-01", "2026-07-31"), ("s2", "2026-03-13", "2026-07-31")]


def test_class_and_grade_follow_the_last_row(tmp_path):
    headings = ("Elevid", "Skole", "Klasse", "Trinn", "Dato", "Type")
    rows = ("1;s1;8A;8. trinn;12.01.2026;dag", "1;s1;8B;8;13.01.2026;dag")
    (enrolment,) = read(norwegian(tmp_path / "a.csv", *rows, headings=headings)).table("enrolments").to_dicts()
    assert (enrolment["class_id"], enrolment["grade"]) == ("8B", 8)


def test_days_without_a_register_become_unregistered(tmp_path):
    rows = ("1;s1;12.01.2026;dag;;;", "2;s1;13.01.2026;ikke ført;;;", "3;s1;13.01.2026;ikke ført;;;")
    unregistered = read(norwegian(tmp_path / "a.csv", *rows)).table("unregistered")
    assert unregistered.to_dicts() == [{"school_id": "s1", "class_id": None, "date": dt.date(2026, 1, 13)}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_norwegian_letters_are_read_in_every_usual_encoding(tmp_path, encoding):
    path = norwegian(tmp_path / "a.csv", "bjørn;Blåbær skole;12.01.2026;dag;;;ikke fravær", encoding=encoding)
    (absence,) = read(path).absences
    assert (absence["pupil_id"], absence["school_id"], absence["reason"]) == ("bjørn", "Blåbær skole", "not_absence")


def test_blanks_around_values_and_empty_lines_mean_nothing(tmp_path):
    rows = (" 1 ;s1\u00a0; 12.01.2026;dag ; 30 ;;", "", ";;;;;;", '"2";"s1";"13.01.2026";"dag";"";"";""')
    result = read(norwegian(tmp_path / "a.csv", *rows))
    assert [(row["pupil_id"], row["school_id"], row["minutes"]) for row in result.absences] == [
        ("1", "s1", 30),
        ("2", "s1", 300),
    ]
    assert result.counts == (2, 2, 0, 0)


def test_lines_are_those_of_the_file_also_after_a_text_of_several_lines(tmp_path):
    headings = ("Elevid", "Skole", "Dato", "Type", "Merknad")
    rows = ('1;s1;12.01.2026;dag;"first\nsecond\nthird"', "2;s1;31.02.2026;dag;", "", "3;s1;12.01.2026;nope;")
    result = read(norwegian(tmp_path / "a.csv", *rows, headings=headings))
    assert [(row["line"], row["column"], row["value"]) for row in result.rejected] == [
        ("5", "Dato", "31.02.2026"),
        ("7", "Type", "nope"),
    ]


def test_several_files_of_one_kind_are_one_source(tmp_path):
    first = norwegian(tmp_path / "a.csv", "1;s1;12.01.2026;dag;;;")
    second = norwegian(tmp_path / "b.csv", "1;s1;12.01.2026;dag;;;", "2;s1;12.01.2026;dag;;;")
    result = read(first, second)
    assert result.counts == (3, 2, 0, 1)
    assert [(row["file"], row["line"]) for row in result.rejected] == [("b.csv", "2")]


def test_the_delimiter_that_the_headings_show_is_taken_and_told(tmp_path):
    path = table(tmp_path / "a.csv", ("Elevid", "Skole", "Dato", "Type"), ("1", "s1", "12.01.2026", "dag"))
    result = read(path, profile="norsk-generisk")
    assert len(result.absences) == 1
    assert any("the delimiter is ,, not ;" in text for text in result.loaded.warnings)


def test_iskole_codes_are_days_lessons_lateness_and_what_is_no_absence(tmp_path):
    headings = ("Elevnr", "Skole", "Dato", "Time", "Kode")
    rows = [f"{pupil};s1;12.01.2026;{lesson};{code}" for pupil, (lesson, code) in enumerate(
        [("", "D"), ("", "I"), ("1", "F"), ("2", "O"), ("3", "S"), ("4", "M")]
    )]  # fmt: skip
    result = read(norwegian(tmp_path / "a.csv", *rows, headings=headings))
    assert result.loaded.profile == "iskole"
    assert [(row["kind"], row["minutes"], row["documented"], row["reason"]) for row in result.absences] == [
        ("day", 300, "unknown", "unknown"),
        ("day", 300, "true", "unknown"),
        ("lesson", 45, "unknown", "unknown"),
        ("lesson", 45, "unknown", "not_absence"),
        ("late", None, "unknown", "unknown"),
    ]


@pytest.mark.parametrize(("code", "profile"), [("D", "iskole"), ("dag", "norsk-generisk")])
def test_where_the_headings_fit_several_profiles_the_codes_decide(tmp_path, code, profile):
    path = norwegian(tmp_path / "a.csv", f"1;s1;12.01.2026;{code}", headings=("Elevnr", "Skole", "Dato", "Kode"))
    assert read(path).loaded.profile == profile


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_the_first_norwegian_letter_may_come_late_in_the_file(tmp_path, encoding):
    rows = [f"{number};s1;12.01.2026;dag;;;" for number in range(20_000)]
    path = norwegian(tmp_path / "a.csv", *rows, "bjørn;s1;12.01.2026;dag;;;", headings=PLAIN, encoding=encoding)
    result = read(path)
    assert result.counts == (20_001, 20_001, 0, 0)
    assert result.absences[-1]["pupil_id"] == "bjørn"


def test_one_damaged_letter_in_a_utf_8_file_costs_its_own_row_only(tmp_path):
    path = norwegian(tmp_path / "a.csv", "bjørn;s1;12.01.2026;dag;;;", "åse;s1;12.01.2026;dag;;;", headings=PLAIN)
    path.write_bytes(path.read_bytes().replace("åse".encode(), b"\xe5se"))
    result = read(path)
    assert [row["pupil_id"] for row in result.absences] == ["bjørn"]
    assert [row["line"] for row in result.rejected] == ["3"]
