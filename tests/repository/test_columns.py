"""Every column of every table is classified in docs/reference/columns.md, once."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from django.apps import apps

from tests.repository.tree import ROOT

TABLE = ROOT / "docs" / "reference" / "columns.md"
CLASSES = ("personal", "secret", "free text", "harmless")
NEVER = {"address", "street", "postcode", "postal_code", "city", "coordinates", "latitude", "longitude"}


def classified() -> dict[str, dict[str, list[str]]]:
    """Model → class → columns, as the page says it."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(CLASSES) + 1 and "." in cells[0]:
            columns = [[] if cell == "–" else cell.split(", ") for cell in cells[1:]]
            found[cells[0]] = dict(zip(CLASSES, columns, strict=True))
    return found


def columns_that_exist() -> dict[str, list[str]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("skoleporten.")]
    return {
        model._meta.label: [field.name for field in model._meta.concrete_fields]
        for model in models
        if not hasattr(model, "history_type")
    }


def test_every_column_has_one_class_and_every_class_a_column_that_exists():
    told = {model: sorted(chain(*classes.values())) for model, classes in classified().items()}
    exist = {model: sorted(names) for model, names in columns_that_exist().items()}
    assert told == exist


def test_no_column_stands_twice():
    for model, classes in classified().items():
        twice = [name for name, count in Counter(chain(*classes.values())).items() if count > 1]
        assert twice == [], model


def test_no_table_holds_an_address():
    for model, names in columns_that_exist().items():
        assert not NEVER & set(names), model


def test_what_encrypts_and_signs_is_secret():
    told = classified()
    assert {"national_id_encrypted", "national_id_hash"} <= set(told["people.Pupil"]["secret"])
    assert "password" in told["access.User"]["secret"]
