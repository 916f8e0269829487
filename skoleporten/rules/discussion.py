"""A sheet for a discussion without names: what can be taken out by rule is taken out, and what was left is told.

Rules cannot know what else points to one child in a small place. The page says so, and a person reads the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from skoleporten.rules.mentions import SHORTEST, Person, find, mask

_NORWEGIAN_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = {"nb": _NORWEGIAN_MONTHS, "nn": _NORWEGIAN_MONTHS, "en": _ENGLISH_MONTHS}
_MONTH_NAMES = "|".join([*MONTHS["nb"], *MONTHS["en"]])
ISO_DATE = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-\d{2}\b")
NUMBERS = re.compile(r"(?<![\d.])\d{1,2}[./](?P<month>\d{1,2})[./](?P<year>\d{4}|\d{2})(?![\d.]*\d)")
SHORT_NUMBERS = re.compile(r"(?<![\d.])\d{1,2}\.(?P<month>\d{1,2})\.(?!\d)")
WRITTEN = re.compile(rf"\b\d{{1,2}}\.?\s+(?P<name>{_MONTH_NAMES})\b(?:\s+(?P<year>\d{{4}}))?", re.IGNORECASE)
WRITTEN_FIRST = re.compile(rf"\b(?P<name>{_MONTH_NAMES})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?")
NATIONAL_ID = re.compile(r"(?<!\d)\d{6}\s?\d{5}(?!\d)")
PHONE = re.compile(r"(?<![\d.])(?:\+47\s?)?\d(?:\s?\d){7}(?!\s?\d)")
# Bounded, so that a text of a single endless word takes no longer than another.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
CLASS = re.compile(r"(?<![\w-])(?:[1-9]|1[0-3])\.?\s?[a-hA-H](?![\w-])")

PUPIL = {"nb": "eleven", "nn": "eleven", "en": "the pupil"}
SOMEBODY = {"nb": "noen", "nn": "nokon", "en": "somebody"}
A_CLASS = {"nb": "klassen", "nn": "klassen", "en": "the class"}
A_SCHOOL = {"nb": "skolen", "nn": "skulen", "en": "the school"}
TAKEN_OUT = "[…]"


class Removed(StrEnum):
    NAME = "name"
    SCHOOL = "school"
    CLASS = "class"
    DATE = "date"
    NUMBER = "number"
    EMAIL = "email"


class Left(StrEnum):
    """What stays in a sheet, and what no rule can find."""

    MONTHS = "months"
    OWN_WORDS = "own_words"


@dataclass(frozen=True)
class Sheet:
    """`removed` counts what was taken out. `left` is to be told on the page before the sheet is shown to anybody."""

    text: str
    removed: dict[Removed, int]
    left: tuple[Left, ...]


def sheet(
    text: str,
    pupil: Person,
    others: Iterable[Person] = (),
    schools: Iterable[str] = (),
    classes: Iterable[str] = (),
    language: str = "nb",
    family: Iterable[Person] = (),
) -> Sheet:
    """The pupil's name becomes «eleven», others' «noen»; a date keeps its month and loses its day and year.

    Surnames of the pupil and the `family` are taken out alone too («familien Berg»), and the pupil's initials.
    """
    family = tuple(family)
    removed: dict[Removed, int] = {}
    text = _without(text, EMAIL, TAKEN_OUT, Removed.EMAIL, removed)
    text = _without(text, NATIONAL_ID, TAKEN_OUT, Removed.NUMBER, removed)
    text = _without_dates(text, language, removed)
    text = _without(text, PHONE, TAKEN_OUT, Removed.NUMBER, removed)
    for names, instead, kind in ((schools, A_SCHOOL, Removed.SCHOOL), (classes, A_CLASS, Removed.CLASS)):
        for name in sorted(filter(None, names), key=len, reverse=True):
            text = _without(text, _whole_word(name), instead[language], kind, removed)
    text = _without(text, CLASS, A_CLASS[language], Removed.CLASS, removed)
    for persons, instead in (([pupil], PUPIL), (family, SOMEBODY), (others, SOMEBODY)):
        mentions = find(text, persons)
        text = mask(text, mentions, instead[language])
        _count(removed, Removed.NAME, len(mentions))
    for pattern in _bare_surnames(pupil, *family):
        text = _without(text, pattern, TAKEN_OUT, Removed.NAME, removed)
    for pattern in _initials(pupil):
        text = _without(text, pattern, PUPIL[language], Removed.NAME, removed)
    left = (Left.MONTHS, Left.OWN_WORDS) if Removed.DATE in removed else (Left.OWN_WORDS,)
    return Sheet(text, removed, left)


def _bare_surnames(*persons: Person) -> Iterator[re.Pattern[str]]:
    """Whole and each part of a double one, with a capital letter and perhaps a genitive."""
    names = {part for person in persons for part in (person.family, *person.family.split()) if len(part) >= SHORTEST}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        written = f"{re.escape(name)}|{re.escape(name.upper())}"
        yield re.compile(rf"(?<![\w-])(?:{written})(?:s|S|'s|’s)?(?![\w-])")


def _initials(pupil: Person) -> Iterator[re.Pattern[str]]:
    """K.B., K. B. and KB, in capital letters."""
    if pupil.given and pupil.family:
        first, last = (re.escape(name[0].upper()) for name in (pupil.given, pupil.family))
        yield re.compile(rf"(?<![\w.]){first}\.?\s?{last}(?:\.|(?![\w.]))")


def _whole_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)


def _without(text: str, pattern: re.Pattern[str], instead: str, kind: Removed, removed: dict[Removed, int]) -> str:
    text, number = pattern.subn(lambda _: instead, text)
    _count(removed, kind, number)
    return text


def _without_dates(text: str, language: str, removed: dict[Removed, int]) -> str:
    for pattern in (ISO_DATE, NUMBERS, SHORT_NUMBERS, WRITTEN, WRITTEN_FIRST):
        text, number = pattern.subn(lambda match: _month(match, language), text)
        _count(removed, Removed.DATE, number)
    return text


def _month(match: re.Match[str], language: str) -> str:
    """A number that names no month is left as it is."""
    parts = match.groupdict()
    if name := parts.get("name"):
        names = [month.lower() for month in MONTHS["nb"]], [month.lower() for month in MONTHS["en"]]
        number = next(months.index(name.lower()) for months in names if name.lower() in months)
    else:
        number = int(parts["month"]) - 1
    return MONTHS[language][number] if 0 <= number < len(MONTHS[language]) else match.group()


def _count(removed: dict[Removed, int], kind: Removed, number: int) -> None:
    if number:
        removed[kind] = removed.get(kind, 0) + number
