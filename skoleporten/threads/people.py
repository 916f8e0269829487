"""Who in a family can be written to, and who of the team answers: by the gate, asked anew each time."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.queries import actor_of
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake.models import Intake
from skoleporten.intake.owners import team_who_see
from skoleporten.people.models import Guardian, Guardianship, Pupil
from skoleporten.rig.queries import away_on
from skoleporten.rules.consent.deciders import HOLDS_THE_RIGHT
from skoleporten.threads.models import Thread


def guardians_to_write_to(pupil: Pupil, today: dt.date) -> list[Guardian]:
    """Those with a log-in who see the child today; a barred or unverified one is as if she were not there."""
    rows = Guardianship.objects.filter(pupil=pupil, guardian__user__is_active=True).select_related("guardian__user")
    found = {row.guardian for row in rows.order_by("pk") if _sees(row.guardian.user, Role.GUARDIAN, pupil, today)}
    return sorted(found, key=lambda one: (one.family_name, one.given_name, one.pk))


def guardians_in_view(pupil: Pupil, today: dt.date) -> list[Guardian]:
    """Those who may be let read along: who see the child today, and who would with a log-in."""
    without = [row.guardian for row in _relations(pupil, today) if row.guardian.user_id is None]
    return sorted({*guardians_to_write_to(pupil, today), *without}, key=lambda one: (one.given_name, one.pk))


def _relations(pupil: Pupil, today: dt.date) -> list[Guardianship]:
    """Verified, with the right to decide, and not barred; the gate asks the same of those with a log-in."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    barred = Q(barred_from__lte=today) & (Q(barred_to__isnull=True) | Q(barred_to__gte=today))
    kept_out = Guardianship.objects.filter(barred, pupil=pupil).values("guardian")
    right = Guardianship.objects.filter(
        lasts, pupil=pupil, start__lte=today, verified_at__isnull=False, decides__in=HOLDS_THE_RIGHT
    )
    return list(right.exclude(guardian__in=kept_out).select_related("guardian"))


def pupil_to_write_to(pupil: Pupil, today: dt.date) -> User | None:
    """None where the pupil has no log-in that is in use."""
    account = getattr(pupil, "account", None)
    if account is None or not account.user.is_active:
        return None
    user: User = account.user
    return user if _sees(user, Role.PUPIL, pupil, today) else None


def family_of(thread: Thread, today: dt.date) -> User | None:
    """Whom it is with, while she may still read it."""
    if thread.guardian is None:
        return pupil_to_write_to(thread.pupil, today)
    user = thread.guardian.user
    return user if user is not None and _sees(user, Role.GUARDIAN, thread.pupil, today) else None


def who_can_answer(thread: Thread, today: dt.date) -> list[User]:
    return team_who_see(thread.pupil_id, today)


def who_answers(thread: Thread, today: dt.date) -> User | None:
    """Whom it is given to, or who steps in for her today; else the owner of the follow-up; else a lead."""
    able = who_can_answer(thread, today)
    away = away_on(today)
    for user in (thread.assigned_to, owner_of(thread.pupil)):
        if user is None:
            continue
        here = away[user.pk].stand_in if user.pk in away else user
        if here in able:
            return here
    return next((user for user in able if user.pk not in away), able[0] if able else None)


def owner_of(pupil: Pupil) -> User | None:
    """Whoever owns the newest open follow-up of the pupil."""
    row = Intake.objects.open().filter(pupil=pupil).select_related("owner").order_by("-pk").first()
    return row.owner if row else None


def of_guardian(actor: Actor) -> Guardian | None:
    return Guardian.objects.filter(user=actor.user_id).first()


def team_reads(pupil: Pupil, today: dt.date) -> bool:
    """Whether anybody at Skoleporten would read what the family writes about this pupil."""
    return bool(team_who_see(pupil.pk, today))


def _sees(user: User | None, role: Role, pupil: Pupil, today: dt.date) -> bool:
    if user is None or not user.is_active:
        return False
    actor = actor_of(user, today, role)
    return actor is not None and actor.role == role and gate.may_see(actor, pupil.pk, purpose_of(role), today)
