"""What is known of a gateway that sends SMS: where it is, what it is asked, and what its answers mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

IN_BRACES = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Gateway:
    """`never` are the answers after which it is no use to try again; any other than `taken` is tried later."""

    address: str
    sender: str
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    format: str = "json"
    secret: str = ""
    seconds: int = 10
    country: str = "+47"
    taken: tuple[int, ...] = (200, 201, 202)
    never: tuple[int, ...] = (400, 404, 410, 422)


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """Once over: what stands in braces in a text that was put in stays as it is."""
    if isinstance(value, str):
        return IN_BRACES.sub(lambda found: words[found[1]], value)
    if isinstance(value, Mapping):
        return {name: filled(one, words) for name, one in value.items()}
    return [filled(one, words) for one in value] if isinstance(value, list) else value


def in_braces(value: Any) -> set[str]:
    """The names that are filled in, however deep."""
    if isinstance(value, str):
        return set(IN_BRACES.findall(value))
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return {name for one in inner for name in in_braces(one)}
