"""A catalogue of the open page is read strictly: what is missing is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.open_page import NUMBERS, SECTIONS, WORDS, parse

SHIPPED = Path(__file__).resolve().parents[3] / "skoleporten" / "front" / "shipped"
TEXT = (SHIPPED / "en.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["nb", "nn", "en"])
def test_the_shipped_languages_say_all_the_same_things(code):
    catalogue, english = parse((SHIPPED / f"{code}.toml").read_text(encoding="utf-8"), code), parse(TEXT, "en")
    assert catalogue.code == code
    assert set(catalogue.words) == set(WORDS)
    assert tuple(row.title for row in catalogue.sections["help"].rows) == NUMBERS
    for name in SECTIONS:
        section, other = catalogue.sections[name], english.sections[name]
        assert (len(section.text), len(section.rows)) == (len(other.text), len(other.rows)), name


WRONG = {
    "no code": ('code = "en"\n', "", "code"),
    "a code that is none": ('code = "en"', 'code = "English"', "no code of a language"),
    "no direction": ('direction = "ltr"', 'direction = "down"', "direction"),
    "a word missing": ('skip = "Skip to the content"\n', "", "skip"),
    "a word too many": ('skip = "Skip', 'jump = "Hop"\nskip = "Skip', "jump"),
    "an empty text": ('lead = "Has', 'lead = ""\nother = "Has', "other"),
    "a section without text": ('text = ["You help choose where', 'texts = ["You help choose where', "texts"),
    "a text that is no list": ('text = ["Someone answers', 'text = "Call."\nmore = ["Someone answers', "more"),
    "a word for a list": ('text = ["There are just', 'text = "Few" #', "list of texts"),
    "a number twice": ('title = "113"', 'title = "112"', "numbers to call"),
    "another number": ('title = "116 111"', 'title = "116 112"', "numbers to call"),
    "no TOML": ("[words]", "[words", "Not TOML"),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG)
def test_half_a_page_is_refused_with_what_is_missing(old, new, said):
    assert old in TEXT
    with pytest.raises(RefusedError, match=said) as refused:
        parse(TEXT.replace(old, new, 1), "so.toml")
    assert "so.toml" in str(refused.value)
