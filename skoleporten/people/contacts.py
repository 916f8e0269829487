"""Whom the school may call about a pupil: those who decide for the child, and never whoever is barred."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from skoleporten.people.models import Guardian, Guardianship

DECIDES = (
    Guardianship.Decides.PARENTAL_RESPONSIBILITY,
    Guardianship.Decides.CARE_TAKEN_OVER,
    Guardianship.Decides.UNKNOWN,
)


@dataclass(frozen=True)
class Contact:
    """What one needs to call, and no more: not what kind of relation it is. Unverified ones say so."""

    guardian: Guardian
    is_verified: bool

    @property
    def name(self) -> str:
        return str(self.guardian)


def may_be_contacted(pupil_id: int, today: dt.date) -> list[Contact]:
    """In the register's order; the verified first."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    barred = Q(barred_from__lte=today) & (Q(barred_to__isnull=True) | Q(barred_to__gte=today))
    rows = Guardianship.objects.filter(lasts, pupil=pupil_id, start__lte=today, decides__in=DECIDES)
    ever_barred = Guardianship.objects.filter(barred, pupil=pupil_id).values("guardian")
    found = rows.exclude(guardian__in=ever_barred).select_related("guardian").order_by("pk")
    contacts = {row.guardian_id: Contact(row.guardian, row.verified_at is not None) for row in found}
    return sorted(contacts.values(), key=lambda contact: not contact.is_verified)
