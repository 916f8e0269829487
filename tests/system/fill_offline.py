"""A board for a server whose network fails, a pupil for each test: `python -m tests.system.fill_offline`.

Everybody has a demo button. One has protected identity, and both of the team may see her.
"""

from __future__ import annotations

import django


def fill() -> None:
    django.setup()
    from skoleporten.access.models import Grant, Installation, Role, User
    from tests.factories import make_administrator, make_pupil
    from tests.intake_factories import make_case, make_team_member
    from tests.system.tables import make_tables

    make_tables()
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Solvik kommune", "is_demo": True})
    team = [make_team_member("tor"), make_team_member("unni")]
    make_administrator("system")
    User.objects.update(is_demo=True)
    names = ("Kariannesofie", "Olavmagnus", "Ingerlise", "Perarne", "Annemarit", "Jonolav", "Sivelin")
    hidden = make_pupil("Hemmelig", "Bortgjemt", protected=True)
    for pupil in (*(make_pupil(name, "Nordmannsen") for name in names), hidden):
        make_case(pupil, team[0])
    for user in team:
        grant = user.grants.get()
        Grant.objects.create(user=user, role=Role.TEAM, pupil=hidden, start=grant.start, end=grant.end)


if __name__ == "__main__":
    fill()
