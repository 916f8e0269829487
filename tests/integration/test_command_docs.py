"""The docs of the command name every option, and their commands run."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex

import pytest

from skoleporten.cli.main import COMMANDS
from tests.integration.command import ROOT, run

REFERENCE = (ROOT / "docs" / "reference" / "command.md").read_text(encoding="utf-8")
TUTORIAL = (ROOT / "docs" / "tutorials" / "check-your-own-file.md").read_text(encoding="utf-8")


def options(module: str) -> set[str]:
    parser = argparse.ArgumentParser(add_help=False)
    importlib.import_module(module).add_arguments(parser)
    return {option for action in parser._actions for option in action.option_strings}


def section(name: str) -> str:
    return re.split(r"^## ", REFERENCE.split(f"\n## {name}\n", 1)[1], maxsplit=1, flags=re.M)[0]


@pytest.mark.parametrize("name", ["check", "simulate"])
def test_reference_names_exactly_the_options_there_are(name):
    told = set(re.findall(r"^\| `(--[a-z-]+)`", section(name), flags=re.M))
    assert told == options(COMMANDS[name].module)


def test_reference_names_every_command():
    assert all(f"| `{name}` |" in REFERENCE for name in COMMANDS)


@pytest.mark.parametrize("line", re.findall(r"^skoleporten check .*$", TUTORIAL, flags=re.M))
def test_commands_of_the_tutorial_run(capsys, monkeypatch, tmp_path, line):
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    ran = run(capsys, *shlex.split(line)[1:])
    assert ran.code == 0
    for told in re.findall(r"^(?:Elever|Skoledager|Fravær|Per).*$", TUTORIAL, flags=re.M):
        assert told in ran.out or "kearney" in line
