"""CSV to validated rows, with rejects and duplicates, as a share of the fastest library's speed at the same rules."""

from __future__ import annotations

from benchmarks import csv_import
from benchmarks.report import Figure, Report

LEAST_SHARE = 0.7


def run(pupils: int, runs: int) -> Report:
    """The number of rows does not follow the number of pupils."""
    rows = csv_import.run(times=runs)
    figures = []
    for row in rows:
        is_ours = row.name == "ours"
        figures += [
            Figure(f"{row.name}: million rows a second", row.rows_per_second / 1e6, "M/s"),
            Figure(f"{row.name}: most memory of the process", row.peak_memory_mb, "MB"),
            Figure(f"{row.name} / the fastest library", row.share, "times", least=LEAST_SHARE if is_ours else None),
        ]
    return Report("reading", {"rows": csv_import.ROWS}, tuple(figures), runs)
