"""Rules and signals as a person reads them, in each language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from skoleporten.concerns.models import Signal
from skoleporten.rules.concern import Measure, load_rule_set, shipped_rule_sets
from skoleporten.web.rules.views import conditions_in_words, window_in_words
from skoleporten.web.rules.wording import amount_in_words, days_in_words, limit_in_words, signal_in_words


def rule(set_id: str, rule_id: str):
    return next(one for one in load_rule_set(set_id).rules if one.id == rule_id)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_shipped_rule_can_be_said_in_every_language(language):
    with translation.override(language):
        for rule_set in shipped_rule_sets().values():
            for one in rule_set.rules:
                assert limit_in_words(one)
                assert window_in_words(one)
                assert all(conditions_in_words(one))


@pytest.mark.parametrize("measure", list(Measure))
def test_every_measure_has_words_for_its_amount(measure):
    with translation.override("nb"):
        assert any(character.isdigit() for character in amount_in_words(measure, 2))


@pytest.mark.parametrize(
    ("set_id", "rule_id", "said"),
    [
        ("kristiansand", "month-10-percent", "minst 10 %"),
        ("kristiansand", "term-10-lessons", "minst 10 timer"),
        ("kristiansand", "month-late-or-left-early", "minst 3 ganger"),
    ],
)
def test_a_limit_is_said_exactly_and_without_needless_decimals(set_id, rule_id, said):
    with translation.override("nb"):
        assert plain(limit_in_words(rule(set_id, rule_id))) == said


def test_a_limit_that_must_be_passed_says_more_than():
    more = [one for rule_set in shipped_rule_sets().values() for one in rule_set.rules if not one.limit.inclusive]
    assert more
    with translation.override("nb"):
        assert all(limit_in_words(one).startswith("mer enn ") for one in more)


def test_a_window_and_its_conditions_are_said_in_words():
    with translation.override("nb"):
        monthly = rule("kristiansand", "month-10-percent")
        assert window_in_words(monthly) == "den siste måneden"
        assert conditions_in_words(monthly) == ["minst 10 skoledager å telle i"]


def test_days_say_each_month_once():
    dates = [dt.date(2026, 1, 28), dt.date(2026, 2, 2), dt.date(2026, 2, 3)]
    with translation.override("nb"):
        assert days_in_words(dates) == "28. januar; 2., 3. februar"
    with translation.override("en"):
        assert days_in_words(dates) == "28 January; 2, 3 February"


def test_many_days_are_the_newest_and_how_many_came_before():
    dates = [dt.date(2026, 3, day) for day in range(2, 12)]
    with translation.override("nb"):
        assert days_in_words(dates, most=2) == "10., 11. mars og 8 dager før det"
        assert days_in_words(dates[:3], most=2) == "3., 4. mars og 1 dag før det"


def test_no_days_say_nothing():
    assert days_in_words([]) == ""


def test_a_signal_is_told_with_the_words_that_the_rule_had_when_it_was_used():
    rule_set = load_rule_set("kristiansand")
    signal = Signal(
        rule_id="kristiansand/month-10-percent", rule_set_id=1, value=0.2, limit=0.1, offered_days=20,
        dates=["2026-03-02", "2026-03-09"], window_start=dt.date(2026, 2, 21), window_end=dt.date(2026, 3, 20),
        first_seen=dt.date(2026, 3, 20), last_seen=dt.date(2026, 3, 20),
    )  # fmt: skip
    with translation.override("nn"):
        told = signal_in_words(signal, {1: rule_set})
    assert told.text == "Borte 10 % eller meir av skuletida den siste månaden, uansett grunn."
    assert plain(told.measured) == "20,0 %"
    assert told.is_ours
    assert told.dates == [dt.date(2026, 3, 2), dt.date(2026, 3, 9)]
