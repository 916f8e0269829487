"""World after world, for as many checks as are wanted (scripts/access.py)."""

from __future__ import annotations

import time

from django.db import transaction

from tests.access.tally import Tally
from tests.access.worlds import World


def measured(checks: int, first_seed: int = 0) -> tuple[Tally, float]:
    """World after world until `checks` are done or one went wrong, and the seconds it took. Leaves no row behind."""
    began, tally, seed = time.monotonic(), Tally(), first_seed
    while tally.checks < checks and not tally.first_fault:
        with transaction.atomic():
            World(seed).check(4, tally)
            transaction.set_rollback(True)
        seed += 1
    return tally, time.monotonic() - began
