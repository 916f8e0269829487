"""The files of `skoleporten check --out`: all of them or none, with cells that a spreadsheet will not run."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from skoleporten.analytics.sources.output import all_or_nothing
from skoleporten.web.report.outcome import Outcome

FLOAT_DIGITS = 6
# What a spreadsheet takes for a formula at the start of a cell.
FORMULA = r"^[=+@\-\t\r]"
SIGNAL_COLUMNS = ("pupil_id", "rule", "window_start", "window_end", "value", "limit", "dates")


def write_files(outcome: Outcome, out: Path, report: str) -> list[str]:
    """Raises RefusedError when the disk is full; then nothing has changed."""
    pupils = pupils_table(outcome)
    if not out.exists():
        out.mkdir(mode=0o700, parents=True)  # it holds what is known about each pupil
    with all_or_nothing(out) as folder:
        pupils.write_parquet(folder / "pupils.parquet", compression="zstd")
        _write_csv(pupils, folder / "pupils.csv")
        _write_csv(signals_table(outcome), folder / "signals.csv")
        shutil.copyfile(outcome.rejected, folder / "rejected.csv")
        (folder / "report.html").write_text(report, encoding="utf-8")
        return sorted(path.name for path in folder.iterdir())


def pupils_csv(outcome: Outcome) -> str:
    return _neutral(pupils_table(outcome)).write_csv(float_precision=FLOAT_DIGITS)


def pupils_table(outcome: Outcome) -> pl.DataFrame:
    """The measures of every pupil, and the ids of the rules that gave a signal, joined by space."""
    rules = outcome.signals.group_by("pupil_id", maintain_order=True).agg(pl.col("rule"))
    ids = rules.select("pupil_id", signals=pl.col("rule").list.join(" "))
    return outcome.measures.join(ids, on="pupil_id", how="left", maintain_order="left").with_columns(
        pl.col("signals").fill_null("")
    )


def signals_table(outcome: Outcome) -> pl.DataFrame:
    """Counts are written as whole numbers and shares as fractions."""
    counts = [rule_id for rule_id, rule in outcome.rules.items() if rule.limit.count is not None]
    number = pl.col("value", "limit")
    whole, share = number.cast(pl.Int64).cast(pl.String), number.round(FLOAT_DIGITS).cast(pl.String)
    dates = pl.col("dates").list.eval(pl.element().dt.strftime("%Y-%m-%d")).list.join(" ")
    written = outcome.signals.with_columns(
        pl.when(pl.col("rule").is_in(counts)).then(whole).otherwise(share), dates.fill_null("")
    )
    return written.select(SIGNAL_COLUMNS)


def _write_csv(table: pl.DataFrame, path: Path) -> None:
    _neutral(table).write_csv(path, float_precision=FLOAT_DIGITS)


def _neutral(table: pl.DataFrame) -> pl.DataFrame:
    """A leading apostrophe makes a spreadsheet show a cell instead of running it."""
    text = pl.col(pl.String)
    return table.with_columns(pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep())
