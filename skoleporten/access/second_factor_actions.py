"""Help for somebody who has lost the second factor: another person takes it away, and the way back in starts anew."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access import two_people, user_actions
from skoleporten.access.actor import Actor
from skoleporten.access.identities import ProviderSession
from skoleporten.access.models import User
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError


class WhyRemoved(models.TextChoices):
    """Codes, as the log holds no free text."""

    LOST = "lost", gettext_lazy("It is lost, or out of order")
    STOLEN = "stolen", gettext_lazy("It may be stolen, or in use by another")
    REPLACED = "replaced", gettext_lazy("It is replaced by a new one")


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


@transaction.atomic
def remove_second_factor(*, by: Actor, user: User, why: str, confirmed: WayInChange | None = None) -> str | None:
    """The secret of an invitation, shown once; None for whoever comes in through a provider only.

    The old password ends with the factor, or whoever knows it could make the new one. A new password hash also ends
    every session of the person. A new factor is chosen only after an invitation is used, through a provider too.
    """
    refuse_unless_helped(by=by, user=user, why=why)
    two_people.settle(by, user, WayInChange.Kind.SECOND_FACTOR, confirmed)
    has_own_way = user.has_usable_password() or not user.identities.exists()
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.may_enrol_until = None
    user.save(update_fields=["password", "may_enrol_until"])
    ProviderSession.objects.filter(identity__user=user).end()
    record(
        by=by, action="access.second_factor_taken_away", object_type="user", object_id=user.public_id,
        details={"why": str(why)},
    )  # fmt: skip
    return user_actions.new_link(by=by, user=user) if has_own_way else None


def refuse_unless_helped(*, by: Actor, user: User, why: str) -> None:
    if by.user_id == user.pk:
        raise RefusedError(_("You can not remove your own second factor here."), do=_("Ask another administrator."))
    if user.is_demo:
        raise RefusedError(_("A user of the demo has no second factor."))
    if not user.is_active:
        raise RefusedError(_("The user is closed."), do=_("Open the user again first."))
    if why not in WhyRemoved.values:
        raise RefusedError(_("Say why the second factor is removed."))
    if not has_factor(user):
        raise RefusedError(
            _("The person has no second factor."), do=_("Make an invitation, and the person chooses one after it.")
        )
