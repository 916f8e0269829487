"""What is due without anybody having asked for it. A part of the product adds its own in its AppConfig.ready:

    sources.register("left_open", decisions_not_done)

A source is asked for one meeting and looks only among what `scope` holds, which has been through the gate; with few
queries, however many cases there are. Its section says where it stands and which kinds of meeting ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from skoleporten.agendas.scope import Due, Scope

Source = Callable[[Scope], Iterable[Due]]
LEFT_OPEN = "left_open"
SOURCES: dict[str, list[Source]] = {}


def register(section: str, source: Source) -> None:
    """Twice is once."""
    told = SOURCES.setdefault(section, [])
    if source not in told:
        told.append(source)


def due_in(scope: Scope) -> Iterator[tuple[str, Due]]:
    """With its section. A thing that two sources tell of stands once: what is due by itself is not also left open."""
    told: set[str] = set()
    for section in sorted(scope.asked.sections, key=lambda one: one.id == LEFT_OPEN):
        for source in SOURCES.get(section.id, ()):
            for one in source(scope):
                if one.key not in told:
                    told.add(one.key)
                    yield section.id, one
