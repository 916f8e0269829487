"""A file that a spreadsheet opens rightly and that runs nothing."""

from __future__ import annotations

import csv
import io

import pytest

from skoleporten.web.csv_files import csv_response, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+47 123", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0"])
def test_a_cell_that_begins_like_a_formula_becomes_text(text):
    assert safe_cell(text) == f"'{text}"


def test_numbers_stay_numbers_and_nothing_is_empty():
    assert safe_cell(-3) == -3
    assert safe_cell(None) == ""
    assert safe_cell("Kari") == "Kari"


def test_the_file_has_a_mark_semicolons_and_a_name():
    answer = csv_response("liste.csv", ["Navn", "Dager"], [["=Kari;Å", 3]])
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liste.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Navn", "Dager"], ["'=Kari;Å", "3"]]
