"""What stands in a restored database once it is migrated, as JSON: `python -m tests.migrations.restored`.

A process of its own, as the settings name one database and the dump has its own keys. The clock stands where the
dump's people had their grants.
"""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import time_machine

from tests.migrations.municipality import LEADER, TODAY, facts
from tests.migrations.schema import migrations_left, schema

NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=ZoneInfo("Europe/Oslo"))


def found() -> dict[str, object]:
    from skoleporten.cli.database import ready

    ready()
    made = {"tables": schema(), "left": migrations_left()}
    # In this order: a check and a look at a page write rows of their own.
    return {**made, **facts(), "log": log(), "append_only": refused(), "check": check_again(), "pages": pages()}


def log() -> list[str]:
    from skoleporten.audit import queries

    return [f"{fault.seq}: {fault.what}" for fault in queries.verify().faults]


def refused() -> dict[str, list[str]]:
    """Of each table that must only grow, what the database refuses to do with its rows."""
    from skoleporten.audit.append_only import APPEND_ONLY_TABLES

    changes = {"update": "UPDATE {table} SET {key} = {key}", "delete": "DELETE FROM {table}"}
    return {
        table: [name for name, statement in changes.items() if is_refused(statement.format(table=table, key=key))]
        for table, key in APPEND_ONLY_TABLES.items()
        if holds_rows(table)
    }


def holds_rows(table: str) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 our own names
        return bool(cursor.fetchone()[0])


def is_refused(statement: str) -> bool:
    from django.db import DatabaseError, connection, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def check_again() -> dict[str, int]:
    """Today's check over yesterday's rows finds what stood, and opens nothing anew."""
    from skoleporten.access.actor import software
    from skoleporten.concerns import checks
    from skoleporten.concerns.models import CheckRun, Concern

    before = Concern.objects.count()
    earlier = CheckRun.objects.order_by("-pk")[0]
    run = checks.check(by=software("test"), trigger="person", as_of=TODAY)
    assert run is not None
    return {
        "pupils": run.pupils - earlier.pupils,
        "signals": run.signals - earlier.signals,
        "concerns": Concern.objects.count() - before,
    }


def pages() -> dict[str, int]:
    """The status of the pages that the leader comes by."""
    from django.test import Client

    from skoleporten.access.models import User
    from skoleporten.concerns.models import Concern
    from skoleporten.web.sign_in.sessions import SECOND_FACTOR

    leader = User.objects.get(username=LEADER)
    client = Client()
    client.force_login(leader)
    session = client.session
    session[SECOND_FACTOR] = "own"
    session.save()
    school = leader.grants.get().school
    pupil = Concern.objects.filter(school=school)[0].pupil.public_id
    paths = ["/", "/concerns/", f"/pupils/{pupil}/", "/imports/", "/rules/"]
    return {path.replace(str(pupil), "one"): client.get(path).status_code for path in paths}


if __name__ == "__main__":
    with time_machine.travel(NOON, tick=True):
        print(json.dumps(found()))
