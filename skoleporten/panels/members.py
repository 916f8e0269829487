"""Who is in a panel: by a recorded yes, and out of it the moment the yes is taken back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.consents.models import Answer, Consent
from skoleporten.consents.models import Purpose as Asked
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.panels import leaving, texts
from skoleporten.panels.changing import locked, log, once, only_who_knows_them, touch
from skoleporten.panels.models import Member, Panel
from skoleporten.panels.panels import refuse_before_start
from skoleporten.people.models import Guardian
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.panels import Ended, Members

LONGEST = dt.timedelta(days=2 * 366)
OUTSIDE = (Member.How.PAPER, Member.How.ELECTRONIC)
MOST_LETTERS = 200


@dataclass(frozen=True)
class SaidYes:
    """Somebody from outside, and her yes to the words of panels/shipped. `how`: on paper, or in another writing."""

    name: str
    contact: str
    given_on: dt.date
    valid_until: dt.date
    how: str = Member.How.PAPER
    language: str = "nb"


@dataclass(frozen=True)
class Candidate:
    """Who may be asked by a consent that is in force. `guardian` is None for the pupil."""

    consent: Consent
    guardian: Guardian | None
    name: str

    @property
    def key(self) -> str:
        return f"{self.consent.public_id}:{self.guardian.public_id if self.guardian else 'pupil'}"


@transaction.atomic
def add(*, by: Actor, panel: Panel, yes: SaidYes, client_id: uuid.UUID, today: dt.date) -> Member:
    panel = locked(panel)
    who = only_who_knows_them(by, panel)
    _check_panel(panel, from_outside=True)
    _check_yes(yes, today)

    def make() -> Member:
        member = Member(
            panel=panel, text=texts.stored(), given_on=yes.given_on, how=yes.how, language=yes.language,
            valid_until=yes.valid_until, client_id=client_id, written_by_id=who,
        )  # fmt: skip
        return _keep(by, member, yes.name, yes.contact)

    return once(Member, client_id, make, panel=panel)


@transaction.atomic
def add_by_consent(
    *, by: Actor, panel: Panel, candidate: str, contact: str, client_id: uuid.UUID, today: dt.date
) -> Member:
    """`candidate` is the key of one of `candidates`. The consent stays where it is, with its own page."""
    panel = locked(panel)
    who = only_who_knows_them(by, panel)
    _check_panel(panel, from_outside=False)
    if made := Member.objects.filter(client_id=client_id, panel=panel).first():
        return made
    found = next((one for one in candidates(by=by, panel=panel, today=today) if one.key == candidate), None)
    if found is None:
        raise RefusedError(_("There is no such consent in force now."), do=_("Ask for it first."))
    consent = found.consent
    assert consent.in_force_until is not None

    def make() -> Member:
        member = Member(
            panel=panel, text=consent.text, given_on=_given_on(consent), how=Member.How.SKOLEPORTEN,
            language=consent.language, valid_until=consent.valid_until, consent=consent, guardian=found.guardian,
            client_id=client_id, written_by_id=who,
        )  # fmt: skip
        return _keep(by, member, found.name, contact)

    return once(Member, client_id, make, panel=panel)


def candidates(*, by: Actor, panel: Panel, today: dt.date) -> list[Candidate]:
    """Of the pupils in view: whoever a consent to the source panel that is in force lets in, and who is not in yet."""
    only_who_knows_them(by, panel)
    seen = Consent.objects.visible_to(by, Purpose.FOLLOW_UP, today).in_force(today)
    rows = seen.filter(purpose=Asked.SOURCE_PANEL).select_related("pupil", "text").prefetch_related("answers__guardian")
    if panel.members_are is Members.PUPILS:
        found = [Candidate(one, None, one.pupil.full_name) for one in rows]
    elif panel.members_are is Members.GUARDIANS:
        found = [
            Candidate(one, answer.guardian, str(answer.guardian))
            for one in rows
            for answer in one.answers.all()
            if answer.guardian and answer.says == Answer.Says.YES and answer.withdrawn_at is None
        ]
    else:
        found = []
    taken = set(panel.members.not_ended().values_list("consent", "guardian"))
    return [one for one in found if (one.consent.pk, one.guardian.pk if one.guardian else None) not in taken]


@transaction.atomic
def change_contact(*, by: Actor, member: Member, name: str, contact: str, seen_version: int) -> Member:
    member = locked(member)
    only_who_knows_them(by, member.panel)
    if member.ended_at is not None:
        raise RefusedError(_("It has ended."))
    _check_words(name, contact)
    if (member.opened("name"), member.opened("contact")) == (name.strip(), contact.strip()):
        return member
    if member.version != seen_version:
        raise ChangedMeanwhileError(member)
    member.write(name=name.strip(), contact=contact.strip())
    touch(by, member)
    log(by, "member_changed", member)
    return member


@transaction.atomic
def withdraw(*, by: Actor, member: Member) -> Member:
    """She took back her yes. It counts from this moment, and needs no reason. Twice is once.

    One who said yes in Skoleporten withdraws there, and it ends this in the same transaction; to leave the panel alone
    is hers to choose as well.
    """
    return _end(by, member, Ended.WITHDREW)


@transaction.atomic
def finish(*, by: Actor, member: Member) -> Member:
    """Her time in the panel is over, by agreement."""
    return _end(by, member, Ended.TIME_IS_UP)


def _end(by: Actor, member: Member, because: Ended) -> Member:
    member = locked(member)
    only_who_knows_them(by, member.panel)
    leaving.end(by, member, because)
    return member


def _keep(by: Actor, member: Member, name: str, contact: str) -> Member:
    _check_words(name, contact)
    member.write(name=name.strip(), contact=contact.strip())
    member.save()
    log(by, "member_added", member, panel=member.panel.code, how=str(member.how))
    return member


def _given_on(consent: Consent) -> dt.date:
    """The day of the last yes."""
    return max(answer.signed_on for answer in consent.answers.all())


def _check_panel(panel: Panel, *, from_outside: bool) -> None:
    refuse_before_start(panel)
    if from_outside and panel.members_are is Members.PUPILS:
        raise RefusedError(
            _("A pupil takes part by the consent that Skoleporten asks for, of the pupil and the guardians."),
            do=_("Ask for it on the page of the pupil."),
        )


def _check_words(name: str, contact: str) -> None:
    if not name.strip():
        raise RefusedError(_("Write the name."))
    if len(name) > MOST_LETTERS or len(contact) > MOST_LETTERS:
        raise RefusedError(_("That is too long."))


def _check_yes(yes: SaidYes, today: dt.date) -> None:
    if yes.how not in OUTSIDE:
        raise RefusedError(_("Say how the yes was given."))
    if yes.given_on > today:
        raise RefusedError(_("The date is still to come."))
    if yes.valid_until < today:
        raise RefusedError(_("The last day is in the past. Choose a later one."))
    if yes.valid_until > yes.given_on + LONGEST:
        raise RefusedError(_("A yes to a panel lasts for two years at most. Choose an earlier day."))
