"""The settings that pages are looked at in: every two values meet."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

from tests.walk.settings import LANGUAGES, SCHEMES, WIDTHS, of_language, one_for, pairwise


def test_every_two_values_of_two_kinds_meet_once():
    rows = [(one.language, one.width, one.scheme) for one in pairwise()]
    for (first, values), (second, others) in combinations(enumerate((LANGUAGES, WIDTHS, SCHEMES)), 2):
        met = Counter((row[first], row[second]) for row in rows)
        assert met == dict.fromkeys(product(values, others), 1)


def test_a_page_is_opened_once_a_language():
    assert [setting for language in LANGUAGES for setting in of_language(language)] == pairwise()


def test_a_page_keeps_its_setting_and_many_pages_share_them_out():
    assert one_for("pupils/") == one_for("pupils/")
    given = Counter(one_for(f"page {number}") for number in range(900))
    assert set(given) == set(pairwise())
    assert min(given.values()) > 50
