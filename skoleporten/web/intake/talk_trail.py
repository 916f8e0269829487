"""The way back from a page of the talk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.intake.models import Intake
from skoleporten.web.components import Crumb
from skoleporten.web.intake.presenters import name_of


def trail_in(intake: Intake, *further: Crumb) -> list[Crumb]:
    """Back to the talk, and to the intake."""
    url = reverse("talk", args=[intake.public_id]) if further else ""
    return [
        Crumb(_("Intake"), reverse("intakes")),
        Crumb(name_of(intake), reverse("intake", args=[intake.public_id])),
        Crumb(_("The intake talk"), url),
        *further,
    ]
