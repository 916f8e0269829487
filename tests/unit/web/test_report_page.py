"""The report's page: whole HTML that needs nothing beside it, says what it must, and lets no value become markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from skoleporten.web.report.outcome import Rows
from skoleporten.web.report.page import MOST_PUPILS, render
from skoleporten.web.report.texts import LANGUAGES, Texts
from tests.unit.web.report_outcome import make_outcome, pupil, signal

VOID = {"meta", "link", "rect", "line", "br"}


class Page(HTMLParser):
    """What is in a page: tags with their attributes, ids, text; it fails on tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page(tmp_path, pupils=None, signals=None, *, language="nb", **more) -> Page:
    if pupils is None:
        pupils = [
            pupil("A", minutes_absent=250, documented_minutes=250, days_absent=20, absent_days_monday=20, grade=9),
            pupil("B", minutes_absent=20, days_absent=1, absent_days_friday=1),
        ]
        signals = [signal("A")]
    return Page(render(make_outcome(tmp_path, pupils, signals or [], **more), Texts(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_whole_in_every_language(tmp_path, language):
    made = page(tmp_path, language=language)
    assert made.tags[0] == ("html", {"lang": "en-GB" if language == "en" else language})
    assert made.count("h1") == made.count("main") == made.count("title") - 2 * made.count("figure") == 1


def test_page_needs_nothing_beside_it(tmp_path):
    html = render(make_outcome(tmp_path, [pupil("A")]), Texts("nb"))
    assert not re.search(r"<script|https?://|url\(|@import|<img|<iframe", html)
    assert "default-src 'none'" in html


def test_every_id_is_there_once_and_every_reference_points_at_one(tmp_path):
    made = page(tmp_path)
    ids = [attributes["id"] for _, attributes in made.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    references = [attributes["aria-labelledby"] for _, attributes in made.tags if attributes.get("aria-labelledby")]
    assert {word for reference in references for word in (reference or "").split()} <= set(ids)


def test_every_figure_has_a_caption_two_drawings_and_a_table(tmp_path):
    made = page(tmp_path)
    assert made.count("figure") == 4
    assert made.count("figcaption") == 4
    assert made.count("svg") == 8
    assert [attributes["role"] for tag, attributes in made.tags if tag == "svg"] == ["img"] * 8
    assert made.count("desc") == 8


def test_as_of_stands_on_every_figure(tmp_path):
    made = page(tmp_path)
    stamps = [attributes for tag, attributes in made.tags if tag == "p" and attributes.get("class") == "as-of"]
    assert len(stamps) == made.count("figure") + 1
    assert made.text.count("Per 15. januar 2026") > len(stamps)


def test_findings_come_first_and_in_words(tmp_path):
    text = page(tmp_path).text
    assert "1 av 2 elever (50,0 %) har fravær som når en grense" in text.replace("\u00a0", " ")
    assert text.index("Det viktigste") < text.index("Elever for hver regel") < text.index("Slik er det regnet")


def test_a_value_never_becomes_markup(tmp_path):
    evil = "<script>alert(1)</script>"
    pupils = [pupil(evil, school_id=evil)]
    made = page(tmp_path, pupils, [signal(evil)], warnings=[evil], sources=[evil])
    assert made.count("script") == 0
    assert made.text.count(evil) >= 4


def test_pupils_are_listed_by_school_with_reason_and_dates(tmp_path):
    pupils = [pupil("A1"), pupil("B1", school_id="S2"), pupil("B2", school_id="S2")]
    text = page(tmp_path, pupils, [signal("B1"), signal("A1")]).text
    assert "S1: 1 av 1 elever" in text
    assert "S2: 1 av 2 elever" in text
    assert "5.1.2026, 6.1.2026, 7.1.2026" in text
    assert "B2" not in text


def test_without_signals_it_says_so(tmp_path):
    assert "Ingen elever har fravær som når en grense" in page(tmp_path, [pupil("A")]).text


def test_a_very_long_list_is_cut_and_says_where_the_rest_is(tmp_path):
    ids = [f"P{number:05}" for number in range(MOST_PUPILS + 3)]
    text = page(tmp_path, [pupil(name) for name in ids], [signal(name) for name in ids]).text
    assert ids[MOST_PUPILS - 1] in text
    assert ids[MOST_PUPILS] not in text
    assert "Resten står i pupils.csv" in text


def test_without_any_pupil_the_page_is_still_whole(tmp_path):
    empty = make_outcome(tmp_path, [pupil("A")]).measures.clear()
    made = page(tmp_path, [pupil("A")], measures=empty)
    assert made.count("figure") == 0
    assert "Ingen av 0 elever" in made.text


def test_rejected_rows_are_shown_with_what_to_do(tmp_path):
    row = "fravaer.csv,3,Dato,31.02.2026,The date does not exist.,Correct the date."
    (tmp_path / "rejected.csv").write_text(f"\ufefffile,line,column,value,reason,what_to_do\n{row}\n", encoding="utf-8")
    text = page(tmp_path, rows=Rows(10, 9, 1, 0)).text
    assert "1 av 10 rader ble ikke brukt" in text
    assert "31.02.2026" in text


@pytest.mark.parametrize(
    ("denominator", "words"),
    [("calendar", "skoleruta"), ("presence", "var til stede"), ("session_totals", "antall per termin")],
)
def test_it_says_how_the_school_days_were_got(tmp_path, denominator, words):
    assert words in page(tmp_path, denominator=denominator).text


def test_rules_are_told_with_their_source_and_what_is_ours(tmp_path):
    text = page(tmp_path).text
    assert "Kristiansand kommunes rutine" in text
    assert "Et tall i regelen er vårt" in text


def test_absence_begun_by_the_school_is_shown_apart(tmp_path):
    assert "2 timer av fraværet" in page(tmp_path, [pupil("A", minutes_absent=120, school_initiated_minutes=120)]).text


def test_minutes_elsewhere_by_agreement_are_shown_apart(tmp_path):
    text = page(tmp_path, [pupil("A", minutes_absent=120, elsewhere_minutes=60)]).text
    assert "1 timer var til stede et annet sted etter avtale" in text
    assert "timer av fraværet var satt i gang" not in text
