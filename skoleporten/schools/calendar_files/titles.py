"""What the title of a line in a skolerute means, in bokmål, nynorsk or English."""

from __future__ import annotations

import re

from skoleporten.schools.calendar_files.draft import LineKind

_FREE = (
    r"fri\b|fridag|ferie|fri for elev|helligdag|heilagdag|høytidsdag|\bfree\b|holiday|day off|half-?term"
    r"|himmelfart|langfredag|skjærtorsdag|skjertorsdag|påskedag|pinsedag|juledag|nyttårsdag|grunnlovsdag"
    r"|\b1\. ?mai\b|\b17\. ?mai\b"
)
# The order matters: "Planleggingsdag, elevfri" is a planning day and "Første skoledag etter jul" is no day off.
_PATTERNS: tuple[tuple[LineKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (LineKind.PLANNING, r"planleggj?ing|plandag|kursdag|kompetansedag|planning day|in-?service"),
        (LineKind.SCHOOL_DAY, r"(ekstra|innarbeid\w*|flytt?et|flytta|extra)\b.*(sk[ou]ledag|school day)"),
        (LineKind.FIRST_DAY, r"(første|fyrste|1\.) sk[ou]ledag|sk[ou]lestart|first (school day|day of school)"),
        (LineKind.LAST_DAY, r"siste sk[ou]ledag|sk[ou]leslutt|last (school day|day of school)"),
        (LineKind.FREE, _FREE),
    )
)


def kind_of(title: str) -> LineKind:
    return next((kind for kind, pattern in _PATTERNS if pattern.search(title)), LineKind.UNKNOWN)
