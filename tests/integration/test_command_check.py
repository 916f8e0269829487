"""`skoleporten check`: what it prints and writes, and what it refuses."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from tests.integration.command import EXAMPLES, example, made_source, run
from tests.lacking import shared

PROMISED_OF_PUPILS = (
    "pupil_id",
    "school_id",
    "grade",
    "minutes_offered",
    "minutes_absent",
    "absence_rate",
    "days_absent",
    "lessons_absent",
    "documented_minutes",
    "undocumented_minutes",
    "late_count",
    "spells",
    "longest_spell_days",
    "current_run_days",
    "signals",
)
PROMISED_OF_SIGNALS = ["pupil_id", "rule", "window_start", "window_end", "value", "limit", "dates"]
FILES = ["pupils.csv", "pupils.parquet", "rejected.csv", "report.html", "signals.csv"]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    from skoleporten.cli.main import main

    out = tmp_path_factory.mktemp("example") / "out"
    assert main([str(word) for word in example("--out", out, "--rules", "kristiansand", "--rules", "ten-percent")]) == 0
    return out


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_json_has_the_promised_keys(capsys):
    told = run(capsys, *example("--format", "json")).json
    assert set(told) == {"as_of", "engine", "pupils", "pupils_with_signals", "rules", "rows", "denominator", "warnings"}
    assert (told["as_of"], told["engine"], told["pupils"], told["denominator"]) == (
        "2025-11-14",
        "duckdb",
        14,
        "calendar",
    )
    assert set(told["rows"]) == {"read", "used", "rejected", "duplicates"}
    assert all(set(rule) == {"pupils", "text"} for rule in told["rules"].values())
    assert told["warnings"] == []


def test_rules_that_nobody_reaches_are_told_too(capsys):
    rules = run(capsys, *example("--format", "json", "--rules", "england")).json["rules"]
    assert rules["england/severe-50-percent"]["pupils"] == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Borte 37,5 % av skoletiden siste måned"), ("nn", "Borte 37,5 % av skuletida"), ("en", "37.5%")],
)
def test_table_says_why_in_the_language_asked_for(capsys, language, words):
    ran = run(capsys, *example("--language", language))
    assert ran.code == 0
    assert words in ran.out


def test_table_has_the_figures_by_rule_and_the_first_pupils(capsys):
    out = run(capsys, *example("--language", "en")).out
    assert "As of 14 November 2025" in out
    assert "kristiansand/term-10-lessons" in out
    assert out.index("E03") < out.index("E05") < out.index("E09")


def test_no_line_is_wider_than_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = run(capsys, *example()).out.splitlines()
    assert max(len(line) for line in lines) <= 80


def test_csv_on_stdout_is_the_file_of_pupils(capsys, written):
    ran = run(capsys, *example("--format", "csv", "--rules", "kristiansand", "--rules", "ten-percent"))
    assert ran.out == (written / "pupils.csv").read_text()


def test_html_on_stdout_is_the_report(capsys):
    assert run(capsys, *example("--format", "html")).out.startswith("<!doctype html>")


def test_all_files_are_written_into_a_folder_of_its_owners(written):
    assert sorted(path.name for path in written.iterdir()) == FILES
    assert written.stat().st_mode & 0o077 == 0


def test_pupils_has_the_promised_columns_and_every_pupil(written):
    rows = read(written / "pupils.csv")
    assert set(PROMISED_OF_PUPILS) <= set(rows[0])
    assert len(rows) == 14
    assert pl.read_parquet(written / "pupils.parquet").columns == list(rows[0])


def test_signals_has_the_promised_columns_and_the_dates_that_caused_them(written):
    rows = read(written / "signals.csv")
    assert list(rows[0]) == PROMISED_OF_SIGNALS
    lessons = next(row for row in rows if row["rule"] == "kristiansand/term-10-lessons")
    assert (lessons["pupil_id"], lessons["value"], lessons["limit"]) == ("E12", "12", "10")
    assert len(lessons["dates"].split()) == 12
    month = next(row for row in rows if row["pupil_id"] == "E05" and row["rule"] == "kristiansand/month-10-percent")
    assert (month["value"], month["limit"]) == ("0.375", "0.1")


def test_signals_of_a_pupil_are_named_in_pupils(written):
    named = {(row["pupil_id"], rule) for row in read(written / "pupils.csv") for rule in row["signals"].split()}
    assert named == {(row["pupil_id"], row["rule"]) for row in read(written / "signals.csv")}


def test_as_of_moves_the_whole_check(capsys):
    early = run(capsys, *example("--as-of", "2025-09-30", "--format", "json")).json
    assert early["as_of"] == "2025-09-30"
    assert early["rules"] != run(capsys, *example("--format", "json")).json["rules"]


def test_as_of_must_be_a_date(capsys):
    ran = run(capsys, *example("--as-of", "30.09.2025"))
    assert ran.code == 2
    assert "2026-01-15" in ran.err


def test_a_rule_file_of_ones_own_is_used(capsys, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN_RULES)
    rules = run(capsys, *example("--rules", file, "--format", "json")).json["rules"]
    assert rules["own/one-day"] == {"pupils": 13, "text": "Borte én dag."}


def test_a_mistake_in_a_rule_file_names_the_line(capsys, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN_RULES.replace('measure = "days_absent"', 'measure = "days_away"'))
    ran = run(capsys, *example("--rules", file))
    assert ran.code == 1
    assert "own.toml, line 12" in ran.err


def test_the_same_rule_set_twice_is_asked_once(capsys):
    once = run(capsys, *example("--rules", "kristiansand", "--format", "json")).json
    assert run(capsys, *example("--rules", "kristiansand", "--rules", "kristiansand", "--format", "json")).json == once


def test_two_rule_sets_with_one_id_are_refused(capsys, tmp_path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(OWN_RULES)
    ran = run(capsys, *example("--rules", tmp_path / "a.toml", "--rules", tmp_path / "b.toml"))
    assert ran.code == 2
    assert "'own'" in ran.err


def test_spark_says_that_it_is_an_extra_that_is_not_installed(capsys):
    ran = run(capsys, *example("--engine", "spark"))
    assert (ran.code, ran.out) == (2, "")
    assert "optional extra" in ran.err


def test_a_spark_address_without_spark_is_wrong_use(capsys):
    assert run(capsys, *example("--spark-url", "spark://host")).code == 2


def test_exactly_ten_percent_is_ten_percent_or_more(capsys, tmp_path):
    days = [f"{day};A1;S;8A;8;{day:02d}.01.2026;Dag;300;Ja;Sykdom" for day in (5, 30)]
    told = run(capsys, *made_source(tmp_path, days), "--rules", "ten-percent", "--format", "json").json
    assert told["pupils_with_signals"] == 1


def test_rejected_rows_are_told_and_kept_with_what_to_do(capsys, tmp_path):
    rows = [
        "1;A1;S;8A;8;05.01.2026;Dag;300;Ja;Sykdom",
        "2;A1;S;8A;8;31.02.2026;Dag;300;Ja;Sykdom",
        "3;A1;S;8A;8;06.01.2026;Fri;300;Ja;",
    ]
    ran = run(capsys, *made_source(tmp_path, rows), "--out", tmp_path / "out", "--format", "json")
    assert ran.code == 0
    assert ran.json["rows"] == {"read": 3, "used": 1, "rejected": 2, "duplicates": 0}
    assert [row["line"] for row in read(tmp_path / "out" / "rejected.csv")] == ["3", "4"]
    assert all(row["what_to_do"] for row in read(tmp_path / "out" / "rejected.csv"))


def test_the_first_rejected_rows_are_told_in_the_table(capsys, tmp_path):
    rows = ["1;A1;S;8A;8;05.01.2026;Dag;300;Ja;Sykdom", *(f"{n};A1;S;8A;8;31.02.2026;Dag;;;" for n in range(2, 7))]
    out = run(capsys, *made_source(tmp_path, rows), "--language", "en").out
    assert "5 of 6 rows were not used." in out
    assert out.count("fravaer.csv, line ") == 3
    assert "fravaer.csv, line 3, Dato: The date does not exist" in out


def test_cells_that_a_spreadsheet_would_run_are_neutralised(capsys, tmp_path):
    rows = ["1;A1;S;=1+1;8;05.01.2026;Dag;300;Ja;Sykdom"]
    command = list(made_source(tmp_path, rows))
    enrolments = tmp_path / "elevforhold.csv"
    enrolments.write_text(enrolments.read_text().replace("8A", "=1+1"))
    run(capsys, *command, "--out", tmp_path / "out")
    classes = {row["class_id"] for row in read(tmp_path / "out" / "pupils.csv")}
    assert not [name for name in classes if name.startswith("=")]


def test_a_file_without_a_usable_row_is_refused_and_nothing_is_written(capsys, tmp_path):
    ran = run(capsys, *made_source(tmp_path, ["1;A1;S;8A;8;99.99.2026;Dag;;;"]), "--out", tmp_path / "out")
    assert (ran.code, ran.out) == (1, "")
    assert not (tmp_path / "out").exists()


def test_without_school_days_it_asks_for_a_calendar(capsys):
    ran = run(capsys, "check", EXAMPLES / "fravaer.csv", "--enrolments", EXAMPLES / "elevforhold.csv")
    assert ran.code == 1
    assert "--calendar" in ran.err


def test_remarks_of_the_source_are_said_in_the_language_asked_for(capsys, tmp_path):
    command = made_source(tmp_path, ["1;A1;S;8A;8;05.01.2026;Dag;;Ja;Sykdom", "2;A2;S;8A;8;05.01.2026;Til stede;;;"])
    without_calendar = command[:2]
    said = {lang: run(capsys, *without_calendar, "--language", lang).out for lang in ("nb", "nn", "en")}
    assert "Enrolments are derived" in said["en"]
    assert "Elevforholdene er utledet" in said["nb"]
    assert "Enrolments" not in said["nb"] + said["nn"]


def test_files_that_were_there_are_replaced_whole(capsys, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "pupils.csv").write_text("old")
    (out / "notes.txt").write_text("mine")
    assert run(capsys, *example("--out", out)).code == 0
    assert "old" not in (out / "pupils.csv").read_text()
    assert sorted(path.name for path in out.iterdir()) == sorted([*FILES, "notes.txt"])


def test_nothing_is_left_in_the_temporary_folder(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(capsys, *example("--format", "json")).code == 0
    assert not list(tmp_path.glob("skoleporten-*"))


def test_a_file_in_the_way_of_the_folder_is_told(capsys, tmp_path):
    (tmp_path / "out").write_text("a file")
    ran = run(capsys, *example("--out", tmp_path / "out"))
    assert ran.code == 2
    assert "--out" in ran.err


def test_oea_batch_has_the_known_figures(capsys, tmp_path):
    file = shared("oea-contoso-sis/batch1/studentattendance.csv")
    ran = run(capsys, "check", file, "--rules", "ten-percent", "--format", "json", "--out", tmp_path)
    assert (ran.json["pupils"], ran.json["denominator"]) == (600, "presence")
    assert ran.json["rules"]["ten-percent/school-year-10-percent"]["pupils"] == 382
    days = pl.read_parquet(tmp_path / "pupils.parquet")["days_absent"].value_counts().sort("days_absent").rows()
    assert days == [(0, 63), (1, 155), (2, 174), (3, 115), (4, 49), (5, 31), (6, 8), (7, 4), (10, 1)]


def test_grand_bend_has_the_known_figures(capsys, tmp_path):
    folder = shared("edfi-grandbend")
    ran = run(capsys, "check", folder, "--format", "json", "--out", tmp_path)
    assert (ran.json["rows"]["read"], ran.json["rows"]["duplicates"]) == (1917, 1)
    assert (ran.json["pupils"], ran.json["denominator"]) == (227, "session_totals")
    pupils = pl.read_parquet(tmp_path / "pupils.parquet")
    assert pupils["late_count"].sum() == 66
    assert pupils["spells"].null_count() == 227


def test_a_rule_that_cannot_be_asked_has_no_number_and_is_told(capsys, tmp_path):
    folder = shared("edfi-grandbend")
    ran = run(capsys, "check", folder, "--format", "json", "--language", "en")
    told = {rule_id: rule["pupils"] for rule_id, rule in ran.json["rules"].items()}
    assert told.pop("ten-percent/school-year-10-percent") == 44
    assert set(told.values()) == {None}
    assert "These rules cannot be asked" in ran.json["warnings"][0]


def test_without_a_rule_that_can_be_asked_nobody_is_told_to_be_found(capsys):
    folder = shared("edfi-grandbend")
    out = run(capsys, "check", folder, "--rules", "kristiansand", "--language", "en").out
    assert "None of the rules can be asked" in out
    assert "No pupil's absence reaches" not in out


OWN_RULES = """\
id = "own"
version = "1"
source = "here"
[name]
nb = "Egne"
nn = "Eigne"
en = "Own"

[[rule]]
id = "one-day"
# A comment, so that the line is not the number of keys.
measure = "days_absent"
window = { unit = "school_year" }
at_least = 1
source = "here"
[rule.text]
nb = "Borte én dag."
nn = "Borte éin dag."
en = "Away for one day."
"""
