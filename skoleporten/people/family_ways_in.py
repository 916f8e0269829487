"""How a pupil and a guardian get in: a card or a letter on paper, made by somebody who knows them, and made anew.

What stands on the paper is shown once. The staff who make it can not use it unseen: the person is told at each log-in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import actions as access
from skoleporten.access import card_actions, languages, two_people, user_actions
from skoleporten.access.actor import Actor
from skoleporten.access.cards import Card
from skoleporten.access.identities import ProviderSession
from skoleporten.access.models import User
from skoleporten.access.pending import Invitation
from skoleporten.access.user_names import new_user_name
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.actions import record
from skoleporten.people import actions
from skoleporten.people.models import Guardian, Guardianship, Pupil, PupilAccount
from skoleporten.rules.errors import RefusedError

DAYS_OF_A_CARD = 7  # handed over by a known adult
DAYS_OF_A_LETTER = 21  # it may come by post
DECIDING = {Guardianship.Decides.PARENTAL_RESPONSIBILITY, Guardianship.Decides.CARE_TAKEN_OVER}


@dataclass(frozen=True)
class Paper:
    """`start_code` is empty where own words stay and only codes are new; `codes` where there is no card."""

    user: User
    start_code: str
    codes: tuple[str, ...]
    days: int


@transaction.atomic
def card_for_pupil(*, by: Actor, pupil: Pupil) -> Paper:
    """The first, or all anew: with a lost telephone or words that another knows everything from before ends."""
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    account = PupilAccount.objects.filter(pupil=pupil).select_related("user").first()
    if account is not None and account.ended_at is not None:
        raise RefusedError(_("The pupil's account is ended."))
    user = account.user if account else _new_user(by, pupil.full_name, pupil.written_norwegian)
    if account is None:
        actions.give_own_account(by=by, pupil=pupil, user=user)
    return _from_the_start(by, pupil, user, with_card=True, days=DAYS_OF_A_CARD)


@transaction.atomic
def letter_to_guardian(*, by: Actor, relation: Guardianship, with_card: bool, today: dt.date) -> Paper:
    """To an adult who decides for the pupil, and to nobody else. With a card it takes no telephone."""
    if not decides(relation, today):
        raise RefusedError(
            _("A letter is only for a guardian whose right to decide is recorded and verified, and who is not barred."),
            do=_("Open the guardian and record it there first."),
        )
    guardian = Guardian.objects.select_for_update().get(pk=relation.guardian_id)
    if guardian.user is None:
        guardian.user = _new_user(by, str(guardian), guardian.language)
        guardian.save()
    return _from_the_start(by, relation.pupil, guardian.user, with_card=with_card, days=DAYS_OF_A_LETTER)


@transaction.atomic
def new_card(*, by: Actor, pupil: Pupil, user: User) -> Paper:
    """For one that is used up or lost. What the person knows, and the sessions that are open, stay."""
    if not user.has_usable_password() and not user.identities.exists():
        raise RefusedError(_("The first card has not been used yet."), do=_("Make it anew with a start code."))
    two_people.settle(by, user, WayInChange.Kind.CARD, None)
    codes = card_actions.make(by=by, user=user)
    _record(by, "people.card_made", pupil, user)
    return Paper(user, "", tuple(codes), 0)


@transaction.atomic
def end_all(*, by: Actor, pupil: Pupil, user: User) -> None:
    """Nothing opens any more, from the next request on: not the card, the words, a passkey or a session."""
    card_actions.refuse_unless_family(by=by, user=user)
    _end_what_was(by, user)
    user.invitations.filter(ended_at=None).update(ended_at=timezone.now())
    _record(by, "people.way_in_ended", pupil, user)


@transaction.atomic
def join_own_user(*, by: Actor, token: str) -> Guardian:
    """A guardian who has a user here already, as a teacher say: one person is one user, or the gate would not know
    that the pupil is her own child. The empty user that the letter was for is closed.
    """
    invitation = Invitation.objects.open(token)
    guardian = Guardian.objects.filter(user=invitation.user).first() if invitation else None
    if invitation is None or guardian is None or by.user_id is None or invitation.user_id == by.user_id:
        raise RefusedError(_("The code is used or too old."), do=_("Ask for a new one."))
    is_somebody = (
        Guardian.objects.filter(user=by.user_id).exists() or PupilAccount.objects.filter(user=by.user_id).exists()
    )
    if is_somebody or two_people.has_way_in(invitation.user):
        raise RefusedError(_("This can not be joined to your log-in."), do=_("Ask the one who gave you the letter."))
    left = invitation.user
    guardian.user_id = by.user_id
    guardian.save()
    left.invitations.filter(ended_at=None).update(ended_at=timezone.now())
    Card.objects.filter(user=left, ended_at=None).update(ended_at=timezone.now())
    left.is_active = False
    left.save(update_fields=["is_active"])
    pupils = guardian.guardianships.values_list("pupil__public_id", flat=True)
    record(by=by, action="people.joined_own_user", pupils=list(pupils), object_type="user", object_id=by.user_public_id)
    return guardian


def _from_the_start(by: Actor, pupil: Pupil, user: User, *, with_card: bool, days: int) -> Paper:
    card_actions.refuse_unless_family(by=by, user=user)
    two_people.settle(by, user, WayInChange.Kind.INVITATION, None)
    _end_what_was(by, user)
    codes = card_actions.make(by=by, user=user) if with_card else []
    code = user_actions.new_code(by=by, user=user, days=days)
    _record(by, "people.way_in_made", pupil, user)
    return Paper(user, code, tuple(codes), days)


def _end_what_was(by: Actor, user: User) -> None:
    """A new password hash ends every session of the person; log-ins at a provider stay linked."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.may_enrol_until = None
    user.save(update_fields=["password", "may_enrol_until"])
    ProviderSession.objects.filter(identity__user=user).end()
    card_actions.end(by=by, user=user)


def _new_user(by: Actor, name: str, language: str) -> User:
    wish = languages.known(language) or "nb"
    return access.create_user(by=by, username=new_user_name(), display_name=name[:150], password=None, language=wish)


def user_of(pupil: Pupil) -> User | None:
    account = PupilAccount.objects.filter(pupil=pupil, ended_at=None).select_related("user").first()
    return account.user if account else None


def is_for_pupil(paper: Paper) -> bool:
    return PupilAccount.objects.filter(user=paper.user).exists()


def decides(relation: Guardianship, today: dt.date) -> bool:
    """As the gate asks it; a bar in another row of the same two people counts too."""
    lasts = relation.start <= today and (relation.end is None or relation.end >= today)
    barred = relation.pupil.guardianships.filter(
        Q(barred_to__isnull=True) | Q(barred_to__gte=today), guardian=relation.guardian, barred_from__lte=today
    )
    has_right = relation.verified_at is not None and relation.decides in DECIDING
    return has_right and lasts and not barred.exists()


def _record(by: Actor, action: str, pupil: Pupil, user: User) -> None:
    record(by=by, action=action, pupils=[pupil.public_id], object_type="user", object_id=user.public_id)
