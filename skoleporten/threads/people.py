"""Who in a family can be written to, and who of the team answers: by the gate, asked anew each time."""

from __future__ import annotations

import datetime as dt

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.queries import actor_of
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake.models import Intake
from skoleporten.intake.owners import team_who_see
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rig.queries import away_on
from skoleporten.threads.models import Thread


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
