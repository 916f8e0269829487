"""The record of a meeting while it is made: when it was held, who was there, and what was written about each item."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.agendas.models import Item
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models.of_meeting import OfMeetingQuerySet
from skoleporten.rules.visibility import What

User = settings.AUTH_USER_MODEL


class Minutes(PublicIdModel):
    """One a meeting, from the moment somebody begins it. Ended, it is ready; what is approved stands in Approval.

    `attendance_version` goes up each time somebody says who is there. Approved minutes are closed to writing until
    somebody says why they are corrected; the next approval is then a version of its own.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="record")
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attendance_version = models.PositiveIntegerField(default=0)
    corrected_because = models.CharField(max_length=500, blank=True)
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_meeting_is_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(corrected_because="", corrected_by__isnull=True)
                | ~Q(corrected_because="") & Q(corrected_by__isnull=False),
                name="a_correction_of_minutes_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.begun_at:%Y-%m-%d}"


class Attendance(models.Model):
    """Somebody was there, or was not. Without a row nobody has said. A guest stands in words, and has no log-in."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="attendance")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.CharField(max_length=120, blank=True)
    was_there = models.BooleanField()
    # Who stepped in for her.
    instead = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "user"], name="a_person_is_there_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) & ~Q(guest="") | Q(user__isnull=False, guest=""),
                name="who_was_there_is_a_person_or_a_guest",
            ),
            models.CheckConstraint(
                condition=Q(instead__isnull=True) | Q(was_there=False), name="nobody_steps_in_for_one_who_was_there"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.user_id or self.guest}"


class ItemNote(models.Model):
    """Short notes of one item, or of the meeting as a whole. Two who write at once both see both texts."""

    INTAKE, MEETING = "item__intake", "minutes__meeting"
    WHAT = What.MEETINGS

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="notes")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfMeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "item"], name="an_item_has_one_note", condition=Q(item__isnull=False)
            ),
            models.UniqueConstraint(fields=["minutes"], name="a_meeting_has_one_note", condition=Q(item__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.item_id}"


class ItemTime(models.Model):
    """From start to stop of an item in the meeting. While it goes on there is no stop; one goes on at a time."""

    INTAKE, MEETING = "item__intake", "minutes__meeting"
    WHAT = What.MEETING_TIME

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="times")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="times")
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(stopped_at__isnull=True), name="one_item_goes_on_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="an_item_stops_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.started_at:%H:%M}"
