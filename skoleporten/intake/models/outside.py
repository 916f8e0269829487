"""The one-time link by which a service without log-in refers a pupil. Only a hash of it is kept."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skoleporten.access.pending import hashed
from skoleporten.access.public_id import PublicIdModel
from skoleporten.intake.models.referrals import Basis, Referral
from skoleporten.intake.models.routes import Route


class OutsideFormQuerySet(models.QuerySet["OutsideForm"]):
    def with_token(self, token: str, now: dt.datetime) -> OutsideFormQuerySet:
        """The one that the link opens: also after it is used, to say that it is received, until it expires."""
        return self.filter(token_hash=hashed(token), expires_at__gt=now, revoked_at__isnull=True)


class OutsideForm(PublicIdModel):
    """Names no pupil: whoever has the link writes whom it is about, and learns nothing of who is in the register."""

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    for_whom = models.CharField(max_length=120)
    basis = models.CharField(max_length=8, choices=Basis)
    basis_text = models.CharField(max_length=300)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="outside_form"
    )

    objects = OutsideFormQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_link_lasts_a_while"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(referral__isnull=False), name="a_used_link_has_its_referral"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route_id} {self.made_at:%Y-%m-%d}"
