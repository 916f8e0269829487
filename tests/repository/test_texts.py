"""Every text on screen is there in bokmål and nynorsk, and every template is used."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from scripts import texts
from tests.repository.tree import PACKAGE, text_of, tracked_files

TEMPLATES = PACKAGE / "web" / "templates"
# Looked for by their names by Django itself.
ASKED_FOR_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def overrides_a_library(name: str) -> bool:
    """Django's form renderer and allauth look for theirs by name, and find ours first."""
    libraries = (Path(django.__file__).parent / "forms", Path(allauth.__file__).parent)
    return any((library / folder / name).exists() for library in libraries for folder in ("templates", "jinja2"))


def sources() -> str:
    ours = [p for p in tracked_files() if p.is_relative_to(PACKAGE) and p.suffix in {".py", ".html", ".txt"}]
    return "\n".join(text_of(path) or "" for path in ours)


def translated_into(code: str) -> list[str]:
    with (PACKAGE / "web" / "locale" / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file)
    return [
        words for one in catalogue if one.id for words in ([one.string] if isinstance(one.string, str) else one.string)
    ]


def test_every_text_is_translated():
    assert texts.faults() == []


def test_nynorsk_has_one_form_of_each_word_and_none_of_bokmaal():
    """Words that slip in from bokmål, and the second forms of verbs that are written in one way everywhere else."""
    slips = re.compile(
        r"\b(disse|fravær\w*|komme|ikke|hvis|hva|noen|noe|svarte|svarer|svart|bruker|bedt|aleine|blei|samtaleine|\w+istek)\b",
        re.IGNORECASE,
    )
    assert [found for words in translated_into("nn") if (found := slips.findall(words))] == []


def test_nobody_is_forbidden_what_they_need_not_do():
    """«Du må ikke» forbids; what is meant is «Du trenger ikke»."""
    reads = re.compile(r"\bdu må ikk(?:e|je)\b", re.IGNORECASE)
    assert [words for code in ("nb", "nn") for words in translated_into(code) if reads.search(words)] == []


def test_texts_are_found_in_code_and_in_templates():
    suffixes = {Path(place.rsplit(":", 1)[0]).suffix for text in texts.extract() for place in text.places}
    assert {".py", ".html"} <= suffixes


def test_every_template_is_used():
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    written = sources()
    unused = [n for n in names if n not in written and n not in ASKED_FOR_BY_DJANGO and not overrides_a_library(n)]
    assert names
    assert unused == []


def test_a_template_is_extracted_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}\n{% translate 'Absence' context 'heading' %}\n"
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        encoding="utf-8",
    )
    found = {text.singular: text for text in texts.texts_in(page)}
    assert (found["Absence"].context, found["Absence"].places) == ("heading", ["page.html:2"])
    assert found["%(n)s day"].plural == "%(n)s days"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("", "is not translated"),
        ("%(name)s har fravær", ""),
        ("Har fravær", "lacks a placeholder"),
        ("%(nam)s har fravær", "has other placeholders"),
    ],
)
def test_a_translation_keeps_the_placeholders(words: str, fault: str):
    text = texts.Text("%(name)s has absence", places=["page.html:1"])
    assert fault in " ".join(texts.faults_of(text, Message("%(name)s has absence", words)))


def test_a_fuzzy_translation_is_a_fault():
    message = Message("Absence", "Fravær", flags=["fuzzy"])
    assert list(texts.faults_of(texts.Text("Absence", places=["x"]), message)) == ["is marked fuzzy"]


def test_an_escaped_quote_in_a_template_is_found():
    assert texts.ESCAPED_QUOTE.search(r"""{% translate "The \"list\"" %}""")
    assert not texts.ESCAPED_QUOTE.search("""{% translate 'The "list"' %}""")
