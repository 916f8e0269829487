"""What a machine may lack, said in one place: a test that is left out prints why, and never passes instead."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def do_without(reason: str) -> NoReturn:
    """Skips on a developer's machine; a build server that lacks a part has tested nothing, and is red."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def shared(name: str = "") -> Path:
    """Data made by others, which stand beside the project and are never copied into it.

    Who has only the project has small files of our own, which cover the same ground in tests that never skip.
    """
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the shared data is not beside the project: {path} is missing")
    return path


def needs_make() -> None:
    """The tests themselves can be run without it (`python scripts/test.py`); a build server calls it."""
    if shutil.which("make") is None:
        do_without("make is not on this machine")
