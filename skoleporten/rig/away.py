"""Telling that somebody is away, and who steps in. Nobody says why; one who falls ill is never refused.

Whoever was to step in and is away herself leaves the others without: they are told so, and a person chooses anew.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.intake.changes import save_changed
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.rig.models import Away
from skoleporten.rig.queries import works_here
from skoleporten.rig.writing import note, sent_before
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rig import LONGEST_DAYS, Days, WhyNot, why_not


@dataclass(frozen=True)
class Told:
    kind: str
    first: dt.date
    last: dt.date
    stand_in: User | None = None


@transaction.atomic
def tell(*, by: Actor, user: User, told: Told, client_id: uuid.UUID) -> Away:
    """One's own days; a lead may tell anybody's."""
    _lock(user, told.stand_in)
    if made := sent_before(Away, client_id, user_id=user.pk, first=told.first, last=told.last, withdrawn_at=None):
        return made
    _check(by, user, told)
    made = Away.objects.create(user=user, client_id=client_id, written_by_id=by.user_id, **vars(told))
    note(by, "away_told", made, kind=made.kind, has_stand_in=made.stand_in_id is not None)
    _ask_stand_in(by, made)
    return made


@transaction.atomic
def change(*, by: Actor, away: Away, told: Told, seen_version: int) -> None:
    """Raises ChangedMeanwhileError where somebody else changed it since."""
    _lock(away.user, told.stand_in)
    away.refresh_from_db()
    if away.withdrawn_at is not None:
        raise RefusedError(_("It was taken back in the meantime."))
    _check(by, away.user, told, besides=away)
    if save_changed(by, away, seen_version, vars(told)):
        note(by, "away_changed", away, kind=away.kind, has_stand_in=away.stand_in_id is not None)
        _ask_stand_in(by, away)


@transaction.atomic
def withdraw(*, by: Actor, away: Away) -> None:
    """She is here after all; twice is once."""
    _lock(away.user, None)
    away.refresh_from_db()
    _refuse_anothers(by, away.user)
    if away.withdrawn_at is None:
        away.withdrawn_at, away.withdrawn_by_id = timezone.now(), by.user_id
        away.version += 1
        away.save()
        note(by, "away_taken_back", away)


def _ask_stand_in(by: Actor, away: Away) -> None:
    """A neutral notice, once for each whom she names; whose days they are stands behind the log-in."""
    if away.stand_in is not None and away.stand_in_id != by.user_id:
        once = f"rig.stand_in.{away.public_id}.{away.stand_in_id}"
        notify(by=by, to=away.stand_in, kind=Kind.HANDOVER_OFFERED, link=f"/rig/away/{away.public_id}/", once=once)


def days_of(away: Away) -> Days:
    return Days(away.user_id, away.first, away.last, away.stand_in_id)


def _lock(*users: User | None) -> None:
    """In one order, so that two who name each other at the same moment wait and do not block for ever."""
    keys = sorted({user.pk for user in users if user is not None})
    list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _check(by: Actor, user: User, told: Told, besides: Away | None = None) -> None:
    _refuse_anothers(by, user)
    if told.kind not in Away.Kind.values:
        raise RefusedError(_("Choose holiday or away."))
    if told.last < told.first:
        raise RefusedError(_("The last day is before the first one."))
    if (told.last - told.first).days >= LONGEST_DAYS:
        raise RefusedError(_("That is more than a year."), do=_("End the function instead."))
    if not works_here(told.first).filter(pk=user.pk).exists():
        raise RefusedError(_("%(name)s does not work here on that day.") % {"name": user})
    others = Away.objects.all().within(told.first, told.last).exclude(pk=besides.pk if besides else None)
    if same := others.filter(user=user).first():
        raise RefusedError(_("It is told already: %(days)s.") % {"days": span(same.first, same.last)})
    _check_stand_in(user, told, list(others.select_related("user", "stand_in")))


def _check_stand_in(user: User, told: Told, others: list[Away]) -> None:
    if told.stand_in is None:
        return
    here = all(works_here(day).filter(pk=told.stand_in.pk).exists() for day in (told.first, told.last))
    if not here:
        raise RefusedError(
            _("%(name)s does not work here all those days.") % {"name": told.stand_in}, do=_("Choose somebody else.")
        )
    by_days = {days_of(away): away for away in others}
    found = why_not(Days(user.pk, told.first, told.last, told.stand_in.pk), by_days)
    if found is not None:
        why, days = found
        raise RefusedError(_against(why, user, told.stand_in, by_days.get(days) if days else None), do=_do(why))


def _against(why: WhyNot, user: User, stand_in: User, away: Away | None) -> str:
    if away is None:
        return _("Nobody steps in for oneself.")
    names = {
        "name": stand_in,
        "days": span(away.first, away.last),
        "away": user,
        "third": away.stand_in or "",
    }
    if why is WhyNot.CIRCLE:
        return _("%(name)s is away %(days)s, and %(away)s steps in then: it would go in a circle.") % names
    if why is WhyNot.CHAIN:
        return _("%(name)s is away %(days)s, and %(third)s steps in then.") % names
    return _("%(name)s is away %(days)s.") % names


def _do(why: WhyNot) -> str:
    return _("Choose somebody who is here all those days.") if why is not WhyNot.ONESELF else _("Choose somebody else.")


def _refuse_anothers(by: Actor, user: User) -> None:
    if by.role != Role.LEAD and by.user_id != user.pk:
        raise RefusedError(_("Only a lead tells of somebody else’s days."))


def span(first: dt.date, last: dt.date) -> str:
    """«3. juni – 5. juni», or the one day."""
    ends = [formats.date_format(day, "MONTH_DAY_FORMAT") for day in dict.fromkeys((first, last))]
    return " – ".join(ends)
