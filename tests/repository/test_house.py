"""The house keeps its shape: small modules and functions, rooms with a name, nothing of one machine in it."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.tree import PACKAGE, ROOT, line_count, modules, named, text_of, tracked_files

MOST_LINES = 400
MOST_LINES_OF_A_TEST = 600
DEEPEST = 4
NAMELESS_ROOMS = {"utils", "helpers", "common", "core", "misc"}
# Written so that the patterns do not find themselves.
OF_A_REGISTRY = re.compile(r"py[p]i\.org|python[h]osted\.|registry\.npm[j]s|deb\.debia[n]|files\.python[h]")
OF_A_MACHINE = re.compile(r"[/]wor[k]/|[/]hom[e]/[a-z]|[/]User[s]/[A-Za-z]|[.]librar[y]/")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module with its number of lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{named(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


ALL_FUNCTIONS = [function for path in modules() for function in functions(path)]


def test_no_module_is_longer_than_400_lines():
    assert [named(path) for path in modules() if line_count(path) > MOST_LINES] == []


def test_no_test_is_longer_than_600_lines():
    assert [named(path) for path in modules(ROOT / "tests") if line_count(path) > MOST_LINES_OF_A_TEST] == []


def test_half_of_the_modules_are_shorter_than_120_lines():
    assert statistics.median(line_count(path) for path in modules() if line_count(path)) < 120


def test_half_of_the_functions_are_shorter_than_10_lines():
    assert statistics.median(lines for _, lines in ALL_FUNCTIONS) < 10


def test_no_function_is_longer_than_50_lines():
    assert [name for name, lines in ALL_FUNCTIONS if lines > 50] == []


def test_every_room_has_a_name():
    rooms = {part for path in modules() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert rooms & NAMELESS_ROOMS == set()


def test_no_folder_is_deeper_than_four_below_the_package():
    depths = {named(path): len(path.relative_to(PACKAGE).parts) - 1 for path in modules()}
    assert [name for name, depth in depths.items() if depth > DEEPEST] == []


@pytest.mark.parametrize("pattern", [OF_A_REGISTRY, OF_A_MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_machine(pattern: re.Pattern[str]):
    found = [
        f"{named(path)}:{number}"
        for path in tracked_files()
        if (text := text_of(path)) is not None
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_imports_point_downwards():
    linter = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    answer = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-3000:] + answer.stderr[-1000:]


def test_nothing_is_left_for_later():
    promise = re.compile(r"\b(TOD[O]|FIXM[E])\b|raise NotImplemented[E]rror")
    assert [named(path) for path in modules(ROOT) if promise.search(path.read_text(encoding="utf-8"))] == []
