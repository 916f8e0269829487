"""The migrations make what our models say: the tests' own database is made from the models, which is quicker."""

from __future__ import annotations

import pytest
from django.apps import apps

from tests.conftest import DATABASE
from tests.migrations.fresh import nothing, told_by
from tests.migrations.schema import schema
from tests.once import installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OURS = tuple(f"{app.label}_" for app in apps.get_app_configs() if app.name.startswith("skoleporten."))


def test_the_migrations_make_the_tables_of_the_models(tmp_path):
    var = tmp_path if DATABASE == "postgres" else installation(tmp_path / "var")
    migrated = of_ours(told_by("tests.migrations.schema", var, nothing()))
    from_the_models = of_ours(schema())
    assert sorted(migrated) == sorted(from_the_models)
    assert len(migrated) > 100
    assert {name: (migrated[name], said) for name, said in from_the_models.items() if migrated[name] != said} == {}


def of_ours(tables: dict[str, dict]) -> dict[str, dict]:
    """Libraries keep their own history, in which a key was once narrower."""
    return {name: described for name, described in tables.items() if name.startswith(OURS)}
