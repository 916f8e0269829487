"""Catalogues that are dropped in: what is offered, what is left out, and what is refused in words."""

from __future__ import annotations

import gettext
import json
from pathlib import Path

import pytest

from skoleporten.config.languages import load_languages
from skoleporten.rules.errors import UsageError

OURS = Path(__file__).resolve().parents[3] / "skoleporten" / "web" / "locale"
HEADER = """msgid ""
msgstr ""
"Language: uk\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"X-Name: Українська\\n"
"X-Reviewed-By: Олена\\n"

"""
SAVE = 'msgid "Save"\nmsgstr "Зберегти"\n\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dropped").mkdir()
    return tmp_path / "dropped"


@pytest.fixture
def made(tmp_path):
    return tmp_path / "made"


def load(folder, made, *switched_on):
    return load_languages(str(folder), switched_on, OURS, made)


def words_of(made, code="uk"):
    return gettext.translation("django", made, [code])


def test_without_a_folder_there_are_the_three(made):
    assert load("", made) == ()


def test_a_catalogue_is_offered_because_it_lies_there(folder, made):
    (folder / "uk.po").write_text(HEADER + SAVE, encoding="utf-8")
    (language,) = load(folder, made)
    assert (language.code, language.name, language.direction) == ("uk", "Українська", "ltr")
    assert (language.percent, language.reviewed_by, language.is_finished) == (1, "Олена", False)
    assert words_of(made).gettext("Save") == "Зберегти"


def test_it_is_read_anew_only_when_it_has_changed(folder, made):
    file = folder / "uk.po"
    file.write_text(HEADER + SAVE, encoding="utf-8")
    load(folder, made)
    facts = made / "uk" / "LC_MESSAGES" / "facts.json"
    told = json.loads(facts.read_text(encoding="utf-8"))
    facts.write_text(json.dumps({**told, "name": "kept"}), encoding="utf-8")
    assert load(folder, made)[0].name == "kept"
    file.write_text(HEADER + SAVE.replace("Зберегти", "Записати"), encoding="utf-8")
    assert load(folder, made)[0].name == "Українська"
    assert words_of(made).gettext("Save") == "Записати"


@pytest.mark.parametrize(
    "left_out",
    [
        'msgid "Save"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Save"\nmsgstr "Зберегти"\n',
        'msgid "Save"\nmsgstr "<script>alert(1)</script>"\n',
        'msgid "Save"\nmsgstr "Зберегти %(name)s"\n',
        'msgid "Save"\nmsgstr "Зберегти 100 %!"\n',
        'msgid "Save"\nmsgstr "A & B"\n',
        'msgid "By SMS to %(phone)s"\nmsgstr "SMS"\n',
        'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s день"\nmsgstr[1] ""\nmsgstr[2] "%(n)s днів"\n',
    ],
)
def test_what_could_fell_or_empty_a_page_is_left_out(folder, made, left_out):
    (folder / "uk.po").write_text(HEADER + left_out, encoding="utf-8")
    load(folder, made)
    words = words_of(made)
    assert words.gettext("Save") == "Save"
    assert words.gettext("By SMS to %(phone)s") == "By SMS to %(phone)s"
    assert words.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s days"


def test_three_plural_forms_are_chosen_by_the_number(folder, made):
    (folder / "uk.po").write_text(
        HEADER + 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\n'
        'msgstr[0] "%(n)s день"\nmsgstr[1] "%(n)s дні"\nmsgstr[2] "%(n)s днів"\n',
        encoding="utf-8",
    )
    load(folder, made)
    found = [words_of(made).ngettext("%(n)s day", "%(n)s days", n) for n in (1, 3, 5)]
    assert found == ["%(n)s день", "%(n)s дні", "%(n)s днів"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("nb.po", HEADER, "not named by the code"),
        ("Ukrainian.po", HEADER, "not named by the code"),
        ("uk.po", HEADER.replace("X-Name", "X-Other"), "no X-Name"),
        ("uk.po", HEADER.replace('"X-Reviewed', '"X-Direction: up\\n"\n"X-Reviewed'), "X-Direction is 'up'"),
        ("uk.po", HEADER + 'msgid "Save\n', "can not be read"),
    ],
)
def test_a_mistake_is_said_with_the_file_it_is_in(folder, made, name, text, told):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        load(folder, made)
    assert told in str(error.value)
    assert name in str(error.value)


def test_what_is_no_text_at_all_is_refused_too(folder, made):
    (folder / "uk.po").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"uk\.po"):
        load(folder, made)


@pytest.mark.parametrize("code", ["xx", "nb", "../nb", ""])
def test_only_what_is_prepared_here_can_be_switched_on(made, code):
    with pytest.raises(UsageError, match="MORE_LANGUAGES"):
        load("", made, code)


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path, made):
    with pytest.raises(UsageError, match="no folder"):
        load(tmp_path / "gone", made)


class TestNorthernSami:
    """Prepared, and nothing more: the words wait for a speaker."""

    @pytest.fixture
    def language(self, made):
        (language,) = load("", made, "se")
        return language

    def test_it_has_its_own_name_and_no_speaker_has_read_it_yet(self, language):
        assert (language.name, language.percent, language.reviewed_by) == ("Davvisámegiella", 0, "")
        assert language.is_empty
        assert not language.is_finished

    def test_no_text_of_it_is_made_by_anybody_but_a_speaker(self):
        from skoleporten.config.languages import own_headers, read_catalogue

        file = OURS / "se" / "LC_MESSAGES" / "django.po"
        catalogue = read_catalogue(file, file.read_bytes())
        written = [message.id for message in catalogue if message.id and "".join(message.string)]
        assert bool(written) == bool(dict(own_headers(file.read_bytes()))["X-Reviewed-By"])

    def test_it_has_the_texts_and_three_forms_for_one_two_and_more(self):
        from skoleporten.config.languages import read_catalogue

        file, bokmaal = (OURS / code / "LC_MESSAGES" / "django.po" for code in ("se", "nb"))
        catalogue, whole = (read_catalogue(one, one.read_bytes()) for one in (file, bokmaal))
        assert catalogue.num_plurals == 3
        plurals = [message for message in catalogue if isinstance(message.id, tuple)]
        assert len(plurals) > 50
        assert {len(message.string) for message in plurals} == {3}
        theirs = {(message.id, message.context) for message in catalogue}
        missing = [message.id for message in whole if (message.id, message.context) not in theirs]
        # Written anew with each release: `skoleporten catalogue se --from …`.
        assert len(missing) < len(whole) / 4

    def test_the_forms_are_chosen_as_the_language_counts(self):
        from gettext import c2py

        from skoleporten.config.languages import read_catalogue

        file = OURS / "se" / "LC_MESSAGES" / "django.po"
        form = c2py(read_catalogue(file, file.read_bytes()).plural_expr)
        assert [form(number) for number in (0, 1, 2, 3, 12, 22)] == [2, 0, 1, 2, 2, 2]

    def test_the_names_of_the_months_stand_beside_for_a_speaker_to_judge(self):
        text = (OURS / "se" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
        assert 'Unicode CLDR has: skábmamánnu\nmsgid "November"' in text
