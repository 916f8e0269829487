"""Every text is there in three languages, takes the same values in each, and is used."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from string import Formatter

import pytest

from skoleporten.web.report.texts import LANGUAGES, NO_BREAK, Texts, all_texts

PACKAGE = Path(__file__).resolve().parents[3] / "skoleporten"
MADE_OF_PARTS = re.compile(r"^(denominator_|how_denominator|band_)")


@pytest.mark.parametrize("key", sorted(all_texts()))
def test_text_is_complete(key):
    texts = all_texts()[key]
    assert tuple(texts) == LANGUAGES
    assert all(text.strip() for text in texts.values())


@pytest.mark.parametrize("key", sorted(all_texts()))
def test_text_takes_the_same_values_in_every_language(key):
    values = [sorted({name for _, name, _, _ in Formatter().parse(text) if name}) for text in all_texts()[key].values()]
    assert values[0] == values[1] == values[2]


def test_every_text_is_used():
    code = "".join(path.read_text() for folder in ("web/report", "cli") for path in (PACKAGE / folder).glob("*.py"))
    unused = [key for key in all_texts() if not re.search(f"[\"']{key}[\"']", code) and not MADE_OF_PARTS.match(key)]
    assert not unused


@pytest.mark.parametrize(
    ("language", "number", "percent", "date"),
    [
        ("nb", f"12{NO_BREAK}345", f"12,5{NO_BREAK}%", "3. november 2025"),
        ("nn", f"12{NO_BREAK}345", f"12,5{NO_BREAK}%", "3. november 2025"),
        ("en", "12,345", "12.5%", "3 November 2025"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(language, number, percent, date):
    text = Texts(language)
    assert (text.number(12345), text.percent(0.125), text.date(dt.date(2025, 11, 3))) == (number, percent, date)


def test_missing_is_a_dash_and_zero_is_zero():
    text = Texts("nb")
    assert (text.number(None), text.percent(None)) == ("–", "–")
    assert (text.number(0), text.percent(0)) == ("0", f"0,0{NO_BREAK}%")


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_five_weekdays_and_twelve_months(language):
    text = Texts(language)
    assert len({text.weekday(number) for number in range(5)}) == 5
    assert len({text.date(dt.date(2026, month, 1)) for month in range(1, 13)}) == 12


@pytest.mark.parametrize("word", ["skulk", "risiko", "verst", "truant", "worst", "risk "])
def test_no_text_blames_or_ranks(word):
    assert not [key for key, texts in all_texts().items() if word in " ".join(texts.values()).lower()]
