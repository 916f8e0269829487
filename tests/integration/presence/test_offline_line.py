"""`make offline` with few marks: a real server, killed a few times, and a line that drops, repeats and reorders."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_three_hundred_marks_through_a_bad_line_and_four_deaths_are_each_stored_once():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "scripts/offline.py", "300"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=280, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert re.fullmatch(r"offline: marks=300 kills=[3-9] lost=0 duplicated=0\n", ran.stdout)
