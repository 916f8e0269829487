"""`scan DIR` sums every column of the absences that a check reads; `check DIR` finds all signals. Prints the time."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.timed import Took, tell, timed
from skoleporten.analytics.check import check, contract_tables
from skoleporten.analytics.engines.duckdb import connection, spilled_bytes
from skoleporten.analytics.tables import CONTRACT
from skoleporten.rules.concern import shipped_rule_sets

SUMS = """
    SELECT sum(strlen(pupil_id)), sum(date - DATE '1970-01-01'), sum(strlen(kind)), sum(minutes),
        sum(strlen(documented)), sum(strlen(reason)), count(*)
    FROM absences
"""


def scan(folder: Path) -> Took:
    """DuckDB alone: sums, which no statistics of a Parquet file can answer."""
    with connection() as backend:
        backend.read_parquet(str(folder / "absences.parquet"), table_name="absences")
        return timed(lambda: {"rows": backend.con.execute(SUMS).fetchone()[-1]})


def whole_check(folder: Path) -> Took:
    sets = list(shipped_rule_sets().values())
    with connection() as backend:
        tables = contract_tables(backend, *(folder / f"{table.name}.parquet" for table in CONTRACT))

        def find() -> dict[str, int]:
            with check(backend, tables, None, sets) as result:
                counts = result.counts
                return {
                    "rows": counts["registrations"], "signals": counts["signals"], "spilled": spilled_bytes(backend)
                }  # fmt: skip

        return timed(find)


if __name__ == "__main__":
    what, where = sys.argv[1:]
    tell({"scan": scan, "check": whole_check}[what](Path(where)))
