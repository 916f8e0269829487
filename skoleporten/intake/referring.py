"""Somebody refers a pupil. Every way in ends here: one referral, with an intake and an owner from the first moment."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor, software
from skoleporten.audit.actions import record
from skoleporten.concerns.models import Concern
from skoleporten.documents.actions import attach
from skoleporten.documents.models import Attachment
from skoleporten.intake import owners, transitions
from skoleporten.intake.evidence import evidence_of
from skoleporten.intake.models import Intake, OutsideForm, Referral, Route
from skoleporten.intake.models.referrals import Basis
from skoleporten.intake.telling import tell
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.transitions import Stage
from skoleporten.rules.visibility import What


@dataclass(frozen=True)
class SentFile:
    """`name` says what the file claims to be, and is not kept: it may name anybody."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Told:
    """What the sender wrote. `client_id` was made with the form, so that the form sent twice is one referral."""

    client_id: uuid.UUID
    reason: str
    hope: str = ""
    interpreter_language: str = ""
    basis: str = Basis.OWN
    basis_text: str = ""
    files: Sequence[SentFile] = ()

    def as_columns(self) -> dict[str, Any]:
        columns = {name: value for name, value in vars(self).items() if name != "files"}
        return columns | {"reason": self.reason.strip(), "hope": self.hope.strip()}


@dataclass(frozen=True)
class About:
    """Whom it is about, in the sender's words, where no pupil of the register was chosen."""

    given_name: str
    family_name: str
    birth_date: dt.date | None = None
    school: str = ""

    def as_columns(self) -> dict[str, Any]:
        return {f"told_{name}": value for name, value in vars(self).items()}


@dataclass(frozen=True)
class _Sent:
    by: Actor
    route: Route
    told: Told
    pupil: Pupil | None
    columns: dict[str, Any] = field(default_factory=dict)


def by_school(*, by: Actor, pupil: Pupil, told: Told) -> Referral:
    """`pupil` has come through the gate. The school's own evidence comes along as it stands at this moment."""
    today = timezone.localdate()
    stay = Enrolment.objects.on(today).filter(pupil=pupil, school__in=by.school_ids).order_by("-start", "-pk").first()
    if stay is None:
        raise RefusedError(_("The pupil does not go to your school now."))
    concern = Concern.objects.filter(pupil=pupil).order_by("-opened_at", "-pk").first()
    evidence, as_of = evidence_of(pupil, concern, today)
    columns = {"school_id": stay.school_id, "concern": concern, "evidence": evidence, "evidence_as_of": as_of}
    return _receive(_Sent(by, _route("school"), told, pupil, columns))


def by_guardian(*, by: Actor, told: Told, pupil: Pupil | None = None, about: About | None = None) -> Referral:
    """Of a child that the gate shows her, or of one by name: then a person finds out who it is, and answers alike."""
    columns = about.as_columns() if about and pupil is None else {}
    return _receive(_Sent(by, _route("guardian"), told, pupil, columns))


def by_pupil(*, by: Actor, pupil: Pupil, told: Told) -> Referral:
    return _receive(_Sent(by, _route("pupil"), told, pupil))


@transaction.atomic
def by_outside_form(*, form: OutsideForm, told: Told, about: About, name: str, contact: str) -> Referral:
    """The link works once; the same form sent again is the same referral. Nobody is looked up in the register."""
    form = OutsideForm.objects.select_for_update(of=("self",)).select_related("route", "referral").get(pk=form.pk)
    if form.referral is not None:
        return form.referral
    is_over = form.revoked_at is not None or form.expires_at <= timezone.now()
    if is_over or Referral.objects.filter(client_id=told.client_id).exists():  # came by another link
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more."))
    columns = about.as_columns() | {
        "outside_name": name, "outside_service": form.for_whom, "outside_contact": contact,
    }  # fmt: skip
    resting = replace(told, basis=form.basis, basis_text=form.basis_text)
    made = _receive(_Sent(software("one-time form"), form.route, resting, None, columns))
    form.referral, form.used_at = made, timezone.now()
    form.save(update_fields=["referral", "used_at"])
    return made


def _route(code: str) -> Route:
    route = Route.objects.filter(code=code, is_active=True).first()
    if route is None:
        raise RefusedError(_("This way of referring is closed here."), do=_("Call Skoleporten instead."))
    return route


def _receive(sent: _Sent) -> Referral:
    if not sent.told.reason.strip():
        raise RefusedError(_("Write why you refer."))
    try:
        with transaction.atomic():
            return _already_sent(sent) or _create(sent)
    except IntegrityError:
        if made := _already_sent(sent):
            return made
        raise


def _already_sent(sent: _Sent) -> Referral | None:
    """By the same person: anybody else's with this id is none of hers."""
    made = Referral.objects.filter(client_id=sent.told.client_id).first()
    if made is not None and made.referred_by_id != sent.by.user_id:
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more."))
    return made


def _create(sent: _Sent) -> Referral:
    intake = _intake_for(sent)
    columns = sent.told.as_columns() | sent.columns
    made = Referral.objects.create(
        intake=intake, route=sent.route, sent_at=timezone.now(), referred_by_id=sent.by.user_id, **columns
    )
    for file in sent.told.files:
        made.attachments.add(_attached(sent, intake, file))
    record(
        by=sent.by, action="intake.referred", pupils=transitions.pupils_of(intake), object_type="referral",
        object_id=made.public_id, details={"route": sent.route.code},
    )  # fmt: skip
    tell(sent.by, intake, intake.owner, Kind.ARRIVED)
    return made


def _attached(sent: _Sent, intake: Intake, file: SentFile) -> Attachment:
    """One that can not be taken in stops the whole form: it is sent again without it."""
    return attach(
        by=sent.by, pupil=intake.pupil, what=What.NOTES, name=file.name, content=file.content,
        title=str(sent.route), audiences=("team",),
    )  # fmt: skip


def _intake_for(sent: _Sent) -> Intake:
    """The pupil's open one, else a new one. Two referrals of one pupil at the same moment come one after the other."""
    if sent.pupil is not None:
        Pupil.objects.select_for_update().get(pk=sent.pupil.pk)
        if found := Intake.objects.open().filter(pupil=sent.pupil).first():
            return found
    intake = Intake(pupil=sent.pupil, state=Stage.REFERRED)
    intake.state_since = intake.opened_at = timezone.now()
    if sent.pupil is not None:
        intake.earlier = Intake.objects.filter(pupil=sent.pupil).order_by("-opened_at", "-pk").first()
        transitions.bring_into_view(sent.by, intake)
    intake.owner = owners.first_owner(intake.pupil_id, timezone.localdate())
    intake.save()
    transitions.write(sent.by, intake, "", Stage.REFERRED)
    intake.save()
    return intake
