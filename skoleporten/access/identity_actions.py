"""Which person an identity at an OpenID provider is. Only an administrator or an import ever says so."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import queries, two_people, user_actions
from skoleporten.access.actor import Actor
from skoleporten.access.identities import Identity, ProviderSession
from skoleporten.access.models import User
from skoleporten.access.pending import Invitation
from skoleporten.access.roles import STAFF
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def link_identity(
    *, by: Actor, user: User, issuer: str, subject: str, confirmed: WayInChange | None = None
) -> Identity:
    """Said twice it is one; an identity that is another person's is refused."""
    known = refuse_to_link(by=by, user=user, issuer=issuer, subject=subject)
    if known is not None:
        return known
    two_people.settle(by, user, WayInChange.Kind.IDENTITY, confirmed)
    linked = Identity.objects.create(user=user, issuer=issuer, subject=subject, linked_by_id=by.user_id)
    record(by=by, action="access.identity_linked", object_type="user", object_id=user.public_id)
    return linked


@transaction.atomic
def link_by_letter(*, by: Actor, token: str, issuer: str, subject: str) -> Identity | None:
    """By whoever holds the code of a letter and has just come from the provider. None for a code that opens nothing."""
    invitation = Invitation.objects.open(token)
    if invitation is None or STAFF & set(queries.roles_of(invitation.user, timezone.localdate())):
        return None
    if Identity.objects.filter(issuer=issuer, subject=subject).exists():
        return None
    user = invitation.user
    linked = Identity.objects.create(user=user, issuer=issuer, subject=subject, linked_by_id=invitation.made_by_id)
    user_actions.accept_invitation(by=by, token=token, password=None)
    record(by=by, action="access.identity_linked", object_type="user", object_id=user.public_id)
    return linked


@transaction.atomic
def unlink_identity(*, by: Actor, identity: Identity) -> None:
    """The sessions that it opened end with it."""
    _refuse_own(by, identity.user)
    record(by=by, action="access.identity_unlinked", object_type="user", object_id=identity.user.public_id)
    identity.sessions.all().end()
    identity.delete()


@transaction.atomic
def open_provider_session(*, by: Actor, identity: Identity, session_key: str, sid: str) -> ProviderSession:
    opened, _made = ProviderSession.objects.update_or_create(
        session_key=session_key, defaults={"identity": identity, "sid": sid}
    )
    record(by=by, action="access.signed_in_by_provider", object_type="user", object_id=identity.user.public_id)
    return opened


@transaction.atomic
def end_provider_sessions(*, by: Actor, issuer: str, subject: str = "", sid: str = "") -> int:
    """What a back-channel log-out names: one session by its sid, or all of a subject. How many were ended."""
    if not subject and not sid:
        return 0
    named = ProviderSession.objects.filter(identity__issuer=issuer).select_related("identity__user")
    if sid:
        named = named.filter(sid=sid)
    if subject:
        named = named.filter(identity__subject=subject)
    for user in {each.identity.user for each in named}:
        record(by=by, action="access.signed_out_by_provider", object_type="user", object_id=user.public_id)
    return named.end()


@transaction.atomic
def sign_out(*, by: Actor, session_key: str) -> None:
    """Of the person's own will; the session itself is ended by whoever calls."""
    ProviderSession.objects.filter(session_key=session_key).delete()
    record(by=by, action="access.signed_out", object_type="user", object_id=by.user_public_id)


def refuse_to_link(*, by: Actor, user: User, issuer: str, subject: str) -> Identity | None:
    """The identity, where it is linked so already."""
    if not issuer or not subject:
        raise RefusedError(_("An identity has both an issuer and a subject."))
    _refuse_own(by, user)
    known = Identity.objects.filter(issuer=issuer, subject=subject).first()
    if known is not None and known.user_id != user.pk:
        raise RefusedError(
            _("That identity belongs to another user."), do=_("Unlink it there first, if it was a mistake.")
        )
    return known


def _refuse_own(by: Actor, user: User) -> None:
    """A session left open must not become a way in of its own."""
    if by.user_id == user.pk:
        raise RefusedError(_("You can not change how you log in yourself."), do=_("Ask another administrator."))
