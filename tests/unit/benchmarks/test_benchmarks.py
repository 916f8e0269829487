from __future__ import annotations

import json
import platform

import pytest

from benchmarks import __main__ as command
from benchmarks import check, check_once, history, municipality
from benchmarks.report import Figure, Report
from benchmarks.timed import Took
from skoleporten.analytics.simulate import simulate


def test_a_figure_at_its_limit_is_within_it():
    assert not Figure("memory", 3_000, "MB", most=3_000).is_passed
    assert Figure("memory", 3_000.01, "MB", most=3_000).is_passed
    assert not Figure("share", 0.7, "times", least=0.7).is_passed
    assert Figure("share", 0.69, "times", least=0.7).is_passed
    assert not Figure("seconds", 1e9, "s").is_passed


def test_the_command_ends_with_one_when_a_limit_is_passed(monkeypatch, tmp_path, capsys):
    report = Report("job", {"pupils": 1}, (Figure("spilled", 1, "bytes", most=0),), runs=1)
    monkeypatch.setattr(command, "JOBS", {"job": lambda pupils, runs: report})
    monkeypatch.setattr(history, "FOLDER", tmp_path)
    assert command.main(["job"]) == 1
    assert "PASSED" in capsys.readouterr().out


def test_a_job_that_is_not_there_is_wrong_use():
    with pytest.raises(SystemExit, match="2"):
        command.main(["nothing"])


def test_a_line_of_history_says_what_the_figures_depend_on_and_names_no_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(history, "FOLDER", tmp_path)
    for _ in range(2):
        history.add(Report("job", {"pupils": 5}, (Figure("scan", 0.123456, "s"),), 3, {"scan": [0.1, 0.2]}))
    lines = (tmp_path / "job.jsonl").read_text().splitlines()
    line = json.loads(lines[-1])
    assert len(lines) == 2
    assert line["figures"] == {"scan": 0.1235}
    assert {"commit", "processor", "cores", "python", "duckdb", "size", "runs"} <= line.keys()
    assert platform.node() not in lines[0]


def test_growth_compares_time_per_pupil_and_medians_are_taken():
    slow, fast, odd = (Took(wall, wall, memory=10) for wall in (16, 1, 999))
    figures = {figure.name: figure.value for figure in check._figures([fast] * 3, [slow, slow, odd], [fast] * 3)}
    assert figures["time per pupil, the whole / a 16th"] == 1
    assert figures["check / scan, on the clock"] == 16


def test_scan_and_check_read_the_same_registrations_and_spill_nothing(tmp_path):
    made = simulate(pupils=60, schools=1, out=tmp_path)
    scan, whole = check_once.scan(tmp_path), check_once.whole_check(tmp_path)
    assert scan.rows == whole.rows == made.events
    assert whole.spilled == 0
    assert whole.signals > 0


def test_a_municipality_is_held_to_its_limits():
    pages = [name for page in municipality.PAGES for name in (page, f"{page}_processor")]
    taken = dict.fromkeys(("roster", "read", "apply", "check", "bulk", "processor", "night", *pages), 1.0)
    found = [taken | {"whole": whole, "ours": 2.0, "list": 101.0, "pupil": 99.0} for whole in (59.0, 61.0, 61.0)]
    figures = {figure.name: figure for figure in municipality.figures_of("sqlite", "csv", found)}
    passed = [name for name, figure in figures.items() if figure.is_passed]
    assert passed == [
        "sqlite, csv: files to concerns in the database",
        "sqlite: list page, median of the server's time",
    ]
    assert figures["sqlite: our load / its own"].value == 2


@pytest.mark.slow
def test_the_municipalitys_files_come_into_a_database_and_its_pages_open(tmp_path):
    made = simulate(pupils=60, schools=1, out=tmp_path)
    taken = municipality.once("sqlite", "parquet", tmp_path)
    assert taken["rows"] == made.events
    assert min(taken["ours"], taken["bulk"], *(taken[page] for page in municipality.PAGES)) > 0
