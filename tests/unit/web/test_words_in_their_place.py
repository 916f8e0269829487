"""Words that belong to one part of the product, or to none of its pages."""

from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3] / "skoleporten"
DUTIES = {PACKAGE / "duties", PACKAGE / "web" / "duties", PACKAGE / "web" / "templates" / "duties"}
SOURCES = [path for ending in ("*.py", "*.html", "*.toml") for path in PACKAGE.rglob(ending)]


def with_word(word: str) -> set[Path]:
    return {path for path in SOURCES if word in path.read_text(encoding="utf-8").casefold()}


def test_the_plan_of_activities_of_the_law_is_spoken_of_among_the_duties_only():
    """§ 12-4's plan; what the school does about absence is never called that."""
    found = with_word("aktivitetsplan") | with_word("plan of activities")
    assert found
    assert [path for path in found if not DUTIES & set(path.parents)] == []


def test_no_translation_brings_the_plan_of_activities_in_elsewhere():
    for language in ("nb", "nn"):
        texts = (PACKAGE / "web" / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
        entries = [entry for entry in texts.split("\n\n") if "aktivitetsplan" in entry.casefold()]
        assert entries
        assert [entry for entry in entries if "(aktivitetsplan)" not in entry] == []


@pytest.mark.parametrize("word", ["medskyldig", "medskuldig"])
def test_nobody_is_called_an_accomplice(word):
    assert with_word(word) == set()
