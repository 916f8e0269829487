"""The municipality's routine: the one chosen, and each text that was ever used, kept once and never changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from skoleporten.concerns.chosen import Choice, RoutineText
from skoleporten.rules.follow_up import Routine, load_routine, parse_routine, shipped_ids

DEFAULT = "kristiansand"


def in_use() -> Routine:
    """What an administrator chose last; the shipped default where nobody has.

    An own routine whose file is gone goes on as it was used last.
    """
    chosen = Choice.objects.values_list("routine_id", flat=True).first() or DEFAULT
    found = {routine.id: routine for routine in may_be_chosen()}
    if chosen in found:
        return found[chosen]
    kept = RoutineText.objects.filter(routine_id=chosen).first()
    return read_stored(kept) if kept else found[DEFAULT]


def may_be_chosen() -> tuple[Routine, ...]:
    """The shipped ones, and those that SKOLEPORTEN_ROUTINES names, each in the place of a shipped namesake."""
    found = {name: _loaded(name) for name in shipped_ids()}
    own = [_loaded(path) for path in settings.ROUTINES if Path(path).is_file()]
    return tuple((found | {routine.id: routine for routine in own}).values())


@lru_cache(maxsize=16)
def _loaded(path_or_id: str) -> Routine:
    """Read once: whoever changes a file starts the server anew."""
    return load_routine(path_or_id)


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
