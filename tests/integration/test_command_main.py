"""Exit codes and streams: 0 done, 1 refused, 2 wrong use, 3 a fault of ours; words on stderr, results on stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types

import pytest

from skoleporten.cli import main as command
from skoleporten.rules.errors import Place, RefusedError, UsageError
from tests.integration.command import EXAMPLES, ROOT, example, run


def stand_in(monkeypatch, fault: BaseException) -> None:
    """A command that ends in `fault`, to see what the outermost layer makes of it."""

    def fail(_arguments):
        raise fault

    module = types.ModuleType("stand_in_command")
    module.add_arguments = lambda parser: None
    module.run = fail
    monkeypatch.setitem(sys.modules, "stand_in_command", module)
    monkeypatch.setitem(command.COMMANDS, "stand-in", command.Command("stand_in_command", "ends in a fault"))


def test_a_refusal_ends_with_one_and_says_what_where_and_what_to_do(monkeypatch, capsys):
    stand_in(monkeypatch, RefusedError("The date is wrong.", place=Place("a.csv", 3), do="Mend it."))
    ran = run(capsys, "stand-in")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "skoleporten: a.csv, line 3: The date is wrong. Mend it.\n"


def test_wrong_use_ends_with_two(monkeypatch, capsys):
    stand_in(monkeypatch, UsageError("No such thing."))
    assert run(capsys, "stand-in").code == 2


def test_a_fault_of_ours_ends_with_three_without_traceback_and_without_the_value(monkeypatch, capsys):
    stand_in(monkeypatch, ValueError("the name of a pupil"))
    ran = run(capsys, "stand-in")
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert "the name of a pupil" not in ran.err
    assert "--debug" in ran.err


def test_debug_shows_the_traceback(monkeypatch, capsys):
    stand_in(monkeypatch, ValueError("inner"))
    ran = run(capsys, "stand-in", "--debug")
    assert ran.code == 3
    assert "Traceback" in ran.err


def test_too_little_memory_is_told_as_such(monkeypatch, capsys):
    stand_in(monkeypatch, MemoryError())
    ran = run(capsys, "stand-in")
    assert ran.code == 3
    assert "memory" in ran.err


def test_a_folder_that_may_not_be_used_is_for_the_reader_to_mend(monkeypatch, capsys):
    stand_in(monkeypatch, PermissionError(13, "Permission denied", "/closed/out"))
    ran = run(capsys, "stand-in")
    assert ran.code == 1
    assert "/closed/out: Permission denied" in ran.err


def test_what_the_system_refuses_without_a_file_is_a_fault_of_ours(monkeypatch, capsys):
    stand_in(monkeypatch, OSError("no more threads"))
    assert run(capsys, "stand-in").code == 3


def test_a_locale_without_norwegian_letters_changes_no_byte():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "skoleporten.cli.main", *map(str, example("--format", "json"))]
    ran = subprocess.run(words, capture_output=True, check=True, cwd=ROOT, env=environment)
    assert "måned" in json.loads(ran.stdout.decode("utf-8"))["rules"]["kristiansand/month-10-percent"]["text"]


def test_stopping_it_is_no_fault(monkeypatch, capsys):
    stand_in(monkeypatch, KeyboardInterrupt())
    ran = run(capsys, "stand-in")
    assert ran.code == 130
    assert "nothing was kept" in ran.err


@pytest.mark.parametrize(
    "words", [[], ["no-such-command"], ["check"], ["check", "--format", "xml", "a.csv"], ["--wrong"]]
)
def test_words_it_does_not_know_are_wrong_use(capsys, words):
    ran = run(capsys, *words)
    assert (ran.code, ran.out) == (2, "")
    assert "usage: skoleporten" in ran.err


def test_help_names_every_command(capsys):
    ran = run(capsys, "--help")
    assert ran.code == 0
    assert all(name in ran.out for name in command.COMMANDS)


@pytest.mark.parametrize("name", sorted(command.COMMANDS))
def test_every_command_has_its_module_and_help(capsys, name):
    ran = run(capsys, name, "--help")
    assert ran.code == 0
    assert "--debug" in ran.out


def test_help_imports_no_command_and_no_engine():
    start = "import sys; from skoleporten.cli.main import main; main(['--help'])"
    seen = f"{start}; print(sorted(sys.modules), file=sys.stderr)"
    modules = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True, cwd=ROOT).stderr
    assert not [name for name in ("polars", "ibis", "django", "duckdb", "numpy") if f"'{name}'" in modules]


def test_json_is_one_object_on_stdout_and_nothing_else(capsys, tmp_path):
    ran = run(capsys, *example("--format", "json", "--out", tmp_path / "out"))
    assert ran.code == 0
    assert ran.out.count("\n") == 1
    assert isinstance(ran.json, dict)
    assert "wrote" in ran.err


def test_a_reader_that_has_had_enough_is_no_fault():
    words = " ".join(map(str, example("--format", "csv")))
    line = f"{sys.executable} -m skoleporten.cli.main {words} | head -n 1; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.splitlines()[-1] == "0"
    assert ran.stderr == ""


def test_a_source_that_is_not_there_is_wrong_use(capsys):
    ran = run(capsys, "check", EXAMPLES / "no-such-file.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "no-such-file.csv" in ran.err
