"""LIX, readability index (Björnsson 1968): words a sentence, plus the share of long words in percent.

As counted here: a word is a run of letters and digits, with inner hyphens, apostrophes and a number's points in it.
A long word has more than six letters or digits. A sentence ends at . ! ? or : (Björnsson counts the colon) or with its
paragraph; a full stop after an abbreviation, or after an ordinal number before a small letter, ends none.
Below 25 is very easy, 25-34 easy, 35-44 medium, 45-54 hard, 55 and above very hard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

LONG_WORD = 6
WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?:]+(?=[\s»”\")\]]|$)|\n\s*\n")
# Abbreviations of letters in the three languages; "kl. 9" and "15. mars" go on after their full stop.
ABBREVIATIONS = frozenset(
    [
        *("bl.a", "ca", "dvs", "e.g", "e.l", "etc", "ev", "evt", "f.eks", "i.e", "jf", "kl", "m.m", "mfl", "mv", "nr"),
        *("o.l", "osb", "osv", "p.g.a", "pga", "t.d", "t.o.m", "tlf"),
    ]
)
FAR_ENOUGH = 40  # characters to look at on either side of a full stop
ORDINAL = re.compile(r"\d{1,2}")


@dataclass(frozen=True)
class Readability:
    """`lix` is rounded half up to a whole number; 0 for a text without words."""

    words: int
    sentences: int
    long_words: int

    @property
    def exact(self) -> Fraction:
        if not self.words:
            return Fraction(0)
        return Fraction(self.words, self.sentences) + Fraction(100 * self.long_words, self.words)

    @property
    def lix(self) -> int:
        return int(self.exact + Fraction(1, 2))


def readability(text: str) -> Readability:
    words = WORD.findall(text)
    long_words = sum(letters(word) > LONG_WORD for word in words)
    return Readability(len(words), sentences(text), long_words)


def lix(text: str) -> int:
    return readability(text).lix


def letters(word: str) -> int:
    """Letters and digits; the hyphen of «e-post» is none."""
    return sum(character.isalnum() for character in word)


def sentences(text: str) -> int:
    """Those with a word in them; a text without an end counts as one."""
    start, count = 0, 0
    for end in SENTENCE_END.finditer(text):
        before = text[max(start, end.start() - FAR_ENOUGH) : end.start()]
        if end.group().startswith(".") and _goes_on(before, text[end.end() : end.end() + FAR_ENOUGH]):
            continue
        count += bool(WORD.search(text, start, end.start()))
        start = end.end()
    return count + bool(WORD.search(text, start))


def _goes_on(before: str, after: str) -> bool:
    """Whether the full stop belongs to an abbreviation, or to an ordinal number before a small letter."""
    words = WORD.findall(before)
    if not words:
        return False
    follows = after.lstrip(" \t")[:1]
    if ORDINAL.fullmatch(words[-1]):
        return follows.islower()
    return words[-1].lower() in ABBREVIATIONS and bool(follows) and follows != "\n"
