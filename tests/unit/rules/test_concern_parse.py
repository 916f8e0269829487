"""A mistake in a rule file names its line, says what is wrong and what to write instead."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skoleporten.rules.calendar import Window, WindowUnit
from skoleporten.rules.concern import (
    ONLY_WINDOW,
    Limit,
    Measure,
    Rule,
    RuleSet,
    load_rule_set,
    parse_rule_set,
    shipped_ids,
)
from skoleporten.rules.errors import RefusedError, UsageError

HEAD = """\
id = "own"
version = "1"
source = "Us"
[name]
nb = "Vår"
nn = "Vår"
en = "Ours"
"""
TEXT = """\
[rule.text]
nb = "a"
nn = "b"
en = "c"
"""
RULE = """\
[[rule]]
id = "month"
measure = "absence_rate"
window = { unit = "months", length = 1 }
at_least_percent = 10
source = "Us"
"""
FIRST_LINE_OF_RULE = HEAD.count("\n") + 1


def rule_with(*lines: str, without: str = "") -> str:
    """The rule above with lines added, after those that begin with `without` are taken out."""
    kept = [line for line in RULE.splitlines() if not (without and line.startswith(without))]
    return HEAD + "\n".join([*kept, *lines, TEXT])


def rule_of(measure: Measure, *lines: str) -> str:
    return HEAD + "\n".join(["[[rule]]", 'id = "r"', f'measure = "{measure}"', 'source = "Us"', *lines, TEXT])


def parsed(text: str) -> RuleSet:
    return parse_rule_set(text, "own.toml")


def the_rule(text: str) -> Rule:
    (rule,) = parsed(text).rules
    return rule


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        parsed(text)
    return str(caught.value)


def error_in(text: str) -> RefusedError | None:
    try:
        parsed(text)
    except RefusedError as error:
        return error
    return None


def line_of(text: str, beginning: str) -> int:
    """The last line that begins so."""
    return max(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))


def test_rule_set_keeps_its_text_and_the_hash_of_it():
    text = HEAD + RULE + TEXT
    found = parsed(text)
    assert (found.id, found.version, found.source, found.name["nb"]) == ("own", "1", "Us", "Vår")
    assert (found.text, found.sha256) == (text, hashlib.sha256(text.encode()).hexdigest())


def test_rule_is_read_with_all_it_says():
    lines = ("minimum_offered_days = 10", "maximum_offered_days = 20", "ours = true")
    assert the_rule(rule_with(*lines)) == Rule(
        set_id="own",
        id="month",
        measure=Measure.ABSENCE_RATE,
        window=Window(WindowUnit.MONTHS, 1),
        limit=Limit(basis_points=1000),
        text={"nb": "a", "nn": "b", "en": "c"},
        source="Us",
        minimum_offered_days=10,
        maximum_offered_days=20,
        ours=True,
    )


def test_what_a_rule_leaves_out_has_these_values():
    rule = the_rule(HEAD + RULE + TEXT)
    assert (rule.minimum_offered_days, rule.maximum_offered_days, rule.ours, rule.full_id) == (
        1,
        None,
        False,
        "own/month",
    )


def test_share_of_a_weekday_is_read_with_its_weekday_and_days():
    lines = ('weekday = "monday"', "minimum_days_absent = 5", "more_than_percent = 40")
    rule = the_rule(rule_of(Measure.SHARE_WEEKDAY, *lines))
    assert (rule.weekday, rule.minimum_days_absent) == ("monday", 5)
    assert rule.limit == Limit(basis_points=4000, inclusive=False)


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("at_least_percent = 10.25", Limit(basis_points=1025)),
        ("at_least_percent = 0.01", Limit(basis_points=1)),
        ("at_least_percent = 100", Limit(basis_points=10_000)),
        ("more_than_percent = 0", Limit(basis_points=0, inclusive=False)),
        ("more_than_percent = 99.99", Limit(basis_points=9_999, inclusive=False)),
    ],
)
def test_percentages_become_basis_points_exactly(line, limit):
    assert the_rule(rule_with(line, without="at_least_percent")).limit == limit


@pytest.mark.parametrize(
    ("line", "limit"), [("at_least = 1", Limit(count=1)), ("more_than = 0", Limit(count=0, inclusive=False))]
)
def test_counts_are_whole_numbers(line, limit):
    assert the_rule(rule_of(Measure.DAYS_ABSENT, 'window = { unit = "term" }', line)).limit == limit


@pytest.mark.parametrize("measure", ONLY_WINDOW)
def test_measure_of_one_window_only_needs_not_name_it(measure):
    limit = "at_least_percent = 1" if measure in (Measure.SHARE_WEEKDAY, Measure.RATE_CHANGE) else "at_least = 1"
    lines = ['weekday = "friday"'] if measure is Measure.SHARE_WEEKDAY else []
    assert the_rule(rule_of(measure, limit, *lines)).window == ONLY_WINDOW[measure]


def test_measure_of_one_window_may_name_it():
    lines = ('window = { unit = "term" }', "at_least_percent = 5")
    assert the_rule(rule_of(Measure.RATE_CHANGE, *lines)).window == Window(WindowUnit.TERM)


def test_weekly_slope_has_no_window():
    assert the_rule(rule_of(Measure.WEEKLY_SLOPE, "at_least_percent = 0.5")).window is None


def test_window_may_be_a_table_of_its_own():
    text = rule_with("[rule.window]", 'unit = "school_days"', "length = 40", without="window")
    assert the_rule(text).window == Window(WindowUnit.SCHOOL_DAYS, 40)


MONTHS = 'window = { unit = "months", length = 1 }'


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        (rule_with("at_leats = 3"), "at_leats", "Unknown key 'at_leats'"),
        (rule_with('measure = "days"', without="measure"), "measure", "Unknown measure 'days'"),
        (rule_with(without="measure"), "[[rule]]", "'measure' is missing"),
        (rule_with("measure = 3", without="measure"), "measure", "Unknown measure '3'"),
        (rule_with(without="at_least_percent"), "[[rule]]", "no limit"),
        (rule_with("more_than_percent = 10"), "more_than_percent", "2 limits: at_least_percent, more_than_percent"),
        (rule_with("at_least = 3", without="at_least_percent"), "at_least", "measured in percent"),
        (rule_of(Measure.LATE_COUNT, MONTHS, "at_least_percent = 3"), "at_least_percent", "measured in a whole number"),
        (rule_of(Measure.LATE_COUNT, MONTHS, "at_least = 0"), "at_least", "'at_least' is 0"),
        (rule_of(Measure.LATE_COUNT, MONTHS, "at_least = 2.5"), "at_least", "'at_least' is 2.5"),
        (rule_of(Measure.LATE_COUNT, MONTHS, "at_least = true"), "at_least", "'at_least' is True"),
        (rule_with("at_least_percent = 0", without="at_least"), "at_least_percent", "'at_least_percent' is 0"),
        (rule_with("at_least_percent = 100.01", without="at_least"), "at_least_percent", "is 100.01"),
        (rule_with("at_least_percent = 10.125", without="at_least"), "at_least_percent", "is 10.125"),
        (rule_with("at_least_percent = nan", without="at_least"), "at_least_percent", "is NaN"),
        (rule_with("at_least_percent = 1e999999999", without="at_least"), "at_least_percent", "is 1E+999999999"),
        (rule_with("at_least_percent = -5", without="at_least"), "at_least_percent", "is -5"),
        (rule_with('at_least_percent = "10"', without="at_least"), "at_least_percent", "is 10"),
        (rule_with("more_than_percent = 100", without="at_least"), "more_than_percent", "is 100"),
        (rule_with("minimum_offered_days = 0"), "minimum_offered_days", "'minimum_offered_days' is 0"),
        (
            rule_with("minimum_offered_days = 30", "maximum_offered_days = 20"),
            "maximum_offered_days",
            "20 is below 'minimum_offered_days' 30",
        ),
        (rule_with('weekday = "monday"'), "weekday", "has no meaning for absence_rate"),
        (rule_with("minimum_days_absent = 3"), "minimum_days_absent", "has no meaning for absence_rate"),
        (rule_of(Measure.SHARE_WEEKDAY, "at_least_percent = 40"), "[[rule]]", "'weekday' is missing"),
        (
            rule_of(Measure.SHARE_WEEKDAY, "at_least_percent = 40", 'weekday = "sunday"'),
            "weekday",
            "Unknown weekday 'sunday'",
        ),
        (rule_with("ours = 1"), "ours", "'ours' is 1"),
        (rule_with("id = 3", without="id"), "id", "'id' is missing or not a text"),
        (rule_with('id = "To dager"', without="id"), "id", "'To dager' cannot be an id"),
        (rule_with('source = " "', without="source"), "source", "'source' is missing or not a text"),
        (rule_with(without="window"), "[[rule]]", "The table 'window' is missing"),
        (rule_with('window = "month"', without="window"), "window", "'window' is not a table"),
        (rule_with('window = { unit = "month" }', without="window"), "window", "Unknown unit 'month'"),
        (rule_with('window = { unit = "months" }', without="window"), "window", "A window of months needs a length"),
        (rule_with('window = { unit = "months", length = 25 }', without="window"), "window", "'length' is 25"),
        (rule_with('window = { unit = "term", length = 1 }', without="window"), "window", "of term has no length"),
        (rule_with('window = { unit = "term", lenght = 1 }', without="window"), "window", "Unknown key 'lenght'"),
        (rule_of(Measure.SPELLS, MONTHS, "at_least = 3"), "window", "spells is not measured over months"),
        (
            rule_of(Measure.RATE_CHANGE, MONTHS, "at_least_percent = 3"),
            "window",
            "rate_change is not measured over months",
        ),
        (rule_of(Measure.WEEKLY_SLOPE, MONTHS, "at_least_percent = 3"), "window", "no meaning for weekly_slope"),
        (
            rule_of(Measure.WEEKLY_SLOPE, "minimum_offered_days = 3", "at_least_percent = 3"),
            "minimum_offered_days",
            "no meaning for weekly_slope",
        ),
        ((HEAD + RULE + TEXT).replace('nn = "b"\n', ""), "[rule.text]", "'nn' is missing or not a text"),
        ((HEAD + RULE + TEXT).replace('en = "c"', 'en = ""'), "en", "'en' is missing or not a text"),
        (HEAD + RULE + TEXT + 'de = "d"\n', "de", "Unknown key 'de'"),
        (HEAD + RULE, "[[rule]]", "The table 'text' is missing"),
        (HEAD + RULE + TEXT + RULE + TEXT, "id", "Two rules have the id 'month'"),
        (("colour = 1\n" + HEAD + RULE + TEXT), "colour", "Unknown key 'colour'"),
        (HEAD.replace('"own"', '"Own"') + RULE + TEXT, 'id = "Own"', "'Own' cannot be an id"),
        (HEAD.replace('"1"', "1") + RULE + TEXT, "version", "'version' is missing or not a text"),
        (HEAD.replace('nn = "Vår"\n', "") + RULE + TEXT, "[name]", "'nn' is missing"),
        ("rule = 3\n" + HEAD, "rule", "The rule set has no rules"),
        ("rule = []\n" + HEAD, "rule", "The rule set has no rules"),
        ("rule = [1]\n" + HEAD, "rule", "The rule set has no rules"),
        (rule_with('source = "Us'), 'source = "Us', "Not TOML"),
        (rule_with("ours = true", "ours = true"), "ours", "Not TOML: Cannot overwrite a value"),
    ],
)
def test_mistake_names_its_line(text, key, what):
    message = refusal(text)
    assert message.startswith(f"own.toml, line {line_of(text, key)}: ")
    assert what in message


def test_message_says_what_to_write_instead():
    message = refusal(rule_with('measure = "days"', without="measure"))
    assert "Use one of: absence_rate, documented_rate," in message


def test_mistake_in_the_second_rule_names_the_second_rules_line():
    second = RULE.replace("month", "other", 1) + "colour = 1\n"
    text = HEAD + RULE + TEXT + second + TEXT
    assert f"line {line_of(text, 'colour')}: " in refusal(text)


def test_set_without_rules_points_at_the_first_line():
    assert "own.toml, line 1: The rule set has no rules." in refusal(HEAD)


def test_empty_file_points_at_the_first_line():
    assert "own.toml, line 1: 'id' is missing" in refusal("")


def test_file_cut_off_points_at_its_last_line():
    text = HEAD + RULE + 'text = """not closed\n'
    assert f"line {len(text.splitlines())}: Not TOML" in refusal(text)


@pytest.mark.parametrize(
    "value", ["1" * 5000, "1e" + "9" * 30, "[" * 5000 + "]" * 5000], ids=["digits", "power", "depth"]
)
def test_file_made_to_break_the_reader_is_refused(value):
    assert refusal(rule_with(f"at_least_percent = {value}", without="at_least")).startswith("own.toml")


ODD_VALUES = [
    "1",
    "-1",
    "0.5",
    "nan",
    "true",
    "''",
    '"x"',
    "[]",
    "[1]",
    "{}",
    "{ unit = 1 }",
    "2026-01-01",
    "[[1]]",
    "",
]
ALL_LINES = (HEAD + RULE + TEXT).splitlines()


@given(st.integers(0, len(ALL_LINES) - 1), st.sampled_from(ODD_VALUES), st.booleans())
def test_whatever_a_line_is_changed_to_the_file_is_read_or_refused_on_a_line(place, value, drops_the_line):
    key = ALL_LINES[place].partition(" = ")[0]
    lines = [*ALL_LINES[:place], *([] if drops_the_line else [f"{key} = {value}"]), *ALL_LINES[place + 1 :]]
    error = error_in("\n".join(lines))
    if error:
        assert error.place is not None
        assert error.place.line in range(1, len(lines) + 1)
        assert error.do


def test_file_of_ones_own_is_read_and_named_in_its_mistakes(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(HEAD + RULE + TEXT, encoding="utf-8")
    assert load_rule_set(own).id == load_rule_set(str(own)).id == "own"
    own.write_text(HEAD, encoding="utf-8")
    with pytest.raises(RefusedError, match=f"^{own}, line 1: "):
        load_rule_set(own)


def test_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(HEAD + RULE + TEXT, encoding="utf-8-sig")
    assert load_rule_set(own).id == "own"


def test_file_that_is_not_utf_8_is_refused(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(HEAD + RULE + TEXT, encoding="latin-1")
    with pytest.raises(RefusedError, match="not UTF-8"):
        load_rule_set(own)


@pytest.mark.parametrize("name", ["no-such-set", "no/such/file.toml"])
def test_unknown_set_or_file_is_wrong_use_and_lists_the_shipped_sets(name):
    with pytest.raises(UsageError, match="kristiansand") as caught:
        load_rule_set(name)
    assert name in str(caught.value)


def test_shipped_sets_are_these():
    assert shipped_ids() == ("attendance-works", "england", "kearney-2008", "kristiansand", "ten-percent")


def test_limit_is_either_a_percentage_or_a_count():
    with pytest.raises(ValueError, match="either"):
        Limit()
    with pytest.raises(ValueError, match="either"):
        Limit(basis_points=1, count=1)
