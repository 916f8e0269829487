"""What is decided about each single thing that is kept. Never changed: a new choice is a row of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.access_requests.models.requests import AccessRequest
from skoleporten.rules.access_requests import Basis, Verdict
from skoleporten.rules.visibility import What, may_see


class OfRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfRequestQuerySet:
        """For whoever answers; the family reads the answer."""
        if actor.role not in {Role.TEAM, Role.LEAD} or not may_see(actor.role, What.ACCESS_REQUESTS):
            return self.none()
        return self.filter(request__pupil__in=gate.pupils(actor, purpose, today))


class ItemChoice(SealedTexts, PublicIdModel):
    """`source` and `item` say which thing, as access_requests.sources does. The one with the highest number counts.

    `seen` is the SHA-256 of the thing as it was when it was decided: changed since, it waits for a decision again.
    `reason` is for whoever asked; `shown` is JSON of the text of each part as it is given, where some is masked.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="choices")
    source = models.CharField(max_length=40)
    item = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Verdict])
    basis = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Basis], blank=True)
    reason_encrypted = models.TextField(blank=True, editable=False)
    shown_encrypted = models.TextField(blank=True, editable=False)
    seen = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "source", "item", "number"], name="one_choice_a_number"),
            models.CheckConstraint(
                condition=Q(verdict="give", basis="", reason_encrypted="")
                | (Q(verdict__in=["mask", "withhold"]) & ~Q(basis="") & ~Q(reason_encrypted="")),
                name="what_is_held_back_has_a_basis_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(verdict="mask") & ~Q(shown_encrypted="") | ~Q(verdict="mask") & Q(shown_encrypted=""),
                name="only_what_is_masked_has_its_own_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.source} {self.number}"


class PupilAskedQuerySet(models.QuerySet["PupilAsked"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> PupilAskedQuerySet:
        """The pupil herself, and whoever answers; never the guardian who asked."""
        if actor.role not in {Role.PUPIL, Role.TEAM, Role.LEAD}:
            return self.none()
        return self.filter(request__pupil__in=gate.pupils(actor, purpose, today))


class PupilAsked(PublicIdModel):
    """From fifteen, what a pupil keeps to the adults here is shown to a guardian only with her own yes."""

    class Says(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="asked_of_pupil")
    source = models.CharField(max_length=40)
    item = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=3, choices=Says, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PupilAskedQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "source", "item"], name="a_pupil_is_asked_once_an_item"),
            models.CheckConstraint(
                condition=Q(says="", answered_at__isnull=True) | (~Q(says="") & Q(answered_at__isnull=False)),
                name="a_pupils_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.source} {self.says}"
