"""The way to a pupil's page: from the list of work, or from the list of pupils."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.concerns.models import Concern
from skoleporten.people.models import Pupil
from skoleporten.web.components import Crumb


def concern_trail(concern: Concern) -> list[Crumb]:
    return [Crumb(_("Absence to follow up"), reverse("concerns")), Crumb(concern.pupil.full_name)]


def concern_trail_to(concern: Concern, heading: str) -> list[Crumb]:
    """To a page that belongs to the concern."""
    there = Crumb(concern.pupil.full_name, reverse("concern", args=[concern.public_id]))
    return [Crumb(_("Absence to follow up"), reverse("concerns")), there, Crumb(heading)]


def pupil_trail(pupil: Pupil) -> list[Crumb]:
    return [Crumb(_("Pupils"), reverse("pupils")), Crumb(pupil.full_name)]
