"""Every page of the family's own door, walked as a pupil and as a guardian: LIX below 35 and below 40."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from skoleporten.access.models import Role
from skoleporten.rules.readability import readability
from tests.access.canaries import planted_municipality
from tests.integration.web.test_open_page import running_text
from tests.walk.stops import Stop, stops, visitors

LIMITS = {Role.PUPIL: 35, Role.GUARDIAN: 40}
# LIX says nothing of a few words; what stands on such pages is counted together.
ENOUGH_WORDS = 40
SENTENCE = re.compile(r"[.!?:]$")
# Of the made-up municipality; what a person wrote is not ours to measure.
NOT_OURS = re.compile(r"\S*anari\S*")


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker) -> Iterator[list[Stop]]:
    with django_db_blocker.unblock(), planted_municipality() as planted:
        family = [one for one in visitors(planted) if one.role in LIMITS]
        yield list(stops(planted, family, "mine/"))


def texts(walked: list[Stop], role: str, language: str) -> dict[str, str]:
    """What is told in whole sentences on each page, by its address; in one language also when a form comes back."""
    found = {}
    for stop in walked:
        if stop.is_sent and language != "nb":
            continue
        if stop.visitor.role == role and (content := stop.content(language)):
            found[stop.where] = sentences(content.decode())
    return found


def sentences(html: str) -> str:
    blocks = [" ".join(NOT_OURS.sub("", block).split()) for block in running_text(html).split("\n\n")]
    return "\n\n".join(block for block in blocks if SENTENCE.search(block) and len(block.split()) > 2)


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("role", LIMITS)
def test_every_page_is_easy_to_read(walked, role, language, db):
    told = texts(walked, role, language)
    assert len(told) >= 5, "the pages of the family are walked where their things are planted"
    counted = {page: readability(text) for page, text in told.items()}
    few = "\n\n".join(text for page, text in told.items() if counted[page].words < ENOUGH_WORDS)
    counted = {page: one for page, one in counted.items() if one.words >= ENOUGH_WORDS}
    if few:
        counted["the pages of few words"] = readability(few)
    hard = {page: one.lix for page, one in counted.items() if one.lix >= LIMITS[role]}
    assert hard == {}


def test_what_is_counted_are_whole_sentences_of_ours():
    html = "<main><p>Du kan si nei.</p><p>Neste steg</p><p>Kanarifortellingown.</p><li>Vi leser det.</li></main>"
    assert sentences(html) == "Du kan si nei.\n\nVi leser det."


def test_a_hard_text_is_found():
    html = "<main><p>Gjennomføringsansvaret tilligger kommunaldirektøren.</p></main>"
    assert readability(sentences(html)).lix > max(LIMITS.values())
