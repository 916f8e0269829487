"""Styles follow the direction that a language is written in: inline-start and inline-end, never left and right."""

from __future__ import annotations

import re

from tests.repository.tree import PACKAGE

PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?<![\w-])(?:left|right)\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius"
)


def test_no_style_of_ours_names_left_or_right():
    found = []
    for file in sorted((PACKAGE / "web" / "static" / "app").glob("*.css")):
        lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        found += [f"{file.name}:{number}: {line.strip()}" for number, line in lines if PHYSICAL.search(line)]
    assert found == []


def test_the_pattern_finds_what_it_is_for():
    for line in ("margin-left: 1rem", "  left: 0;", "text-align:right", "float: left", "border-top-left-radius: 2px"):
        assert PHYSICAL.search(line)
    for line in ("margin-inline-start: 1rem", "inset-inline-end: 0", "text-align: start", ".steps-left { padding: 0 }"):
        assert not PHYSICAL.search(line)
