"""The intake meeting: who was there, how the pupil was heard, and what the staff wrote for themselves beforehand."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.intake.models.intakes import Intake
from skoleporten.people.models import Guardian


class Preparation(models.Model):
    """One member of staff's own thoughts before the meeting. No page of the family's or the school's reads it.

    `version` counts the times it was saved, so that an old page does not write over a newer text.
    """

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="preparations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stories = models.TextField(blank=True)
    lacking = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        ordering = ["saved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "by"], name="one_preparation_a_person_and_intake"),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.by_id}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> MeetingQuerySet:
        return self.filter(intake__pupil__in=gate.pupils(actor, purpose, today))


class Meeting(PublicIdModel):
    """One that was held. A pupil who was not there was heard in another way, and it says how, and why not there."""

    class Pupil(models.TextChoices):
        ALL = "all", _("Was there")
        PART = "part", _("Was there for a part of it")
        NOT = "not", _("Was not there")

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="meetings")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    pupil_was = models.CharField(max_length=4, choices=Pupil)
    why_pupil_was_not = models.CharField(max_length=300, blank=True)
    how_pupil_was_heard = models.TextField()
    interpreter_language = models.CharField(max_length=60, blank=True)
    summary = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-held_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pupil_was="all") | ~Q(why_pupil_was_not=""), name="a_pupil_not_there_has_a_reason"
            ),
            models.CheckConstraint(condition=~Q(how_pupil_was_heard=""), name="a_pupil_is_always_heard"),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.held_at:%Y-%m-%d}"


class Participant(models.Model):
    """Somebody besides the pupil who was asked to the meeting. `guardian` only for a guardian in the register."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    takes_part_as = models.CharField(max_length=120)
    was_there = models.BooleanField()
    why_not = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(was_there=True) | ~Q(why_not=""), name="who_was_not_there_has_a_reason"),
            models.UniqueConstraint(fields=["meeting", "guardian"], name="a_guardian_takes_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.takes_part_as}"
