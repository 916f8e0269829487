"""Rooms, and who has them when. Two never have one room at the same time: the database refuses it too."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from skoleporten.rig.models.of_rig import Named, OfRig, OfRigQuerySet, User
from skoleporten.rig.models.one_at_a_time import OneAtATime
from skoleporten.rules.rig import Part


class Room(OfRig, Named):
    """`seats`: how many it has room for; 0 where nobody has said."""

    PART = Part.DAYS

    seats = models.PositiveSmallIntegerField(default=0)
    about = models.CharField(max_length=200, blank=True)

    objects = OfRigQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]


class BookingQuerySet(OfRigQuerySet):
    def standing(self) -> BookingQuerySet:
        return self.filter(released_at__isnull=True)

    def between(self, starts: dt.datetime, ends: dt.datetime) -> BookingQuerySet:
        """Those that have a moment within; one that ends as another begins has none."""
        return self.standing().filter(starts__lt=ends, ends__gt=starts)


class Booking(OfRig):
    """From an instant up to another. Never changed: another time is a new one. `words` carry no child's name.

    `written_by` has it. `released_at`: given back, and the room is free again.
    """

    PART = Part.DAYS

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    words = models.CharField(max_length=120)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BookingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts", "room", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="a_booking_ends_later"),
            OneAtATime(name="one_booking_of_a_room_at_a_time"),
            models.CheckConstraint(condition=~Q(words=""), name="a_booking_says_what_for"),
        ]
        indexes = [models.Index(fields=["room", "starts"], name="booking_room_starts")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.starts:%Y-%m-%d %H:%M}"
