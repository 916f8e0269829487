"""The shipped texts can be read by a tired parent, and say the same in three languages."""

from __future__ import annotations

import re
from dataclasses import asdict, replace

import pytest

from skoleporten.consents import texts
from skoleporten.consents.models import Purpose
from skoleporten.rules.readability import lix
from skoleporten.rules.toml_files import LANGUAGES

EVERY = [(purpose, language) for purpose in Purpose.values for language in LANGUAGES]
PLACE = re.compile(r"\{\w*\}")
MOST = 40


def parts(purpose: str, language: str) -> dict[str, str]:
    words = texts.in_use(purpose).words[language].about(name="Kari", service="ABUP")
    return asdict(words)


@pytest.mark.parametrize(("purpose", "language"), EVERY)
def test_the_whole_text_reads_easily(purpose, language):
    said = parts(purpose, language)
    whole = " ".join(said[part] for part in ("what", "who", "until", "no", "withdraw"))
    assert lix(whole) < MOST


@pytest.mark.parametrize(("purpose", "language"), EVERY)
def test_no_part_is_left_empty_and_every_place_is_filled(purpose, language):
    for part, text in parts(purpose, language).items():
        assert text.strip(), part
        assert not PLACE.search(text), part
    assert parts(purpose, language)["question"].endswith("?")
    assert parts(purpose, language)["question_self"].endswith("?")


@pytest.mark.parametrize(("purpose", "language"), EVERY)
def test_it_says_that_nothing_is_lost_and_that_no_reason_is_needed(purpose, language):
    said = parts(purpose, language)
    nothing = {"nb": "mister ingenting", "nn": "mista", "en": "nothing"}[language]
    reason = {"nb": "ikke si hvorfor", "nn": "ikkje seie kvifor", "en": "need not say why"}[language]
    assert nothing in said["no"]
    assert reason in said["withdraw"]


@pytest.mark.parametrize("purpose", Purpose.values)
def test_the_three_languages_name_the_same_places(purpose):
    words = texts.in_use(purpose).words
    named = [{part: sorted(set(PLACE.findall(text))) for part, text in asdict(words[one]).items()} for one in LANGUAGES]
    assert named[0] == named[1] == named[2]


def test_a_name_with_braces_in_it_is_only_a_name():
    words = texts.in_use("join_skoleporten").words["nb"]
    assert "{service}" in replace(words, question="{name}").about(name="{service}", service="x").question


def test_the_text_of_the_page_tells_where_to_withdraw():
    for language, button in (("nb", "Jeg trekker samtykket"), ("nn", "Eg trekkjer samtykket"), ("en", "I withdraw")):
        assert all(button in parts(purpose, language)["withdraw"] for purpose in Purpose.values)
