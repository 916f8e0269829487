"""The product at the hour that a file names, so that a story of half a year is played in a minute. For tests only."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine

from skoleporten.config.wsgi import application as product

HOUR = Path(os.environ["SKOLEPORTEN_VAR"]) / "hour.txt"


class Clock:
    """Moved before each request to what the file says, where that has changed; it ticks on from there."""

    def __init__(self) -> None:
        self.said = ""
        self.travel: Any = None

    def move(self) -> None:
        said = HOUR.read_text(encoding="utf-8")
        if said == self.said:
            return
        if self.travel is not None:
            self.travel.stop()
        self.travel = time_machine.travel(dt.datetime.fromisoformat(said), tick=True)
        self.travel.start()
        self.said = said


CLOCK = Clock()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    CLOCK.move()
    answer: Iterable[bytes] = product(environ, start_response)
    return answer
