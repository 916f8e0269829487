"""`make signins` with few guardians: a real server behind a proxy, real password hashes and cards with codes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_eight_guardians_come_in_at_once_each_to_her_own_child_and_none_meets_an_error():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "scripts/signins.py", "8"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=200, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert re.match(r"signins: guardians=8 errors=0 seconds=\d+ limit=60 ", ran.stdout)
