"""Tells whoever has written about a pupil that the text seems to name another one."""

from __future__ import annotations

from django.contrib import messages
from django.utils.translation import gettext as _

from skoleporten.access.roles import STAFF
from skoleporten.people.mentions import names_another
from skoleporten.people.models import Pupil
from skoleporten.web.requests import ActingRequest


def warn_of_names(request: ActingRequest, pupil: Pupil, *texts: str) -> None:
    """After the text is saved, beside the word that it is. The name itself is not repeated in the message."""
    if request.actor.role in STAFF and names_another("\n\n".join(texts), pupil, request.today):
        messages.warning(
            request,
            _(
                "The text seems to name another pupil. Guardians do not see the name. "
                "Change the text if the name is not needed."
            ),
        )
