"""Fills the database of a server under test: `python -m tests.system.fill`, with SKOLEPORTEN_VAR in the environment."""

from __future__ import annotations

import django


def fill() -> None:
    """A made-up municipality whose people have passwords and demo buttons both; one has no button, and an identity."""
    django.setup()
    from skoleporten.access.models import Installation, User
    from tests.made_up_school import make_municipality
    from tests.system.fill_agenda import fill_agenda
    from tests.system.fill_board import fill_board
    from tests.system.fill_climate import fill_climate
    from tests.system.fill_consents import fill_consents
    from tests.system.fill_decision import fill_decision
    from tests.system.fill_family import fill_family
    from tests.system.fill_follow_up import fill_follow_up
    from tests.system.fill_guardian import fill_guardian
    from tests.system.fill_intake import fill_intake
    from tests.system.fill_judgement import fill_judgement
    from tests.system.fill_messages import fill_messages
    from tests.system.fill_minutes import fill_minutes
    from tests.system.fill_panels import fill_panels
    from tests.system.fill_plan import fill_plan
    from tests.system.fill_talk import fill_talk
    from tests.system.fill_way_back import fill_way_back
    from tests.system.tables import make_tables

    make_tables()
    make_municipality(pupils=60)
    fill_consents()
    fill_follow_up()
    fill_intake()
    fill_talk()
    fill_decision()
    fill_plan()
    fill_board()
    fill_judgement()
    fill_way_back()
    fill_climate()
    fill_agenda()
    fill_minutes()
    fill_panels()
    fill_family()
    fill_guardian()
    fill_messages()
    Installation.objects.update_or_create(pk=1, defaults={"municipality": "Solvik kommune", "is_demo": True})
    User.objects.exclude(username="inspektor.solvik").update(is_demo=True)
    link("inspektor.solvik", "inspektor")
    User.objects.filter(username="rektor.solvik").update(display_name="Rektor ved Solvik skole")


def link(username: str, subject: str) -> None:
    from django.conf import settings

    from skoleporten.access.actor import software
    from skoleporten.access.identity_actions import link_identity
    from skoleporten.access.models import User

    issuer = settings.SIGN_IN_PROVIDERS[0].issuer
    link_identity(by=software("test"), user=User.objects.get(username=username), issuer=issuer, subject=subject)


if __name__ == "__main__":
    fill()
