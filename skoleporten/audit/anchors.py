"""Where the log stood, hour by hour, kept outside the database: who cuts the end off the log can not cut it there.

One line an anchor in a text file that is only added to: `2026-11-22T21:00:00+00:00 1234 <mac>`. Put the folder
(SKOLEPORTEN_ANCHORS) on another machine or on a disk that can not be rewritten.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from skoleporten.rules.errors import Place, RefusedError

FILE = "log-anchors.txt"
LINE = re.compile(r"(\S+) (\d{1,18}) ([0-9a-f]{64})")


class Anchor(NamedTuple):
    seq: int
    mac: str
    at: str = ""

    @property
    def line(self) -> str:
        return f"{self.at} {self.seq} {self.mac}"


def anchor_of(head: str) -> Anchor:
    seq, _, mac = head.partition(":")
    return Anchor(int(seq), mac)


def file() -> Path:
    return Path(settings.ANCHORS_FOLDER) / FILE


def kept_anchors() -> list[Anchor]:
    """Each line of the file. A line that is no anchor is refused: somebody or something has been at it."""
    path = file()
    if not path.exists():
        return []
    return [_anchor(path, number, line) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)]


def keep(head: str, now: dt.datetime) -> Anchor:
    """Added to the end of the file and on the disk when this returns."""
    anchor = anchor_of(head)._replace(at=now.astimezone(dt.UTC).isoformat(timespec="seconds"))
    path = file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{anchor.line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return anchor


def is_due(now: dt.datetime) -> bool:
    """Once an hour by the clock, whoever wrote last."""
    path = file()
    if not path.exists():
        return True
    written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return written.replace(minute=0, second=0, microsecond=0) < now.replace(minute=0, second=0, microsecond=0)


def _anchor(path: Path, number: int, line: str) -> Anchor:
    found = LINE.fullmatch(line)
    if found is None:
        raise RefusedError(
            "A line of the file of anchors is no anchor.",
            place=Place(file=str(path), line=number),
            do="Find out who or what changed the file; it is only ever added to.",
        )
    return Anchor(int(found[2]), found[3], found[1])
