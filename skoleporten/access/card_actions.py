"""Cards of codes: made by a known adult, used by whose it is, ended when lost. No code is ever shown twice."""

from __future__ import annotations

import hmac
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.cards import CODES_ON_A_CARD, MOST_WRONG_TRIES, Card, CardCode
from skoleporten.access.models import User
from skoleporten.access.roles import STAFF
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

DIGITS = 6


@transaction.atomic
def make(*, by: Actor, user: User) -> list[str]:
    """The codes in order, shown once. An earlier card stops working."""
    refuse_unless_family(by=by, user=user)
    User.objects.select_for_update().get(pk=user.pk)
    _end(user)
    card = Card.objects.create(user=user, made_by_id=by.user_id)
    codes = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}" for _each in range(CODES_ON_A_CARD)]
    CardCode.objects.bulk_create(
        CardCode(card=card, number=number, code_hash=card.hash_of(number, code))
        for number, code in enumerate(codes, start=1)
    )
    record(by=by, action="access.card_made", object_type="user", object_id=user.public_id)
    return codes


@transaction.atomic
def end(*, by: Actor, user: User) -> bool:
    """Whether there was one."""
    if not _end(user):
        return False
    record(by=by, action="access.card_ended", object_type="user", object_id=user.public_id)
    return True


@transaction.atomic
def use(*, by: Actor, user: User, code: str) -> bool:
    """Whether it is the code that was asked for, which then works no more. Too many wrong ones shut the card."""
    card = Card.objects.open(user)
    asked = card.next_code() if card else None
    if card is None or asked is None:
        return False
    digits = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    is_right = hmac.compare_digest(asked.code_hash, card.hash_of(asked.number, digits))
    taken = CardCode.objects.filter(pk=asked.pk, used_at=None)
    if is_right and taken.update(used_at=timezone.now()):
        Card.objects.filter(pk=card.pk).update(wrong_tries=0)
        record(by=by, action="access.card_used", object_type="user", object_id=user.public_id)
        return True
    _count_wrong(by, card)
    return False


def refuse_unless_family(*, by: Actor, user: User) -> None:
    """Whoever works here has more behind the door than one child: a passkey or an app, and an administrator's help."""
    if by.user_id == user.pk:
        raise RefusedError(_("You can not make a way in for yourself."))
    if user.is_demo:
        raise RefusedError(_("A user of the demo needs no way in."))
    if not user.is_active:
        raise RefusedError(_("The user is closed."), do=_("Open the user again first."))
    if STAFF & set(queries.roles_of(user, timezone.localdate())):
        raise RefusedError(_("The person also works here."), do=_("Ask an administrator for help with the log-in."))


def _count_wrong(by: Actor, card: Card) -> None:
    Card.objects.filter(pk=card.pk).update(wrong_tries=F("wrong_tries") + 1)
    card.refresh_from_db(fields=["wrong_tries"])
    if card.wrong_tries >= MOST_WRONG_TRIES:
        end(by=by, user=card.user)


def _end(user: User) -> int:
    return Card.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())
