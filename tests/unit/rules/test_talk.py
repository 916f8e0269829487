"""The intake talk: the child is heard first, "not yet" has a reason, and prompts for the staff blame nobody."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.talk import (
    HYPOTHESES,
    PARTS,
    PLACES,
    RINGS,
    SQUEEZE,
    TELLINGS,
    Hypothesis,
    Lack,
    Near,
    Part,
    Place,
    Ring,
    Squeeze,
    Story,
    Telling,
    dots,
    lacks,
    part_after,
)
from skoleporten.rules.toml_files import LANGUAGES


def test_the_child_is_heard_first_and_strengths_come_before_factors():
    parts = list(Part)
    assert parts[:4] == [Part.WELCOME, Part.CHILDS_STORY, Part.GUARDIANS_STORY, Part.SCHOOLS_STORY]
    assert parts.index(Part.STRENGTHS) < parts.index(Part.FACTORS) < parts.index(Part.CONSENT) < parts.index(Part.OFFER)


def test_each_part_leads_to_the_next_and_the_last_to_none():
    led = [Part.WELCOME]
    while following := part_after(led[-1]):
        led.append(following)
    assert led == list(Part)
    assert part_after(Part.OFFER) is None


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (Story(Telling.TOLD, "It is loud."), ()),
        (Story(Telling.TOLD, " \n"), (Lack.OWN_WORDS,)),
        (Story(Telling.TOLD, attachments=1), (Lack.OWN_WORDS,)),
        (Story(Telling.WRITTEN), (Lack.OWN_WORDS,)),
        (Story(Telling.DRAWN), (Lack.OWN_WORDS,)),
        (Story(Telling.DRAWN, attachments=1), ()),
        (Story(Telling.DRAWN, "A house."), ()),
        (Story(Telling.SHOWN, attachments=2), ()),
        (Story(Telling.BY_ANOTHER, "He says so.", who="Grandmother"), ()),
        (Story(Telling.BY_ANOTHER, "He says so.", who=" "), (Lack.WHO_TELLS,)),
        (Story(Telling.BY_ANOTHER), (Lack.OWN_WORDS, Lack.WHO_TELLS)),
        (Story(Telling.NOT_YET, why_not_yet="Wants to wait until next week."), ()),
        (Story(Telling.NOT_YET), (Lack.WHY_NOT_YET,)),
        (Story(Telling.NOT_YET, "Words.", 1), (Lack.WHY_NOT_YET,)),
    ],
)
def test_a_story_is_there_or_the_reason_why_not(story: Story, expected: tuple[Lack, ...]):
    assert lacks(story) == expected


NEARS = st.builds(Near, st.text(max_size=5), st.sampled_from(Place), st.sampled_from(Ring))


@given(st.lists(NEARS, max_size=40))
def test_a_dot_stands_in_its_ring_and_in_its_places_part_of_the_map(relations: list[Near]):
    drawn = dots(relations)
    assert [dot.near for dot in drawn] == relations
    for dot in drawn:
        assert math.hypot(dot.x, dot.y) == pytest.approx(dot.near.ring / 3, abs=1e-3)
        turned = (math.atan2(dot.y, dot.x) + math.pi / 2) % (2 * math.pi)
        assert int(turned / (math.pi / 3)) == list(Place).index(dot.near.place)


def test_those_of_one_place_and_ring_stand_apart():
    drawn = dots([Near(name, Place.FRIENDS, Ring.SAFE) for name in "abcdef"])
    assert len({(dot.x, dot.y) for dot in drawn}) == 6


def test_one_alone_stands_in_the_middle_of_its_part():
    (dot,) = dots([Near("a", Place.HOME, Ring.KNOWN)])
    assert (dot.x, dot.y) == (0.5, -0.866)


ALL_WORDS = [
    *((PARTS, Part), (TELLINGS, Telling), (RINGS, Ring)),
    *((PLACES, Place), (SQUEEZE, Squeeze), (HYPOTHESES, Hypothesis)),
]


@pytest.mark.parametrize(("words", "codes"), ALL_WORDS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_code_has_its_own_words_in_three_languages(words, codes):
    assert set(words) == set(codes)
    for language in LANGUAGES:
        assert len({texts[language] for texts in words.values()}) == len(words)


@pytest.mark.parametrize("words", [SQUEEZE, HYPOTHESES])
def test_what_the_staff_read_blames_nobody(words):
    blaming = r"medskyldig|skyld|skulk|vegr|dårlig|truan|refus|fault|blame"
    assert not [text for texts in words.values() for text in texts.values() if re.search(blaming, text, re.IGNORECASE)]
