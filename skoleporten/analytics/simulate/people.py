"""National ids for pupils who do not exist: 80 is added to the month, as in the tax authority's synthetic people."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from skoleporten.analytics.simulate.calendar import date_of

Ints = npt.NDArray[np.int64]

SYNTHETIC_MONTH = 80
# Births in 2000-2039 have an individual number from 500 to 999.
INDIVIDUAL_NUMBERS = np.arange(500, 1000)
FIRST_CONTROL = np.array([3, 7, 6, 1, 8, 9, 4, 5, 2])
SECOND_CONTROL = np.array([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])


def add_national_ids(persons: pa.Table) -> pa.Table:
    """One distinct id each; a birth date has room for about 410 pupils."""
    births = persons["birth_date"].combine_chunks().cast(pa.int32()).to_numpy().astype(np.int64)
    days, place, counts = np.unique(births, return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    rank = np.empty(len(births), dtype=np.int64)
    rank[order] = np.arange(len(births)) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers = _ids_of_days(days)[place, rank]
    return persons.append_column("national_id", pa.array([f"{number:011d}" for number in numbers.tolist()]))


def _ids_of_days(days: Ints) -> Ints:
    """[day, n]: the valid ids of a birth date first, then zeros."""
    dates = [date_of(day) for day in days.tolist()]
    stems = np.array([(d.day * 100 + d.month + SYNTHETIC_MONTH) * 100 + d.year % 100 for d in dates], dtype=np.int64)
    nine = stems[:, None] * 1000 + INDIVIDUAL_NUMBERS
    ten = nine * 10 + _control(nine, FIRST_CONTROL)
    eleven = ten * 10 + _control(ten, SECOND_CONTROL)
    valid = (_control(nine, FIRST_CONTROL) < 10) & (_control(ten, SECOND_CONTROL) < 10)
    ids: Ints = np.take_along_axis(np.where(valid, eleven, 0), np.argsort(~valid, axis=1, kind="stable"), axis=1)
    return ids


def _control(numbers: Ints, weights: Ints) -> Ints:
    """Modulus 11; 10 means that the number has no control digit."""
    places = 10 ** np.arange(len(weights) - 1, -1, -1)
    total = ((numbers[..., None] // places % 10) * weights).sum(axis=-1)
    digit: Ints = -total % 11
    return digit
