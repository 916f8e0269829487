"""What the newest published walk over every page found (`make accessibility WITH=--publish`)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "tested.json"


@dataclass(frozen=True)
class Tested:
    """`looks` are all the times a page was looked at; `violations` what was found wrong in them."""

    tested_on: dt.date
    version: str
    axe: str
    pages: int
    pages_with_mistakes: int
    roles: int
    looks: int
    by_keyboard: int
    violations: int


@cache
def tested() -> Tested | None:
    """None before the first walk over every page was published."""
    file = files("skoleporten.web.statement") / FILE
    return read(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def read(told: dict[str, Any]) -> Tested:
    counted = {name: int(told[name]) for name in Tested.__dataclass_fields__ if Tested.__annotations__[name] == "int"}
    day = dt.date.fromisoformat(told["tested_on"])
    return Tested(tested_on=day, version=str(told["version"]), axe=str(told["axe"]), **counted)
