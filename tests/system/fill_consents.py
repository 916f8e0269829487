"""Somebody of the team, two guardians and a pupil of fifteen who is with Skoleporten; nothing has been asked yet."""

from __future__ import annotations


def fill_consents() -> None:
    """Imports are inside, as Django is set up by the caller."""
    import datetime as dt

    from skoleporten.access.models import Role
    from tests.factories import (
        make_enrolment,
        make_grant,
        make_guardian,
        make_guardianship,
        make_involvement,
        make_pupil,
        make_pupil_account,
        make_school,
        make_user,
    )

    make_grant(make_user("team", display_name="Teammedlem i Skoleporten"), Role.TEAM)
    make_grant(make_user("frida.ppt", display_name="Frida ved PPT"), Role.SPECIALIST)
    today = dt.date.today()
    pupil = make_pupil("Sofie", "Lunde", birth_date=today.replace(year=today.year - 15, month=1, day=2))
    make_enrolment(make_school("Lunde skole"), pupil, grade=10)
    make_involvement(pupil)
    for username, name in (("mor", "Mor til Sofie"), ("far", "Far til Sofie")):
        make_guardianship(pupil, make_guardian(make_user(username, display_name=name)))
    make_pupil_account(pupil, make_user("sofie", display_name="Sofie Lunde"))
