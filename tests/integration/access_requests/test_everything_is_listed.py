"""Whatever hangs on a pupil is listed item by item, or put aside with a reason: tables, and columns of tables."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from skoleporten.access_requests.put_aside import COLUMNS, OF_EVERY_TABLE, PUT_ASIDE
from skoleporten.access_requests.source import told_to_nobody
from skoleporten.access_requests.sources import sources
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, visible
from skoleporten.web.portal.requests.looked import TOLD_BESIDE
from tests.repository.test_columns import classified

FAMILY = ("guardian", "pupil")


def tables_of_a_pupil() -> set[str]:
    """Every table of ours from which foreign keys lead to a pupil, however far."""
    found: set[type[Model]] = {Pupil}
    models = [model for model in apps.get_models() if model.__module__.startswith("skoleporten.")]
    ours = [model for model in models if not hasattr(model, "history_type")]
    while True:
        more = {model for model in ours if model not in found and any(target in found for target in _targets(model))}
        if not more:
            return {model._meta.label for model in found}
        found |= more


def _targets(model: type[Model]) -> list[Any]:
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return [field.related_model for field in fields]


def test_every_table_that_hangs_on_a_pupil_is_listed_or_put_aside_with_a_reason():
    listed = {source.model for source in sources()}
    missing = tables_of_a_pupil() - listed - set(PUT_ASIDE)
    assert missing == set(), f"Write a module in access_requests/sources for {sorted(missing)}, or put them aside."
    assert not listed & set(PUT_ASIDE)
    assert set(PUT_ASIDE) <= tables_of_a_pupil()
    assert all(len(reason) > 20 for reason in PUT_ASIDE.values())


def test_every_column_that_tells_something_is_shown_or_put_aside_with_a_reason():
    told = classified()
    for source in sources():
        columns = told[source.model]
        tells = {*columns["personal"], *columns["free text"]}
        tells |= {name for name in columns["secret"] if name.endswith("_encrypted")}
        aside = COLUMNS.get(source.model, {})
        if "*" in aside:
            continue
        shown = {*source.shows, source.when, source.by}
        left = {name for name in tells if name not in shown and name.removesuffix("_encrypted") not in shown}
        assert left - OF_EVERY_TABLE - set(aside) == set(), source.key


@pytest.mark.parametrize("role", FAMILY)
def test_every_kind_that_the_family_sees_comes_in_its_copy(role: str):
    copied = {source.what for source in sources() if source.told is not told_to_nobody} | set(TOLD_BESIDE)
    assert visible(role) - copied == set()


def test_the_reports_to_child_welfare_are_no_source():
    whats = {source.what for source in sources()}
    assert not whats & {What.CHILD_WELFARE_REPORTS, What.LOOKS_OF_CHILD_WELFARE}
