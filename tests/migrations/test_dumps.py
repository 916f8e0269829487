"""Every released version's database becomes today's, on both engines, with nothing lost on the way.

scripts/dump.py makes the dumps, when a version is released. As a rule the first, which goes through every migration,
and the newest, which has most in it, are migrated; `make dumps` migrates each.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import DATABASE
from tests.migrations.fresh import new_postgres, told_by
from tests.migrations.municipality import KEYS
from tests.migrations.schema import of_ours, schema
from tests.once import once

ROOT = Path(__file__).resolve().parents[2]
DUMPS = Path(__file__).parent / "dumps"
MOST_BYTES = 350_000
VERSIONS = sorted((path.name for path in DUMPS.iterdir()), key=lambda name: [int(part) for part in name.split(".")])
MIGRATED = VERSIONS if os.environ.get("SKOLEPORTEN_DUMPS") == "all" else [VERSIONS[0], VERSIONS[-1]]


def dump_of(version: str) -> str:
    return gzip.decompress((DUMPS / version / f"{DATABASE}.sql.gz").read_bytes()).decode()


def restore_sqlite(version: str, var: Path) -> dict[str, str]:
    with sqlite3.connect(var / "skoleporten.sqlite3") as connection:
        connection.executescript(dump_of(version))
    connection.close()
    return {}


def restore_postgres(version: str, _var: Path) -> dict[str, str]:
    url = new_postgres()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(dump_of(version))
    return {"DATABASE_URL": url}


@pytest.fixture(scope="module", params=MIGRATED)
def migrated(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What was dumped and what is found after the migrations."""
    version = request.param
    dumped = json.loads((DUMPS / version / f"{DATABASE}.json").read_text(encoding="utf-8"))
    found = once(f"migrated-{version}", lambda folder: migrate(version, folder)) / "found.json"
    return {"dumped": dumped, "found": json.loads(found.read_text(encoding="utf-8"))}


def migrate(version: str, var: Path) -> None:
    database = (restore_postgres if DATABASE == "postgres" else restore_sqlite)(version, var)
    found = told_by("tests.migrations.restored", var, KEYS | database)
    (var / "found.json").write_text(json.dumps(found), encoding="utf-8")


def test_every_row_is_still_there(migrated):
    found = migrated["found"]["rows"]
    assert {table: found.get(table) for table in migrated["dumped"]["rows"]} == migrated["dumped"]["rows"]


def test_no_migration_is_left(migrated):
    assert migrated["found"]["left"] == []


@pytest.mark.django_db
def test_the_tables_are_those_of_the_models(migrated):
    """Nor do a column, an index, a trigger or a constraint differ: a new database is made from the models."""
    found, from_the_models = of_ours(migrated["found"]["tables"]), of_ours(schema())
    assert sorted(found) == sorted(from_the_models)
    assert {name: (found[name], said) for name, said in from_the_models.items() if found[name] != said} == {}


def test_the_log_is_whole_and_ends_where_it_ended(migrated):
    assert migrated["found"]["log"] == []
    assert migrated["found"]["head"] == migrated["dumped"]["head"]


def test_what_must_only_grow_still_refuses_to_shrink(migrated):
    refused = migrated["found"]["append_only"]
    assert {"audit_event", "audit_eventpupil", "concerns_rulesettext", "concerns_concernstep"} <= set(refused)
    assert {table: changes for table, changes in refused.items() if changes != ["update", "delete"]} == {}


def test_the_check_finds_what_it_found_then(migrated):
    assert migrated["found"]["check"] == {"pupils": 0, "signals": 0, "concerns": 0}


def test_the_pages_open(migrated):
    assert set(migrated["found"]["pages"].values()) == {200}, migrated["found"]["pages"]


def test_a_dump_stays_small():
    sizes = {path: path.stat().st_size for path in DUMPS.rglob("*") if path.is_file()}
    assert sizes
    assert [str(path) for path, size in sizes.items() if size >= MOST_BYTES] == []


def test_every_version_that_was_resolved_has_its_dumps():
    """A heading with more words than the number ("## 0.2, under way") is of a version that is not out yet."""
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    resolved = re.findall(r"^## (\d+\.\d+(?:\.\d+)?)$", told, flags=re.MULTILINE)
    assert "0.1" in resolved
    lacking = [
        f"{version}/{name}"
        for version in resolved
        for name in ("sqlite.sql.gz", "sqlite.json", "postgres.sql.gz", "postgres.json")
        if not (DUMPS / version / name).is_file()
    ]
    assert lacking == [], "make them with scripts/dump.py before the version is out"
