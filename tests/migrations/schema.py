"""The tables of a new database as JSON: `python -m tests.migrations.schema`."""

from __future__ import annotations

import json
import re
from typing import Any


def schema() -> dict[str, Any]:
    """Of each table its columns, what they point to, indexes, triggers and the names of its constraints."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = sorted(table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t")
        return {table: described(cursor, table) for table in tables if table != "django_migrations"}


def of_ours(tables: dict[str, Any]) -> dict[str, Any]:
    """Libraries keep their own history, in which a key was once narrower."""
    from django.apps import apps

    ours = tuple(f"{app.label}_" for app in apps.get_app_configs() if app.name.startswith("skoleporten."))
    return {name: described for name, described in tables.items() if name.startswith(ours)}


ASKED = {
    "columns": {
        "sqlite": """SELECT name, type || ' ' || "notnull" FROM pragma_table_info(%s)""",
        "postgresql": """SELECT column_name, data_type || ' ' || is_nullable FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = %s""",
    },
    "points to": {
        "sqlite": """SELECT "from", "table" || ' ' || "to" FROM pragma_foreign_key_list(%s)""",
        "postgresql": """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND conrelid = %s::regclass""",
    },
    "indexes": {
        "sqlite": """SELECT name, "unique" || ' ' || partial FROM pragma_index_list(%s) WHERE origin = 'c'""",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s",
    },
    "triggers": {
        "sqlite": "SELECT name, '' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname, '' FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    },
}
CHECKS = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s",
    "postgresql": "SELECT conname FROM pg_constraint WHERE contype IN ('c', 'u') AND conrelid = %s::regclass",
}


def described(cursor: Any, table: str) -> dict[str, Any]:
    from django.db import connection

    found: dict[str, Any] = {}
    for name, words in ASKED.items():
        cursor.execute(words[connection.vendor], [table])
        found[name] = dict(cursor.fetchall())
    cursor.execute(CHECKS[connection.vendor], [table])
    told = [text for (text,) in cursor.fetchall()]
    found["checks"] = sorted(re.findall(r'CONSTRAINT "(\w+)"', told[0]) if connection.vendor == "sqlite" else told)
    return found


def migrations_left() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


if __name__ == "__main__":
    from skoleporten.cli.database import ready

    ready()
    print(json.dumps({"tables": schema(), "left": migrations_left()}))
