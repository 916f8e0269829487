"""Tells whoever has written about a pupil that the text seems to name another one."""

from __future__ import annotations

from django.contrib import messages
from django.forms import CharField, Form
from django.utils.translation import gettext as _

from skoleporten.access.roles import STAFF
from skoleporten.people.mentions import named_in
from skoleporten.people.models import Pupil
from skoleporten.web.requests import ActingRequest

# Fields that are for the name of somebody grown up.
FOR_NAMES = frozenset({"to_whom", "who", "others", "service", "family_adviser"})


def warn_of_names_in(request: ActingRequest, pupil: Pupil, form: Form) -> None:
    """Of whatever was written in the text fields of a form that is valid."""
    written = [form.cleaned_data.get(name) for name, field in form.fields.items() if isinstance(field, CharField)]
    named = {form.cleaned_data.get(name) for name in FOR_NAMES}
    warn_of_names(request, pupil, *(text for text in written if isinstance(text, str) and text not in named))


def warn_of_names(request: ActingRequest, pupil: Pupil, *texts: str) -> None:
    """After the text is saved, beside the word that it is. The name itself is not repeated in the message."""
    if request.actor.role in STAFF and named_in("\n\n".join(texts), pupil, request.today):
        messages.warning(
            request,
            _(
                "The text seems to name another pupil. Guardians do not see the name. "
                "Change the text if the name is not needed."
            ),
        )
