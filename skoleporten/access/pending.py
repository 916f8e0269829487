"""What waits for a person: an invitation to choose a password, and access to a pupil by name that one person wants."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, token: str) -> Invitation | None:
        """None for one that is used, taken back, too old or never was."""
        now = timezone.now()
        found = self.filter(token_hash=hashed(token), ended_at=None, expires_at__gt=now, user__is_active=True)
        return found.select_related("user").first()


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A link that works once. Only its hash is kept, so nobody can read it again, not even here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    # When it was used, or taken back.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class PendingGrant(PublicIdModel):
    """Access to one pupil by name, which needs two people. A number that fits no pupil waits and ends alike."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pending_grants")
    role = models.CharField(max_length=32, choices=Role)
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pupil_number = models.CharField(max_length=128)
    pupil = models.ForeignKey("people.Pupil", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    start = models.DateField()
    end = models.DateField()
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="pending_grant_dates_in_order"),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | ~Q(decided_by=F("proposed_by")), name="two_people_confirm_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.start}-{self.end}"
