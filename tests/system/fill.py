"""Fills the database of a server under test: `python -m tests.system.fill`, with SKOLEPORTEN_VAR in the environment."""

from __future__ import annotations

import django
from django.core.management import call_command


def fill() -> None:
    """A made-up municipality whose people have passwords and demo buttons both."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    from skoleporten.access.models import Installation, User
    from tests.made_up_school import make_municipality

    make_municipality(pupils=60)
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Solvik kommune", "is_demo": True})
    User.objects.update(is_demo=True)
    User.objects.filter(username="rektor.solvik").update(display_name="Rektor ved Solvik skole")


if __name__ == "__main__":
    fill()
