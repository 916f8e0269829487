"""The database's own refusal of two bookings of one room at the same time, whoever writes and however many at once.

PostgreSQL: an exclusion constraint. SQLite: two triggers, made anew with the table wherever a migration remakes it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

# A range of one number stands in for "the same room", so that no extension is needed.
_POSTGRESQL = """ALTER TABLE %(table)s ADD CONSTRAINT %(name)s EXCLUDE USING gist
    (int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts, ends) WITH &&) WHERE (released_at IS NULL)"""
_SQLITE = """CREATE TRIGGER %(name)s_{event} BEFORE {event} ON %(table)s
    WHEN NEW.released_at IS NULL AND EXISTS (
        SELECT 1 FROM %(table)s WHERE room_id = NEW.room_id AND released_at IS NULL AND id IS NOT NEW.id
        AND starts < NEW.ends AND ends > NEW.starts)
    BEGIN SELECT RAISE(ABORT, '%(name)s'); END"""
_CREATE = {"postgresql": (_POSTGRESQL,), "sqlite": tuple(_SQLITE.format(event=event) for event in ("INSERT", "UPDATE"))}


class OneAtATime(models.BaseConstraint):
    """Of a table with room, starts, ends and released_at."""

    def __eq__(self, other: object) -> bool:
        """Else each run of makemigrations would find it changed."""
        return isinstance(other, OneAtATime) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """With a new table: nothing within it, and the rest when it is there."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """On a table that is there."""
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {self.name}")
        else:
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {self.name}_{event}")

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """A form asks rig.bookings, which says who has the room."""

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        table = Table(model._meta.db_table, editor.quote_name)
        return [Statement(sql, table=table, name=self.name) for sql in _CREATE[editor.connection.vendor]]
