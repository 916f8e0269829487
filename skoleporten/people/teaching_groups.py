"""Groups of pupils who are taught together across classes, and who was in which from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.people.models import Pupil
from skoleporten.schools.models import School


class TeachingGroup(PublicIdModel):
    """Of one school year. `source_id` is unique within its school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="teaching_groups")
    source_id = models.CharField(max_length=128)
    school_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["school_year", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "source_id"], name="one_teaching_group_a_school_year_and_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeachingGroupMember(models.Model):
    """A pupil in a group. `end` is the last day; who comes back gets a new row."""

    group = models.ForeignKey(TeachingGroup, on_delete=models.PROTECT, related_name="members")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="teaching_groups")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    # The kind of file that told of it. A later file ends only its own.
    source = models.CharField(max_length=32, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="teaching_group_dates_in_order"
            ),
            models.UniqueConstraint(fields=["group", "pupil", "start"], name="one_membership_a_group_pupil_and_start"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} in {self.group_id} {self.start}-{self.end or ''}"
