"""What every command that uses the database does first. Nothing of Django is imported before it is needed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def ready(*, hashed_static_files: bool = False) -> None:
    """Makes var/ and its secrets, the tables, and what is shared between processes; changes nothing that is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skoleporten.config.settings")
    if hashed_static_files:
        os.environ["SKOLEPORTEN_STATIC"] = "hashed"
    import django

    django.setup()
    _migrate()
    if hashed_static_files:
        _collect_static_files()


def _migrate() -> None:
    """Asks first, as `migrate` takes a second even when there is nothing to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from skoleporten.cli import new_database

    if new_database.is_empty():
        new_database.make()
        call_command("createcachetable", verbosity=0)
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def _collect_static_files() -> None:
    """Hashes and compresses them, which takes seconds, only when one of them has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    files = sorted(storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    seen = hashlib.sha256("\n".join(f"{file} {Path(file).stat().st_mtime_ns}" for file in files).encode()).hexdigest()
    mark = settings.STATIC_ROOT / ".collected"
    if mark.exists() and mark.read_text() == seen:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(seen)
