"""Every page of the family's own door, walked as a pupil and as a guardian: plain to read, and little to fetch.

LIX below 35 for a pupil and below 40 for a guardian; under 100 kB for a phone that has never been here.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import brotli
import pytest

from skoleporten.access.models import Role
from skoleporten.rules.readability import readability
from tests.access.canaries import planted_municipality
from tests.integration.web.test_board_weight import FONTS, file
from tests.integration.web.test_open_page import running_text
from tests.walk.stops import Stop, stops, visitors

MOST_BYTES = 100_000
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


def test_every_page_is_little_to_fetch_for_who_has_never_been_here(walked, db):
    """Its own bytes, and those of every style, script and font that it asks for, compressed as they travel."""
    files: dict[str, int] = {name: len(file(name)) for name in FONTS}
    heavy, looked_at = {}, 0
    for stop in walked:
        if not stop.is_sent and (content := travelling(stop)):
            html = gzip.decompress(content).decode()
            # htmx is a sixth of all that is fetched: it is there where a part of the page is asked for, and not else.
            assert (" hx-" in html) == ("/htmx" in html), stop.where
            asked_for = {*re.findall(r'(?:href|src)="/static/([^"]+)"', html), *FONTS}
            files |= {name: len(brotli.compress(file(name))) for name in asked_for - files.keys()}
            weight = len(content) + sum(files[name] for name in asked_for)
            heavy |= {stop.where: weight} if weight >= MOST_BYTES else {}
            looked_at += 1
    assert heavy == {}
    assert looked_at >= 10


def travelling(stop: Stop) -> bytes:
    """What a phone gets, where it is a page."""
    answer = stop.visitor.client.get(stop.address, headers={"accept-encoding": "gzip"})
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return answer.content if is_page and answer.headers.get("Content-Encoding") == "gzip" else b""
