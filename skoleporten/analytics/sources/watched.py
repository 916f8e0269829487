"""Reading a file that must stay the same while it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from skoleporten.rules.errors import Place, RefusedError


@contextmanager
def unchanged(path: Path) -> Iterator[BinaryIO]:
    """The open file. Raises RefusedError at the end when its size, time or place on the disk changed meanwhile."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise RefusedError(
            f"The file can not be opened: {error.strerror}.",
            place=Place(path.name),
            do="Check its name and permissions.",
        ) from error
    with file:
        before = os.fstat(file.fileno())
        yield file
        after = os.fstat(file.fileno())
        there = path.stat() if path.exists() else None
    if identity(before) != identity(after) or there is None or identity(before) != identity(there):
        raise RefusedError(
            "The file changed while it was read.",
            place=Place(path.name),
            do="Wait until it has been written to the end, then run again.",
        )


def identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino
