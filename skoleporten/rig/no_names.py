"""A text that the whole house reads carries no child's name. Only names that the writer sees already are compared."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.mentions import Person, find


def refuse_names(by: Actor, text: str, today: dt.date) -> None:
    """Silent about whom the writer does not see: a refusal would tell that there is one of that name."""
    seen = gate.visible_to(by, Purpose.FOLLOW_UP, today).order_by().values_list("pk", "given_name", "family_name")
    if text.strip() and find(text, [Person(str(key), given, family) for key, given, family in seen]):
        raise RefusedError(
            _("The text seems to name a pupil, and everybody on the team reads it."),
            do=_("Write what it is for, without a name."),
        )
