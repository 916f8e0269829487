"""Lint, format and types hold, so that the build server finds what `make check` would."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.repository.tree import ROOT

pytestmark = pytest.mark.slow
FOLDERS = [name for name in ("skoleporten", "tests", "scripts", "benchmarks") if (ROOT / name).is_dir()]


@pytest.mark.parametrize(
    "words",
    [("ruff", "check", "--quiet", *FOLDERS), ("ruff", "format", "--check", "--quiet", *FOLDERS), ("mypy",)],
    ids=["lint", "format", "types"],
)
def test_the_code_is_in_order(words: tuple[str, ...]):
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
