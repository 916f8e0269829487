from __future__ import annotations

import pytest

from skoleporten.analytics.sources import remarks

SAID = [
    remarks.NOMINAL_DAYS(count=3, minutes=300),
    remarks.OTHER_DELIMITER(file="a: b.csv", found=",", expected=";", profile="oea"),
    remarks.DAYS_FROM_SESSIONS(days="80, 88", minutes=300),
    remarks.NO_GRADES(),
]


@pytest.mark.parametrize("said", SAID)
def test_a_remark_is_known_again_by_its_text_and_keeps_its_values(said):
    texts: list[str] = []
    assert remarks.in_words(said, lambda text: texts.append(text) or text) == said
    assert len(texts) == 1


def test_a_remark_takes_the_words_of_another_language_with_the_values_in_its_own_order():
    said = remarks.NOMINAL_DAYS(count=3, minutes=300)
    assert remarks.in_words(said, lambda _: "{minutes} minutter, {count} dager") == "300 minutter, 3 dager"


def test_what_is_no_remark_of_ours_stays_as_it_is():
    assert remarks.in_words("Something else.", str.upper) == "Something else."
