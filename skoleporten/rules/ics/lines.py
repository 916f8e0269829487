"""Content lines of iCalendar (RFC 5545, 3.1): escaped, and folded at 75 octets without cutting a letter in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST_LINE = 75  # octets, without the line break
_FOLD = "\r\n "
# Everything below a space but the tab; 0x7F and the C1 controls; the two separators that some readers take for a break.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=1024)
def escaped(text: str) -> str:
    """A text value (3.3.11). In a calendar of two years the same few stand hundreds of times."""
    plain = text.replace("\u2028", "\n").replace("\u2029", "\n")
    plain = _CONTROL.sub("", _BREAK.sub("\n", plain))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def parameter(text: str) -> str:
    """The value of a parameter, always in quotes; what may not stand in them is written as RFC 6868 says."""
    plain = _CONTROL.sub("", _BREAK.sub("\n", text))
    return '"' + plain.replace("^", "^^").replace("\n", "^n").replace('"', "^'") + '"'


def folded(line: str) -> str:
    """The line with its end. Each line after the first begins with a space, which is one of its 75 octets."""
    if (len(line) <= LONGEST_LINE and line.isascii()) or len(line.encode()) <= LONGEST_LINE:
        return line + "\r\n"
    parts: list[str] = []
    part, octets = "", 0
    for letter in line:
        more = len(letter.encode())
        if octets + more > LONGEST_LINE:
            parts.append(part)
            part, octets = "", 1
        part += letter
        octets += more
    return _FOLD.join([*parts, part]) + "\r\n"


def all_folded(lines: Sequence[str]) -> str:
    """Most events have no line that must be folded, which is seen at once for all of theirs."""
    whole = "\r\n".join(lines) + "\r\n"
    if whole.isascii() and max(map(len, lines)) <= LONGEST_LINE:
        return whole
    return "".join(map(folded, lines))
