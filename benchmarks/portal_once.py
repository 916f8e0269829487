"""A family's pages with something on each, and hashed files, in SKOLEPORTEN_VAR: `python -m benchmarks.portal_once`."""

from __future__ import annotations

import django

NAMES = {"elev.own": "Eleven", "foresatt.own": "Den foresatte"}


def fill() -> None:
    django.setup()
    from django.core.management import call_command

    from skoleporten.access.models import Installation, User
    from tests.access.canaries import planted_in
    from tests.access.canaries_cast import people
    from tests.made_up_school import make_municipality
    from tests.system.tables import make_tables

    make_tables()
    call_command("collectstatic", interactive=False, verbosity=0)
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    people(planted_in(make_municipality(12)))
    for username, name in NAMES.items():
        User.objects.filter(username=username).update(display_name=name, is_demo=True)


if __name__ == "__main__":
    fill()
