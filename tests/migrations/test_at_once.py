"""A new database is made from the models at once, and has all that the migrations give an old one (test_dumps)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import DATABASE
from tests.migrations.fresh import nothing, told_by
from tests.migrations.schema import of_ours, schema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    environment = nothing() if DATABASE == "postgres" else {}
    return told_by("tests.migrations.schema", tmp_path_factory.mktemp("new") / "var", environment)


def test_it_has_the_tables_and_triggers_of_the_models(made):
    assert len(made["tables"]) > 100
    assert of_ours(made["tables"]) == of_ours(schema())


def test_no_migration_is_left_to_run_on_it(made):
    assert made["left"] == []
