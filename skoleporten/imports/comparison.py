"""What a table read from a file would change in the table that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

ROW = "row"
OLD = "_before"


@dataclass(frozen=True)
class Compared:
    """`changed` has the file's values, `row` of the standing row, and what that said (columns ending in OLD).

    `vanished` are standing rows that the file does not have.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    unchanged: int
    vanished: pl.DataFrame

    def counts(self) -> dict[str, int]:
        return {
            "new": self.new.height,
            "changed": self.changed.height,
            "unchanged": self.unchanged,
            "vanished": self.vanished.height,
        }


def compare(standing: pl.DataFrame, given: pl.DataFrame, key: Sequence[str]) -> Compared:
    """`standing` has the columns of `given` and `row`. A null in the key is a value like any other."""
    values = [name for name in given.columns if name not in key]
    before = standing.select(*key, ROW, *(pl.col(name).alias(name + OLD) for name in values))
    joined = given.join(before, on=list(key), how="left", nulls_equal=True)
    is_new = pl.col(ROW).is_null()
    is_same = pl.all_horizontal(pl.lit(value=True), *(pl.col(name).eq_missing(pl.col(name + OLD)) for name in values))
    return Compared(
        new=joined.filter(is_new).select(given.columns),
        changed=joined.filter(~is_new & ~is_same),
        unchanged=joined.filter(~is_new & is_same).height,
        vanished=standing.join(given, on=list(key), how="anti", nulls_equal=True),
    )


def nothing(standing: pl.DataFrame) -> Compared:
    """For a table that the file does not bring."""
    columns = [name for name in standing.columns if name != ROW]
    return compare(standing.clear(), standing.clear().select(columns), columns)


def would_be(standing: pl.DataFrame, compared: Compared, gone: pl.DataFrame) -> pl.DataFrame:
    """The table as it would stand: without what is replaced or gone, with what is new or changed."""
    out = pl.concat([compared.changed.select(ROW), gone.select(ROW)])
    columns = compared.new.columns
    kept = standing.join(out, on=ROW, how="anti").select(columns)
    return pl.concat([kept, compared.new, compared.changed.select(columns)])
