"""The arithmetic of the chain: what a row's mac is made of, and nothing about where rows are kept."""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Link:
    """What one event vouches for. `pupils` are sorted public ids; the order they were shown in carries no meaning."""

    seq: int
    at: str
    actor: str
    actor_name: str
    role: str
    unit: str
    action: str
    purpose: str
    object_type: str
    object_id: str
    details: dict[str, Any]
    request_id: str
    pupils: tuple[str, ...]


def instant(at: dt.datetime) -> str:
    """UTC to the microsecond: the same text from every database."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def sorted_pupils(pupils: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(str(pupil) for pupil in pupils))


def mac(key: str, prev: str, link: Link) -> str:
    canonical = json.dumps(asdict(link), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key.encode(), f"{prev}\n{canonical}".encode(), "sha256").hexdigest()
