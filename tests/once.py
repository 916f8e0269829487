"""What takes long and is the same for many tests: made once in a run, by the worker that needs it first."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN = "SKOLEPORTEN_TEST_RUN"


def once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder of the run, as `make` filled it. Nobody changes it: it is copied by whoever will."""
    made = Path(os.environ[RUN]) / name
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            under_way = made.with_suffix(".under_way")
            shutil.rmtree(under_way, ignore_errors=True)
            under_way.mkdir()
            make(under_way)
            under_way.rename(made)
    return made


def installation(var: Path) -> Path:
    """The folder `var`, with secrets and an empty SQLite database, as the very first command leaves it."""
    made = once("installation", lambda folder: first_command(folder / "var"))
    shutil.copytree(made / "var", var)
    return var


def first_command(var: Path) -> None:
    """In a folder that is not there yet. Its many migrations take long."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "skoleporten.cli.main", "audit", "verify"]
    ran = subprocess.run(
        command, env=environment | {"SKOLEPORTEN_VAR": str(var)}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
