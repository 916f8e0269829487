"""The page that tells how to write rules is itself read by the parser."""

import re
from pathlib import Path

import pytest

from skoleporten.rules.calendar import WindowUnit
from skoleporten.rules.concern import Measure, parse_rule_set
from skoleporten.rules.concern.parse import RULE_KEYS
from skoleporten.rules.errors import RefusedError

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "how-to" / "write-your-own-rules.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


def test_example_is_a_whole_rule_set():
    found = parse_rule_set(EXAMPLE, "ours.toml")
    assert [rule.full_id for rule in found.rules] == ["ours/half-a-month", "ours/mondays"]


def test_mistake_on_the_page_is_the_one_that_is_told():
    with pytest.raises(RefusedError) as caught:
        parse_rule_set(EXAMPLE.replace("absence_rate", "absense_rate"), "ours.toml")
    told = re.findall(r"^    (ours\.toml, line .*), …$", PAGE, re.MULTILINE)[0]
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("word", [*Measure, *WindowUnit, *RULE_KEYS])
def test_every_word_of_the_language_is_on_the_page(word):
    assert re.search(rf"\b{word}\b", PAGE)
