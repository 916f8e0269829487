"""Data made by others, beside the project: the known facts about it must come out exactly."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.lacking import shared
from tests.unit.analytics.sources.made import Read, read


@pytest.mark.parametrize("name", ["oea-contoso-sis/batch1/studentattendance.csv", "oea-contoso-sis/batch1"])
def test_oea_gives_600_pupils_and_their_days_absent(tmp_path, name):
    result = read(shared(name), work_dir=tmp_path, needs_denominator=True)
    assert (result.loaded.profile, result.loaded.denominator) == ("oea", "presence")
    assert result.counts == (12_000, 12_000, 0, 0)
    absent = result.table("absences").group_by("pupil_id").len()
    pupils = result.table("enrolments").select("pupil_id").unique().join(absent, on="pupil_id", how="left")
    days = dict(pupils["len"].fill_null(0).value_counts().iter_rows())
    assert days == {0: 63, 1: 155, 2: 174, 3: 115, 4: 49, 5: 31, 6: 8, 7: 4, 10: 1}
    assert result.table("calendar").group_by("school_id").len()["len"].to_list() == [20] * 5


def grand_bend(folder: Path) -> Read:
    return read(shared("edfi-grandbend"), work_dir=folder, needs_denominator=True)


def test_grand_bend_has_1917_events_of_which_one_is_a_duplicate(tmp_path):
    result = grand_bend(tmp_path)
    assert result.counts == (1_917, 1_916, 0, 1)
    (row,) = result.rejected
    assert (row["file"], row["value"]) == ("StudentSchoolAttendance.xml", "604822 2021-12-15")


def test_grand_bend_has_227_pupils_with_events_and_66_late(tmp_path):
    result = grand_bend(tmp_path)
    absences = result.table("absences")
    assert result.table("enrolments")["pupil_id"].n_unique() == absences["pupil_id"].n_unique() == 227
    late = absences.filter(pl.col("kind") == "late")
    assert (late.height, late["minutes"].null_count()) == (66, 66)
    assert absences.group_by("kind", "documented").len().sort("kind", "documented").rows() == [
        ("day", "false", 773),
        ("day", "true", 1_077),
        ("late", "unknown", 66),
    ]


def test_grand_bends_school_days_are_the_totals_of_its_sessions(tmp_path):
    result = grand_bend(tmp_path)
    assert result.loaded.denominator == "session_totals"
    assert sorted((one.school_id, one.days) for one in result.loaded.session_days) == [
        (school, days) for school in ("255901001", "255901044", "255901107") for days in (81, 88)
    ]
    assert any("733 of 960 pupils" in text for text in result.loaded.warnings)
