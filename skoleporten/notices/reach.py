"""How somebody is reached, and whether what a notice is about is in her view: asked when it is sent, listed and opened.

Nobody is told in another way than she chose: somebody may have chosen SMS because another reads her e-mail.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from skoleporten.access import gate, queries
from skoleporten.access.actor import Held
from skoleporten.access.models import User
from skoleporten.access.reasons import purpose_of
from skoleporten.notices import sms
from skoleporten.notices.models import Notice, Reach, Way
from skoleporten.rules.quiet_hours import QuietHours

Choice = Reach.Choice


def reach_of(user: User) -> Reach:
    """As chosen; not saved where nobody has chosen yet."""
    quiet = settings.QUIET_HOURS
    start, end = (quiet.start, quiet.end) if quiet else (None, None)
    return Reach.objects.filter(user=user).first() or Reach(user=user, version=0, quiet_from=start, quiet_to=end)


def ways_to(user: User, *, urgent: bool = False) -> tuple[Way, ...]:
    """None of them: she is told in the app alone. `urgent` is every way there is, whatever she chose."""
    reach = reach_of(user)
    there = {Way.SMS: bool(reach.phone) and sms.is_offered(), Way.EMAIL: is_an_address(user.email)}
    wanted = (
        tuple(there) if urgent else {Choice.NONE: (), Choice.SMS: (Way.SMS,)}.get(Choice(reach.choice), (Way.EMAIL,))
    )
    return tuple(way for way in wanted if there[way])


def is_an_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def why_no_way(user: User) -> str:
    """One of Notice.NotSent, where `ways_to` finds none."""
    choice = Choice(reach_of(user).choice)
    if choice is Choice.NONE:
        return Notice.NotSent.NOT_WANTED
    has_bad_address = choice is Choice.EMAIL and bool(user.email)
    return Notice.NotSent.BAD_ADDRESS if has_bad_address else Notice.NotSent.NO_ADDRESS


def quiet_hours_of(reach: Reach) -> QuietHours | None:
    if reach.quiet_from is None or reach.quiet_to is None:
        return None
    return QuietHours(reach.quiet_from, reach.quiet_to)


def quiet_until(notice: Notice, now: dt.datetime) -> dt.datetime | None:
    """When the reader's quiet hours are over; None outside them, and for what can not wait."""
    quiet = None if notice.is_urgent else quiet_hours_of(reach_of(notice.user))
    return quiet.holds_until(timezone.localtime(now)) if quiet else None


def places_in_view(notice: Notice) -> list[Held]:
    """The roles, and schools, in which the person can open it today; none where access has ended."""
    held = queries.held_by(notice.user, timezone.localdate())
    return [one for one in held if notice.role in ("", one.role) and _sees(notice, one)]


def _sees(notice: Notice, held: Held) -> bool:
    if notice.pupil_id is None:
        return True
    today = timezone.localdate()
    actor = queries.actor_of(notice.user, today, held.role, school=held.school)
    return actor is not None and gate.may_see(actor, notice.pupil_id, purpose_of(actor.role), today)
