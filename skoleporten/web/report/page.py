"""report.html: one page that needs nothing beside it - no script, no font, no address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import groupby
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from skoleporten.rules.concern import Rule, describe_conditions
from skoleporten.web.report import findings
from skoleporten.web.report.figures import figures
from skoleporten.web.report.outcome import Outcome
from skoleporten.web.report.texts import NOTHING, Texts
from skoleporten.web.report.words import key_figures, notes, rejected_finding, rejected_rows

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
MOST_PUPILS = 2000
MOST_REJECTED = 100
MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True)
class Reason:
    words: str
    dates: str


@dataclass(frozen=True)
class Pupil:
    pupil_id: str
    grade: str
    rate: str
    days: str
    lessons: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class School:
    heading: str
    pupils: tuple[Pupil, ...]


def render(outcome: Outcome, text: Texts) -> str:
    values = {
        "lang": text.html_language,
        "t": {key: text(key) for key in _PLAIN},
        "as_of": text("as_of", date=text.date(outcome.as_of)),
        "source": text("source", names=", ".join(outcome.sources)),
        "findings": _findings(outcome, text),
        "key_figures": key_figures(outcome, text),
        "figures": figures(outcome, text),
        "schools": _schools(outcome, text),
        "cut": _cut(outcome, text),
        "none": text("rules_none" if outcome.is_asked else "none_asked"),
        "rejected": rejected_rows(outcome, text, MOST_REJECTED),
        "rejected_finding": rejected_finding(outcome, text),
        "denominator": text("how_denominator", denominator=text(f"denominator_{outcome.denominator}")),
        "notes": notes(outcome, text),
        "rule_sets": _rule_sets(outcome, text),
        "made_by": text("made_by", version=_version(), engine=outcome.engine),
    }
    # Without use_l10n=False Django would look for settings; all numbers are written by Texts.
    return _engine().get_template("report/report.html").render(Context(values, use_l10n=False, use_tz=False))


# Texts without values, which templates place.
_PLAIN = (
    "product",
    "title",
    "findings",
    "caution",
    "privacy",
    "table_words",
    "pupils_to_follow_up",
    "pupils_order",
    "pupil",
    "column_grade",
    "column_rate",
    "column_days",
    "column_lessons",
    "column_why",
    "rejected",
    "column_file",
    "column_line",
    "column_column",
    "column_value",
    "column_reason",
    "column_what_to_do",
    "how",
    "how_rate",
    "how_days",
    "how_missing",
    "how_limit",
    "rules_used",
    "column_rule",
    "column_source",
)


def _version() -> str:
    try:
        return version("skoleporten")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return NOTHING


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)


def _findings(outcome: Outcome, text: Texts) -> list[str]:
    found = [_signals_finding(outcome, text)]
    if outcome.absence_rate is None:
        return found
    found.append(
        text(
            "finding_rate",
            percent=text.percent(outcome.absence_rate),
            year=outcome.school_year,
            date=text.date(outcome.as_of),
        )
    )
    pupils = findings.measured(outcome)
    at_limit = findings.pupils_at_limit(outcome)
    found.append(
        text(
            "finding_spread",
            median=text.percent(pupils["absence_rate"].median()),  # type: ignore[arg-type]
            at_limit=text.number(at_limit),
            percent=text.percent(at_limit / pupils.height),
        )
    )
    minutes = outcome.total("minutes_absent")
    if minutes:
        parts = ("documented", "undocumented", "unknown")
        found.append(
            text(
                "finding_documented",
                **{part: text.percent(outcome.total(f"{part}_minutes") / minutes, 0) for part in parts},
            )
        )
    return [*found, *_apart(outcome, text)]


def _signals_finding(outcome: Outcome, text: Texts) -> str:
    if not outcome.is_asked:
        return text("none_asked")
    if not outcome.pupils_with_signals:
        return text("finding_no_signals", pupils=text.number(outcome.pupils))
    return text(
        "finding_signals",
        count=text.number(outcome.pupils_with_signals),
        pupils=text.number(outcome.pupils),
        percent=text.percent(outcome.share_with_signals),
    )


def _apart(outcome: Outcome, text: Texts) -> list[str]:
    """Absence that the school began, and what is no absence: always shown apart."""
    school, other, elsewhere = (outcome.total(name) for name in APART)
    hours = [text.number(minutes / MINUTES_IN_AN_HOUR) for minutes in (school, other, elsewhere)]
    return [
        *([text("finding_apart", school=hours[0], not_absence=hours[1])] if school or other else []),
        *([text("finding_elsewhere", elsewhere=hours[2])] if elsewhere else []),
    ]


APART = ("school_initiated_minutes", "not_absence_minutes", "elsewhere_minutes")


def _schools(outcome: Outcome, text: Texts) -> list[School]:
    in_school = dict(outcome.measures["school_id"].value_counts().iter_rows())
    shown = outcome.pupils_to_follow_up(MOST_PUPILS)
    by_school = ((school, tuple(rows)) for school, rows in groupby(shown, key=lambda row: row["school_id"]))
    return [
        School(
            _school_heading(school, len(rows), in_school[school], text),
            tuple(_pupil(outcome, row, text) for row in rows),
        )
        for school, rows in by_school
    ]


def _school_heading(school: str | None, with_signals: int, pupils: int, text: Texts) -> str:
    if school is None:
        return text("school_unknown")
    return text("school_heading", school=school, count=text.number(with_signals), pupils=text.number(pupils))


def _pupil(outcome: Outcome, row: dict[str, Any], text: Texts) -> Pupil:
    reasons = (
        Reason(outcome.in_words(signal, text.language), ", ".join(_day(day, text) for day in signal["dates"] or ()))
        for signal in outcome.reasons[row["pupil_id"]]
    )
    return Pupil(
        pupil_id=row["pupil_id"],
        grade=NOTHING if row["grade"] is None else str(row["grade"]),
        rate=text.percent(row["absence_rate"]),
        days=text.number(row["days_absent"]),
        lessons=text.number(row["lessons_absent"]),
        reasons=tuple(reasons),
    )


def _day(day: dt.date, text: Texts) -> str:
    return day.isoformat() if text.language == "en" else f"{day.day}.{day.month}.{day.year}"


def _cut(outcome: Outcome, text: Texts) -> str:
    if outcome.pupils_with_signals <= MOST_PUPILS:
        return ""
    return text("pupils_cut", shown=text.number(MOST_PUPILS), count=text.number(outcome.pupils_with_signals))


def _conditions(rule: Rule, text: Texts) -> str:
    conditions = describe_conditions(rule, text.language)
    return text("how_conditions", conditions=conditions) if conditions else ""


def _rule_sets(outcome: Outcome, text: Texts) -> list[dict[str, Any]]:
    return [
        {
            "name": rule_set.name[text.language],
            "version": text("version", version=rule_set.version),
            "source": rule_set.source,
            "rules": [
                {
                    "text": rule.text[text.language],
                    "id": rule.full_id,
                    "conditions": _conditions(rule, text),
                    "source": rule.source,
                    "ours": text("how_ours") if rule.ours else "",
                }
                for rule in rule_set.rules
            ],
        }
        for rule_set in outcome.rule_sets
    ]
