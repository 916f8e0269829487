"""What people read from the rules is in plain words: LIX under 40 in each language, and sentences that are not long."""

import pytest

from skoleporten.rules.factors import load_catalogue
from skoleporten.rules.follow_up import shipped_routines
from skoleporten.rules.readability import readability
from skoleporten.rules.talk import HYPOTHESES, SQUEEZE
from skoleporten.rules.toml_files import LANGUAGES

MOST_LIX = 40
MOST_WORDS_IN_A_SENTENCE = 20

ROUTINES = {
    routine.id: [routine.about, *(step.text for step in routine.steps)] for routine in shipped_routines().values()
}
FACTORS = load_catalogue().factors
TEXTS = ROUTINES | {
    "names of factors": [factor.name for factor in FACTORS],
    "strengths": [factor.strength for factor in FACTORS],
    "squeeze": list(SQUEEZE.values()),
    "hypotheses": list(HYPOTHESES.values()),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_easy_to_read(name: str, language: str):
    texts = [text[language].rstrip(".") for text in TEXTS[name]]
    assert readability(". ".join(texts)).lix < MOST_LIX


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_no_sentence_is_long(name: str, language: str):
    counted = [readability(text[language]) for text in TEXTS[name]]
    assert max(one.words / one.sentences for one in counted) <= MOST_WORDS_IN_A_SENTENCE
