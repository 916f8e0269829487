"""Writes the pages of docs/ that are made from code. `make fix` runs it; a test holds that they are up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts import docs_plan, docs_rules
from scripts.docs_security import asvs_page, policies_page
from skoleporten.analytics.tables import CONTRACT, Column, Table
from skoleporten.rules.concern import Rule, RuleSet, describe, describe_conditions, shipped_rule_sets

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
TYPES = {"string": "text", "int64": "whole number", "date": "date"}


def limits_of(column: Column) -> str:
    if column.one_of:
        return "one of " + ", ".join(f"`{word}`" for word in column.one_of)
    match (column.at_least, column.at_most):
        case (None, None):
            return ""
        case (least, None):
            return f"at least {least}"
        case (None, most):
            return f"at most {most}"
        case (least, most):
            return f"{least} to {most}"


def column_row(column: Column) -> str:
    needed = "must be filled in" if column.required else "may be empty"
    return f"| `{column.name}` | {TYPES[column.type]} | {needed} | {limits_of(column)} | {column.description} |"


def table_section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    head = ["| Column | Type | | Limits | What it is |", "|---|---|---|---|---|"]
    return "\n".join(
        [f"## {table.name}", table.description, f"One row for each {key}.", "", *head, *map(column_row, table.columns)]
    )


def tables_page() -> str:
    """docs/reference/tables.md: the contract of the analytics."""
    intro = (
        "# The four tables\n\n"
        "<!-- Made from skoleporten/analytics/tables.py by scripts/docs.py. Change it there. -->\n\n"
        "Every source is read into these tables and every figure is computed from them. A folder with `enrolments`,\n"
        "`calendar`, `absences` and, where there is one, `unregistered` as `.csv` or `.parquet` with these columns is\n"
        "read as it is by `skoleporten check FOLDER`."
    )
    return "\n\n".join([intro, *map(table_section, CONTRACT)]) + "\n"


def rule_row(rule: Rule) -> str:
    ours = " **Ours.**" if rule.ours else ""
    limit = ", ".join(filter(None, [describe(rule, "en"), describe_conditions(rule, "en")]))
    return f"| `{rule.full_id}` | {limit} | {rule.text['nb']} | {rule.source}{ours} |"


def rule_set_section(rule_set: RuleSet) -> str:
    head = ["| Rule | Limit | Bokmål | Source |", "|---|---|---|---|"]
    about = f"Version {rule_set.version}. {rule_set.name['nb']}. Source: {rule_set.source}"
    return "\n".join([f"## {rule_set.id}", about, "", *head, *map(rule_row, rule_set.rules)])


def rules_page() -> str:
    """docs/reference/rule-sets.md: the limits of every shipped rule."""
    intro = (
        "# The shipped rule sets\n\n"
        "<!-- Made from skoleporten/rules/sets by scripts/docs.py. Change them there. -->\n\n"
        "What a signal means is told in [signals and concerns](../explanation/signals-and-concerns.md).\n"
        "**Ours** marks a rule with a number that does not stand in its source."
    )
    return "\n\n".join([intro, *map(rule_set_section, shipped_rule_sets().values())]) + "\n"


def pages() -> dict[Path, str]:
    """What each generated page shall hold."""
    return {
        REFERENCE / "tables.md": tables_page(),
        REFERENCE / "rule-sets.md": rules_page(),
        **{REFERENCE / name: text for name, text in docs_rules.pages().items()},
        REFERENCE / "plan-and-ladder.md": docs_plan.ladder_page(),
        REFERENCE / "pages.md": policies_page(),
        REFERENCE / "asvs.md": asvs_page(),
    }


def main() -> int:
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
