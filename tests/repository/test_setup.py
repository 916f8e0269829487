"""Set-up speaks plainly where the machine lacks something, and the build server's script does what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import assets
from scripts import test as stages
from tests.lacking import needs_make
from tests.repository.tree import ROOT, make

TARGETS = {
    "setup",
    "run",
    "test",
    "check",
    "fix",
    "lock",
    "bench",
    "dumps",
    "signins",
    "access",
    "accessibility",
    "offline",
    "mutants",
}


def a_machine_with(tmp_path: Path, **programs: str) -> dict[str, str]:
    """An environment whose PATH holds the shell's own tools and these programs only, each a shell script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "dirname", "env"):
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    for name, script in programs.items():
        (folder / name.replace("_", ".")).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name.replace("_", ".")).chmod(0o755)
    return {"PATH": str(folder)}


def make_venv(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "make-venv.sh", tmp_path / "scripts")
    script = tmp_path / "scripts" / "make-venv.sh"
    return subprocess.run(["/bin/sh", script], env=environment, capture_output=True, text=True, check=False)


def test_set_up_says_when_there_is_no_python(tmp_path: Path):
    done = make_venv(tmp_path, a_machine_with(tmp_path, python3="exit 1"))
    assert done.returncode == 1
    assert "Python 3.11 or newer was not found" in done.stderr


def test_set_up_says_when_python3_venv_is_missing(tmp_path: Path):
    without_venv = 'case "$2" in *version_info*) exit 0;; *) exit 1;; esac'
    done = make_venv(tmp_path, a_machine_with(tmp_path, python3_11=without_venv))
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr


def test_the_makefile_lists_its_words():
    needs_make()
    listed = make("help").stdout
    assert {line.split()[1] for line in listed.splitlines()} == {*TARGETS, "help"}


def test_the_build_server_runs_all_tests_and_may_be_started():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", script], check=True)


def test_every_folder_of_tests_belongs_to_a_stage():
    folders = {f"tests/{path.name}" for path in (ROOT / "tests").iterdir() if any(path.glob("**/test_*.py"))}
    in_stages = {folder for stage in stages.STAGES.values() for folder in stage.folders}
    assert folders <= in_stages


def test_an_unknown_stage_is_refused(capsys: pytest.CaptureFixture[str]):
    assert stages.main(["speed"]) == 2
    assert "No such stage: speed" in capsys.readouterr().err


def test_the_wheels_npm_is_used_where_the_machine_has_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    command = assets.npm_command()
    assert assets.major_version(command) >= assets.OLDEST_NPM


def test_a_copied_script_names_no_source_map(tmp_path: Path):
    source = tmp_path / "a.js"
    source.write_text("let a = 1;\n//# sourceMappingURL=a.js.map", encoding="utf-8")
    assets.copy(source, tmp_path / "vendor" / "a.js")
    assert (tmp_path / "vendor" / "a.js").read_text(encoding="utf-8") == "let a = 1;\n"


def test_the_assets_that_pages_load_are_there():
    missing = [name for name in assets.WANTED if not (assets.VENDOR / name).is_file()]
    assert missing == [], "run `make setup`"
