"""The page that tells how to write a routine is itself read by the parser."""

import re
from pathlib import Path

import pytest

from skoleporten.rules.follow_up import DeadlineUnit, StepKind, Who, parse_routine
from skoleporten.rules.follow_up.parse import ROUTINE_KEYS, STEP_KEYS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "routines.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]


def test_the_example_is_a_whole_routine():
    routine = parse_routine(EXAMPLE, "ours.toml")
    assert [step.id for step in routine.steps] == ["call", "meeting"]
    assert routine.rule_set == "kristiansand"
    assert routine.steps[1].every is not None


@pytest.mark.parametrize("word", [*StepKind, *Who, *DeadlineUnit, *ROUTINE_KEYS, *STEP_KEYS])
def test_every_word_of_the_format_is_on_the_page(word: str):
    assert re.search(rf"\b{word}\b", PAGE)
