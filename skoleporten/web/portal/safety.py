"""What stands on every page where a family writes: who reads it and by when, that danger is told on, and whom to call.

    context = {"safety": safety(request.actor.role, read_by=day)}
    {% include "portal/safety.html" %}                        above the form; one h2 and what is below it

No machine reads what is written, so this stands there for everybody and at all times.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from skoleporten.access.roles import Role
from skoleporten.front.queries import facts
from skoleporten.web.front.presenters import dialled


@dataclass(frozen=True)
class Safety:
    """`who`: one sentence on who reads, where it is others than the adults at Skoleporten alone. `read_by`: the day by
    which we promise to have read it, or with `is_answered` to have answered. `child_welfare` is the number of its
    emergency service, empty where the municipality has not entered it.
    """

    to_pupil: bool
    who: str
    read_by: dt.date | None
    is_answered: bool
    child_welfare: str
    child_welfare_dial: str


def safety(role: str, *, read_by: dt.date | None = None, is_answered: bool = False, who: str = "") -> Safety:
    """One question to the database."""
    written = facts()
    phone = written.emergency_phone if written else ""
    return Safety(role == Role.PUPIL, who, read_by, is_answered, phone, dialled(phone))
