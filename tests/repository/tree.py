"""What is in the repository, as Git lists it: what is ignored is nobody's business."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "skoleporten"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Known to Git or new and not ignored; without Git (an unpacked archive) what lies in our own folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return tuple(path for name in names if name and (path := ROOT / name).is_file())
    ours = ("skoleporten", "tests", "docs", "scripts", "requirements", "benchmarks")
    return tuple(path for folder in ours for path in (ROOT / folder).rglob("*") if path.is_file())


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def modules(folder: Path = PACKAGE) -> list[Path]:
    return [p for p in tracked_files() if p.suffix == ".py" and p.is_relative_to(folder) and not is_migration(p)]


def text_of(path: Path) -> str | None:
    """None for a picture or another file that is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def make(*words: str) -> subprocess.CompletedProcess[str]:
    """Runs make as from a shell of its own, also when the tests themselves were started by make."""
    own = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    return subprocess.run(["make", *words], cwd=ROOT, env=own, capture_output=True, text=True, check=False)
