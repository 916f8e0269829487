"""The one-time link for a service without log-in. Shown once to who makes it; she sends it herself, by a safe way."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.pending import hashed
from skoleporten.audit.actions import record
from skoleporten.intake import transitions
from skoleporten.intake.models import OutsideForm, Route
from skoleporten.intake.models.referrals import Basis
from skoleporten.rules.errors import RefusedError

DAYS_A_LINK_LASTS = 14


@transaction.atomic
def make(
    *, by: Actor, route: Route, for_whom: str, basis: str, basis_text: str, client_id: uuid.UUID
) -> tuple[OutsideForm, str]:
    """The link’s secret is in the answer and nowhere else, so that one made twice can not be shown again."""
    if OutsideForm.objects.filter(client_id=client_id).exists():
        raise RefusedError(_("The link was made already."), do=_("If it is lost, take it back and make a new one."))
    if not Route.objects.by_link().filter(pk=route.pk).exists():
        raise RefusedError(_("This way of referring is not by link."))
    if basis not in {Basis.CONSENT, Basis.LAW} or not basis_text.strip():
        raise RefusedError(_("Write down what the referral rests on."))
    token, now = secrets.token_urlsafe(32), timezone.now()
    made = OutsideForm.objects.create(
        client_id=client_id, token_hash=hashed(token), route=route, made_by_id=transitions.somebody(by), made_at=now,
        for_whom=for_whom.strip(), basis=basis, basis_text=basis_text.strip(),
        expires_at=now + dt.timedelta(days=DAYS_A_LINK_LASTS),
    )  # fmt: skip
    _record(by, "intake.link_made", made)
    return made, token


@transaction.atomic
def take_back(*, by: Actor, form: OutsideForm) -> None:
    if form.revoked_at is None and form.used_at is None:
        form.revoked_at = timezone.now()
        form.save(update_fields=["revoked_at"])
        _record(by, "intake.link_taken_back", form)


def _record(by: Actor, action: str, form: OutsideForm) -> None:
    details = {"route": form.route.code, "basis": form.basis}
    record(by=by, action=action, object_type="outside_form", object_id=form.public_id, details=details)
