"""Asking another service for advice before any case: without a name, or by name on a basis that is recorded."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.concerns import owners
from skoleporten.concerns.discussions import Advice, Discussion
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.concerns.recording import add_step, audit, has_acted, refuse_closed, sent_before
from skoleporten.concerns.reminders import role_at_school
from skoleporten.concerns.sheets import sheet
from skoleporten.consents.models import Consent
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError

LONGEST_DAYS = 90
Basis = Discussion.Basis


@transaction.atomic
def ask(
    *,
    by: Actor,
    concern: Concern,
    service: str,
    basis: str,
    question: str,
    until: dt.date,
    law: str = "",
    consent: Consent | None = None,
    explained: str = "",
    client_id: UUID | None = None,
) -> Discussion:
    """Makes the sheet, and shows it to nobody yet: whoever asks reads it first."""
    if sent_before(by, concern, client_id):
        return concern.discussions.get(client_id=client_id)
    refuse_closed(concern)
    today = timezone.localdate()
    _refuse_basis(concern, service, basis, law, consent, explained, today)
    if not question.strip():
        raise RefusedError(_("Write what you ask about."))
    if not today <= until <= today + dt.timedelta(days=LONGEST_DAYS):
        raise RefusedError(_("Choose a last day within %(days)s days.") % {"days": LONGEST_DAYS})
    by_name = basis != Basis.ANONYMOUS
    made = sheet(concern, question.strip(), today, by_name=by_name)
    step = add_step(by, concern, ConcernStep.Kind.DISCUSSED, client_id=client_id)
    discussion = Discussion.objects.create(
        concern=concern, service=service, basis=basis, law=law.strip() if basis == Basis.LAW else "",
        consent=consent if basis == Basis.CONSENT else None, explained=explained.strip() if by_name else "",
        question=made["question"][:1000], sheet=made, asked_at=step.at, asked_by_id=step.by_id, until=until,
        client_id=client_id,
    )  # fmt: skip
    has_acted(concern, step.at)
    audit(by, "concerns.discussed", concern, {"service": service, "basis": basis})
    return discussion


@transaction.atomic
def show_to(*, by: Actor, discussion: Discussion, consultant: User) -> None:
    """From now on that one person sees that one sheet, until its last day."""
    today = timezone.localdate()
    if discussion.ended_at or discussion.until < today:
        raise RefusedError(_("The discussion is over."))
    if not owners.may_be_asked(today).filter(pk=consultant.pk).exists():
        raise RefusedError(_("Only somebody with access as a specialist can be asked."))
    discussion.consultant = consultant
    discussion.save(update_fields=["consultant"])
    audit(by, "concerns.advice_asked", discussion.concern, {"of": str(consultant.public_id)})
    notify(by=by, to=consultant, kind=Kind.ADVICE_ASKED, link=f"/advice/{discussion.public_id}/", role=Role.SPECIALIST)


@transaction.atomic
def advise(
    *, by: Actor, discussion: Discussion, text: str, given_by: str = "", client_id: UUID | None = None
) -> Advice:
    """By the one who was asked, or written down by the school after a talk. It stands in the concern."""
    sent_before(by, discussion.concern, None)
    sent = discussion.advice.filter(client_id=client_id).first() if client_id else None
    if sent:
        return sent
    if not text.strip() or by.user_id is None:
        raise RefusedError(_("Write the advice."))
    discussion.refresh_from_db(fields=["ended_at", "until", "consultant"])
    is_consultant = discussion.consultant_id == by.user_id
    if is_consultant and (discussion.ended_at or discussion.until < timezone.localdate()):
        raise RefusedError(_("The discussion is over."))
    advice = Advice.objects.create(
        discussion=discussion, at=timezone.now(), by_id=by.user_id, given_by=given_by.strip()[:120],
        text=text.strip(), client_id=client_id,
    )  # fmt: skip
    audit(by, "concerns.advised", discussion.concern)
    if is_consultant:
        concern, asker = discussion.concern, discussion.asked_by
        notify(
            by=by, to=asker, kind=Kind.ADVICE_GIVEN, link=f"/concerns/{concern.public_id}/",
            role=role_at_school(asker, timezone.localdate()), pupil_id=concern.pupil_id,
        )  # fmt: skip
    return advice


@transaction.atomic
def end(*, by: Actor, discussion: Discussion) -> None:
    """At once, whatever its last day is."""
    if discussion.ended_at:
        return
    discussion.ended_at = timezone.now()
    discussion.save(update_fields=["ended_at"])
    audit(by, "concerns.discussion_ended", discussion.concern)


def _refuse_basis(
    concern: Concern, service: str, basis: str, law: str, consent: Consent | None, explained: str, today: dt.date
) -> None:
    if basis not in Basis.values:
        raise RefusedError(_("Choose whether it is without a name, by consent or on a basis in law."))
    if basis == Basis.ANONYMOUS:
        return
    if concern.pupil.protected:
        raise RefusedError(_("A pupil with protected identity is discussed without a name only."))
    if not explained.strip():
        raise RefusedError(_("Write how it was explained to the family."))
    if basis == Basis.LAW and not law.strip():
        raise RefusedError(_("Name the paragraph of law."))
    if basis == Basis.CONSENT and consent not in consents_for(concern.pupil, service, today):
        raise RefusedError(_("There is no consent in force to share with a service."))


def consents_for(pupil: Pupil, service: str, today: dt.date) -> list[Consent]:
    """Those in force that name the very service; what is agreed with one opens nothing for another."""
    in_force = Consent.objects.in_force(today).filter(pupil=pupil, purpose="share_with_service")
    names = _names_of(service)
    return [one for one in in_force if one.service.casefold() in names]


def _names_of(service: str) -> set[str]:
    """As it is called in each of our languages; "another service" is the name of none."""
    if service not in Discussion.Service.values or service == Discussion.Service.OTHER:
        return set()
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(str(Discussion.Service(service).label).casefold())
    return found
