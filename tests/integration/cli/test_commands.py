"""The commands on the database, run as a person runs them, each in a folder of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.imports.files import attendance, day_of_absence, days_absent, roster, school_days
from tests.once import installation

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return installation(tmp_path_factory.mktemp("commands") / "var")


@pytest.fixture(scope="module")
def run(var):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    def skoleporten(*arguments: object, stdin: str = "", folder: Path = var) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "skoleporten.cli.main", *map(str, arguments)]
        own = {**environment, "SKOLEPORTEN_VAR": str(folder)}
        return subprocess.run(command, env=own, cwd=ROOT, input=stdin, capture_output=True, text=True, check=False)

    return skoleporten


@pytest.fixture(scope="module")
def with_roster(run, tmp_path_factory):
    done = run("import", roster(tmp_path_factory.mktemp("files") / "roster"))
    assert done.returncode == 0, done.stderr
    return done


def test_an_identity_is_linked_only_at_a_provider_that_is_set_up(run):
    words = ("manage", "link-identity", "--username", "aud", "--provider", "feide", "--subject", "a1")
    refused = run(*words)
    assert refused.returncode == 2
    assert "There is no provider feide." in refused.stderr


def test_a_new_way_in_is_printed_for_an_administrator_whom_nobody_can_help(run):
    made = run(
        "manage", "create-administrator", "--username", "eneste", "--password-stdin", stdin="hest batteri stift\n"
    )
    assert made.returncode == 0, made.stderr
    printed = run("manage", "new-way-in", "--username", "eneste")
    assert printed.stdout.startswith("/invitation/")
    assert run("manage", "new-way-in", "--username", "nobody").returncode == 2


def test_importing_a_roster_tells_what_came_in(with_roster):
    assert "pupils: 3 new" in with_roster.stdout
    assert "applied" in with_roster.stderr


def test_a_dry_run_changes_nothing_and_json_is_one_object(run, with_roster, tmp_path):
    path = attendance(tmp_path / "f.csv", days_absent("E1", 20))
    told = json.loads(run("import", path, "--dry-run", "--format", "json").stdout)
    assert told["state"] == "ready"
    again = json.loads(run("import", path, "--dry-run", "--format", "json").stdout)
    assert again["counts"]["absences"]["new"] == told["counts"]["absences"]["new"] == 20
    assert again["counts"]["concerns"]["newly_on_list"] == 1


def test_importing_absence_ends_with_the_check(run, with_roster, tmp_path):
    done = run("import", attendance(tmp_path / "f.csv", days_absent("E1", 20)))
    assert done.returncode == 0
    assert "1 pupils newly" in done.stdout
    checked = run("manage", "check")
    assert "3 pupils, 1 with signals" in checked.stdout


def test_a_short_file_is_held_until_it_is_released_with_a_reason(run, with_roster, tmp_path):
    run("import", attendance(tmp_path / "a.csv", days_absent("E2", 20, first_id=500)))
    days = school_days(20)
    short = attendance(tmp_path / "b.csv", [day_of_absence(500, "E2", days[0]), day_of_absence(519, "E2", days[-1])])
    held = run("import", short)
    assert held.returncode == 1
    assert "far fewer rows" in held.stderr
    assert run("import", short, "--release", "A week of strike.").returncode == 0


def test_a_file_that_can_not_be_read_is_refused_with_what_to_do(run, with_roster, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("hei;du\n1;2\n")
    done = run("import", path)
    assert done.returncode == 1
    assert "Known are" in done.stderr


def test_a_file_that_is_not_there_is_wrong_use(run, with_roster, tmp_path):
    assert run("import", tmp_path / "nothing.csv").returncode == 2


def test_the_first_users_are_made_with_a_password_from_standard_input(run, with_roster):
    made = run("manage", "create-administrator", "--username", "aud", "--password-stdin", stdin="hest batteri stift\n")
    assert made.returncode == 0, made.stderr
    leader = ("manage", "create-school-leader", "--username", "liv", "--school", "S1", "--password-stdin")
    assert run(*leader, stdin="hest batteri stift\n").returncode == 0
    assert run(*leader, stdin="hest batteri stift\n").returncode == 1
    unknown = run(
        "manage", "create-school-leader", "--username", "x", "--school", "S9", "--password-stdin", stdin="x\n"
    )
    assert unknown.returncode == 2
    assert "S1" in unknown.stderr


def test_the_log_is_verified_and_its_head_kept(run, with_roster):
    whole = run("audit", "verify", "--format", "json")
    told = json.loads(whole.stdout)
    assert (whole.returncode, told["faults"]) == (0, [])
    assert run("audit", "verify", "--head", told["head"]).returncode == 0
    number = told["head"].partition(":")[0]
    assert run("audit", "verify", "--head", f"{number}:{'0' * 64}").returncode == 1
    assert run("audit", "verify", "--head", "nonsense").returncode == 2


def test_a_database_in_use_never_becomes_a_demo(run, with_roster):
    done = run("demo", "--prepare-only", "--pupils", "60", "--schools", "2")
    assert done.returncode == 1
    assert "SKOLEPORTEN_VAR" in done.stderr


def test_a_demo_is_made_once_through_the_same_import(run, tmp_path):
    folder = installation(tmp_path / "demo")
    small = ("demo", "--prepare-only", "--pupils", "300", "--schools", "3")
    first = run(*small, folder=folder)
    assert first.returncode == 0, first.stderr
    assert "http://localhost:8000" in first.stdout
    assert "Administrator" in first.stderr
    again = run(*small, folder=folder)
    assert "Making up" not in again.stderr
    newest = folder / "demo" / "fravaer-ny.csv"
    told = json.loads(run("import", newest, "--dry-run", "--format", "json", folder=folder).stdout)
    assert told["counts"]["rows"]["rejected"] == 0
    assert told["counts"]["absences"]["changed"] == 0
    assert told["counts"]["absences"]["new"] > 0
