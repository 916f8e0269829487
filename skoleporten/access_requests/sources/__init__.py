"""Everything that is kept about a pupil, one source for each kind; a module here is one or more apps' sources."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from skoleporten.access_requests.source import Source


@cache
def sources() -> tuple[Source, ...]:
    """In the order of the modules' ORDER, so that the newest and nearest is read first."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [
        source for module in sorted(modules, key=lambda one: (one.ORDER, one.__name__)) for source in module.SOURCES
    ]
    twice = [key for key, count in Counter(source.key for source in found).items() if count > 1]
    if twice:
        raise RuntimeError(f"These keys of sources stand twice: {', '.join(twice)}")
    return tuple(found)


def source(key: str) -> Source | None:
    return {one.key: one for one in sources()}.get(key)
