import pytest

from skoleporten.rules.errors import Place, RefusedError, SkoleportenError, UsageError


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), ""),
        (Place("a.csv"), "a.csv"),
        (Place("a.csv", 3), "a.csv, line 3"),
        (Place("a.csv", 3, "dato"), "a.csv, line 3, column dato"),
        (Place(column="dato"), "column dato"),
    ],
)
def test_place_says_the_parts_that_are_known(place, words):
    assert str(place) == words


def test_error_says_where_what_and_what_to_do():
    error = RefusedError("31 February is no date.", place=Place("a.csv", 3), do="Correct the date.")
    assert str(error) == "a.csv, line 3: 31 February is no date. Correct the date."


@pytest.mark.parametrize("place", [None, Place()])
def test_error_without_a_place_says_what_is_wrong_only(place):
    assert str(SkoleportenError("The disk is full.", place=place)) == "The disk is full."


def test_refused_input_ends_with_1_and_wrong_use_with_2():
    assert (RefusedError("x").exit_code, UsageError("x").exit_code) == (1, 2)
