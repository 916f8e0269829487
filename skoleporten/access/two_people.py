"""When a way in needs two people, and who counts as one and the same.

Nothing here knows who sits at a keyboard. Two accounts are taken for one person's when they bear one name or e-mail,
or when the one, within thirty days, made the other or both were made by a third.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.identities import Identity
from skoleporten.access.models import Grant, Role, User
from skoleporten.access.pending import Invitation
from skoleporten.access.roles import STAFF
from skoleporten.access.ways_in import WayInChange
from skoleporten.rules.errors import RefusedError

DAYS_AN_ACCOUNT_IS_ITS_MAKERS = 30


def settle(by: Actor, user: User, kind: str, confirmed: WayInChange | None) -> None:
    """Refuses what needs a second person and has none; else notes it, for the person to be told."""
    if confirmed is not None:
        if (confirmed.user_id, confirmed.kind, confirmed.is_done) != (user.pk, kind, True):
            raise RefusedError(_("Something else was confirmed."))
        return
    if needs_two(by, user):
        raise RefusedError(_("Another administrator must confirm it first."))
    if has_way_in(user):
        now = timezone.now()
        WayInChange.objects.create(
            user=user, kind=kind, proposed_by_id=by.user_id, decided_by_id=by.user_id, decided_at=now, is_done=True
        )


def second(by: Actor, proposer: User | None, today: dt.date, *, but: int | None) -> tuple[User, User]:
    """Whoever confirms, and the administrator who wants it: refused unless they are two, and the first is not `but`."""
    other = User.objects.filter(pk=by.user_id or 0).first()
    if by.role != Role.ADMINISTRATOR or other is None or proposer is None or other.pk == but:
        raise RefusedError(_("Another administrator must confirm it."))
    if are_one_person(other, proposer):
        raise RefusedError(
            _("You and the one who wants it count as one person: one of you has given the other access lately."),
            do=_("Ask a third administrator, or whoever runs the machine."),
        )
    if Role.ADMINISTRATOR not in queries.roles_of(proposer, today):
        raise RefusedError(_("The one who wants it is no administrator any more."))
    return other, proposer


def needs_two(by: Actor, user: User) -> bool:
    """Whoever has the machine's command line needs nobody's leave; neither does a first way in of the staff.

    An administrator is shown no child, and gets no door to one alone: a family's card or letter is made by those who
    know the pupil.
    """
    if by.user_id is None:
        return False
    opens_a_child = by.role == Role.ADMINISTRATOR and is_only_a_family(user)
    return opens_a_child or (is_administrator(user) and has_way_in(user))


def is_only_a_family(user: User) -> bool:
    """Not who also works here; a role given within thirty days does not count, or giving one would be the way round."""
    today = timezone.localdate()
    since = timezone.now() - dt.timedelta(days=DAYS_AN_ACCOUNT_IS_ITS_MAKERS)
    works_here = Grant.objects.in_force(today).filter(user=user, role__in=STAFF, granted_at__lt=since)
    return bool({Role.GUARDIAN, Role.PUPIL} & set(queries.roles_of(user, today))) and not works_here.exists()


def is_administrator(user: User) -> bool:
    """Also somebody who was one within thirty days: to end the access first would else be the way round."""
    since = timezone.now() - dt.timedelta(days=DAYS_AN_ACCOUNT_IS_ITS_MAKERS)
    held = Grant.objects.filter(user=user, role=Role.ADMINISTRATOR, end__gte=since.date())
    return held.filter(ended_at=None).exists() or held.filter(ended_at__gte=since).exists()


def has_way_in(user: User) -> bool:
    return (
        user.has_usable_password() or user.identities.exists() or Authenticator.objects.filter(user_id=user.pk).exists()
    )


def are_one_person(one: User, other: User) -> bool:
    if _name(one) == _name(other) or (one.email and one.email.casefold() == other.email.casefold()):
        return True
    return bool(_with_makers(one) & _with_makers(other))


def _name(user: User) -> str:
    return "".join(str(user).casefold().split())


def _with_makers(user: User) -> set[int]:
    """The account, those who made it what it is within thirty days, and those who made them."""
    since = timezone.now() - dt.timedelta(days=DAYS_AN_ACCOUNT_IS_ITS_MAKERS)
    found, unread = {user.pk}, [user.pk]
    while unread:
        new = _makers(unread.pop(), since) - found
        found |= new
        unread.extend(new)
    return found


def _makers(user_id: int, since: dt.datetime) -> set[int]:
    """A role that is given anew each year makes nobody."""
    grants = Grant.objects.filter(user=user_id, role=Role.ADMINISTRATOR)
    by = set(Invitation.objects.filter(user=user_id, made_at__gte=since).values_list("made_by", flat=True))
    by |= set(Identity.objects.filter(user=user_id, linked_at__gte=since).values_list("linked_by", flat=True))
    if not grants.filter(granted_at__lt=since).exists():
        by |= set(grants.values_list("granted_by", flat=True))
    return by - {None}
