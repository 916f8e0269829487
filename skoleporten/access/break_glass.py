"""Past the gate to one pupil, for an hour: for whoever in the team must act at once, with a reason that is read after.

Never to a pupil who is barred, of one's own family or protected: the gate decides that, also here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.audit.models import BreakGlass
from skoleporten.rules.errors import RefusedError

LASTS = dt.timedelta(minutes=60)
SHORTEST_REASON = 20
# More than this many by one person in these days is told to whoever reviews them.
MANY, MANY_DAYS = 2, 30


@transaction.atomic
def open_pupil(
    *, by: Actor, given_name: str, family_name: str, birth_date: dt.date, reason: str, now: dt.datetime, today: dt.date
) -> BreakGlass:
    """The pupil is named in full, so that nobody is found by trying. Each refusal about the pupil is the same one."""
    if by.role not in gate.BREAK_GLASS or by.user_id is None:
        raise RefusedError(_("Only the team can open a pupil in an emergency."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise RefusedError(_("Write the reason in a whole sentence: it is read by the lead of the team."))
    pupil = _named(given_name, family_name, birth_date)
    if pupil is None:
        raise _not_found()
    if gate.may_see(by, pupil.pk, Purpose.FOLLOW_UP, today):
        raise RefusedError(_("You can see this pupil already. Find the pupil in the list."))
    opened = BreakGlass.objects.create(
        user_id=by.user_id, role=by.role, pupil=pupil, reason=reason.strip(), opened_at=now, ends_at=now + LASTS
    )
    if not gate.may_see(by, pupil.pk, Purpose.FOLLOW_UP, today):
        raise _not_found()
    details = {"minutes": int(LASTS.total_seconds() // 60)}
    record(
        by=by, action="access.glass_broken", purpose=Purpose.FOLLOW_UP, pupils=[pupil.public_id],
        object_type="break_glass", object_id=opened.public_id, details=details,
    )  # fmt: skip
    return opened


@transaction.atomic
def review(*, by: Actor, opened: BreakGlass, decision: str, note: str, now: dt.datetime) -> None:
    """By a lead, once, and never by the one who did it; by the municipality where there is no other lead."""
    if by.user_id == opened.user_id:
        raise RefusedError(_("You did this yourself. Somebody else must look at it."))
    if not may_review(by, opened, timezone.localdate(now)):
        raise RefusedError(_("Only the lead of the team reviews this."))
    locked = BreakGlass.objects.select_for_update().get(pk=opened.pk)
    if locked.reviewed_at is not None:
        raise RefusedError(_("Somebody has already looked at this."))
    if decision not in BreakGlass.Decision.values:
        raise RefusedError(_("Choose whether it was right."))
    locked.reviewed_at, locked.reviewed_by_id = now, by.user_id
    locked.decision, locked.review_note = decision, note.strip()
    locked.save()
    record(
        by=by, action="access.glass_reviewed", pupils=(), object_type="break_glass", object_id=locked.public_id,
        details={"decision": decision},
    )  # fmt: skip


def may_review(by: Actor, opened: BreakGlass, today: dt.date) -> bool:
    """Another lead; and what the only lead did is reviewed by the municipality, which is not told of whom it was."""
    if by.user_id in (None, opened.user_id):
        return False
    return by.role == Role.LEAD or (by.role == Role.MUNICIPALITY and not _has_lead_beside(opened.user_id, today))


def _has_lead_beside(user_pk: int, today: dt.date) -> bool:
    leads = Grant.objects.in_force(today).filter(role=Role.LEAD, pupil__isnull=True)
    return leads.exclude(user=user_pk).exists()


def waiting_for(by: Actor, today: dt.date) -> list[BreakGlass]:
    """What waits for a decision of this person; a lead sees her own too, which somebody else decides."""
    return [one for one in to_review() if by.role == Role.LEAD or may_review(by, one, today)]


def open_now(actor: Actor, pupils: Iterable[uuid.UUID], now: dt.datetime) -> list[uuid.UUID]:
    """The openings that let the actor see any of the pupils at this moment."""
    if actor.role not in gate.BREAK_GLASS:
        return []
    mine = BreakGlass.objects.filter(user=actor.user_id, role=actor.role, ends_at__gt=now)
    return list(mine.filter(pupil__public_id__in=pupils).values_list("public_id", flat=True)) if mine else []


def to_review() -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(reviewed_at__isnull=True).select_related("user", "reviewed_by", "pupil")


def reviewed() -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(reviewed_at__isnull=False).select_related("user", "reviewed_by", "pupil")


def often(now: dt.datetime) -> set[int]:
    """Keys of the people who did it more often than MANY times in the last MANY_DAYS days."""
    recent = BreakGlass.objects.filter(opened_at__gt=now - dt.timedelta(days=MANY_DAYS)).order_by()
    counted = recent.values("user").annotate(times=Count("pk")).filter(times__gt=MANY)
    return set(counted.values_list("user", flat=True))


def _named(given_name: str, family_name: str, birth_date: dt.date) -> Any:
    """None where nobody or more than one has the name and the day of birth."""
    pupils = apps.get_model("people.Pupil")._base_manager.filter(
        given_name__iexact=given_name.strip(), family_name__iexact=family_name.strip(), birth_date=birth_date
    )[:2]
    return pupils[0] if len(pupils) == 1 else None


def _not_found() -> RefusedError:
    return RefusedError(_("We find no pupil with that name and day of birth who can be opened here."))
