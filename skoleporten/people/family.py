"""Who in a family may have a door to a pupil's pages, and for whom of the guardians the gate opens it today."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.queries import actor_of
from skoleporten.access.roles import Role
from skoleporten.people.models import Guardian, Guardianship, Pupil, PupilAccount
from skoleporten.rules.consent import AGE_OF_MAJORITY, birthday
from skoleporten.rules.consent.deciders import HOLDS_THE_RIGHT


def relations_of(pupil: Pupil) -> list[Guardianship]:
    """Also those that have ended, are not verified or are barred; for somebody who may read who the guardians are."""
    return list(Guardianship.objects.filter(pupil=pupil).select_related("guardian__user").order_by("pk"))


def account_of(pupil: Pupil) -> User | None:
    """The pupil's own way in, while it has not ended."""
    account = PupilAccount.objects.filter(pupil=pupil, ended_at__isnull=True).select_related("user").first()
    return account.user if account else None


def guardians_in_view(pupil: Pupil, today: dt.date) -> list[Guardian]:
    """Those for whom the gate opens the child today; of one without an account yet, who would be let in."""
    if pupil.birth_date and birthday(pupil.birth_date, AGE_OF_MAJORITY) <= today:
        return []
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    barred = Q(barred_from__lte=today) & (Q(barred_to__isnull=True) | Q(barred_to__gte=today))
    right = Guardianship.objects.filter(
        lasts, pupil=pupil, start__lte=today, verified_at__isnull=False, decides__in=HOLDS_THE_RIGHT
    )
    kept_out = Guardianship.objects.filter(barred, pupil=pupil).values("guardian")
    found = Guardian.objects.filter(pk__in=right.exclude(guardian__in=kept_out).values("guardian"))
    return [one for one in found.select_related("user") if _is_let_in(one, pupil, today)]


def guardians_to_write_to(pupil: Pupil, today: dt.date) -> list[Guardian]:
    """Those in view who have a log-in that is in use."""
    return [one for one in guardians_in_view(pupil, today) if one.user is not None and one.user.is_active]


def _is_let_in(guardian: Guardian, pupil: Pupil, today: dt.date) -> bool:
    if guardian.user is None:
        return not pupil.protected
    actor = actor_of(guardian.user, today, Role.GUARDIAN)
    return actor is not None and gate.may_see(actor, pupil.pk, Purpose.OWN_CHILD, today)
