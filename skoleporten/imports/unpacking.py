"""A zip file with the files of one source (Ed-Fi XML, FINT JSON, our own tables) laid out in a folder beside it.

OneRoster is read from the zip file itself. What a zip file may hold is decided in analytics/sources/archives.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from skoleporten.analytics.sources.archives import opened
from skoleporten.analytics.sources.recognition import is_roster
from skoleporten.imports.receiving import safe_name

UNPACKED = "unpacked"


def unpacked(files: Sequence[Path]) -> list[Path]:
    """The files themselves, or those in the zip file where there is one. Unpacked once; safe to run again."""
    if len(files) != 1 or files[0].suffix.lower() != ".zip" or is_roster(files[0]):
        return list(files)
    target = files[0].parent.parent / UNPACKED
    if not target.exists():
        _unpack(files[0], target)
    return sorted(target.iterdir())


def _unpack(file: Path, target: Path) -> None:
    """Under another name until it is whole, so that a killed job leaves nothing that looks complete."""
    half = target.with_name(f"{UNPACKED}-half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    with opened(file) as archive:
        for name in archive.names:
            archive.copy(name, half / safe_name(name))
    half.rename(target)
