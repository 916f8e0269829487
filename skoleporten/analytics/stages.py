"""Temporary tables between the joins of a check.

Each stage is computed once and stands alone: planners that see several stages at once may join pupils with the calendar
first, which makes a row of each pupil and school day.
"""

from __future__ import annotations

from itertools import count
from types import TracebackType
from typing import Any, Self

_numbers = count(1)


class Stages:
    """Keeps tables under names of their own, and drops what is left of them when it is closed."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self._names: list[str] = []

    def keep(self, name: str, expression: Any) -> Any:
        unique = f"_{name}_{next(_numbers)}"
        # Ibis makes the table first and fills it then; one that could not be filled must be dropped too.
        self._names.append(unique)
        self.backend.create_table(unique, expression, temp=True)
        return self.backend.table(unique)

    def drop(self, *tables: Any) -> None:
        for table in tables:
            name = table.get_name()
            self._names.remove(name)
            self._drop(name)

    def drop_all_but(self, *tables: Any) -> None:
        kept = {table.get_name() for table in tables}
        self.drop(*(self.backend.table(name) for name in self._names if name not in kept))

    def close(self) -> None:
        while self._names:
            self._drop(self._names.pop())

    def _drop(self, name: str) -> None:
        # Ibis 12 writes a broken DROP with the SQLGlot that we have locked.
        self.backend.raw_sql(f'DROP TABLE IF EXISTS "{name}"')

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def whole(number: Any) -> int:
    """The value of an expression that is one number; 0 where there are no rows."""
    return int(number.to_pyarrow().as_py() or 0)
