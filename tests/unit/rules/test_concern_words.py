import re

import pytest

from skoleporten.rules.calendar import Window, WindowUnit
from skoleporten.rules.concern import (
    IN_PERCENT,
    LANGUAGES,
    Measure,
    Signal,
    describe,
    describe_conditions,
    describe_signal,
    shipped_rule_sets,
)
from skoleporten.rules.concern.phrases import PHRASES
from tests.unit.rules.rows import MONDAY, a_rule

MONTH = Window(WindowUnit.MONTHS, 1)
TERM = Window(WindowUnit.TERM)
EVERY_RULE = [a_rule(measure, weekday="monday") for measure in Measure]
SHIPPED = [rule for rule_set in shipped_rule_sets().values() for rule in rule_set.rules]
# Words that say what a pupil is like, or what the absence must mean.
JUDGING = re.compile(
    r"bekymring|skulk|vegr|problem|advar|dårl|worr|truan|refus|warn|bad|alarm|brudd|feil", re.IGNORECASE
)


def a_signal(value: float, days: int = 9, offered: int | None = 38) -> Signal:
    return Signal("set/rule", "p", MONDAY, MONDAY, value, 0.1, (MONDAY,) * days, offered)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "10 % eller mer fravær siste måned"),
        ("nn", "10 % eller meir fråvær siste månad"),
        ("en", "10% or more absence in the last month"),
    ],
)
def test_rule_is_said_in_each_language(language, words):
    assert describe(a_rule(Measure.ABSENCE_RATE, MONTH, 1000), language) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            a_rule(Measure.ABSENCE_RATE, Window(WindowUnit.WEEKS, 2), 2500, False),
            "mer enn 25 % fravær de siste 2 ukene",
        ),
        (a_rule(Measure.UNDOCUMENTED_RATE, TERM, 1225), "12,25 % eller mer udokumentert fravær dette halvåret"),
        (
            a_rule(Measure.DAYS_ABSENT, Window(WindowUnit.WEEKS, 15), 10, False),
            "borte mer enn 10 hele dager de siste 15 ukene",
        ),
        (a_rule(Measure.LATE_COUNT, MONTH, 3), "kom senere 3 eller flere ganger siste måned"),
        (
            a_rule(Measure.SHARE_WEEKDAY, limit=4000, weekday="friday"),
            "40 % eller mer av de hele fraværsdagene dette skoleåret er fredager",
        ),
        (a_rule(Measure.RATE_CHANGE, TERM, 500), "fraværet har økt med 5 prosentpoeng eller mer fra forrige halvår"),
        (
            a_rule(Measure.DAYS_ABSENT, Window(WindowUnit.SCHOOL_DAYS, 20), 2),
            "borte 2 eller flere hele dager de siste 20 skoledagene",
        ),
    ],
)
def test_rule_is_said_by_its_measure_window_and_limit(rule, words):
    assert describe(rule, "nb") == words


@pytest.mark.parametrize(
    ("limit", "words"), [(100, "1 percentage point or more"), (150, "1.5 percentage points or more")]
)
def test_percentage_points_agree_in_number(limit, words):
    assert words in describe(a_rule(Measure.RATE_CHANGE, TERM, limit), "en")


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({}, ""),
        ({"minimum_offered_days": 10}, "når eleven har hatt minst 10 skoledager i perioden"),
        ({"minimum_offered_days": 2}, "når eleven har hatt minst 2 skoledager i perioden"),
        ({"maximum_offered_days": 20}, "når eleven har hatt høyst 20 skoledager i perioden"),
        (
            {"minimum_offered_days": 21, "maximum_offered_days": 40},
            "når eleven har hatt 21 til 40 skoledager i perioden",
        ),
        (
            {"minimum_offered_days": 10, "minimum_days_absent": 5},
            "når eleven har hatt minst 10 skoledager i perioden, når eleven har vært borte minst 5 hele dager",
        ),
    ],
)
def test_conditions_are_said_beside_the_rule(conditions, words):
    assert describe_conditions(a_rule(Measure.DAYS_ABSENT, **conditions), "nb") == words


@pytest.mark.parametrize(
    ("rule", "signal", "words"),
    [
        (
            a_rule(Measure.ABSENCE_RATE, MONTH),
            a_signal(9 / 38),
            "Borte 23,7 % av skoletiden siste måned, fordelt på 9 av 38 skoledager.",
        ),
        (
            a_rule(Measure.ABSENCE_RATE, MONTH),
            a_signal(0.25, offered=None),
            "Borte 25 % av skoletiden siste måned, fordelt på 9 dager.",
        ),
        (
            a_rule(Measure.DAYS_ABSENT, TERM),
            a_signal(9),
            "Borte 9 av 38 skoledager dette halvåret, regnet i hele dager.",
        ),
        (
            a_rule(Measure.LESSONS_ABSENT, TERM),
            a_signal(10, 1),
            "Borte fra 10 enkelttimer dette halvåret, fordelt på 1 av 38 skoledager.",
        ),
        (a_rule(Measure.LATE_COUNT, MONTH), a_signal(1, 1), "Kom senere 1 gang siste måned."),
        (
            a_rule(Measure.LATE_OR_LEFT_EARLY_COUNT, MONTH),
            a_signal(3),
            "Kom senere eller gikk tidligere 3 ganger siste måned.",
        ),
        (a_rule(Measure.CURRENT_RUN_DAYS), a_signal(5), "Borte 5 hele skoledager på rad fram til nå."),
        (a_rule(Measure.SPELLS), a_signal(4), "4 perioder med hele dager borte dette skoleåret, til sammen 9 dager."),
        (
            a_rule(Measure.SHARE_WEEKDAY, weekday="monday"),
            a_signal(0.4, 1),
            "40 % av de hele fraværsdagene dette skoleåret er mandager (1 dag).",
        ),
        (
            a_rule(Measure.RATE_CHANGE, TERM),
            a_signal(0.065),
            "Fraværet har økt med 6,5 prosentpoeng fra forrige halvår.",
        ),
    ],
)
def test_signal_tells_what_was_registered(rule, signal, words):
    assert describe_signal(signal, rule, "nb") == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.measure)
def test_every_measure_has_words_in_every_language_that_blame_nobody(rule, language):
    value = 0.25 if rule.measure in IN_PERCENT else 4
    said = [describe(rule, language), describe_signal(a_signal(value), rule, language)]
    assert not any("{" in words or JUDGING.search(words) for words in said)
    assert said[1][0].isupper() or said[1][0].isdigit()
    assert said[1].endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", WindowUnit)
def test_every_window_has_words_in_every_language(unit, language):
    assert all(PHRASES[language].windows[unit])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.full_id)
def test_shipped_texts_blame_nobody_and_end_as_sentences(rule, language):
    assert not JUDGING.search(rule.text[language])
    assert rule.text[language].endswith(".")


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.full_id)
def test_shipped_texts_name_the_limit_that_the_rule_has(rule):
    limit = rule.limit.count if rule.limit.basis_points is None else rule.limit.basis_points // 100
    for language in LANGUAGES:
        assert re.search(rf"\b{limit}\b", rule.text[language])


def test_nynorsk_and_bokmal_are_not_the_same_text():
    assert all(rule.text["nb"] != rule.text["nn"] for rule in SHIPPED)
