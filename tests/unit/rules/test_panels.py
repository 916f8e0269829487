"""Source panels: honest about what is not started, and about whose words stay."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from skoleporten.rules.panels import (
    Facts,
    Outcome,
    SaidAs,
    State,
    Step,
    is_kept_about_whom,
    is_owed,
    may_become,
    next_step,
    shipped_panels,
    shipped_shelf,
    shipped_themes,
    stays_after_leaving,
    words,
)
from skoleporten.rules.readability import lix
from skoleporten.rules.toml_files import LANGUAGES

# Words that put a child or a parent in a drawer, wherever in the shipped texts they might stand.
DRAWERS = re.compile(
    r"snøfnugg|snowflake|curling|helikopter|helicopter|bortskjem|lat\b|late\b|skyld i|vanskelig barn|umotiver", re.I
)
TEXTS = [path for path in files("skoleporten.rules.panels").iterdir() if path.name.endswith(".toml")]


def test_the_two_questions_of_uia_come_first_in_their_own_words():
    first, second, *_rest = shipped_themes().values()
    assert (first.source, second.source) == ("UiA", "UiA")
    assert first.question["nb"] == "Hvorfor opplever noen seg forstått av det offentlige?"
    assert first.question["en"] == "Why do some feel understood by public services?"
    assert second.question["en"] == "How to work with emotion regulation in school?"


def test_the_open_questions_of_the_slides_are_all_there():
    assert list(shipped_themes())[2:] == [
        "the-youngest", "practical-subjects", "other-ways", "small-communities", "social-media",
        "pressure-and-tiredness", "life-skills",
    ]  # fmt: skip


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_shipped_text_puts_anybody_in_a_drawer(path):
    assert DRAWERS.findall(path.read_text(encoding="utf-8")) == []
    assert DRAWERS.search("generasjon snøfnugg"), "the test would find it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_themes_are_questions_that_a_tired_parent_can_read(language):
    for theme in shipped_themes().values():
        assert theme.question[language].endswith("?"), theme.id
        assert "?" in theme.about[language] or "." in theme.about[language], theme.id
    whole = " ".join(f"{one.question[language]} {one.about[language]}" for one in shipped_themes().values())
    assert lix(whole) < 35


def test_two_panels_have_not_started_and_only_one_has_a_number_of_places():
    found = shipped_panels()
    assert [one.id for one in found.values() if one.state is State.NOT_STARTED] == ["pupils", "schools"]
    assert {one.id: one.places for one in found.values() if one.places} == {"parents": 6}


def test_every_book_on_the_shelf_has_something_that_speaks_against_it_and_a_use():
    for item in shipped_shelf().values():
        for language in LANGUAGES:
            assert item.objections[language], item.id
            assert item.our_use[language], item.id


@pytest.mark.parametrize(
    ("said_as", "may_stay", "stays"),
    [
        (SaidAs.NAMED, False, False),
        (SaidAs.NAMED, True, True),
        (SaidAs.PANEL, False, False),
        (SaidAs.PANEL, True, True),
        (SaidAs.ANONYMOUS, False, True),
        (SaidAs.ANONYMOUS, True, True),
    ],
)
def test_words_stay_after_their_speaker_only_where_she_said_so_or_nobody_knows_whose_they_are(said_as, may_stay, stays):
    assert stays_after_leaving(said_as, may_stay=may_stay) is stays
    assert is_kept_about_whom(said_as) is (said_as is not SaidAs.ANONYMOUS)


def test_the_way_is_walked_step_by_step_and_the_first_that_is_missing_is_next():
    assert next_step(Facts()) is Step.HOST
    assert next_step(Facts(has_host=True, has_date=True)) is Step.MEMBERS
    assert next_step(Facts(True, True, True, True, True)) is None


def test_a_panel_does_not_leap():
    leaps = {(now, wanted) for now in State for wanted in State if may_become(now, wanted)}
    assert leaps == {
        (State.NOT_STARTED, State.GATHERING),
        (State.GATHERING, State.RUNNING),
        (State.GATHERING, State.NOT_STARTED),
        (State.RUNNING, State.RESTING),
        (State.RESTING, State.RUNNING),
    }


def test_what_was_told_as_planned_is_owed_again_when_it_is_done():
    assert not is_owed(Outcome.PLANNED, [])
    assert is_owed(Outcome.DONE, [Outcome.PLANNED])
    assert not is_owed(Outcome.DONE, [Outcome.PLANNED, Outcome.DONE])
    assert is_owed(Outcome.NOT_DONE, [Outcome.DONE])


def test_every_code_has_its_words_in_each_language():
    tables = [value for value in vars(words).values() if isinstance(value, dict) and value and value != "STATES"]
    checked = [table for table in tables if all(isinstance(one, dict) for one in table.values())]
    assert len(checked) == 8
    for table in checked:
        assert set(table) == set(type(next(iter(table)))), "each code, and no other"
        assert all(set(one) == set(LANGUAGES) and all(one.values()) for one in table.values())
