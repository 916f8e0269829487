"""Reading that is killed half-way: nothing is there, and the next try works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from tests.integration.test_bad_input_limits import ROWS_IN_A_BLOCK, many_rows
from tests.unit.analytics.sources.made import read

READ = """
    import sys
    from pathlib import Path
    from skoleporten.analytics.sources import read_sources
    while True:
        read_sources([sys.argv[1]], work_dir=Path(sys.argv[2]), needs_denominator=False)
        for path in Path(sys.argv[2]).glob("*.*"):
            path.unlink()
"""
FINAL = {"absences.parquet", "calendar.parquet", "enrolments.parquet", "rejected.csv", "unregistered.parquet"}


def wait_until(is_so, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_reading_that_is_killed_leaves_no_table_and_the_next_is_whole(tmp_path):
    blocks = many_rows(tmp_path / "a.csv", 5)
    folder = tmp_path / "read"
    command = [sys.executable, "-c", textwrap.dedent(READ), os.fspath(tmp_path / "a.csv"), os.fspath(folder)]
    with subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2]) as process:
        wait_until(lambda: list(folder.glob(".reading-*/absences.parquet")))
        process.send_signal(signal.SIGKILL)
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".")} <= FINAL
    result = read(tmp_path / "a.csv", work_dir=folder)
    assert {path.name for path in folder.iterdir()} == FINAL
    assert result.counts == (blocks * ROWS_IN_A_BLOCK, blocks * (ROWS_IN_A_BLOCK - 2), blocks, blocks)
