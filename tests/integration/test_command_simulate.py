"""`skoleporten simulate`, and what a check finds of what it planted."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.integration.command import run

RULES = ("--rules", "kristiansand", "--rules", "kearney-2008", "--rules", "ten-percent")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    from skoleporten.analytics.simulate import simulate

    out = tmp_path_factory.mktemp("municipality")
    simulate(pupils=2000, schools=9, years=1.5, seed=11, out=out)
    return out


@pytest.fixture(scope="module")
def checked(folder, tmp_path_factory) -> Path:
    from skoleporten.cli.main import main

    out = tmp_path_factory.mktemp("checked")
    assert main(["check", str(folder), *RULES, "--out", str(out), "--format", "json"]) == 0
    return out


@pytest.fixture(scope="module")
def pupils(checked) -> dict[str, dict]:
    return {row["pupil_id"]: row for row in pl.read_parquet(checked / "pupils.parquet").iter_rows(named=True)}


def truths(folder: Path, *kinds: str) -> list[dict]:
    return [truth for truth in json.loads((folder / "truth.json").read_text())["truths"] if truth["kind"] in kinds]


def test_it_tells_what_it_made(capsys, tmp_path):
    ran = run(capsys, "simulate", "--pupils", "200", "--schools", "3", "--out", tmp_path, "--format", "json")
    assert ran.code == 0
    assert (ran.json["pupils"], ran.json["schools"], ran.json["as_of"]) == (200, 3, "2026-06-22")


def test_words_go_to_stderr(capsys, tmp_path):
    ran = run(capsys, "simulate", "--pupils", "100", "--out", tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "100 made-up pupils" in ran.err


def test_too_few_pupils_is_wrong_use(capsys, tmp_path):
    assert run(capsys, "simulate", "--pupils", "3", "--out", tmp_path).code == 2


@pytest.mark.parametrize("kind", ["refusal", "long_illness", "moved"])
def test_every_planted_pupil_is_found_by_the_expected_rules(folder, pupils, kind):
    planted = truths(folder, kind)
    assert planted
    for truth in planted:
        assert truth["expected_rules"]
        assert set(truth["expected_rules"]) <= set(pupils[truth["pupil_id"]]["signals"].split()), truth


@pytest.mark.parametrize("kind", ["refusal", "monday", "long_illness", "spell", "moved", "overlap", "late_start"])
def test_measures_of_planted_pupils_are_exactly_those_expected(folder, pupils, kind):
    planted = truths(folder, kind)
    assert planted
    for truth in planted:
        found = {name: pupils[truth["pupil_id"]][name] for name in truth["expected_measures"]}
        assert found == truth["expected_measures"], truth


def test_dates_of_a_long_illness_are_those_planted(folder, checked):
    signals = pl.read_csv(checked / "signals.csv")
    for truth in truths(folder, "long_illness"):
        rule = "kearney-2008/fifteen-weeks-10-days"
        row = signals.row(by_predicate=(pl.col("pupil_id") == truth["pupil_id"]) & (pl.col("rule") == rule), named=True)
        assert row["dates"].split() == truth["dates"]


def test_unregistered_pupil_days_are_reported_and_counted(capsys, folder):
    planted = sum(truth["expected_measures"]["unregistered_pupil_days"] for truth in truths(folder, "unregistered"))
    ran = run(capsys, "check", folder, "--language", "en")
    assert planted
    assert f"Nobody took the register for {planted} pupil-days." in ran.out


def test_the_default_rules_find_a_share_of_pupils_that_people_can_follow_up(capsys, folder):
    ran = run(capsys, "check", folder, "--format", "json")
    assert 0.08 <= ran.json["pupils_with_signals"] / ran.json["pupils"] <= 0.17


def test_the_same_data_as_csv_gives_the_same_figures(capsys, folder, tmp_path):
    from skoleporten.analytics.simulate.csv_files import write_csv

    file = write_csv(folder).rename(tmp_path / "fravaer.csv")
    beside = ("--enrolments", folder / "enrolments.parquet", "--calendar", folder / "calendar.parquet")
    as_csv = run(capsys, "check", file, *beside, *RULES, "--format", "json").json
    as_tables = run(capsys, "check", folder, *RULES, "--format", "json").json
    assert as_csv["rows"]["rejected"] == as_csv["rows"]["duplicates"] == 0
    for key in ("as_of", "pupils", "pupils_with_signals", "rules", "denominator"):
        assert as_csv[key] == as_tables[key]


def test_csv_can_be_asked_for(capsys, tmp_path):
    run(capsys, "simulate", "--pupils", "100", "--csv", "--out", tmp_path)
    assert (
        (tmp_path / "fravaer.csv").read_text(encoding="utf-8-sig").startswith("Id;Elevid;Skole;Klasse;Trinn;Dato;Type")
    )
