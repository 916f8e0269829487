"""Files as they come: each kind of damage is refused, or told row by row, and never half read."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from skoleporten.analytics.sources import delimited
from skoleporten.analytics.sources.watched import unchanged
from skoleporten.rules.errors import RefusedError, UsageError
from tests.unit.analytics.sources.made import ENROLMENTS, NORWEGIAN, calendar, norwegian, read, table

GOOD = "1;s1;12.01.2026;dag;;;"
ENROLMENT = ("1", "s1", "", "", "2025-08-18", "")


def told(path: Path, *rows: str, **options) -> list[tuple[str, str, str, str]]:
    """(line, column, value, reason) of each row that was not used."""
    result = read(norwegian(path, *rows), **options)
    return [(row["line"], row["column"], row["value"], row["reason"]) for row in result.rejected]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   \n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(RefusedError, match=r"a\.csv: The file is empty"):
        read(path)


def test_a_file_with_headings_only_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="no rows of attendance"):
        read(norwegian(tmp_path / "a.csv"))


def test_a_path_that_is_not_there_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read(tmp_path / "nothing.csv")


def test_a_folder_without_files_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="no files"):
        read(tmp_path)


def test_a_delimiter_that_fits_nothing_is_refused_with_the_headings_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Elevid:Skole:Dato:Type\n1:s1:12.01.2026:dag\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="The headings are: Elevid:Skole:Dato:Type") as refused:
        read(path, profile="norsk-generisk")
    assert "delimiter" in refused.value.do


def test_a_table_of_something_else_is_refused_with_what_is_known(tmp_path):
    path = table(tmp_path / "a.csv", ("name", "price"), ("tea", 3))
    with pytest.raises(RefusedError, match="is not known") as refused:
        read(path)
    assert "--profile" in refused.value.do


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", "Elevid;Dato".encode("utf-16")])
def test_a_workbook_or_utf_16_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(RefusedError, match=r"workbook|UTF-16") as refused:
        read(path)
    assert "CSV UTF-8" in refused.value.do


def test_lines_that_end_with_a_carriage_return_only_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Elevid;Dato\r1;12.01.2026\r")
    with pytest.raises(RefusedError, match="carriage return"):
        read(path)


def test_a_heading_that_is_no_heading_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Elevid\r;Dato\n1;12.01.2026\n")
    with pytest.raises(RefusedError, match="can not be read as headings"):
        read(path)


def test_an_unknown_code_is_told(tmp_path):
    assert told(tmp_path / "a.csv", GOOD, "2;s1;12.01.2026;Q;;;") == [
        ("3", "Type", "Q", "The absence code is not in the profile.")
    ]


def test_31_february_is_told(tmp_path):
    ((line, column, value, reason),) = told(tmp_path / "a.csv", GOOD, "2;s1;31.02.2026;dag;;;")
    assert (line, column, value) == ("3", "Dato", "31.02.2026")
    assert "does not exist" in reason


@pytest.mark.parametrize(
    ("rows", "rejected"),
    [
        ((GOOD, "2;s1;13.01.2026;dag;;;", "3;s1;2026-01-12;dag;;;"), "2026-01-12"),
        (("1;s1;2026-01-12;dag;;;", "2;s1;2026-01-13;dag;;;", "3;s1;13.01.2026;dag;;;"), "13.01.2026"),
        ((GOOD, "2;s1;13.01.2026;dag;;;", "3;s1;01/13/2026;dag;;;"), "01/13/2026"),
    ],
)
def test_of_two_date_formats_the_rarer_is_told_and_never_guessed(tmp_path, rows, rejected):
    assert [row[2] for row in told(tmp_path / "a.csv", *rows)] == [rejected]


@pytest.mark.parametrize("date", ["12.01.0202", "12.01.2206"])
def test_a_year_that_can_not_be_is_told(tmp_path, date):
    ((_, column, _, reason),) = told(tmp_path / "a.csv", GOOD, f"2;s1;{date};dag;;;")
    assert (column, reason) == ("Dato", "The date is before 2000 or after 2100.")


@pytest.mark.parametrize("minutes", ["0", "-5", "601", "99999999999"])
def test_minutes_that_can_not_be_are_told(tmp_path, minutes):
    ((_, column, value, reason),) = told(tmp_path / "a.csv", GOOD, f"2;s1;12.01.2026;time;{minutes};;")
    assert (column, value.lstrip("'"), reason[:10]) == ("Minutter", minutes, "The length")


@pytest.mark.parametrize("minutes", ["ti", "1e400", "nan", "inf", "1.000,5"])
def test_minutes_that_are_no_number_are_told(tmp_path, minutes):
    ((_, column, _, reason),) = told(tmp_path / "a.csv", GOOD, f"2;s1;12.01.2026;time;{minutes};;")
    assert (column, reason) == ("Minutter", "The length is not a number.")


def test_minutes_above_the_days_are_told(tmp_path):
    days = calendar(tmp_path / "calendar.csv", minutes=240)
    rows = ("1;s1;12.01.2026;time;241;;", "2;s1;12.01.2026;time;240;;")
    ((line, column, value, reason),) = told(tmp_path / "a.csv", *rows, calendar=days)
    assert (line, column, value, reason) == ("2", "Minutter", "241", "The length is more than the school day.")


def test_a_pupil_without_enrolment_is_told(tmp_path):
    enrolments = table(tmp_path / "e.csv", ENROLMENTS, ENROLMENT)
    ((line, column, value, reason),) = told(tmp_path / "a.csv", GOOD, "2;s1;12.01.2026;dag;;;", enrolments=enrolments)
    assert (line, column, value) == ("3", "Elevid", "2")
    assert "no enrolment" in reason


def test_an_unknown_school_is_told(tmp_path):
    days = calendar(tmp_path / "calendar.csv")
    ((line, column, value, reason),) = told(tmp_path / "a.csv", GOOD, "2;s9;12.01.2026;dag;;;", calendar=days)
    assert (line, column, value) == ("3", "Skole", "s9")
    assert "not among the schools" in reason


def test_of_duplicate_rows_the_first_is_kept_and_the_others_are_told_apart_from_rejected(tmp_path):
    rows = (GOOD, "1;s1;12.01.2026;dag;200;;", "1;s1;12.01.2026;time;45;;", "1;s1;12.01.2026;time;45;;")
    result = read(norwegian(tmp_path / "a.csv", *rows))
    assert result.counts == (4, 2, 0, 2)
    assert [(row["line"], row["column"]) for row in result.rejected] == [
        ("3", "pupil_id, date"),
        ("5", "pupil_id, date"),
    ]


def test_two_rows_with_one_id_are_duplicates(tmp_path):
    headings = (*NORWEGIAN, "Id")
    path = norwegian(tmp_path / "a.csv", f"{GOOD};7", "2;s1;12.01.2026;dag;;;;7", headings=headings)
    result = read(path)
    assert result.counts == (2, 1, 0, 1)
    assert [(row["line"], row["column"], row["value"]) for row in result.rejected] == [("3", "source_id", "7")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_formula_is_told_and_can_not_run_in_the_list_of_rejected_rows(tmp_path, start):
    cell = f"{start}HYPERLINK(1)"
    ((_, column, value, reason),) = told(tmp_path / "a.csv", GOOD, f"{cell};s1;12.01.2026;dag;;;")
    assert (column, value) == ("Elevid", f"'{cell}")
    assert "formula" in reason


def test_a_formula_in_any_rejected_value_is_neutralised(tmp_path):
    assert [row[2] for row in told(tmp_path / "a.csv", GOOD, "2;s1;=TODAY();dag;;;")] == ["'=TODAY()"]


@pytest.mark.parametrize(
    ("char", "shown"), [("\x00", "\\x00"), ("\x07", "\\x07"), ("\x1b", "\\x1b"), ("\x7f", "\\x7f")]
)
def test_control_characters_are_told_and_shown_as_escapes(tmp_path, char, shown):
    ((line, column, value, reason),) = told(tmp_path / "a.csv", GOOD, f"2{char}2;s1;12.01.2026;dag;;;")
    assert (line, column, value) == ("3", "Elevid", f"2{shown}2")
    assert "control characters" in reason


def test_bytes_that_are_no_text_are_told_when_the_profile_says_utf_8(tmp_path):
    profile = tmp_path / "own.toml"
    profile.write_text(
        'id = "own"\nsource = "own"\n[file]\ndelimiter = ";"\nencoding = "utf-8"\n'
        '[columns]\npupil_id = "p"\nschool_id = "s"\n'
        'date = "d"\ncode = "c"\n[codes]\nD = { kind = "day" }\n',
        encoding="utf-8",
    )
    path = tmp_path / "a.csv"
    path.write_bytes(b"p;s;d;c\n1;s1;2026-01-12;D\n\xf8;s1;2026-01-12;D\n")
    ((line, reason),) = [(row["line"], row["reason"]) for row in read(path, profile=profile).rejected]
    assert (line, reason) == ("3", "A field holds bytes that are not text in the file's encoding.")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2;s1;12.01.2026;dag;;;;extra", "The row has more fields than the heading."),
        ('2;"s1;12.01.2026;dag;;;', "A quotation mark is not closed, or stands in the middle of a field."),
        ('2;"s1"x;12.01.2026;dag;;;', "A quotation mark is not closed, or stands in the middle of a field."),
        (";s1;12.01.2026;dag;;;", "The pupil's id is empty."),
        ("2;;12.01.2026;dag;;;", "The school is empty."),
        ("2;s1;;dag;;;", "The date is empty."),
        ("2;s1", "The date is empty."),
        ("2;s1;12.01.2026;dag;;kanskje;", "The value for documented is not in the profile."),
        ("2;s1;12.01.2026;dag;;;trøtt", "The reason is not in the profile."),
    ],
)
def test_a_row_that_can_not_be_read_is_told_and_its_neighbours_are_used(tmp_path, row, reason):
    result = read(norwegian(tmp_path / "a.csv", GOOD, row, '3;"s1";12.01.2026;dag;;;'))
    assert [(row["line"], row["reason"]) for row in result.rejected] == [("3", reason)]
    assert [row["pupil_id"] for row in result.absences] == ["1", "3"]


def test_a_file_with_no_usable_row_is_refused_with_the_first_reasons(tmp_path):
    rows = [f"{number};s1;31.02.2026;dag;;;" for number in range(5)]
    with pytest.raises(RefusedError, match=r"None of the 5 rows can be used\. The first: line 2, Dato '31\.02\.2026'"):
        read(norwegian(tmp_path / "a.csv", *rows))
    assert not list((tmp_path / "read").iterdir())


def test_absences_without_school_days_are_refused_and_never_guessed(tmp_path):
    with pytest.raises(RefusedError, match="never guessed from absences") as refused:
        read(norwegian(tmp_path / "a.csv", GOOD), needs_denominator=True)
    assert "--calendar" in refused.value.do
    assert not list((tmp_path / "read").iterdir())


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 4096)
    path = norwegian(tmp_path / "a.csv", GOOD)
    with path.open("a", encoding="utf-8") as file:
        file.write("x" * 200_000)
    with path.open("rb") as opened, pytest.raises(RefusedError, match="longer than any row"):
        list(delimited.byte_blocks(opened, 4096))


def test_blocks_meet_within_a_quoted_text_without_loss(tmp_path):
    rows = [f'{number};s1;12.01.2026;dag;;;;"line\nline {number}"' for number in range(500)]
    path = norwegian(tmp_path / "a.csv", *rows, headings=(*NORWEGIAN, "Merknad"))
    for size in (100, 777, 4096):
        with path.open("rb") as file:
            dialect = delimited.sniff(file, "a.csv", ";")
            found = [block.frame for block in delimited.frames(file, dialect, [0], size)]
        assert sum(frame.height for frame in found) == 500
        assert [line for frame in found for line in frame["line"]] == list(range(2, 1002, 2))


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path):
    path = norwegian(tmp_path / "a.csv", GOOD)
    with pytest.raises(RefusedError, match="changed while it was read") as refused, unchanged(path):
        path.write_text(path.read_text(encoding="utf-8") + "2;s1;12.01.2026;dag;;;\n", encoding="utf-8")
    assert "Wait" in refused.value.do


def test_a_file_that_is_replaced_while_it_is_read_is_refused(tmp_path):
    path = norwegian(tmp_path / "a.csv", GOOD)
    with pytest.raises(RefusedError, match="changed while it was read"), unchanged(path):
        norwegian(tmp_path / "b.csv", GOOD).replace(path)


WRITER = """
    import sys, time
    with open(sys.argv[1], "a", encoding="utf-8") as file:
        print("writing", flush=True)
        while True:
            file.write("2;s1;12.01.2026;dag;;;\\n")
            file.flush()
            time.sleep(0.001)
"""


def test_a_file_that_another_process_is_writing_is_refused_and_nothing_is_kept(tmp_path):
    path = norwegian(tmp_path / "a.csv", *(GOOD for _ in range(20_000)))
    command = [sys.executable, "-c", textwrap.dedent(WRITER), os.fspath(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            with pytest.raises(RefusedError, match="changed while it was read"):
                read(path)
        finally:
            writer.kill()
    assert not list((tmp_path / "read").iterdir())


def test_a_file_that_may_not_be_opened_says_so(tmp_path):
    with pytest.raises(RefusedError, match="can not be opened"), unchanged(tmp_path):
        pass
