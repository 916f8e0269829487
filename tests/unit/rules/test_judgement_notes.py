"""Facts apart from interpretation: what a note must hold, and the words that give a question and stop nobody."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules import visibility
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.judgement import (
    AUDIENCES,
    PRESENT,
    Audience,
    Note,
    NoteLack,
    Present,
    find,
    own_phrases,
    parse_phrases,
    shipped_phrases,
)
from skoleporten.rules.judgement.words import LONGEST, MOST_FOUND, is_word

GOOD = """
id = "ours"
version = "1"
source = "us"
[question]
nb = "Hva så du?"
nn = "Kva såg du?"
en = "What did you see?"
[words]
nb = ["virker"]
nn = []
en = ["seems"]
"""
texts = st.text(st.sampled_from(string.ascii_lowercase + "æøå *-\n"), max_size=80)


def test_an_interpretation_never_stands_alone():
    assert Note(interpretation="He is afraid.").lacks == (NoteLack.OBSERVATION,)
    assert Note(interpretation="He is afraid.", childs_words="I am tired.").lacks == (NoteLack.OBSERVATION,)
    assert Note("He stood by the door.", "He is afraid.").lacks == ()


def test_a_note_says_something_and_is_for_somebody():
    assert Note().lacks == (NoteLack.ANYTHING,)
    assert Note(childs_words="I am tired.").lacks == ()
    assert Note("Seen.", audiences=frozenset()).lacks == (NoteLack.AUDIENCE,)


@given(texts, texts, texts)
def test_whatever_is_written_an_interpretation_has_an_observation(observation, interpretation, childs_words):
    note = Note(observation, interpretation, childs_words)
    if not note.lacks:
        assert observation.strip() or not interpretation.strip()


def test_a_note_is_for_the_team_alone_until_somebody_chooses_more():
    assert Note("Seen.").audiences == {"team"}


def test_audiences_are_those_of_the_visibility_table():
    assert {one.value for one in Audience} == set(visibility.AUDIENCE_OF.values())
    assert (set(AUDIENCES), set(PRESENT)) == (set(Audience), set(Present))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Han virker umotivert.", ("virker", "umotivert")),
        ("Ho verkar umotivert", ("verkar", "umotivert")),
        ("She seems lazy", ("seems", "lazy")),
        ("Ho gidd  ikkje", ("gidd  ikkje",)),
        ("VIRKER", ("VIRKER",)),
        ("Virker, og virker igjen", ("Virker",)),
        ("Nettverket virket ikke", ("virket",)),
        ("Han gikk ut klokka ni og kom inn ti over.", ()),
        ("Salaten og suret", ()),
        ("", ()),
    ],
)
def test_words_that_often_tell_what_one_thinks_are_found(text, found):
    assert find(text, shipped_phrases().words) == found


@given(texts, st.lists(texts.filter(is_word), max_size=8))
def test_what_is_found_stands_in_the_text(text, words):
    found = find(text, words)
    assert len(found) <= MOST_FOUND
    assert all(word in text for word in found)
    assert len({word.lower() for word in found}) == len(found)


def test_a_text_of_one_endless_word_takes_no_longer():
    assert find("umotiv" + "er" * 50_000, shipped_phrases().words) == ()


def test_a_municipalitys_own_words_are_read_a_line_at_a_time():
    words, wrong = own_phrases("surmul*\n\n  gir  opp \n12\nab\nsurmul*\nhei!\n")
    assert words == ("surmul*", "gir opp")
    assert wrong == (4, 5, 7)


@given(texts)
def test_own_words_are_always_words_that_can_be_looked_for(lines):
    words, _wrong = own_phrases(lines)
    assert all(is_word(word) and len(word) <= LONGEST for word in words)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('nb = ["virker"]', 'nb = "virker"', 10),
        ('nb = ["virker"]', 'nb = ["v1"]', 10),
        ("nn = []\n", "", 9),
        ('version = "1"', "", 1),
        ('en = "What did you see?"', "", 5),
        ("[words]", "[wrong]", 9),
    ],
)
def test_a_mistake_in_a_list_is_shown_on_its_line(before, after, line):
    with pytest.raises(RefusedError) as refused:
        parse_phrases(GOOD.replace(before, after), "words.toml")
    assert refused.value.place is not None
    assert (refused.value.place.file, refused.value.place.line) == ("words.toml", line)


def test_the_shipped_list_asks_in_three_languages():
    shipped = shipped_phrases()
    assert shipped.question["nb"] == "Hva så eller hørte du?"
    assert len(shipped.words) > 100
    assert len(shipped.sha256) == 64
