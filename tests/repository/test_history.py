"""Bulk writes pass the change history by: models that have one are written one by one, or by its own functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests.repository.tree import modules, named

BULK = {"bulk_create", "bulk_update", "update", "abulk_create", "abulk_update", "aupdate", "in_bulk_update"}
WITH_HISTORY = {model.__name__: model for model in apps.get_models() if hasattr(model, "history")}


def root_of(node: ast.expr) -> str | None:
    """`Pupil` of Pupil.objects.filter(…).exclude(…); None where a chain does not begin with a model's manager."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name):
            return node.value.id
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return None


def bulk_writes(source: str) -> Iterator[tuple[str, ast.Call]]:
    """Each bulk write to a model with a history: the model's name and the call."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BULK:
            first = node.args[0].id if node.args and isinstance(node.args[0], ast.Name) else None
            for name in {root_of(node.func), first} & set(WITH_HISTORY):
                yield name, node


def is_outside_the_history(name: str, call: ast.Call) -> bool:
    """Whether it writes only fields that the history leaves out."""
    kept = {field.name for field in WITH_HISTORY[name].history.model._meta.fields}
    written = {keyword.arg for keyword in call.keywords}
    return bool(written) and call.args == [] and not written & kept and None not in written


def faults(source: str) -> list[str]:
    return [
        f"{name}, line {call.lineno}" for name, call in bulk_writes(source) if not is_outside_the_history(name, call)
    ]


def test_no_module_passes_the_history_by():
    found = {named(path): faults(path.read_text(encoding="utf-8")) for path in modules()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_what_people_edit_has_a_history():
    assert {"User", "Grant", "School", "SchoolYear", "CalendarEntry", "DayLength", "Pupil", "Concern"} <= set(
        WITH_HISTORY
    )


@pytest.mark.parametrize(
    "source",
    [
        "Pupil.objects.filter(protected=True).update(given_name='x')",
        "School.objects.bulk_create(made)",
        "bulk_load.update(Pupil, ['given_name'], rows)",
        "Pupil.objects.update(**values)",
    ],
)
def test_a_bulk_write_is_found(source: str):
    assert faults(source) != []


def test_writing_one_by_one_is_no_fault():
    assert faults("pupil.save()\nPupil.objects.create(given_name='x')\nAbsenceEvent.objects.bulk_create(rows)") == []
