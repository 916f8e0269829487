"""Triggers that refuse to change or delete the rows of a table, on both engines.

SQLite: `INSERT OR REPLACE` walks past a delete trigger unless recursive_triggers is on (settings), and a trigger of
its own refuses an existing key. PostgreSQL: TRUNCATE is refused too. Migrations read `statements` at the time they
run, so a change here needs a new migration.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APPEND_ONLY_TABLES = {
    "audit_event": "seq",
    "audit_eventpupil": "id",
    "concerns_rulesettext": "id",
    "concerns_concernstep": "id",
    "consents_consenttext": "id",
    "concerns_routinetext": "id",
    "concerns_choice": "id",
    "concerns_evaluation": "id",
    "concerns_information": "id",
    "concerns_advice": "id",
    "intake_decision": "id",
    "intake_cataloguetext": "id",
    "intake_questionstext": "id",
    "intake_talkchoice": "id",
    "presence_mark": "id",
    "presence_offlinechoice": "id",
    "presence_callhome": "id",
    "judgement_note": "id",
    "judgement_phraselist": "id",
    "judgement_decision": "id",
    "judgement_evaluation": "id",
    "judgement_goalturn": "id",
    "plans_planstep": "id",
    "plans_planpart": "id",
    "plans_planexpectation": "id",
    "plans_steptakenback": "id",
    "plans_plananswer": "id",
    "plans_answerread": "id",
    "plans_planbasis": "id",
    "plans_leadertold": "id",
    "plans_rungmove": "id",
    "cases_handingbackanswer": "id",
    "cases_followup": "id",
    "presence_statement": "id",
    "presence_statementread": "id",
    "climate_itemset": "id",
    "development_look": "id",
    "front_pagefacts": "id",
    "meetings_rhythmchoice": "id",
    "surveys_formtext": "id",
    "minutes_decisionturn": "id",
    "minutes_choice": "id",
    "minutes_alternative": "id",
    "minutes_voice": "id",
    "minutes_chosen": "id",
    "minutes_approval": "id",
    "minutes_approvedpart": "id",
    "panels_toldback": "id",
    "voices_earlierword": "id",
    "voices_wordread": "id",
    "supports_supportturn": "id",
    "supports_classtextanswer": "id",
    "access_requests_itemchoice": "id",
    "access_requests_answer": "id",
    "threads_message": "id",
    "threads_turn": "id",
    "on_call_callturn": "id",
}


def operation(*tables: str) -> migrations.RunPython:
    """A migration's operation that puts the triggers on the tables, and takes them off again."""

    def forwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            protect(editor.connection, table)

    def backwards(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            unprotect(editor.connection, table)

    return migrations.RunPython(forwards, backwards)


def protect(connection: BaseDatabaseWrapper, table: str) -> None:
    _run(connection, _STATEMENTS[connection.vendor](table, APPEND_ONLY_TABLES[table]))


def unprotect(connection: BaseDatabaseWrapper, table: str) -> None:
    """Only a migration going backwards does this, and a test that empties the database."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    events = ("update", "delete", "insert", "truncate")
    _run(connection, [f"DROP TRIGGER IF EXISTS {table}_{event}{on}" for event in events])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_update BEFORE UPDATE ON {table} {refuse}",
    "CREATE TRIGGER IF NOT EXISTS {table}_delete BEFORE DELETE ON {table} {refuse}",
    """CREATE TRIGGER IF NOT EXISTS {table}_insert BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {refuse}""",
)
_SQLITE_REFUSE = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
_POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION skoleporten_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END$$""",
    """CREATE OR REPLACE TRIGGER {table}_update BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION skoleporten_append_only()""",
    """CREATE OR REPLACE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION skoleporten_append_only()""",
)


def _sqlite(table: str, key: str) -> list[str]:
    refuse = _SQLITE_REFUSE.format(table=table)
    return [statement.format(table=table, key=key, refuse=refuse) for statement in _SQLITE]


def _postgresql(table: str, key: str) -> list[str]:
    return [statement.format(table=table) for statement in _POSTGRESQL]


_STATEMENTS: dict[str, Callable[[str, str], list[str]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
