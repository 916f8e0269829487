"""Whether a file that was handed in is what its name says, before anything reads it. A list of what may come in."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

BEGINNING = 4096
TEXT, XML, JSON, ZIP, PARQUET, ICS = "text", "xml", "json", "zip", "parquet", "ics"
KIND_OF_ENDING = {
    ".csv": TEXT,
    ".txt": TEXT,
    ".tsv": TEXT,
    ".xml": XML,
    ".json": JSON,
    ".zip": ZIP,
    ".parquet": PARQUET,
    ".ics": ICS,
}
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Puremagic's endings for files that begin with letters all the same; each of them is one that somebody could run.
NO_TABLE = {
    ".html",
    ".htm",
    ".svg",
    ".pdf",
    ".rtf",
    ".ps",
    ".eps",
    ".sh",
    ".php",
    ".js",
    ".vbs",
    ".bat",
    ".eml",
    ".mht",
}
# What such a file begins with, where puremagic is in doubt; lower case, without white space before.
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?php", b"#!", b"%pdf", b"{\\rtf", b"mime-version")


def check_kind(file: Any, accepted: tuple[str, ...]) -> None:
    """Raises ValidationError. `accepted` are endings; the file's first bytes decide whether the ending is true."""
    ending = PurePath(str(file.name).lower()).suffix
    if ending not in accepted or ending not in KIND_OF_ENDING:
        raise ValidationError(
            _("This kind of file can not be read. Hand in one of: %(kinds)s.") % {"kinds": ", ".join(accepted)}
        )
    file.seek(0)
    beginning = file.read(BEGINNING)
    file.seek(0)
    if beginning and not _is(KIND_OF_ENDING[ending], beginning):
        raise ValidationError(
            _("The file is not what its name says (%(ending)s). Export it again, and do not change its name.")
            % {"ending": ending}
        )


def _is(kind: str, beginning: bytes) -> bool:
    if kind == ZIP:
        return beginning.startswith(b"PK\x03\x04")
    if kind == PARQUET:
        return beginning.startswith(b"PAR1")
    start = _without_mark(beginning)
    if kind == XML:
        return start.startswith(b"<") and not start.lower().startswith(MARKUP[:5]) and b"<svg" not in start.lower()
    if kind == JSON:
        return start.startswith((b"{", b"[")) and not start.lower().startswith(MARKUP)
    if kind == ICS:
        return start[:15].upper() == b"BEGIN:VCALENDAR"
    return _is_text(beginning, start)


def _without_mark(beginning: bytes) -> bytes:
    """Two bytes a letter become one, so that what the file begins with can be read."""
    for mark in BYTE_ORDER_MARKS:
        beginning = beginning.removeprefix(mark)
    return beginning.replace(b"\0", b"").lstrip()


def _is_text(beginning: bytes, start: bytes) -> bool:
    """A table: no zero byte (but where each letter has two), and nothing that a browser or a shell would run."""
    if b"\0" in beginning and not beginning.startswith(BYTE_ORDER_MARKS[1:]):
        return False
    if start.lower().startswith((b"<", *MARKUP)):
        return False
    try:
        guesses = puremagic.magic_string(start)
    except (puremagic.PureError, ValueError):
        return True
    return not any(guess.extension.lower() in NO_TABLE and guess.confidence >= 0.5 for guess in guesses)
