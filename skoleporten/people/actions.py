"""Who stands in which relation to a pupil. Each function is one use case: one transaction with its audit event."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit.actions import record
from skoleporten.people import guardian_actions
from skoleporten.people.models import CaseTeamMember, Guardian, Guardianship, Involvement, Pupil, PupilAccount
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def involve(*, by: Actor, pupil: Pupil, start: dt.date, reason: str = "") -> Involvement:
    """The pupil is with Skoleporten from that day, and in view of the team."""
    involvement = Involvement(pupil=pupil, start=start, reason=reason)
    _save_valid(involvement)
    record(by=by, action="people.involved", pupils=[pupil.public_id])
    return involvement


@transaction.atomic
def end_involvement(*, by: Actor, involvement: Involvement, retained_until: dt.date) -> None:
    """Today is its last day: whoever closes it still has the letter to write. The lead sees it while it is kept."""
    involvement.end = max(involvement.start, timezone.localdate())
    involvement.retained_until = max(retained_until, involvement.end)
    _save_valid(involvement)
    details = {"retained_until": involvement.retained_until.isoformat()}
    record(by=by, action="people.involvement_ended", pupils=[involvement.pupil.public_id], details=details)


@transaction.atomic
def name_in_case_team(
    *, by: Actor, pupil: Pupil, user: User, basis: str, start: dt.date, end: dt.date, law: str = ""
) -> CaseTeamMember:
    member = CaseTeamMember(pupil=pupil, user=user, basis=basis, law=law, start=start, end=end)
    _save_valid(member)
    details = {"basis": basis, "end": end.isoformat()}
    record(
        by=by, action="people.named_in_case_team", pupils=[pupil.public_id], object_type="user",
        object_id=user.public_id, details=details,
    )  # fmt: skip
    return member


@transaction.atomic
def verify_guardian(
    *, by: Actor, pupil: Pupil, user: User, given_name: str, family_name: str, kind: str, decides: str, start: dt.date
) -> Guardianship:
    """One adult's relation to one pupil, as somebody has now checked it."""
    guardian, _made = Guardian.objects.get_or_create(
        user=user, defaults={"given_name": given_name, "family_name": family_name}
    )
    relation = Guardianship(
        pupil=pupil, guardian=guardian, kind=kind, decides=decides, start=start, source="checked by hand"
    )
    _save_valid(relation)
    guardian_actions.verify(by=by, relation=relation)
    return relation


@transaction.atomic
def give_own_account(*, by: Actor, pupil: Pupil, user: User) -> PupilAccount:
    if PupilAccount.objects.filter(models.Q(pupil=pupil) | models.Q(user=user)).exists():
        raise RefusedError(_("The pupil or the user has an account of this kind already."))
    account = PupilAccount(pupil=pupil, user=user)
    _save_valid(account)
    record(
        by=by, action="people.own_account_given", pupils=[pupil.public_id], object_type="user", object_id=user.public_id
    )
    return account


def _save_valid(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    row.save()
