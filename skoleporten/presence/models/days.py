"""What follows from the marks, a row a pupil and day: made anew in the transaction of each mark, and never by hand."""

from __future__ import annotations

from django.db import models

from skoleporten.cases.models import Case
from skoleporten.presence.models.marks import PLACES, RATED_BY
from skoleporten.presence.models.of_case import OfCaseQuerySet


class PresenceDay(models.Model):
    """`minutes` is None where nobody knows how long. `looks`: what the owner is asked to look at, as codes and marks.

    `is_told` is False where every mark of the day is held: then nothing is known of it yet.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="presence_days")
    day = models.DateField()
    minutes = models.PositiveIntegerField(null=True)
    is_told = models.BooleanField()
    is_open = models.BooleanField()
    did_not_come = models.BooleanField()
    needs_look = models.BooleanField()
    looks = models.JSONField(default=list)
    # The last mark that stands: what an undo is about.
    last_mark = models.UUIDField(null=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "day"], name="one_row_a_case_and_day")]
        indexes = [models.Index(fields=["day"], name="presence_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.day}"


class Visit(models.Model):
    """No time means that nobody marked it. `arrivals` and `leavings` are the ids of the marks that it is made of."""

    of_day = models.ForeignKey(PresenceDay, on_delete=models.CASCADE, related_name="visits")
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    place = models.CharField(max_length=16, choices=PLACES, blank=True)
    with_whom = models.CharField(max_length=160, blank=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rated_by = models.CharField(max_length=8, choices=RATED_BY, blank=True)
    word = models.CharField(max_length=300, blank=True)
    arrivals = models.JSONField(default=list)
    leavings = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.of_day_id} {self.place}"
