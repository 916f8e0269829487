"""The pieces of the pages: what they say, and that what people wrote is never markup."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from skoleporten.web.components import Crumb, KeyFigure, TimelineEntry
from skoleporten.web.tables import Cell, Column, Sort, Table

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def in_bokmal():
    with translation.override("nb"):
        yield


def draw(template: str, address: str = "/", **values) -> str:
    request = RequestFactory().get(address)
    return " ".join(engines["django"].from_string(template).render(values, request).split())


class NameForm(forms.Form):
    name = forms.CharField(label="Navn", help_text="Som i folkeregisteret.")
    note = forms.CharField(label="Merknad", required=False)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "En"), ("b", "To")], widget=forms.RadioSelect)


def test_a_field_says_whether_it_must_be_filled_in_and_ties_its_words_to_itself():
    drawn = draw("{{ form }}", form=NameForm())
    assert drawn.count("Må fylles ut") == 2
    assert drawn.count("Valgfritt") == 1
    assert 'aria-describedby="id_name_helptext"' in drawn
    assert 'class="ds-input"' in drawn


def test_a_mistake_stands_at_the_top_and_at_the_field_in_the_same_words():
    form = NameForm({"name": ""})
    drawn = draw("{% error_summary form %}{{ form }}", form=form)
    assert '<a class="ds-link" href="#id_name">' in drawn
    assert drawn.count("Feltet er påkrevet.") == 4
    assert [">Navn: Feltet er påkrevet.<" in drawn, ">Slag: Feltet er påkrevet.<" in drawn] == [True, True]
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn


def test_a_mistake_of_one_field_alone_is_not_told_apart_by_its_label():
    form = NameForm({"name": "", "kind": "a"})
    drawn = draw("{% error_summary form %}", form=form)
    assert ">Feltet er påkrevet.<" in drawn


def test_a_form_that_was_not_sent_has_no_summary():
    assert "ds-error-summary" not in draw("{% error_summary form %}", form=NameForm())


def test_a_table_has_a_caption_row_headings_and_a_region_that_takes_the_keyboard():
    table = Table("Elever", [Column("Navn"), Column("Dager", is_number=True)], [["Kari", 3]])
    drawn = draw("{% data_table table %}", table=table)
    assert "<caption>Elever</caption>" in drawn
    assert '<th scope="row">Kari</th>' in drawn
    assert 'role="region" aria-label="Elever" tabindex="0"' in drawn
    assert '<td class="number">3</td>' in drawn


def test_a_cell_of_a_wrong_number_of_columns_is_a_fault_and_not_a_crooked_table():
    with pytest.raises(ValueError, match="zip"):
        Table("x", [Column("a")], [["1", "2"]]).cells()


@pytest.mark.parametrize(
    ("address", "url", "direction"),
    [
        ("/?sort=name", "?sort=-name", "ascending"),
        ("/?sort=-name", "?sort=name", "descending"),
        ("/?sort=other", "?sort=name", "none"),
        ("/?grade=5&page=3&sort=name", "?grade=5&sort=-name", "ascending"),
        ("/?sort=name;drop", "?sort=name", "none"),
    ],
)
def test_a_heading_sorts_by_a_link_that_keeps_the_selection(address, url, direction):
    sort = Sort.of(RequestFactory().get(address), ["name", "other"])
    assert (sort.url("name"), sort.direction("name")) == (url, direction)


def test_pages_keep_the_selection_and_say_which_one_is_shown():
    page = Paginator(range(100), 10).page(3)
    drawn = draw("{% pagination page %}", "/?grade=5&page=3", page=page)
    assert 'href="?grade=5&amp;page=4"' in drawn
    assert drawn.count('aria-current="true"') == 1
    assert "Forrige" in drawn


def test_one_page_has_no_pages():
    assert draw("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_breadcrumbs_end_where_one_is():
    drawn = draw("{% breadcrumbs trail %}", trail=[Crumb("Elever", "/pupils/"), Crumb("Kari")])
    assert '<span aria-current="page">Kari</span>' in drawn


def test_a_key_figure_says_of_what_and_as_of_when():
    drawn = draw(
        "{% key_figures f %}", f=[KeyFigure("Borte", "12,5 %", of_what="av 600 t", as_of=dt.date(2026, 3, 20))]
    )
    assert "av 600 t" in drawn
    assert "Per 20. mars 2026" in drawn


def test_a_timeline_tells_dates_as_dates_and_instants_in_local_time():
    entries = [
        TimelineEntry(dt.datetime(2026, 3, 20, 8, 5, tzinfo=dt.UTC), "Møte", "Kari"),
        TimelineEntry(dt.date(2026, 3, 19), "En regel slo til"),
    ]
    drawn = draw("{% timeline entries %}", entries=entries)
    assert "20. mars 2026 kl. 09.05" in drawn
    assert '<time datetime="2026-03-19">torsdag 19. mars 2026</time>' in drawn


def test_what_people_wrote_is_never_markup():
    table = Table(SCRIPT, [Column(SCRIPT)], [[Cell(SCRIPT, note=SCRIPT)]])
    drawn = draw(
        "{% data_table t %}{% breadcrumbs c %}{% timeline e %}{% key_figures k %}{% tag x %}"
        "{% alert 'info' heading=x %}<p>{{ x }}</p>{% endalert %}{% empty_state x %}{% endempty_state %}"
        "{% scroll_region x %}{{ x }}{% endscroll_region %}",
        t=table,
        c=[Crumb(SCRIPT, "/"), Crumb(SCRIPT)],
        e=[TimelineEntry(dt.date(2026, 3, 19), SCRIPT, SCRIPT, SCRIPT, [SCRIPT])],
        k=[KeyFigure(SCRIPT, SCRIPT, SCRIPT, SCRIPT)],
        x=SCRIPT,
    )
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") >= 15
