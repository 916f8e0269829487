"""Asking, answering and withdrawing. Each function is one use case, in one transaction with its audit event.

What a change does to the state, and to whoever sees the pupil by it, is written in the same transaction.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.consents import standing, telling, texts
from skoleporten.consents.givers import THE_PUPIL, WHY_NOT, Giver, adults_of
from skoleporten.consents.models import ASKED_BY_A_SCHOOL, Answer, Consent, Purpose
from skoleporten.documents import actions as documents
from skoleporten.documents.models import Attachment
from skoleporten.people.models import Pupil, PupilAccount
from skoleporten.rules import consent as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.visibility import What

MAY_ASK = frozenset({Role.TEAM, Role.LEAD, Role.SCHOOL_LEADER})


@dataclass(frozen=True)
class Question:
    """What is asked. `service` only where something is shared with one; `withheld` is what is kept back."""

    purpose: str
    valid_until: dt.date
    service: str = ""
    scope: str = ""
    withheld: str = ""
    language: str = "nb"
    interpreter: str = Consent.Interpreter.NOT_NEEDED


def purposes_of(role: str) -> tuple[Purpose, ...]:
    """What somebody in the role may ask for."""
    if role not in MAY_ASK:
        return ()
    return ASKED_BY_A_SCHOOL if role == Role.SCHOOL_LEADER else tuple(Purpose)


@transaction.atomic
def ask(*, by: Actor, pupil: Pupil, question: Question, client_id: uuid.UUID, today: dt.date) -> Consent:
    """Nobody has answered yet. Sent twice it asks once; asked anew it replaces what no longer is in force."""
    Pupil.objects.select_for_update().get(pk=pupil.pk)  # one question at a time about one pupil
    if asked := Consent.objects.filter(client_id=client_id).first():
        if asked.pupil_id != pupil.pk:
            raise RefusedError(_("This form has been sent already."))
        return asked
    service = " ".join(question.service.split())
    _refuse_question(by, question, service, today)
    same = Consent.objects.standing().filter(pupil=pupil, purpose=question.purpose, service=service)
    if same.filter(state=Consent.State.AWAITING).exists():
        raise RefusedError(_("This has been asked already, and waits for answers."), do=_("Open it and go on there."))
    before = same.order_by("-asked_at", "-id").first()
    consent = Consent.objects.create(
        pupil=pupil, purpose=question.purpose, service=service, text=texts.stored(texts.in_use(question.purpose)),
        scope=question.scope.strip(), withheld=question.withheld.strip(), asked_at=timezone.now(),
        asked_by_id=_person(by), language=question.language, interpreter=question.interpreter,
        valid_until=question.valid_until, client_id=client_id, replaces=before,
    )  # fmt: skip
    _record(by, "consents.asked", consent)
    found = standing.refresh(consent, today)
    standing.close_ended(consent, by)
    telling.family_is_asked(by=by, consent=consent, givers=[party.giver for party in found.parties])
    return consent


@transaction.atomic
def answer(*, by: Actor, consent: Consent, says: str, client_id: uuid.UUID, today: dt.date) -> Answer:
    """By the person herself, logged in."""
    giver = own_giver(by, consent.pupil, today)
    if giver is None:
        raise RefusedError(_("You can not answer for this pupil."))
    return _answer(by, consent, giver, says, Answer.How.LOGGED_IN, today, client_id, today)


@dataclass(frozen=True)
class Scan:
    """A picture or PDF of the signed paper; `name` only tells which it claims to be."""

    name: str
    content: bytes


@transaction.atomic
def record_paper(
    *, by: Actor, consent: Consent, giver_key: str, says: str, signed_on: dt.date, client_id: uuid.UUID,
    today: dt.date, scan: Scan | None = None,
) -> Answer:  # fmt: skip
    """An answer that somebody has signed on paper; the staff say whose it is and when it was signed."""
    if by.role not in MAY_ASK:
        raise RefusedError(_("Only those who ask can record an answer on paper."))
    if not timezone.localdate(consent.asked_at) <= signed_on <= today:
        raise RefusedError(_("The paper is signed between the day of the question and today."))
    giver = _giver_named(consent, giver_key, today)
    given = _answer(by, consent, giver, says, Answer.How.PAPER, signed_on, client_id, today)
    if scan is not None and given.scan is None:
        given.scan = _attached(by, consent, scan)
        given.save(update_fields=["scan"])
    return given


@transaction.atomic
def withdraw(*, by: Actor, answer: Answer, today: dt.date) -> None:
    """By the giver, or by the staff whom the giver told. It counts from this moment, and needs no reason."""
    consent = _locked(answer.consent)
    answer.refresh_from_db()
    if answer.withdrawn_at is not None:
        return
    if by.role not in MAY_ASK and not is_own(by, answer):
        raise RefusedError(_("Only the one who said yes can withdraw it."))
    if answer.says != Answer.Says.YES or consent.closed_at is not None:
        raise RefusedError(_("There is no yes to withdraw."))
    answer.withdrawn_at, answer.withdrawn_by_id = timezone.now(), by.user_id
    answer.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(by, "consents.withdrawn", consent, {"capacity": answer.capacity})
    standing.refresh(consent, today)
    telling.asker_is_told(by=by, consent=consent)


@transaction.atomic
def take_back(*, by: Actor, consent: Consent, today: dt.date) -> None:
    """The staff asked by mistake, or need it no longer. What rests on it ends at once."""
    consent = _locked(consent)
    if consent.closed_at is not None:
        return
    standing.close(consent, by, Consent.Closed.TAKEN_BACK)
    _record(by, "consents.taken_back", consent)


def own_giver(by: Actor, pupil: Pupil, today: dt.date) -> Giver | None:
    """As whom the person answers for the pupil; None for whoever has no right to."""
    if by.role == Role.PUPIL:
        own = PupilAccount.objects.filter(pupil=pupil, user=by.user_id, ended_at__isnull=True)
        return THE_PUPIL if own.exists() else None
    if by.role != Role.GUARDIAN or by.user_id is None:
        return None
    deciding = adults_of(pupil, today).deciding
    return next((one for one in deciding if one.guardian and one.guardian.user_id == by.user_id), None)


def is_own(by: Actor, answer: Answer) -> bool:
    if answer.guardian is not None:
        return by.role == Role.GUARDIAN and by.user_id is not None and answer.guardian.user_id == by.user_id
    account = PupilAccount.objects.filter(pupil=answer.consent.pupil_id, user=by.user_id, ended_at__isnull=True)
    return by.role == Role.PUPIL and account.exists()


# Inside one transaction -----------------------------------------------------------------------------------------------
def _refuse_question(by: Actor, question: Question, service: str, today: dt.date) -> None:
    if question.purpose not in purposes_of(by.role):
        raise RefusedError(_("You can not ask for this."))
    if question.valid_until < today:
        raise RefusedError(_("The last day is in the past. Choose a later one."))
    if bool(service) != (question.purpose == Purpose.SHARE_WITH_SERVICE):
        raise RefusedError(_("Name the service where something is shared with one, and only there."))
    if service and not question.scope.strip():
        raise RefusedError(_("Say what is to be shared."))


def _answer(
    by: Actor, consent: Consent, giver: Giver, says: str, how: str, signed_on: dt.date, client_id: uuid.UUID,
    today: dt.date,
) -> Answer:  # fmt: skip
    consent = _locked(consent)
    given = consent.answers.filter(guardian=giver.guardian).first()
    if given is not None:
        if given.says != says:
            raise RefusedError(_("There is an answer already. A yes can be withdrawn; to change a no, ask again."))
        return given
    if Answer.objects.filter(client_id=client_id).exists():
        raise RefusedError(_("This form has been sent already."))
    _refuse_answer(consent, giver, says, today)
    made = Answer.objects.create(
        consent=consent, guardian=giver.guardian, capacity=giver.capacity, says=says, how=how, signed_on=signed_on,
        answered_at=timezone.now(), recorded_by_id=_person(by), client_id=client_id,
    )  # fmt: skip
    _record(by, "consents.answered", consent, {"says": says, "how": how, "capacity": giver.capacity})
    if standing.refresh(consent, today).state != Consent.State.AWAITING:
        telling.asker_is_told(by=by, consent=consent)
    return made


def _refuse_answer(consent: Consent, giver: Giver, says: str, today: dt.date) -> None:
    if says not in Answer.Says.values:
        raise RefusedError(_("Choose yes or no."))
    found = standing.of(consent, today)
    if consent.closed_at is not None or found.state != Consent.State.AWAITING:
        raise RefusedError(_("This question no longer waits for an answer."), do=_("Ask again if it is still needed."))
    _refuse_giver(consent, giver.key, today)


def _refuse_giver(consent: Consent, key: str, today: dt.date) -> None:
    """With the reason, in the words of the reader."""
    told, born = adults_of(consent.pupil, today).as_told, consent.pupil.birth_date
    try:
        rules.check_may_answer(rules.Purpose(consent.purpose), key, told, born, today)
    except rules.NotEntitledError as error:
        raise RefusedError(str(WHY_NOT[error.why])) from error


def _giver_named(consent: Consent, key: str, today: dt.date) -> Giver:
    _refuse_giver(consent, key, today)
    giver = adults_of(consent.pupil, today).giver(key)
    assert giver is not None
    return giver


def _attached(by: Actor, consent: Consent, scan: Scan) -> Attachment:
    """For the staff who ask, and not for the family: it bears another's signature."""
    what = What.CONSENTS_ON_EDUCATION if consent.purpose in ASKED_BY_A_SCHOOL else What.CONSENTS
    return documents.attach(
        by=by, pupil=consent.pupil, what=what, name=scan.name, content=scan.content,
        title=_("Signed consent"), audiences=("team",),
    )  # fmt: skip


def _person(by: Actor) -> int:
    if by.user_id is None:
        raise RefusedError(_("Only a person asks and answers."))
    return by.user_id


def _locked(consent: Consent) -> Consent:
    """One change at a time of one consent, also where the database allows several writers."""
    return Consent.objects.select_for_update().get(pk=consent.pk)


def _record(by: Actor, action: str, consent: Consent, details: dict[str, str] | None = None) -> None:
    record(
        by=by, action=action, purpose=purpose_of(by.role), pupils=[consent.pupil.public_id], object_type="consent",
        object_id=consent.public_id, details={"purpose": consent.purpose} | (details or {}),
    )  # fmt: skip
