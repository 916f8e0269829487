"""The arithmetic of the chain: what a row's mac is made of, and nothing about where rows are kept."""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterable
from functools import lru_cache
from json.encoder import encode_basestring as text  # type: ignore[attr-defined]
from typing import Any, NamedTuple

START = "0" * 64


class Link(NamedTuple):
    """What one event vouches for. `pupils` are sorted public ids; the order they were shown in carries no meaning.

    `details` is JSON with sorted keys (`details_text`): databases give it back with another spacing and order.
    """

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
    details: str
    request_id: str
    pupils: tuple[str, ...]


def instant(at: dt.datetime) -> str:
    """UTC to the microsecond: the same text from every database."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def sorted_pupils(pupils: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(str(pupil) for pupil in pupils))


def details_text(details: dict[str, Any]) -> str:
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=4096)
def details_text_of(stored: str) -> str:
    """From the JSON that a database gave back; most events have the same few."""
    return details_text(json.loads(stored))


def canonical(link: Link) -> str:
    """JSON with sorted keys and no spaces, written out by hand: a year of events is verified in minutes, not hours."""
    pupils = '","'.join(link.pupils)
    return (
        f'{{"action":{text(link.action)},"actor":{text(link.actor)},"actor_name":{text(link.actor_name)},'
        f'"at":"{link.at}","details":{link.details},"object_id":{text(link.object_id)},'
        f'"object_type":{text(link.object_type)},"pupils":{f"""["{pupils}"]""" if pupils else "[]"},'
        f'"purpose":{text(link.purpose)},"request_id":{text(link.request_id)},"role":{text(link.role)},'
        f'"seq":{link.seq},"unit":{text(link.unit)}}}'
    )


def mac(key: str, prev: str, link: Link) -> str:
    return hmac.digest(key.encode(), f"{prev}\n{canonical(link)}".encode(), "sha256").hex()
