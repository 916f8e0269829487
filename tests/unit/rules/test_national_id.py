"""Every number here is synthetic or printed as an example by Skatteetaten; none belongs to a person."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.national_id import (
    CheckDigits,
    check_digits,
    is_d_number,
    is_synthetic,
    is_valid,
    make_synthetic,
    validated,
)

EXAMPLES_BEFORE_2032 = ["02013299997", "30108299920", "02013299806"]
TENOR = ["23906799537", "20914695016", "47906701517"]
NAV = ["03432287806", "10438303079", "55507608360"]
EXAMPLES_FROM_2032 = ["02013299903", "30108299939"]
birth_dates = st.dates(dt.date(1940, 1, 1), dt.date(2039, 12, 31))


@pytest.mark.parametrize("number", EXAMPLES_BEFORE_2032 + TENOR + NAV)
def test_number_follows_the_rule_before_2032(number):
    assert check_digits(number) is CheckDigits.BEFORE_2032
    assert validated(number) == number


@pytest.mark.parametrize("number", EXAMPLES_FROM_2032)
def test_number_follows_only_the_rule_from_2032(number):
    assert check_digits(number) is CheckDigits.FROM_2032
    assert is_valid(number)


@pytest.mark.parametrize("number", TENOR + NAV)
def test_numbers_of_tenor_and_nav_are_synthetic(number):
    assert is_synthetic(number)


@pytest.mark.parametrize("number", EXAMPLES_BEFORE_2032 + EXAMPLES_FROM_2032)
def test_ordinary_months_are_not_synthetic(number):
    assert not is_synthetic(number)


def test_d_numbers_have_forty_added_to_the_day():
    assert [number for number in TENOR + NAV + EXAMPLES_BEFORE_2032 if is_d_number(number)] == [
        "47906701517",
        "55507608360",
    ]


def test_spaces_and_hyphens_are_read_away():
    assert validated(" 239067 99537") == validated("239067-99537") == "23906799537"


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("", "11 digits"),
        ("2390679953", "11 digits"),
        ("2390679953x", "11 digits"),
        ("17029012345", "check digits"),
        ("23906799538", "check digits"),
        ("23906799547", "check digits"),
        ("32010012345", "not a date"),
        ("00010012345", "not a date"),
        ("30020012345", "not a date"),
        ("01130012345", "not a date"),
        ("01930012345", "not a date"),
        ("01400012345", "not a date"),
    ],
)
def test_number_is_refused_without_being_repeated(number, what):
    with pytest.raises(RefusedError, match=what) as caught:
        validated(number)
    assert not is_valid(number)
    assert not number or number not in str(caught.value)


def test_first_check_digit_that_follows_neither_rule_is_found_although_the_second_is_right():
    start = "238067995"
    first = {calc_check_digit1(start)} | {str((int(calc_check_digit1(start)) + added) % 11) for added in (1, 2, 3)}
    wrong = [start + digit for digit in "0123456789" if digit not in first]
    numbers = [ten + calc_check_digit2(ten) for ten in wrong if len(calc_check_digit2(ten)) == 1]
    assert numbers
    assert not any(check_digits(number) for number in numbers)


def test_leap_day_is_let_through_since_the_century_is_unknown():
    assert is_valid(make_synthetic(dt.date(2012, 2, 29), 0))


@given(birth_dates, st.integers(0, 300))
def test_made_number_is_valid_synthetic_and_of_its_birth_date(birth_date, serial):
    number = make_synthetic(birth_date, serial)
    assert check_digits(validated(number)) is CheckDigits.BEFORE_2032
    assert is_synthetic(number)
    assert not is_d_number(number)
    assert number[:6] == f"{birth_date.day:02}{birth_date.month + 80}{birth_date.year % 100:02}"


def test_serials_of_a_birth_date_give_different_numbers():
    assert len({make_synthetic(dt.date(2015, 3, 4), serial) for serial in range(400)}) == 400


@given(birth_dates, st.integers(0, 10), st.integers(0, 9))
def test_one_wrong_digit_in_the_second_check_digit_is_found(birth_date, serial, digit):
    number = make_synthetic(birth_date, serial)
    assert is_valid(number[:10] + str(digit)) is (str(digit) == number[10])


def test_serial_above_what_a_date_has_is_refused():
    with pytest.raises(ValueError, match="no synthetic number 500"):
        make_synthetic(dt.date(2015, 3, 4), 500)


@pytest.mark.parametrize("year", [1939, 2040])
def test_birth_years_without_numbers_are_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        make_synthetic(dt.date(year, 1, 1), 0)
