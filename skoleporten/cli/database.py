"""What every command that uses the database does first. Nothing of Django is imported before it is needed."""

from __future__ import annotations

import os


def ready(*, hashed_static_files: bool = False) -> None:
    """Makes var/ and its secrets, the tables, and what is shared between processes; changes nothing that is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skoleporten.config.settings")
    if hashed_static_files:
        os.environ["SKOLEPORTEN_STATIC"] = "hashed"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if hashed_static_files:
        call_command("collectstatic", verbosity=0, interactive=False)
