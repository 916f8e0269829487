"""LIX, and how words and sentences are counted for it."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.readability import Readability, letters, lix, readability, sentences


@pytest.mark.parametrize(
    ("text", "words", "count", "long_words"),
    [
        ("", 0, 0, 0),
        ("  \n\n ", 0, 0, 0),
        ("...", 0, 0, 0),
        ("Hei", 1, 1, 0),
        ("Hei.", 1, 1, 0),
        ("Hei! Kom inn? Ja.", 4, 3, 0),
        ("Vi ses...", 2, 1, 0),
        ("Vi ses … snart", 3, 1, 0),
        ("Dette er viktig: les det.", 5, 2, 0),
        ("Møtet er kl. 9 på skolen.", 6, 1, 0),
        ("Ta med bl.a. matpakke.", 4, 1, 1),
        ("Møtet er 15. mars på skolen.", 6, 1, 0),
        ("Hun går i 8. Han går i 9.", 8, 2, 0),
        ("Det er 3,5 km og 10.30 er tiden.", 8, 1, 0),
        ("Overskrift\n\nEn setning til", 4, 2, 2),
        ("En linje\nsom brytes", 4, 1, 0),
        ("«Kom hit!» sa hun.", 4, 2, 0),
        ("Hun sa «kom.» Han kom.", 5, 2, 0),
        ("Skolefravær er vanskelig.", 3, 1, 2),
        ("e-post", 1, 1, 0),
        ("barne-tv-en", 1, 1, 1),
        ("Hva gjør vi nå, da", 5, 1, 0),
        ("Vi ringer f.eks. Det går bra.", 6, 1, 0),
        ("Kom til kl.", 3, 1, 0),
        ("kontor_rom", 2, 1, 0),
    ],
)
def test_words_sentences_and_long_words(text: str, words: int, count: int, long_words: int):
    assert readability(text) == Readability(words, count, long_words)


@pytest.mark.parametrize(
    ("word", "is_long"), [("sekser", False), ("sjuende", True), ("åååååå", False), ("ååååååå", True)]
)
def test_a_long_word_has_more_than_six_letters(word: str, is_long: bool):
    assert readability(word).long_words == int(is_long)


def test_lix_is_words_a_sentence_plus_long_words_in_percent():
    ten_words = "En to tre fire fem. Skolefravær er vi her sammen."
    assert readability(ten_words).exact == Fraction(10, 2) + Fraction(100, 10)
    assert lix(ten_words) == 15


def test_lix_is_rounded_half_up():
    assert Readability(words=3, sentences=2, long_words=0).lix == 2
    assert Readability(words=5, sentences=2, long_words=0).lix == 3
    assert Readability(words=7, sentences=5, long_words=0).lix == 1


def test_a_text_without_words_is_nought():
    assert (lix(""), lix("—")) == (0, 0)


def test_a_letter_in_plain_words_is_easy_and_one_in_the_offices_words_is_not():
    plain = "Hei. Vi vil gjerne snakke med dere. Kan dere komme på tirsdag? Ring oss om det ikke passer."
    office = (
        "Vedtaket fattes med hjemmel i opplæringslovens bestemmelser om individuelt tilrettelagt opplæring, jf. "
        "sakkyndig vurdering utarbeidet av pedagogisk-psykologisk tjeneste."
    )
    assert lix(plain) < 25
    assert lix(office) > 55


def test_letters_leave_out_the_hyphen():
    assert letters("e-post") == 5


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_be_counted(text: str):
    counted = readability(text)
    assert 0 <= counted.long_words <= counted.words
    assert bool(counted.words) == bool(counted.sentences)
    assert counted.sentences <= counted.words
    assert counted.lix >= 0


@given(st.lists(st.sampled_from(["Vi ses.", "Kom nå!", "Hvorfor ikke?"]), min_size=1, max_size=20))
def test_each_sentence_is_counted_once(parts: list[str]):
    assert sentences(" ".join(parts)) == len(parts)
    assert sentences("\n\n".join(parts)) == len(parts)


ODD = ["kl. " * 10_000, "a. " * 10_000, "." * 20_000, "a-" * 10_000, "\n" * 20_000]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_text_takes_no_longer_than_another(odd: str):
    start = time.process_time()
    readability(odd)
    assert time.process_time() - start < 1


def test_an_abbreviation_after_a_very_long_word_is_still_one():
    assert sentences("x" * 100 + " kl. 9 er det mat.") == 1
