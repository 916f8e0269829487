"""Who in the family has a door to a child's pages, and as whom the gate is asked to show what stands behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.people.family import account_of, relations_of
from skoleporten.people.models import Guardianship


@dataclass(frozen=True)
class Reader:
    """`actor` is None for whoever has no account. `key` is the public id of a relation; empty for the pupil.

    `sees` is the gate's answer today: without it nothing is shown, whatever the reason.
    """

    key: str
    name: str
    role: Role
    actor: Actor | None
    sees: bool


def readers_of(case: Case, today: dt.date) -> list[Reader]:
    """The pupil first."""
    return [_pupil(case, today), *(_guardian(case, row, today) for row in relations_of(case.pupil))]


def reader_of(case: Case, key: str, today: dt.date) -> Reader | None:
    return next((one for one in readers_of(case, today) if one.key == key), None)


def _pupil(case: Case, today: dt.date) -> Reader:
    return _reader(case, "", case.pupil.full_name, Role.PUPIL, account_of(case.pupil), today)


def _guardian(case: Case, row: Guardianship, today: dt.date) -> Reader:
    name = str(row.guardian) or _("A guardian")
    return _reader(case, str(row.public_id), name, Role.GUARDIAN, row.guardian.user, today)


def _reader(case: Case, key: str, name: str, role: Role, user: User | None, today: dt.date) -> Reader:
    if user is None or not user.is_active:
        return Reader(key, name, role, None, sees=False)
    actor = Actor(user_id=user.pk, user_public_id=str(user.public_id), name=name, role=role)
    return Reader(key, name, role, actor, gate.may_see(actor, case.pupil_id, purpose_of(role), today))
