"""How a check is told in the terminal and as JSON."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator

from skoleporten.web.report.outcome import Outcome
from skoleporten.web.report.texts import NO_BREAK, Texts
from skoleporten.web.report.words import key_figures, notes, rejected_finding, rejected_rows

FIRST_PUPILS = 10
FIRST_REJECTED = 3
WIDEST, NARROWEST = 110, 60


def as_json(outcome: Outcome, text: Texts) -> str:
    """One object; the keys are promised. A rule that could not be asked has null pupils, never 0."""
    return json.dumps(
        {
            "as_of": outcome.as_of.isoformat(),
            "engine": outcome.engine,
            "pupils": outcome.pupils,
            "pupils_with_signals": outcome.pupils_with_signals,
            "rules": {
                rule_id: {"pupils": outcome.pupils_by_rule[rule_id], "text": rule.text[text.language]}
                for rule_id, rule in outcome.rules.items()
            },
            "rows": {
                "read": outcome.rows.read,
                "used": outcome.rows.used,
                "rejected": outcome.rows.rejected,
                "duplicates": outcome.rows.duplicates,
            },
            "denominator": outcome.denominator,
            "warnings": notes(outcome, text),
        },
        ensure_ascii=False,
    )


def as_table(outcome: Outcome, text: Texts) -> str:
    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((100, 24)).columns))
    blocks = [
        _heading(outcome, text),
        _figures(outcome, text, width),
        _by_rule(outcome, text, width),
        _first(outcome, text, width),
    ]
    blocks.append(_rejected(outcome, text, width))
    whole = "\n\n".join(block for block in [*blocks, _notes(outcome, text, width)] if block)
    # They have kept numbers together on a line; in a terminal people search and copy with ordinary spaces.
    return whole.replace(NO_BREAK, " ")


def _heading(outcome: Outcome, text: Texts) -> str:
    names = ", ".join(outcome.sources)
    return f"{text('title')} · {text('as_of', date=text.date(outcome.as_of))}\n{text('source', names=names)}"


def _figures(outcome: Outcome, text: Texts, width: int) -> str:
    rows = {name: text.number(getattr(outcome.rows, name)) for name in ("used", "rejected", "duplicates")}
    read = (text("rows"), text.number(outcome.rows.read), text("rows_hint", **rows))
    lines = [*key_figures(outcome, text), read]
    first, second = (max(len(line[column]) for line in lines) for column in (0, 1))
    table = [
        row for name, number, hint in lines for row in _hanging(f"{name:<{first}}  {number:>{second}}  ", hint, width)
    ]
    days_from = f"{text('denominator')} {text(f'denominator_{outcome.denominator}')}."
    return "\n".join([*table, *_hanging("", days_from, width)])


def _by_rule(outcome: Outcome, text: Texts, width: int) -> str:
    numbers = {rule_id: text.number(outcome.pupils_by_rule[rule_id]) for rule_id in outcome.rules}
    first = max(map(len, numbers), default=0)
    second = max(map(len, numbers.values()), default=0)
    lines = [text("rules")]
    for rule_id, number in numbers.items():
        start = f"  {rule_id:<{first}}  {number:>{second}}  "
        lines += _hanging(start, outcome.rules[rule_id].text[text.language], width)
    return "\n".join(lines)


def _first(outcome: Outcome, text: Texts, width: int) -> str:
    rows = outcome.pupils_to_follow_up(FIRST_PUPILS)
    if not rows:
        return text("rules_none" if outcome.is_asked else "none_asked")
    lines = [text("first_pupils", count=len(rows))]
    for row in rows:
        place = " · ".join([row["school_id"] or text("school_unknown"), text.grade(row["grade"])])
        lines.append(f"  {row['pupil_id']} · {place}")
        for signal in outcome.reasons[row["pupil_id"]]:
            lines += _hanging("    ", outcome.in_words(signal, text.language), width)
    if more := outcome.pupils_with_signals - len(rows):
        lines += _hanging("  ", text("more_pupils", count=text.number(more)), width)
    return "\n".join(lines)


def _rejected(outcome: Outcome, text: Texts, width: int) -> str:
    rows = rejected_rows(outcome, text, FIRST_REJECTED)
    if not rows:
        return ""
    told = [line for row in rows for line in _hanging("  ", text("rejected_row", **row), width)]
    return "\n".join([*_hanging("", rejected_finding(outcome, text), width), *told])


def _notes(outcome: Outcome, text: Texts, width: int) -> str:
    return "\n".join(line for note in notes(outcome, text) for line in _hanging(f"{text('note')}: ", note, width))


def _hanging(start: str, words: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(words, width, initial_indent=start, subsequent_indent=" " * len(start)) or [start.rstrip()]
