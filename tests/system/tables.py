"""The tables of a database for a server under test: from the models at once, as a hundred migrations take long."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from skoleporten.audit.append_only import APPEND_ONLY_TABLES, protect


def make_tables() -> None:
    """tests/migrations shows that the migrations make the same."""
    settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable")
    for table in APPEND_ONLY_TABLES:
        protect(connection, table)
