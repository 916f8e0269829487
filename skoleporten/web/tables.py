"""What a table shows, apart from how it is drawn (templates/components/data_table.html)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Sort:
    """The order asked for in the address: `?sort=grade` or `?sort=-grade`; only known keys are let through."""

    key: str
    is_descending: bool
    query: str = ""

    @classmethod
    def of(cls, request: HttpRequest, keys: Iterable[str], default: str = "") -> Sort:
        asked = request.GET.get("sort", default)
        known = asked if asked.removeprefix("-") in set(keys) else default
        rest = request.GET.copy()
        for parameter in ("sort", "page"):
            rest.pop(parameter, None)
        return cls(known.removeprefix("-"), known.startswith("-"), rest.urlencode())

    def url(self, key: str) -> str:
        """The address that sorts by `key`, the other way round where it already is sorted by it."""
        sign = "-" if key == self.key and not self.is_descending else ""
        return "?" + (f"{self.query}&" if self.query else "") + f"sort={sign}{key}"

    def direction(self, key: str) -> str:
        if key != self.key:
            return "none"
        return "descending" if self.is_descending else "ascending"


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False
    sort_key: str = ""


@dataclass(frozen=True)
class Cell:
    """`note` is a second, quieter line. `tag_color` draws the text as a tag."""

    text: Any
    url: str = ""
    note: str = ""
    tag_color: str = ""

    @property
    def is_plain(self) -> bool:
        """Text and nothing else, which needs no template of its own."""
        return not (self.url or self.note or self.tag_color)


@dataclass(frozen=True)
class Table:
    """The first column is the heading of its row. A cell is a `Cell` or anything that can be written out.

    One that `stacks` shows each row as a small list where the screen is narrow, so that nothing is out of view there.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    sort: Sort | None = None
    is_caption_hidden: bool = False
    stacks: bool = False

    def cells(self) -> list[list[tuple[Column, Cell]]]:
        return [
            [
                (column, cell if isinstance(cell, Cell) else Cell(cell))
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]
