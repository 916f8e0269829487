"""python scripts/access.py [checks] [first seed]: random access checks, the gate against the oracle of tests/access.

Ends with one line, `access: checks=… leaks=0 hidden=0 seconds=…`, and exit code 1 where they do not agree.
"""

from __future__ import annotations

import sys
from pathlib import Path

CHECKS = 20_000


def main(words: list[str]) -> int:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests import conftest

    conftest.prepare_run()
    conftest.prepare_django()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        return compare(int(words[0]) if words else CHECKS, int(words[1]) if len(words) > 1 else 0)
    finally:
        teardown_databases(made, verbosity=0)
        conftest.OF_THE_RUN.close()


def compare(checks: int, first_seed: int) -> int:
    from tests.access.measured import measured

    tally, seconds = measured(checks, first_seed)
    if tally.first_fault:
        print(tally.first_fault)
    print(f"access: checks={tally.checks} leaks={tally.leaks} hidden={tally.hidden} seconds={seconds:.0f}")
    return int(bool(tally.leaks or tally.hidden or not tally.seen))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
