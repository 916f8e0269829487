"""Words that often tell what somebody thinks, and not what was seen. They give a question, and never stop anybody.

A star at the end of a word stands for any ending. The list is data: one is shipped, and a municipality has its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.toml_files import LANGUAGES, Table, table_of

SHIPPED = "words.toml"
MOST_FOUND = 5
MOST_WORDS = 500
SHORTEST, LONGEST = 3, 60
# Letters, with single spaces, hyphens and apostrophes between them; a star only at the very end.
WORD = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*\*?")


@dataclass(frozen=True)
class Phrases:
    """`words` as they are written in the list. `question` is what is asked where one of them is found."""

    id: str
    version: str
    source: str
    question: Mapping[str, str]
    words: tuple[str, ...]
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def parse_phrases(text: str, file: str) -> Phrases:
    """Raises RefusedError with the line."""
    table = table_of(text, file, "word list")
    table.only(("id", "version", "source", "question", "words"))
    return Phrases(
        id=table.identifier("id"),
        version=table.string("version"),
        source=table.string("source"),
        question=table.texts("question"),
        words=_words(table.inner("words", "Write the words of each language.")),
        text=text,
    )


@lru_cache(maxsize=1)
def shipped_phrases() -> Phrases:
    text = files("skoleporten.rules.judgement").joinpath(SHIPPED).read_text(encoding="utf-8")
    return parse_phrases(text, SHIPPED)


def own_phrases(lines: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A municipality's own, one a line: the words, and the numbers of the lines that can not be one."""
    words, wrong = [], []
    for number, line in enumerate(lines.splitlines(), start=1):
        word = " ".join(line.split())
        if word and not is_word(word):
            wrong.append(number)
        elif word:
            words.append(word.lower())
    unique = tuple(dict.fromkeys(words))
    return unique[:MOST_WORDS], tuple(wrong)


def is_word(word: str) -> bool:
    return len(word.rstrip("*")) >= SHORTEST and len(word) <= LONGEST and WORD.fullmatch(word) is not None


def find(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words of the text that are on the list, as they are written, each once, in order; at most five."""
    pattern = _pattern(tuple(words))
    if pattern is None:
        return ()
    found: dict[str, str] = {}
    for match in pattern.finditer(text):
        found.setdefault(match[0].lower(), match[0])
        if len(found) == MOST_FOUND:
            break
    return tuple(found.values())


@lru_cache(maxsize=8)
def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """Longer words first, so that a phrase is found whole. An ending is bounded, so no text takes long."""
    if not words:
        return None
    each = "|".join(_as_pattern(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


def _as_pattern(word: str) -> str:
    stem = r"\s+".join(re.escape(part) for part in word.rstrip("*").split())
    return stem + (r"\w{0,30}" if word.endswith("*") else "")


def _words(table: Table) -> tuple[str, ...]:
    table.only(LANGUAGES)
    found: list[str] = []
    for language in LANGUAGES:
        values: Any = table.values.get(language)
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise table.refuse(language, f"'{language}' is not a list of words.", 'Write it as ["…", "…"].')
        for word in values:
            if not is_word(word):
                raise _no_word(table, language, word)
        found.extend(word.lower() for word in values)
    return tuple(dict.fromkeys(found))


def _no_word(table: Table, language: str, word: str) -> RefusedError:
    return table.refuse(
        language, f"'{word}' can not be looked for.", "Use letters, single spaces and hyphens, and * only at the end."
    )
