"""Norwegian national identity numbers: fødselsnummer and D-number, real and synthetic, before and after 2032.

Neither sex nor century can be read from a number issued from 2032, so nothing but validity is read from any number.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2, compact
from stdnum.util import isdigits

from skoleporten.rules.errors import RefusedError

D_NUMBER_DAY = 40


class SyntheticMonth(IntEnum):
    """Added to the month of a number that belongs to nobody. NAV's also covers the old H-numbers of hospitals."""

    NAV = 40
    TENOR = 80


class CheckDigits(IntEnum):
    """How many remainders the first check digit may leave: one, and four in numbers issued from 1 January 2032."""

    BEFORE_2032 = 1
    FROM_2032 = 4


def validated(number: str) -> str:
    """The eleven digits. Errors never repeat the number, since errors end up in logs."""
    digits = compact(number)
    if len(digits) != 11 or not isdigits(digits):
        raise RefusedError("A national identity number has 11 digits.", do="Check that no digit is missing.")
    if not _names_a_day(digits):
        raise RefusedError(
            "The first digits of the national identity number are not a date.", do="Check the first six."
        )
    if check_digits(digits) is None:
        raise RefusedError(
            "The check digits of the national identity number are wrong.", do="Look for a slip of a digit."
        )
    return digits


def is_valid(number: str) -> bool:
    try:
        validated(number)
    except RefusedError:
        return False
    return True


def check_digits(digits: str) -> CheckDigits | None:
    """Which rule the two last of the eleven digits follow; None where they follow neither."""
    if digits[10] != calc_check_digit2(digits):
        return None
    for rule in CheckDigits:
        if digits[9] in _first_check_digits(digits, rule):
            return rule
    return None


def _first_check_digits(digits: str, rule: CheckDigits) -> set[str]:
    """A digit "10" is two characters, and so never equal to the one that stands in a number."""
    return {str((int(calc_check_digit1(digits)) + remainder) % 11) for remainder in range(rule)}


def is_d_number(valid_number: str) -> bool:
    """For people who have no fødselsnummer yet: 40 is added to the day."""
    return int(compact(valid_number)[:2]) > D_NUMBER_DAY


def is_synthetic(valid_number: str) -> bool:
    return int(compact(valid_number)[2:4]) > SyntheticMonth.NAV


def _names_a_day(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    day -= D_NUMBER_DAY if day > D_NUMBER_DAY else 0
    month -= next((added for added in sorted(SyntheticMonth, reverse=True) if month > added), 0)
    try:
        dt.date(2000, month, day)  # The century is unknown, so 29 February is let through.
    except ValueError:
        return False
    return True


def make_synthetic(birth_date: dt.date, serial: int) -> str:
    """The `serial`-th (from 0) Tenor-style number of a birth date, by the rule before 2032. About 400 a date exist."""
    if not 1940 <= birth_date.year <= 2039:
        raise ValueError(f"There are no numbers for those born in {birth_date.year}.")
    first = 500 if birth_date.year >= 2000 else 0
    start = f"{birth_date.day:02}{birth_date.month + SyntheticMonth.TENOR:02}{birth_date.year % 100:02}"
    numbers = (number for person in range(first, first + 500) if (number := _with_check_digits(f"{start}{person:03}")))
    for place, number in enumerate(numbers):
        if place == serial:
            return number
    raise ValueError(f"There is no synthetic number {serial} of {birth_date}.")


def _with_check_digits(nine_digits: str) -> str | None:
    ten_digits = nine_digits + calc_check_digit1(nine_digits)
    number = ten_digits + calc_check_digit2(ten_digits)
    return number if len(ten_digits) == 10 and len(number) == 11 else None
