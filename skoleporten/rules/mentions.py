"""Names of other pupils in a text: found as whole words, with a genitive -s too, and masked where others read it.

A given name alone is found, and a surname only after a given name or an initial: surnames are shared in a family, and a
text about Kari Berg is full of Bergs. Initials alone («K.B.») are not looked for: too much else is written so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MASK = "▒▒▒"
SHORTEST = 2
MOST_WORDS = 5
# Letters with their combining marks, joined by hyphens and apostrophes: «Anne-Marie», «D’Arcy», «Kari's».
WORD = re.compile(r"[^\W\d_][\u0300-\u036f]*(?:[-'’]?[^\W\d_][\u0300-\u036f]*)*")
GAP = re.compile(r"[^\S\n]+|\n(?!\s*\n)")
INITIAL_GAP = re.compile(r"\.?\s*")
GENITIVES = ("'s", "’s", "s")
# Given names that are ordinary words too: a name only when written with a capital letter.
ORDINARY_WORDS = frozenset(
    [
        *("alm", "april", "ask", "bjørk", "bjørn", "bo", "bror", "dag", "dis", "eik", "even", "falk", "gry", "hauk"),
        *("iris", "june", "juni", "lilje", "liv", "lykke", "mai", "may", "odd", "per", "ro", "rose", "siv", "snø"),
        *("sol", "stein", "storm", "tom", "tor", "ulv", "vilje", "vår", "ørn"),
        *("grace", "hope", "joy", "mark", "will"),
    ]
)


@dataclass(frozen=True)
class Person:
    """`key` is the caller's own. A given name of several parts is found whole and by its first part."""

    key: str
    given: str
    family: str = ""


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` is the name as written, with its genitive. Several keys where persons share the name."""

    start: int
    end: int
    keys: frozenset[str]
    is_full_name: bool


def find(text: str, others: Iterable[Person], about: Person | None = None) -> list[Mention]:
    """In order and without overlap; the longer name wins. `about` is the pupil whose text it is, never a mention.

    Another pupil who shares a way of being written with `about` is found only in the ways they do not share.
    """
    known = _names(others, about)
    begins = {name.split(" ")[0] for name in known}
    words = list(WORD.finditer(text))
    found: list[Mention] = []
    place = 0
    while place < len(words):
        could_begin = any(_folded(word) in begins for word in _without_genitive(words[place].group()))
        number, mention = _mention_at(text, words, place, known) if could_begin else (1, None)
        if mention:
            found.append(mention)
        place += number
    return found


def mask(text: str, mentions: Iterable[Mention], mask_with: str = MASK) -> str:
    """Each mention replaced by the same sign, so that not even the length of the name is left."""
    kept, place = [], 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        kept += [text[place : mention.start], mask_with]
        place = mention.end
    return "".join([*kept, text[place:]])


def _names(others: Iterable[Person], about: Person | None) -> dict[str, set[str]]:
    own = set(_ways(about)) if about else set()
    known: dict[str, set[str]] = {}
    for person in others:
        if about is None or person.key != about.key:
            for name in _ways(person):
                if name not in own:
                    known.setdefault(name, set()).add(person.key)
    return known


def _ways(person: Person) -> list[str]:
    """How the person may be written, folded: kari anne berg, kari berg, k berg, kari anne, kari."""
    given, family = _folded(person.given), _folded(person.family)
    first = given.split(" ")[0]
    ways = {given, first}
    if family and given:
        ways |= {f"{given} {family}", f"{first} {family}", f"{given[0]} {family}"}
    return [way for way in ways if len(way) >= SHORTEST]


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _mention_at(
    text: str, words: list[re.Match[str]], place: int, known: dict[str, set[str]]
) -> tuple[int, Mention | None]:
    """How many words were read, and the longest name that begins at this one."""
    longest = 1
    while longest < MOST_WORDS and place + longest < len(words) and _joined(text, words, place + longest):
        longest += 1
    for number in range(longest, 0, -1):
        first, last = words[place], words[place + number - 1]
        before = [_folded(word.group()) for word in words[place : place + number - 1]]
        for ending in _without_genitive(last.group()):
            name = " ".join([*before, _folded(ending)])
            if name in known and not _is_ordinary(name, first.group()):
                return number, Mention(first.start(), last.end(), frozenset(known[name]), " " in name)
    return 1, None


def _joined(text: str, words: list[re.Match[str]], place: int) -> bool:
    """Whether only a space, or the full stop of an initial, stands between this word and the one before."""
    before = words[place - 1]
    gap = INITIAL_GAP if len(before.group()) == 1 else GAP
    return gap.fullmatch(text, before.end(), words[place].start()) is not None


def _without_genitive(word: str) -> Iterator[str]:
    """The word as it stands first, so that «Jonas» is Jonas before it is Jona's. «Kari-saken» is about Kari."""
    yield word
    for genitive in GENITIVES:
        if word.casefold().endswith(genitive):
            yield word[: -len(genitive)]
    name, hyphen, rest = word.partition("-")
    if hyphen and rest[0].islower():
        yield name


def _is_ordinary(name: str, written: str) -> bool:
    return name in ORDINARY_WORDS and not written[0].isupper()
