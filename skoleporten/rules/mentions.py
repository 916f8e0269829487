"""Names of other pupils in a text: found as whole words, with a genitive -s too, and masked where others read it.

A given name alone is found, and a surname only after a given name or initial: surnames are shared within a family, and
a text about Kari Berg is full of Bergs. Initials alone («K.B.») are not looked for: they are found everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

SHORTEST = 2
MASK = "▒▒▒"
# The genitive: Karis, Lars', Max’.
GENITIVE = r"(?:s|'|’|'s|’s)?"


@dataclass(frozen=True)
class Person:
    """`key` is the caller's own. A double given name is found whole and by its first part."""

    key: str
    given: str
    family: str = ""


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` is the name as written, with its genitive. Several persons where they share the name."""

    start: int
    end: int
    keys: frozenset[str]
    is_full_name: bool


def find(text: str, others: Iterable[Person], about: Person | None = None) -> list[Mention]:
    """In order and without overlap; the longer name wins. `about` is the pupil whose text it is, never a mention.

    Another pupil with the same given name as `about` is found by the full name only.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        raise ValueError("The text must be in composed form (NFC), so that places in it stay true.")
    known = _names(tuple(others), about)
    if not known:
        return []
    return [
        Mention(match.start(), match.end(), frozenset(known[name]), " " in name)
        for match in _pattern(tuple(sorted(known, key=len, reverse=True))).finditer(text)
        if (name := _folded(match["name"])) in known
    ]


def composed(text: str) -> str:
    """The form in which `find` wants a text: å as one character and not as a with a ring."""
    return unicodedata.normalize("NFC", text)


def mask(text: str, mentions: Iterable[Mention], mask_with: str = MASK) -> str:
    """Each mention replaced; nothing of the name's length is left."""
    kept, place = [], 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        kept += [text[place : mention.start], mask_with]
        place = mention.end
    return "".join([*kept, text[place:]])


def _names(others: tuple[Person, ...], about: Person | None) -> dict[str, set[str]]:
    own = set(_ways(about)) if about else set()
    known: dict[str, set[str]] = {}
    for person in others:
        if about is not None and person.key == about.key:
            continue
        for name in _ways(person):
            if name not in own:
                known.setdefault(name, set()).add(person.key)
    return known


def _ways(person: Person) -> list[str]:
    """How the person may be written: Kari Anne Berg, Kari Berg, K. Berg, Kari Anne, Kari."""
    given, family = _folded(person.given), _folded(person.family)
    first = given.split(" ")[0]
    ways = [given, first]
    if family:
        ways += [f"{given} {family}", f"{first} {family}", f"{given[:1]}. {family}", f"{given[:1]} {family}"]
    return [way for way in ways if len(way) >= SHORTEST]


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@lru_cache(maxsize=64)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """One expression of all names, longest first. Word ends are told by letters, and a hyphen joins a name."""
    words = "|".join(r"\s+".join(map(re.escape, name.split(" "))) for name in names)
    return re.compile(rf"(?<![\w-])(?P<name>{words}){GENITIVE}(?![\w-])", re.IGNORECASE)
