from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from skoleporten.analytics.sources.contract import table_of
from skoleporten.rules.errors import RefusedError
from tests.unit.analytics.sources.made import ABSENCES, CALENDAR, ENROLMENTS, read, table

DAY = ("1", "s1", "2026-01-12", "day", 300, "true", "illness", "sys", "a1")


def tables(
    folder: Path,
    *absences: tuple[object, ...],
    enrolments: tuple[tuple[object, ...], ...] = (("1", "s1", "8A", 8, "2025-08-18", ""),),
) -> Path:
    folder.mkdir(exist_ok=True)
    table(folder / "absences.csv", ABSENCES, *absences)
    table(folder / "enrolments.csv", ENROLMENTS, *enrolments)
    table(folder / "calendar.csv", CALENDAR, ("s1", "", "2026-01-12", 300), ("s1", 8, "2026-01-12", 330))
    return folder


def test_the_four_tables_as_csv_are_read_as_they_are(tmp_path):
    folder = tables(tmp_path / "c", DAY)
    table(folder / "unregistered.csv", ("school_id", "class_id", "date"), ("s1", "8A", "2026-01-13"))
    result = read(folder, needs_denominator=True)
    assert (result.loaded.format, result.loaded.denominator) == ("contract", "calendar")
    assert [tuple(row.values()) for row in result.absences] == [(*DAY[:2], dt.date(2026, 1, 12), *DAY[3:])]
    assert result.table("enrolments").rows() == [("1", "s1", "8A", 8, dt.date(2025, 8, 18), None)]
    assert result.table("calendar")["minutes_offered"].to_list() == [300, 330]
    assert result.table("unregistered").rows() == [("s1", "8A", dt.date(2026, 1, 13))]
    assert result.loaded.warnings == []


def test_parquet_gives_the_same_as_csv(tmp_path):
    first = read(tables(tmp_path / "c", DAY, ("1", "s1", "2026-01-12", "late", "", "unknown", "unknown", "sys", "a2")))
    folder = tmp_path / "parquet"
    folder.mkdir()
    for name in ("enrolments", "calendar", "absences", "unregistered"):
        first.table(name).write_parquet(folder / f"{name}.parquet")
    second = read(folder, work_dir=tmp_path / "again")
    assert [second.table(name).rows() for name in ("enrolments", "calendar", "absences")] == [
        first.table(name).rows() for name in ("enrolments", "calendar", "absences")
    ]


@pytest.mark.parametrize(
    ("number", "value", "column", "reason"),
    [
        (0, "", "pupil_id", "The value is required and empty."),
        (0, "=1", "pupil_id", "The field begins like a spreadsheet formula."),
        (0, "2", "pupil_id", "The pupil has no enrolment among those given."),
        (1, "s2", "school_id", "The school is not among the schools given."),
        (2, "2026-02-31", "date", "The value is not allowed here."),
        (3, "week", "kind", "The value is not allowed here."),
        (4, "", "minutes", "The length of a partial absence is not given."),
        (4, "0", "minutes", "The value is not allowed here."),
        (4, "x", "minutes", "The value is not allowed here."),
        (4, "331", "minutes", "The length is more than the school day."),
        (5, "yes", "documented", "The value is not allowed here."),
        (6, "tired", "reason", "The value is not allowed here."),
    ],
)
def test_a_row_outside_the_contract_is_told_with_its_column(tmp_path, number, value, column, reason):
    bad = [*DAY[:8], "a2"]
    bad[number] = value
    (row,) = read(tables(tmp_path / "c", DAY, tuple(bad))).rejected
    assert (row["file"], row["line"], row["column"], row["reason"]) == ("absences.csv", "3", column, reason)


def test_the_same_source_and_id_twice_is_a_duplicate(tmp_path):
    result = read(tables(tmp_path / "c", DAY, DAY, (*DAY[:7], "other system", "a1")))
    assert result.counts == (3, 2, 0, 1)


def test_lessons_of_one_day_are_no_duplicates(tmp_path):
    lessons = [("1", "s1", "2026-01-12", "lesson", 45, "true", "illness", "sys", f"a{number}") for number in range(3)]
    assert read(tables(tmp_path / "c", *lessons)).counts == (3, 3, 0, 0)


def test_bad_rows_of_the_other_tables_are_told_and_warned_of(tmp_path):
    enrolments = (
        ("1", "s1", "", 8, "2025-08-18", ""),
        ("2", "s1", "", 14, "2025-08-18", ""),
        ("3", "s1", "", 8, "2026-01-01", "2025-01-01"),
        ("1", "s1", "", 8, "2025-08-18", ""),
    )
    result = read(tables(tmp_path / "c", DAY, enrolments=enrolments))
    assert [(row["file"], row["line"], row["column"]) for row in result.rejected] == [
        ("enrolments.csv", "3", "grade"),
        ("enrolments.csv", "4", "end_date"),
        ("enrolments.csv", "5", "pupil_id, school_id, start_date"),
    ]
    assert result.loaded.warnings == [
        "enrolments: 2 rows can not be used and were left out.",
        "enrolments: 1 rows repeat an earlier one and were left out.",
    ]


def test_a_table_with_no_usable_row_is_refused(tmp_path):
    with pytest.raises(RefusedError, match="None of the 1 rows"):
        read(tables(tmp_path / "c", DAY, enrolments=(("", "s1", "", 8, "2025-08-18", ""),)))


def test_a_table_that_is_there_twice_is_refused(tmp_path):
    folder = tables(tmp_path / "c", DAY)
    pl.DataFrame({name: [""] for name in ABSENCES}).write_parquet(folder / "absences.parquet")
    with pytest.raises(RefusedError, match="twice"):
        read(folder)


def test_a_cut_off_parquet_file_is_refused(tmp_path):
    folder = tables(tmp_path / "c", DAY)
    (folder / "absences.csv").unlink()
    (folder / "absences.parquet").write_bytes(b"PAR1 cut off")
    with pytest.raises(RefusedError, match="not Parquet"):
        read(folder)


@pytest.mark.parametrize(("name", "found"), [("absences.csv", "absences"), ("other.csv", None)])
def test_further_columns_are_left_out_where_the_files_name_is_the_tables(tmp_path, name, found):
    path = table(tmp_path / name, (*ABSENCES, "note"), (*DAY, "x"))
    assert getattr(table_of(path), "name", None) == found


def test_a_table_with_a_school_and_a_date_among_others_is_not_taken_for_days_without_register(tmp_path):
    assert table_of(table(tmp_path / "a.csv", ("school_id", "date", "code"), ("s1", "2026-01-12", "D"))) is None


def test_a_parquet_file_whose_pages_are_damaged_is_refused(tmp_path):
    folder = tables(tmp_path / "c", *((*DAY[:8], f"a{number}") for number in range(2_000)))
    read(folder).table("absences").write_parquet(folder / "absences.parquet")
    (folder / "absences.csv").unlink()
    data = bytearray((folder / "absences.parquet").read_bytes())
    data[100:2_000] = bytes(1_900)
    (folder / "absences.parquet").write_bytes(bytes(data))
    with pytest.raises(RefusedError, match="not whole Parquet"):
        read(folder, work_dir=tmp_path / "again")


def test_a_table_that_lacks_a_column_is_refused(tmp_path):
    folder = tables(tmp_path / "c", DAY)
    with pytest.raises(RefusedError, match="The table calendar lacks school_id, date, minutes_offered"):
        read(folder, calendar=table(tmp_path / "calendar.csv", ("a", "b"), (1, 2)))
