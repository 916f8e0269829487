"""Whether the system is asked for memory again and again is seen in the page faults of the process."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys

from skoleporten.config.garbage import NEW_OBJECTS
from tests.frames import in_one_piece

TIMES = 3_000
DEPTHS = range(60, 400)


def deep(depth: int) -> None:
    """At some depth the last call stands just over the edge of a piece, and the loop asks for it each time."""
    if depth:
        deep(depth - 1)
    else:
        for _ in range(TIMES):
            leaf(1, 2, 3, 4)


def leaf(*values: int) -> int:
    one, two, three, four = values
    return one + two + three + four


def most_faults() -> int:
    def faults(depth: int) -> int:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        deep(depth)
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

    return max(faults(depth) for depth in DEPTHS)


def told(expression: str) -> int:
    """By a process of its own: this one's calls lie in one piece already."""
    words = [sys.executable, "-c", f"from tests.unit.config import test_frames as t; print({expression})"]
    return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def test_at_an_edge_each_call_asks_for_memory_and_in_one_piece_none_does():
    assert told("t.most_faults()") >= TIMES
    assert told("t.in_one_piece(t.most_faults)()") < TIMES / 10


def test_arguments_results_and_errors_pass_through():
    assert in_one_piece(lambda *args, **kwargs: (args, kwargs))(1, two=2) == ((1,), {"two": 2})


def test_the_tests_look_for_garbage_among_what_is_new():
    assert gc.get_threshold()[0] == NEW_OBJECTS
    assert gc.get_freeze_count() > 10_000
