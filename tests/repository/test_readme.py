"""The README tells the truth: its commands exist, and the quick ones run as they stand there.

`make run` and `make test` themselves are tried from a fresh clone, outside the tests they would run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lacking import needs_make
from tests.repository.tree import ROOT, make

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
PRINTED = [line for block in re.findall(r"```text\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
OF_MAKE = [command for command in COMMANDS if command.startswith("make ")]
OF_OURS = [command for command in COMMANDS if command.startswith(".venv/bin/skoleporten ")]


def in_this_environment(command: str) -> list[str]:
    """The command of the environment that runs the tests, which need not be .venv."""
    program, *words = shlex.split(command)
    assert program == ".venv/bin/skoleporten"
    return [sys.executable, "-c", "import sys; from skoleporten.cli.main import main; sys.exit(main())", *words]


def test_every_command_is_one_of_the_two_kinds():
    assert [command for command in COMMANDS if command in OF_MAKE or command in OF_OURS] == COMMANDS


def test_something_of_what_is_printed_is_shown():
    assert len(PRINTED) >= 4


def test_the_two_commands_are_the_first():
    assert OF_MAKE == ["make run", "make test"]


@pytest.mark.parametrize("command", OF_MAKE)
def test_a_make_command_is_a_target_that_sets_up_first(command: str):
    needs_make()
    planned = make(*command.split()[1:], "--dry-run", "--always-make")
    assert planned.returncode == 0, planned.stderr
    set_up, last = planned.stdout.find("scripts/make-venv.sh"), planned.stdout.strip().splitlines()[-1]
    assert set_up >= 0
    assert re.search(r"skoleporten demo|scripts/test\.py", last)


@pytest.mark.parametrize("command", OF_OURS, ids=range(len(OF_OURS)))
def test_an_example_runs_and_finds_pupils(command: str, tmp_path: Path):
    words = [str(tmp_path) if word == "build/example" else word for word in in_this_environment(command)]
    as_wide_as_a_terminal = os.environ | {"COLUMNS": "100"}
    done = subprocess.run(words, cwd=ROOT, env=as_wide_as_a_terminal, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert set(PRINTED) - {"…"} <= set(printed)
    if str(tmp_path) in words:
        assert {"pupils.csv", "signals.csv", "rejected.csv", "report.html"} <= {
            path.name for path in tmp_path.iterdir()
        }


def test_the_picture_is_there():
    picture = re.search(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert picture is not None
    assert (ROOT / picture[1]).read_bytes().startswith(b"\x89PNG")
