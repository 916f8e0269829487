"""`skoleporten check`: from attendance files to the pupils with absence to follow up. Needs no database."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skoleporten.cli.dates import date_argument
from skoleporten.rules.errors import UsageError

if TYPE_CHECKING:
    from skoleporten.analytics.sources import Loaded
    from skoleporten.rules.concern import RuleSet
    from skoleporten.web.report.outcome import Outcome

DEFAULT_RULES = ("kristiansand",)
# Asked too when it is not known which dates were school days: it needs none.
RULES_WITHOUT_DATES = ("ten-percent",)
FORMATS = ("table", "json", "csv", "html")
LANGUAGES = ("nb", "nn", "en")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="+", type=Path, metavar="SOURCE", help="a file or folder of attendance")
    parser.add_argument("--profile", metavar="NAME|FILE", help="read as CSV with this mapping profile")
    parser.add_argument(
        "--enrolments", type=Path, metavar="FILE", help="who went to which school when, in the contract's columns"
    )
    parser.add_argument("--calendar", type=Path, metavar="FILE", help="the school days, in the contract's columns")
    parser.add_argument(
        "--as-of", type=date_argument, metavar="DATE", help="look back from this date (default: the last in the data)"
    )
    parser.add_argument(
        "--rules", action="append", metavar="NAME|FILE", help="a rule set; may be repeated (default: kristiansand)"
    )
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help="what computes (default: duckdb)"
    )
    parser.add_argument("--spark-url", metavar="URL", help="the Spark cluster, with --engine spark")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write pupils, signals, rejected rows and report.html here"
    )
    parser.add_argument("--format", choices=FORMATS, default="table", help="what to print (default: table)")
    parser.add_argument("--language", choices=LANGUAGES, default="nb", help="of the words (default: nb)")


def run(arguments: argparse.Namespace) -> int:
    _refuse_spark(arguments)
    if arguments.out and arguments.out.exists() and not arguments.out.is_dir():
        raise UsageError(f"--out {arguments.out} is a file.", do="Give a folder, which may be new.")
    from skoleporten.rules.concern import load_rule_set

    rule_sets = [load_rule_set(name) for name in dict.fromkeys(arguments.rules or DEFAULT_RULES)]
    _refuse_same_ids(rule_sets)
    # Pupils' data lie here while the check runs, in a folder that only its owner can enter.
    with tempfile.TemporaryDirectory(prefix="skoleporten-") as folder:
        outcome = _outcome(arguments, rule_sets, Path(folder))
        if arguments.out:
            _write(outcome, arguments)
        print(_told(outcome, arguments))
    return 0


def _refuse_spark(arguments: argparse.Namespace) -> None:
    if arguments.engine == "spark":
        raise UsageError(
            "The Spark engine comes as an optional extra, and it is not installed.",
            do="Use --engine duckdb; one machine is enough for a whole country.",
        )
    if arguments.spark_url:
        raise UsageError("--spark-url is only for --engine spark.", do="Leave it out.")


def _refuse_same_ids(rule_sets: list[RuleSet]) -> None:
    ids = [rule_set.id for rule_set in rule_sets]
    if twice := {set_id for set_id in ids if ids.count(set_id) > 1}:
        raise UsageError(f"Two rule sets have the id '{min(twice)}'.", do="Give one of them another id.")


def _outcome(arguments: argparse.Namespace, rule_sets: list[RuleSet], folder: Path) -> Outcome:
    from skoleporten.analytics.check import check, contract_tables
    from skoleporten.analytics.engines import duckdb
    from skoleporten.analytics.sources import read_sources
    from skoleporten.rules.concern import load_rule_set

    loaded = read_sources(
        arguments.source, arguments.profile, arguments.enrolments, arguments.calendar, work_dir=folder
    )
    as_of = arguments.as_of or loaded.last_date
    if loaded.denominator == "session_totals" and not arguments.rules:
        rule_sets = [*rule_sets, *map(load_rule_set, RULES_WITHOUT_DATES)]
    with duckdb.connection(temp_directory=folder) as backend:
        tables = contract_tables(backend, loaded.enrolments, loaded.calendar, loaded.absences, loaded.unregistered)
        with check(backend, tables, as_of, rule_sets, loaded.denominator or "calendar") as result:
            return _collected(result, loaded, rule_sets, arguments)


def _collected(result: Any, loaded: Loaded, rule_sets: list[RuleSet], arguments: argparse.Namespace) -> Outcome:
    import polars as pl

    from skoleporten.analytics.sources import remarks
    from skoleporten.web.report.outcome import Outcome, Rows
    from skoleporten.web.report.words import translator

    translate = translator(arguments.language)

    measures = pl.DataFrame(pl.from_arrow(result.measures.to_pyarrow())).sort("school_id", "pupil_id", nulls_last=True)
    signals = pl.DataFrame(pl.from_arrow(result.signals.to_pyarrow()))
    order = measures.select("pupil_id").with_row_index("place")
    return Outcome(
        as_of=result.as_of,
        engine="duckdb",
        denominator=result.denominator,
        sources=[source.name or str(source) for source in arguments.source],
        measures=measures,
        signals=signals.join(order, on="pupil_id").sort("place", "rule").drop("place"),
        school_days=_school_days(loaded.calendar, result.as_of),
        rule_sets=rule_sets,
        pupils_by_rule=result.pupils_by_rule | dict.fromkeys(result.rules_not_asked),
        counts=result.counts,
        rows=Rows(loaded.rows.read, loaded.rows.used, loaded.rows.rejected, loaded.rows.duplicates),
        warnings=[remarks.in_words(said, translate) for said in loaded.warnings],
        rejected=loaded.rejected,
    )


def _school_days(calendar: Path, as_of: dt.date) -> Any:
    import polars as pl

    from skoleporten.rules.calendar import school_year, school_year_start

    start = school_year_start(school_year(as_of))
    dates = pl.scan_parquet(calendar).select("date").filter(pl.col("date").is_between(start, as_of)).unique()
    weekday = (pl.col("date").dt.weekday() - 1).cast(pl.Int64)
    return dates.group_by(weekday=weekday).agg(days=pl.len().cast(pl.Int64)).collect()


def _told(outcome: Outcome, arguments: argparse.Namespace) -> str:
    from skoleporten.cli import output
    from skoleporten.web.report.texts import Texts

    text = Texts(arguments.language)
    if arguments.format == "json":
        return output.as_json(outcome, text)
    if arguments.format == "csv":
        from skoleporten.cli.files import pupils_csv

        return pupils_csv(outcome).rstrip("\n")
    if arguments.format == "html":
        from skoleporten.web.report.page import render

        return render(outcome, text)
    return output.as_table(outcome, text)


def _write(outcome: Outcome, arguments: argparse.Namespace) -> None:
    from skoleporten.cli.files import write_files
    from skoleporten.web.report.page import render
    from skoleporten.web.report.texts import Texts

    text = Texts(arguments.language)
    written = write_files(outcome, arguments.out, render(outcome, text))
    print(f"skoleporten: wrote {', '.join(written)} in {arguments.out}", file=sys.stderr)
