"""The team asks somebody in a family, takes a question back, and reads what was sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.intake.transitions import somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.family import guardians_to_write_to
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rig.writing import sent_before
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.surveys import Form, Receiver, shipped_forms
from skoleporten.surveys.models import STAFF, Asking, FormText
from skoleporten.threads import people


@transaction.atomic
def ask(*, by: Actor, pupil: Pupil, guardian: Guardian | None, form_id: str, client_id: uuid.UUID) -> Asking:
    """`guardian`: None asks the pupil. A form sent twice asks once; the same form waits once for the same person."""
    _refuse_out_of_view(by, pupil)
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if made := sent_before(Asking, client_id, pupil_id=pupil.pk, guardian_id=guardian.pk if guardian else None):
        return made
    form = _form(form_id, guardian)
    receiver = _receiver(pupil, guardian)
    before = Asking.objects.waiting().filter(pupil=pupil, guardian=guardian, form_text__form_id=form.id)
    if before.exists():
        raise RefusedError(_("The same questions wait for an answer already."))
    made = Asking.objects.create(
        client_id=client_id, pupil=pupil, guardian=guardian, form_text=_kept(form), asked_by_id=somebody(by)
    )
    note(by, "asked", made, form=form.id, version=form.version)
    role = Role.GUARDIAN if guardian else Role.PUPIL
    notify(by=by, to=receiver, kind=Kind.ASKED, link=page_of(made), role=role, pupil_id=pupil.pk)
    return made


@transaction.atomic
def take_back(*, by: Actor, asking: Asking) -> None:
    """Of what is not answered yet. What stood there half done was never read by anybody else, and goes."""
    asking = _locked(by, asking)
    if asking.taken_back_at is not None:
        return
    if not asking.is_waiting:
        raise RefusedError(_("The questions are answered already."))
    asking.answers.all().delete()
    asking.taken_back_at = timezone.now()
    asking.save()
    note(by, "taken_back", asking)


@transaction.atomic
def mark_read(*, by: Actor, asking: Asking) -> None:
    """By the first on the team who opens the answers."""
    asking = _locked(by, asking)
    if asking.sent_at is not None and asking.read_at is None:
        asking.read_at, asking.read_by_id = timezone.now(), somebody(by)
        asking.save()
        note(by, "answers_read", asking)


def page_of(asking: Asking) -> str:
    return f"/mine/{asking.pupil.public_id}/questions/{asking.public_id}/"


def note(by: Actor, action: str, asking: Asking, **details: Any) -> None:
    """Without a purpose, so that nobody in the family learns of it from the list of looks."""
    record(
        by=by, action=f"surveys.{action}", pupils=[asking.pupil.public_id], object_type="asking",
        object_id=asking.public_id, details=details,
    )  # fmt: skip


def _form(form_id: str, guardian: Guardian | None) -> Form:
    form = shipped_forms().get(form_id)
    if form is None or form.receiver != (Receiver.GUARDIAN if guardian else Receiver.PUPIL):
        raise RefusedError(_("These questions are not for this person."))
    return form


def _receiver(pupil: Pupil, guardian: Guardian | None) -> User:
    today = timezone.localdate()
    if guardian is None:
        user = people.pupil_to_write_to(pupil, today)
    else:
        user = guardian.user if guardian in guardians_to_write_to(pupil, today) else None
    if user is None:
        raise RefusedError(_("This person has no log-in here now."), do=_("Ask in a talk instead."))
    return user


def _kept(form: Form) -> FormText:
    values = {"form_id": form.id, "version": form.version, "text": form.text}
    return FormText.objects.get_or_create(sha256=form.sha256, defaults=values)[0]


def _locked(by: Actor, asking: Asking) -> Asking:
    _refuse_out_of_view(by, asking.pupil)
    return Asking.objects.select_for_update().get(pk=asking.pk)


def _refuse_out_of_view(by: Actor, pupil: Pupil) -> None:
    if by.role not in STAFF or not gate.may_see(by, pupil.pk, purpose_of(by.role), timezone.localdate()):
        raise RefusedError(_("Only the team asks, and only about those whom it follows up."))
