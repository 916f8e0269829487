"""The report's figures: each a title, the finding in words, a drawing, and the same numbers in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from skoleporten.rules.concern import Rule, describe
from skoleporten.web.report import findings
from skoleporten.web.report.charts import Chart, Row, bar_charts
from skoleporten.web.report.findings import Band, Grade, Weekday
from skoleporten.web.report.outcome import AT_LIMIT_PERCENT, Outcome
from skoleporten.web.report.texts import Texts


@dataclass(frozen=True)
class Figure:
    """`description` says what lengths mean. `rows` of the table begin with their heading. `legend`: (words, marked)."""

    id: str
    title: str
    finding: str
    description: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    charts: Sequence[Chart] = field(default=())
    note: str = ""
    legend: Sequence[tuple[str, bool]] = ()


def figures(outcome: Outcome, text: Texts) -> list[Figure]:
    made = [_rules(outcome, text), _distribution(outcome, text), _grades(outcome, text), _weekdays(outcome, text)]
    return [figure for figure in made if figure is not None]


def _distribution(outcome: Outcome, text: Texts) -> Figure | None:
    bands = findings.distribution(outcome)
    pupils = sum(band.pupils for band in bands)
    share = findings.share_with_half_of_absence(outcome)
    if not pupils or share is None:
        return None
    rows = [(_band(band, text), text.number(band.pupils), text.percent(band.pupils / pupils)) for band in bands]
    drawn = [
        Row(label, band.pupils, f"{number} ({percent})", is_marked=(band.low or 0) >= AT_LIMIT_PERCENT)
        for band, (label, number, percent) in zip(bands, rows, strict=True)
    ]
    return Figure(
        id="distribution",
        title=text("distribution"),
        finding=text("distribution_finding", share=text.percent(share)),
        description=text("distribution_what"),
        headings=(text("column_band"), text("pupils"), text("column_share")),
        rows=[*rows, (text("total"), text.number(pupils), text.percent(1))],
        charts=bar_charts(drawn),
        note=text("band_note"),
        legend=((text("under_limit"), False), (text("column_at_limit"), True)),
    )


def _band(band: Band, text: Texts) -> str:
    if band.low is None:
        return text("band_none")
    if band.low == 0:
        return text("band_under", high=band.high)
    return text("band_from", low=band.low) if band.high is None else text("band_between", low=band.low, high=band.high)


def _grades(outcome: Outcome, text: Texts) -> Figure | None:
    grades = findings.by_grade(outcome)
    known = [grade for grade in grades if grade.rate is not None]
    if not known or all(grade.grade is None for grade in known):
        return None
    return Figure(
        id="grades",
        title=text("by_grade"),
        finding=_grades_finding(known, text),
        description=text("by_grade_what"),
        headings=(
            text("column_grade"),
            text("pupils"),
            text("column_rate"),
            text("column_at_limit"),
            text("with_signals"),
        ),
        rows=[
            (
                text.grade(grade.grade),
                text.number(grade.pupils),
                text.percent(grade.rate),
                text.number(grade.at_limit),
                text.number(grade.with_signals),
            )
            for grade in grades
        ],
        charts=bar_charts([Row(text.grade(grade.grade), grade.rate, text.percent(grade.rate)) for grade in grades]),
    )


def _grades_finding(known: Sequence[Grade], text: Texts) -> str:
    numbered = [grade for grade in known if grade.grade is not None]
    low, high = (edge(numbered, key=lambda grade: grade.rate or 0) for edge in (min, max))
    if text.percent(low.rate) == text.percent(high.rate):
        return text("by_grade_finding_one", rate=text.percent(low.rate))
    return text(
        "by_grade_finding",
        low=text.percent(low.rate),
        high=text.percent(high.rate),
        low_grade=low.grade,
        high_grade=high.grade,
    )


def _weekdays(outcome: Outcome, text: Texts) -> Figure | None:
    days = findings.by_weekday(outcome)
    if not any(day.days_absent for day in days):
        return None
    return Figure(
        id="weekdays",
        title=text("by_weekday"),
        finding=_weekdays_finding(days, text),
        description=text("by_weekday_what"),
        headings=(text("column_weekday"), text("column_days"), text("column_school_days"), text("column_mean")),
        rows=[
            (
                text.weekday(day.number),
                text.number(day.days_absent),
                text.number(day.school_days),
                text.number(day.mean, 1),
            )
            for day in days
        ],
        charts=bar_charts([Row(text.weekday(day.number), day.mean, text.number(day.mean, 1)) for day in days]),
    )


def _weekdays_finding(days: Sequence[Weekday], text: Texts) -> str:
    open_days = [day for day in days if day.mean is not None]
    least, most = (edge(open_days, key=lambda day: day.mean or 0) for edge in (min, max))
    words = [text.number(day.mean, 1) for day in (least, most)]
    if words[0] == words[1]:
        return text("by_weekday_finding_even")
    return text(
        "by_weekday_finding",
        most=text.weekday(most.number),
        most_mean=words[1],
        least=text.weekday(least.number),
        least_mean=words[0],
    )


def _rules(outcome: Outcome, text: Texts) -> Figure | None:
    numbers = [(rule, outcome.pupils_by_rule[rule_id]) for rule_id, rule in outcome.rules.items()]
    rule, most = max(numbers, key=lambda pair: pair[1] or 0, default=(None, 0))
    if rule is None or not most:
        return None
    words = rule.text[text.language].rstrip(".")
    rows = [
        (
            rule.text[text.language],
            rule.full_id,
            text.number(pupils),
            text.percent(None if pupils is None else pupils / outcome.pupils),
        )
        for rule, pupils in numbers
    ]
    drawn = [Row(_sentence(rule, text), pupils, text.number(pupils)) for rule, pupils in numbers]
    return Figure(
        id="rules",
        title=text("rules"),
        finding=text("rules_finding", pupils=text.number(most), rule=words),
        description=text("rules_what"),
        headings=(text("column_rule"), "id", text("pupils"), text("column_share")),
        rows=rows,
        charts=bar_charts(drawn, sentences=True),
    )


def _sentence(rule: Rule, text: Texts) -> str:
    words = describe(rule, text.language)
    return words[:1].upper() + words[1:]
