"""One thing done in a process of its own, so that its memory is its own, and timed by itself, without imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

NICE = 5


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and of the processor; `memory` is the most that the process held, in MB of 10^6 bytes."""

    wall: float
    processor: float
    memory: float = 0
    spilled: int = 0
    rows: int = 0
    signals: int = 0


def timed(do: Callable[[], dict[str, int]]) -> Took:
    before = os.times()
    start = time.perf_counter()
    told = do()
    wall, after = time.perf_counter() - start, os.times()
    return Took(wall, after.user + after.system - before.user - before.system, **told)


def in_a_process(module: str, *arguments: str) -> Took:
    """Runs the module, which prints the Took that `tell` gave it."""
    command = ["nice", "-n", str(NICE), sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return Took(**{**json.loads(told), "memory": usage.ru_maxrss * 1024 / 1e6})


def tell(took: Took) -> None:
    print(json.dumps(asdict(took)))


def median_of(many: list[Took], name: str) -> float:
    return median(getattr(took, name) for took in many)
