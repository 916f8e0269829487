"""Who in a family may have a door to a pupil's pages, whatever it opens today: the gate says that."""

from __future__ import annotations

from skoleporten.access.models import User
from skoleporten.people.models import Guardianship, Pupil, PupilAccount


def relations_of(pupil: Pupil) -> list[Guardianship]:
    """Also those that have ended, are not verified or are barred; for somebody who may read who the guardians are."""
    return list(Guardianship.objects.filter(pupil=pupil).select_related("guardian__user").order_by("pk"))


def account_of(pupil: Pupil) -> User | None:
    """The pupil's own way in, while it has not ended."""
    account = PupilAccount.objects.filter(pupil=pupil, ended_at__isnull=True).select_related("user").first()
    return account.user if account else None
