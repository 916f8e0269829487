"""The private feed: an address that is the key. Made and shown once, revoked by whom it is for or with her role."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor, software
from skoleporten.access.models import User
from skoleporten.access.pending import hashed
from skoleporten.access.queries import roles_of
from skoleporten.audit.actions import record
from skoleporten.intake.transitions import somebody
from skoleporten.rules.errors import RefusedError
from skoleporten.week.models import Feed, MailChoice
from skoleporten.week.models.calendars import HAVE_FEEDS

TOKEN_BYTES = 32  # 256 bits: no limit on guesses could add to it


def own(actor: Actor) -> Feed | None:
    """The open one of the person in the role that she acts in."""
    return Feed.objects.open().filter(user=actor.user_id, role=actor.role).first()


@transaction.atomic
def make(*, by: Actor) -> tuple[Feed, str]:
    """The token is in the answer and nowhere else. The one before opens nothing any more."""
    if by.user_id is None or by.role not in HAVE_FEEDS:
        raise RefusedError(_("There is no calendar for this role."))
    User.objects.select_for_update().get(pk=by.user_id)
    for old in Feed.objects.open().filter(user=by.user_id, role=by.role):
        _revoke(by, old)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Feed.objects.create(user_id=by.user_id, role=by.role, token_hash=hashed(token), made_at=timezone.now())
    record(by=by, action="week.feed_made", object_type="feed", object_id=made.public_id)
    return made, token


@transaction.atomic
def revoke(*, by: Actor) -> bool:
    """One's own. Twice is once."""
    feed = own(by)
    if feed is not None:
        _revoke(by, feed)
    return feed is not None


def opened(token: str, today: dt.date) -> Feed | None:
    """None alike for a token that never was, is revoked, or whose person no longer holds the role it was made in."""
    feed = Feed.objects.by_token(token)
    return feed if feed is not None and feed.role in roles_of(feed.user, today) else None


def given_out(feed: Feed, body: bytes, today: dt.date, now: dt.datetime) -> None:
    """Written once a day, and when what it holds is not what it held."""
    fields = []
    digest = hashlib.sha256(body).hexdigest()
    if feed.body_hash != digest:
        feed.body_hash, feed.body_changed_at = digest, now.replace(microsecond=0)
        fields += ["body_hash", "body_changed_at"]
    if feed.last_used_on != today:
        feed.last_used_on = today
        fields.append("last_used_on")
    if fields:
        feed.save(update_fields=fields)


def when_access_ends(sender: Any, by: Actor, user: User, role: str, **signal: Any) -> None:
    """So that a link that was passed on does not open again with the next grant."""
    if role not in roles_of(user, timezone.localdate()):
        for feed in Feed.objects.open().filter(user=user, role=role):
            _revoke(by, feed)


@transaction.atomic
def revoke_without_role(*, today: dt.date) -> int:
    """By night: a grant that ran out tells nobody."""
    over = [feed for feed in Feed.objects.open().select_related("user") if feed.role not in roles_of(feed.user, today)]
    for feed in over:
        _revoke(software("feeds"), feed)
    return len(over)


@transaction.atomic
def choose_mail(*, by: Actor, wants_invitations: bool) -> None:
    values = {"wants_invitations": wants_invitations, "chosen_at": timezone.now()}
    MailChoice.objects.update_or_create(user_id=somebody(by), defaults=values)
    record(
        by=by, action="week.mail_chosen", object_type="user", object_id=by.user_public_id,
        details={"wants_invitations": wants_invitations},
    )  # fmt: skip


def _revoke(by: Actor, feed: Feed) -> None:
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    record(by=by, action="week.feed_revoked", object_type="feed", object_id=feed.public_id)
