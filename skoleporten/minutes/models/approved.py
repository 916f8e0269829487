"""The minutes as somebody approved them. Never changed: a correction is a version of its own, with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.agendas.models import Item
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models.of_meeting import OfMeetingQuerySet
from skoleporten.minutes.models.record import Minutes
from skoleporten.rules.visibility import What

User = settings.AUTH_USER_MODEL


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ApprovalQuerySet:
        """Of meetings in view; what of it one reads is a question of its parts."""
        return self.filter(minutes__meeting__in=Meeting.objects.visible_to(actor, today))


class Approval(PublicIdModel, RowOfHistory):
    """`instead_of`: the owner of the meeting whom the approver stood in for. `facts`: who was there, and when."""

    client_id = models.UUIDField(unique=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="approvals")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict)
    approved_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="versions_of_minutes_are_numbered"),
            models.CheckConstraint(
                condition=Q(number=1, why="") | Q(number__gt=1) & ~Q(why=""), name="a_corrected_version_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.number}"


class ApprovedPart(RowOfHistory):
    """One item as it stood. A reader gets the parts of the pupils whom she may see the day she reads, and no more.

    `was_seen`: whether the approver could see it herself. `content`: rules of its form stand in minutes.parts.
    """

    INTAKE, MEETING = "intake", "approval__minutes__meeting"
    WHAT = What.MEETINGS

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="parts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    was_seen = models.BooleanField(default=True)
    content = models.JSONField(default=dict)

    objects: Any = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.pk}"
