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

    An own routine whose file is gone goes on as it was used last. No own file is read where a shipped one is in use.
    """
    chosen = Choice.objects.values_list("routine_id", flat=True).first() or DEFAULT
    if chosen in shipped_ids():
        return _loaded(chosen)
    kept = RoutineText.objects.filter(routine_id=chosen)
    return next((one for one in _own() if one.id == chosen), None) or next(map(read_stored, kept), _loaded(DEFAULT))


def may_be_chosen() -> tuple[Routine, ...]:
    """The shipped ones, and those with an id of their own that SKOLEPORTEN_ROUTINES names."""
    shipped = tuple(_loaded(name) for name in shipped_ids())
    names = {routine.id for routine in shipped}
    return shipped + tuple(routine for routine in _own() if routine.id not in names)


def _own() -> list[Routine]:
    return [_loaded(path) for path in settings.ROUTINES if Path(path).is_file()]


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
