"""A board of 60 pupils and its hashed files, in the folder SKOLEPORTEN_VAR: `python -m benchmarks.board_once`."""

from __future__ import annotations

import django

PUPILS = 60


def fill() -> None:
    django.setup()
    from django.core.management import call_command

    from skoleporten.access.models import Installation, User
    from tests.factories import make_pupil
    from tests.intake_factories import make_case, make_team_member
    from tests.presence_factories import make_plan
    from tests.system.tables import make_tables

    make_tables()
    call_command("collectstatic", interactive=False, verbosity=0)
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    member = make_team_member("tor")
    User.objects.update(is_demo=True)
    for number in range(PUPILS):
        make_plan(make_case(make_pupil(f"Fornavn{number}", f"Etternavn{number}"), member))


if __name__ == "__main__":
    fill()
