"""The migrations make what the models say: the tests' own database is made from the models, which is quicker."""

from __future__ import annotations

import pytest

from tests.migrations.fresh import nothing, told_by
from tests.migrations.schema import schema

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_migrations_make_the_tables_of_the_models(tmp_path):
    migrated = told_by("tests.migrations.schema", tmp_path, nothing())
    from_the_models = schema()
    migrated.pop("django_cache", None)
    assert sorted(migrated) == sorted(from_the_models)
    for table, described in from_the_models.items():
        assert migrated[table] == described, table
