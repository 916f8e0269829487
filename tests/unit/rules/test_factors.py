"""The catalogue of factors: sixteen in three columns, each with the strength beside it, in words that blame nobody."""

import hashlib
import re
from pathlib import Path

import pytest

from skoleporten.rules.errors import RefusedError, UsageError
from skoleporten.rules.factors import (
    COLUMNS,
    INFORMANTS,
    Catalogue,
    Column,
    Factor,
    Informant,
    load_catalogue,
    parse_catalogue,
    shipped_catalogues,
    shipped_ids,
)
from skoleporten.rules.toml_files import LANGUAGES

WORDS = 'nb = "a"\nnn = "b"\nen = "c"\n'
HEAD = f'id = "own"\nversion = "1"\nsource = "Us"\n[name]\n{WORDS}'


def a_factor(factor_id: str, column: str, more: str = "") -> str:
    return (
        f'[[factor]]\nid = "{factor_id}"\ncolumn = "{column}"\nsource = "Us"\n{more}'
        f"[factor.name]\n{WORDS}[factor.strength]\n{WORDS}"
    )


SCHOOL, FAMILY, YOUNG = (a_factor(column, column.replace("-", "_")) for column in ("school", "family", "young-person"))


def parsed(text: str) -> Catalogue:
    return parse_catalogue(text, "own.toml")


def refusal(text: str) -> str:
    with pytest.raises(RefusedError) as caught:
        parsed(text)
    return str(caught.value)


def test_sixteen_factors_are_shipped_six_five_and_five():
    catalogue = load_catalogue()
    assert {column: len(catalogue.in_column(column)) for column in Column} == {
        Column.SCHOOL: 6,
        Column.FAMILY: 5,
        Column.YOUNG_PERSON: 5,
    }
    assert len(catalogue.factors) == 16
    assert catalogue.id == "ingul-2018"


def test_only_cooperation_between_home_and_school_has_a_column_by_inference():
    inferred = [factor for factor in load_catalogue().factors if factor.inferred]
    assert [(factor.id, factor.column) for factor in inferred] == [("home-school-cooperation", Column.SCHOOL)]
    assert "sluttet fra innholdet" in inferred[0].source


@pytest.mark.parametrize("factor", load_catalogue().factors, ids=lambda factor: factor.id)
def test_a_factor_has_neutral_words_and_asks_for_a_strength(factor: Factor):
    for language in LANGUAGES:
        name, strength = factor.name[language], factor.strength[language]
        assert strength.endswith("?")
        assert not name.endswith(".")
        assert name[0].isupper()
        blaming = r"medskyldig|skyld|dårlig|svak|problematisk|overbesk|fault|blame|bad|poor|weak|lazy|latsk"
        assert not re.search(blaming, f"{name} {strength}", re.IGNORECASE)
    assert factor.source.startswith("Lysbildet: «")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_factors_are_called_the_same(language: str):
    names = [factor.name[language] for factor in load_catalogue().factors]
    assert len(set(names)) == len(names)


def test_a_factor_is_read_with_its_words():
    catalogue = parsed(HEAD + SCHOOL + FAMILY + a_factor("own", "young_person", "inferred = true\n"))
    words = {"nb": "a", "nn": "b", "en": "c"}
    assert catalogue.factor("own") == Factor("own", Column.YOUNG_PERSON, words, words, "Us", inferred=True)
    assert catalogue.factor("own").name == catalogue.factor("own").strength == words
    assert (catalogue.version, catalogue.source, catalogue.name) == ("1", "Us", words)
    assert catalogue.sha256 == hashlib.sha256(catalogue.text.encode()).hexdigest()
    with pytest.raises(KeyError, match="none"):
        catalogue.factor("none")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD, "own.toml, line 1: The catalogue has no factors."),
        (HEAD + SCHOOL + SCHOOL, "Two factors have the id 'school'."),
        (HEAD + SCHOOL + FAMILY, "There is no factor in the column 'young_person'."),
        (HEAD + FAMILY + YOUNG, "There is no factor in the column 'school'."),
        (HEAD + a_factor("x", "pupil"), "line 10: Unknown column 'pupil'. Use one of: school, family, young_person."),
        (HEAD + a_factor("x", "school", "weight = 3\n"), "line 12: Unknown key 'weight'."),
        (HEAD + a_factor("x", "school", "inferred = 1\n"), "'inferred' is 1. Write true or false."),
        (HEAD + a_factor("X", "school"), "'X' cannot be an id."),
        (HEAD + SCHOOL.replace("[factor.strength]", "[factor.extra]"), "Unknown key 'extra'."),
        (HEAD + SCHOOL.split("[factor.strength]")[0], "The table 'strength' is missing."),
        ("[[", "own.toml, line 1: Not TOML"),
    ],
)
def test_a_mistake_in_a_catalogue_is_told(text: str, told: str):
    assert told in refusal(text)


def test_a_catalogue_is_loaded_by_id_or_path(tmp_path: Path):
    path = tmp_path / "own.toml"
    path.write_text(HEAD + SCHOOL + FAMILY + YOUNG, encoding="utf-8")
    assert load_catalogue(path).id == "own"
    assert shipped_ids() == tuple(shipped_catalogues()) == ("ingul-2018",)
    with pytest.raises(UsageError, match="ingul-2018"):
        load_catalogue("nowhere")


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_and_informants_have_words(language: str):
    assert {texts[language] for texts in COLUMNS.values()} != {""}
    assert set(COLUMNS) == set(Column)
    assert set(INFORMANTS) == set(Informant)
    assert len({texts[language] for texts in INFORMANTS.values()}) == len(Informant)
