"""Two pictures of the team's climate, and development work that comes of the newer one."""

from __future__ import annotations

import datetime as dt

LEAD, TRIAL = "Leder i Skoleporten", "Hvem skal møte ved døra?"


def fill_climate() -> None:
    """After fill_intake, which makes the lead."""
    from django.utils import timezone

    from skoleporten.access.models import User
    from skoleporten.development import actions
    from skoleporten.panels.models import Theme
    from tests.climate_factories import MIDDLE, make_picture
    from tests.development_factories import look_at, make_due, make_idea
    from tests.factories import actor_of

    lead, today = User.objects.get(display_name=LEAD), timezone.localdate()
    make_picture(lead, MIDDLE, closed_on=today - dt.timedelta(days=90))
    newest = make_picture(lead, (4, 1, 4, 1, 0, 3, 4, 1), closed_on=today - dt.timedelta(days=40))
    trial = make_due(
        lead, about=TRIAL, observed="Tre elever ble stående ute.", hypothesis="De trenger ett kjent ansikt.",
        alternatives="To voksne.", why="Det koster lite.", noticed_by="Ingen står ute lenger enn fem minutter.",
        origin="climate", origin_id=newest.public_id,
    )  # fmt: skip
    by, theme = actor_of(lead), Theme.objects.in_use().first()
    actions.rest_on(by=by, trial=trial, kind="theme", thing=theme.public_id)
    told = {"figure": "2 av 3", "of_what": "elever som ventet ute, uke 40", "as_of": today}
    actions.rest_on_result(by=by, trial=trial, words="Færre venter ute.", **told)
    look_at(by, trial, "go_on", change="Også på fredager.", evaluate_on=today)
    make_idea(lead)
