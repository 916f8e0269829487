"""A rule for every measure and every kind of window, with limits low enough to be reached by made-up pupils."""

from __future__ import annotations

from skoleporten.rules.calendar import SCHOOL_YEAR, TERM, Window, WindowUnit
from skoleporten.rules.concern import ONLY_WINDOW, RATES, WEEKDAYS, Limit, Measure, Rule, RuleSet

WINDOWS = [
    SCHOOL_YEAR,
    TERM,
    Window(WindowUnit.PREVIOUS_SCHOOL_YEAR),
    Window(WindowUnit.PREVIOUS_TERM),
    Window(WindowUnit.DAYS, 10),
    Window(WindowUnit.WEEKS, 2),
    Window(WindowUnit.MONTHS, 1),
    Window(WindowUnit.MONTHS, 6),
    Window(WindowUnit.SCHOOL_DAYS, 10),
    Window(WindowUnit.SCHOOL_DAYS, 40),
]
COUNTS = [
    Measure.DAYS_ABSENT,
    Measure.LESSONS_ABSENT,
    Measure.LATE_COUNT,
    Measure.LEFT_EARLY_COUNT,
    Measure.LATE_OR_LEFT_EARLY_COUNT,
    Measure.PARTLY_ABSENT_DAYS,
]


def rules_of_every_kind() -> RuleSet:
    rules = [*_of_rates(), *_of_counts(), *_of_runs(), *_of_weekdays(), *_of_change()]
    return RuleSet("every", "1", {"nb": "Alle"}, "tests", tuple(rules), "", "")


def _of_rates() -> list[Rule]:
    """A window in turn for each, so that all pairs of a measure and a window need not be rules."""
    rules = []
    for number, window in enumerate(WINDOWS):
        measure = sorted(RATES)[number % len(RATES)]
        limit = Limit(basis_points=(1_000, 2_500, 50)[number % 3], inclusive=number % 2 == 0)
        rules.append(Rule("every", f"rate-{number}", measure, window, limit, minimum_offered_days=1 + number % 3))
    return rules


def _of_counts() -> list[Rule]:
    rules = []
    for number, window in enumerate(WINDOWS * 2):
        measure = COUNTS[number % len(COUNTS)]
        limit = Limit(count=1 + number % 3, inclusive=number % 2 == 0)
        most = 60 if number % 5 == 0 else None
        rules.append(Rule("every", f"count-{number}", measure, window, limit, maximum_offered_days=most))
    return rules


def _of_runs() -> list[Rule]:
    runs = (Measure.CURRENT_RUN_DAYS, Measure.LONGEST_SPELL_DAYS, Measure.SPELLS)
    return [Rule("every", f"runs-{measure}", measure, ONLY_WINDOW[measure], Limit(count=2)) for measure in runs]


def _of_weekdays() -> list[Rule]:
    measure = Measure.SHARE_WEEKDAY
    return [
        Rule(
            "every", f"on-{name}", measure, SCHOOL_YEAR, Limit(basis_points=2_000), weekday=name, minimum_days_absent=3
        )
        for name in WEEKDAYS
    ]


def _of_change() -> list[Rule]:
    return [
        Rule("every", "change", Measure.RATE_CHANGE, TERM, Limit(basis_points=100)),
        Rule("every", "slope", Measure.WEEKLY_SLOPE, None, Limit(basis_points=50, inclusive=False)),
    ]
