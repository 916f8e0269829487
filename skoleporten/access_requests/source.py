"""How one kind of thing that is kept about a pupil is found and read: for the family's copy and for the full list.

    SOURCES = (
        Source("judgement.note", "judgement.Note", _("Notes"), What.NOTES, "case__pupil",
               shows={"seen_on": _("Day"), "observation": _("What was seen or heard")}, by="written_by"),
    )

A module of access_requests/sources with such a tuple is found by itself. `shows` names, in the order they are read,
fields of the row (a sealed one without `_encrypted`), its properties, and what stands in a row it leads to
("measure__what").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise

from skoleporten.access.actor import Actor
from skoleporten.documents.models import StoredFile
from skoleporten.people.models import Pupil
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What, may_see

Row = Any
Text = str | Promise
Codes = Mapping[Any, Mapping[str, str]]


@dataclass(frozen=True)
class Reader:
    """Somebody of the family, and the pupil in view. `purpose` is what the gate is asked with."""

    actor: Actor
    pupil: Pupil
    purpose: str
    today: dt.date


@dataclass(frozen=True)
class File:
    """Bytes that hang on a thing, as they are handed out."""

    name: str
    kept: StoredFile


def told_by_rows(reader: Reader, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What the app itself lets the reader see."""
    manager: Any = rows.model._default_manager
    return rows.filter(pk__in=manager.visible_to(reader.actor, reader.purpose, reader.today).values("pk"))


def told_to_nobody(reader: Reader, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.none()


def told_wholly(reader: Reader, rows: QuerySet[Any]) -> QuerySet[Any]:
    """To each of the family who may see the kind: there is nothing in it for one and not for another."""
    return rows


def _nobodys(row: Row) -> None:
    return None


def _of_others(row: Row) -> Teller:
    return Teller.OTHER


def _never(row: Row) -> bool:
    return False


def _no_files(row: Row) -> tuple[File, ...]:
    return ()


def _all(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True)
class Source:
    """`what` is the row of rules/visibility; `told` the rows that a reader in the family sees in Skoleporten today.

    `teller`: in whose confidence a row is; `guardian`: the key of the guardian whose words, letter or answer it is;
    `for_adults_here`: the pupil did not let every guardian read it; `kept` leaves out rows that say nothing.
    `codes`: the words of rules/ for a column that holds a code, by language. `retold`: the fields of `shows` in which
    somebody wrote down what was said by the pupil, or by another who could be the pupil.
    """

    key: str
    model: str
    label: Text
    what: What | None
    of_pupil: str
    shows: Mapping[str, Text]
    when: str = ""
    by: str = ""
    told: Callable[[Reader, QuerySet[Any]], QuerySet[Any]] = told_to_nobody
    teller: Callable[[Row], Teller] = _of_others
    guardian: Callable[[Row], int | None] = _nobodys
    for_adults_here: Callable[[Row], bool] = _never
    files: Callable[[Row], tuple[File, ...]] = _no_files
    kept: Callable[[QuerySet[Any]], QuerySet[Any]] = _all
    related: tuple[str, ...] = ()
    codes: Mapping[str, Codes] = field(default_factory=dict)
    retold: tuple[str, ...] = ()

    def rows(self, pupil: Pupil) -> QuerySet[Any]:
        """All that is kept; the caller has let the pupil into view."""
        manager: Any = apps.get_model(self.model)._default_manager
        path = {self.of_pupil: pupil.pk} if self.of_pupil else {"pk": pupil.pk}
        rows: QuerySet[Any] = self.kept(manager.filter(**path).select_related(*self.related))
        return rows.order_by("pk")

    def rows_for(self, reader: Reader) -> QuerySet[Any]:
        """What the reader sees of it today; nothing where the kind is not for the role."""
        rows = self.rows(reader.pupil)
        if self.what is None or not may_see(reader.actor.role, self.what):
            return rows.none()
        return self.told(reader, rows)
