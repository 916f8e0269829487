"""Pupils, classes, and which pupil belonged where and when. No address is stored, and no national id yet."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.schools.models import School


class PupilQuerySet(models.QuerySet["Pupil"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> PupilQuerySet:
        return self.filter(pk__in=gate.pupils(actor, purpose, today))


class Pupil(PublicIdModel):
    """`source_id` is the id of the school administration system. A protected pupil is seen only by a grant by name."""

    source_id = models.CharField(max_length=128, unique=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    protected = models.BooleanField(default=False)

    objects = PupilQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["family_name", "given_name", "id"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.source_id


class SchoolClass(PublicIdModel):
    """A class of one school year. `source_id` is unique within its school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    source_id = models.CharField(max_length=128)
    school_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["school_year", "grade", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "source_id"], name="one_class_a_school_year_and_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def current(self) -> EnrolmentQuerySet:
        """What holds now: without the rows that a later import or change replaced."""
        return self.filter(superseded_at__isnull=True)

    def on(self, day: dt.date) -> EnrolmentQuerySet:
        return self.current().filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)


class Enrolment(models.Model):
    """`end` is the last day, inclusive. Bulk-loaded: a changed row is superseded and kept, never edited."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    # Null where a file of absence alone told of the pupil.
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    imported_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    superseded_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="enrolment_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=13), name="enrolment_grade_1_to_13"
            ),
            models.UniqueConstraint(
                fields=["pupil", "school", "start"],
                condition=Q(superseded_at__isnull=True),
                name="one_current_enrolment_a_pupil_school_and_start",
            ),
        ]
        indexes = [models.Index(fields=["school", "start", "end"], name="enrolment_school_dates")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.school_id} {self.start}-{self.end or ''}"
