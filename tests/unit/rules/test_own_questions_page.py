"""The page that tells how to write own questions is itself read by the parser."""

import re
from pathlib import Path

import pytest

from skoleporten.rules.questions import (
    QUESTION_KEYS,
    SET_KEYS,
    AskedIn,
    DataClass,
    Kind,
    checked_answer,
    parse_questions,
)

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "questions.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


def test_the_example_is_a_whole_set_of_questions():
    way, sleep = parse_questions(EXAMPLE, "ours.toml").questions
    assert checked_answer(way, "bus") == "bus"
    assert checked_answer(sleep, "8") == "8"


@pytest.mark.parametrize("word", [*Kind, *DataClass, *AskedIn, *QUESTION_KEYS, *SET_KEYS])
def test_every_word_of_the_format_is_on_the_page(word: str):
    assert re.search(rf"\b{word}\b", PAGE)
