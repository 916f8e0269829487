"""The municipality's routine: the one chosen, and each text that was ever used, kept once and never changed."""

from __future__ import annotations

from functools import lru_cache

from skoleporten.concerns.chosen import Choice, RoutineText
from skoleporten.rules.follow_up import Routine, load_routine, parse_routine, shipped_routines

DEFAULT = "kristiansand"


def in_use() -> Routine:
    """What an administrator chose last; the shipped default where nobody has."""
    chosen = Choice.objects.values_list("routine_id", flat=True).first()
    return _shipped(chosen or DEFAULT)


def all_shipped() -> tuple[Routine, ...]:
    return tuple(_shipped(routine_id) for routine_id in shipped_routines())


@lru_cache(maxsize=16)
def _shipped(routine_id: str) -> Routine:
    return load_routine(routine_id)


def stored(routine: Routine) -> RoutineText:
    """The text exactly as it is used now; a changed text is a new row."""
    kept, _made = RoutineText.objects.get_or_create(
        sha256=routine.sha256,
        defaults={"routine_id": routine.id, "version": routine.version, "text": routine.text},
    )
    return kept


def used() -> dict[int, Routine]:
    """Every routine that a concern may point to, by key; few rows, read once a page."""
    return {row.pk: read_stored(row) for row in RoutineText.objects.all()}


def read_stored(kept: RoutineText) -> Routine:
    return _parsed(kept.sha256, kept.routine_id, kept.text)


@lru_cache(maxsize=64)
def _parsed(sha256: str, routine_id: str, text: str) -> Routine:
    """A used text never changes, so its hash is its name."""
    return parse_routine(text, f"{routine_id}.toml")
