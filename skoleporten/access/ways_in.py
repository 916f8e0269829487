"""What others changed, or want to change, in how a person comes in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access.public_id import PublicIdModel

DAYS_TO_CONFIRM = 7
DAYS_IT_IS_TOLD = 14


class WayInChangeQuerySet(models.QuerySet["WayInChange"]):
    def waiting(self) -> WayInChangeQuerySet:
        since = timezone.now() - dt.timedelta(days=DAYS_TO_CONFIRM)
        return self.filter(needs_two=True, decided_at=None, proposed_at__gt=since).select_related("user", "proposed_by")

    def to_tell(self) -> WayInChangeQuerySet:
        """At every log-in of some days, not once: the first to log in may be the wrong one."""
        since = timezone.now() - dt.timedelta(days=DAYS_IT_IS_TOLD)
        return self.filter(is_done=True, decided_at__gt=since).select_related("proposed_by", "decided_by")


class WayInChange(PublicIdModel):
    """Kept also when it took effect at once, so that the person is told. An identity's subject is that of the link."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("A new invitation")
        SECOND_FACTOR = "second_factor", _("The second factor is removed")
        IDENTITY = "identity", _("A log-in service is linked")
        CARD = "card", _("A new card with codes")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="way_in_changes")
    kind = models.CharField(max_length=16, choices=Kind)
    why = models.CharField(max_length=16, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    needs_two = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_done = models.BooleanField(default=False)

    objects = WayInChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(needs_two=False)
                | Q(is_done=False)
                | (Q(decided_by__isnull=False, proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="two_people_change_a_way_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
