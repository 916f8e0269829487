"""Absence as it was registered. Events are the truth; everything else is derived from them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.people.models import Pupil, SchoolClass
from skoleporten.schools.models import School


class Kind(models.TextChoices):
    DAY = "day", _("Whole day")
    LESSON = "lesson", _("Lesson")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")


class Documented(models.TextChoices):
    TRUE = "true", _("Documented")
    FALSE = "false", _("Undocumented")
    UNKNOWN = "unknown", _("Not known whether documented")


class Reason(models.TextChoices):
    ILLNESS = "illness", _("Illness")
    MEDICAL = "medical", _("Medical appointment")
    LEAVE = "leave", _("Leave granted")
    SCHOOL_INITIATED = "school_initiated", _("Initiated by the school")
    TOO_HARD_STATED = "too_hard_stated", _("Says it is too hard to come")
    UNKNOWN = "unknown", _("Reason not known")
    OTHER = "other", _("Other")
    NOT_ABSENCE = "not_absence", _("Not absence")
    ELSEWHERE_BY_AGREEMENT = "elsewhere_by_agreement", _("Present elsewhere by agreement")
    REST_OF_DAY = "rest_of_day", _("The rest of the day, not in the school’s register")


# What presence at Skoleporten says: derived from its marks, and written anew before each check.
SKOLEPORTEN = "skoleporten"


class AbsenceEventQuerySet(models.QuerySet["AbsenceEvent"]):
    def current(self) -> AbsenceEventQuerySet:
        """What holds now: without the rows that a correction replaced."""
        return self.filter(superseded_by__isnull=True)

    def of_the_schools(self) -> AbsenceEventQuerySet:
        """What the schools' own registers tell, and so how far they have told."""
        return self.exclude(source=SKOLEPORTEN)

    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> AbsenceEventQuerySet:
        return self.filter(pupil__in=gate.pupils(actor, purpose, today))


class AbsenceEvent(models.Model):
    """One registration. Bulk-loaded: a correction supersedes the row with the same (source, source_id).

    Rows of the source SKOLEPORTEN come from no import.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="absence_events", db_index=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="absence_events", db_index=False)
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    documented = models.CharField(max_length=7, choices=Documented, default=Documented.UNKNOWN)
    reason = models.CharField(max_length=24, choices=Reason, default=Reason.UNKNOWN)
    source = models.CharField(max_length=64)
    source_id = models.CharField(max_length=160)
    imported_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    superseded_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = AbsenceEventQuerySet.as_manager()

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="absence_kind_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1) | Q(minutes__isnull=True, kind__in=["late", "left_early"]),
                name="absence_minutes_only_unknown_for_late_and_left_early",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=Q(superseded_by__isnull=True),
                name="one_current_absence_a_source_and_id",
            ),
            models.CheckConstraint(
                condition=Q(imported_by__isnull=False) | Q(source=SKOLEPORTEN), name="absence_is_imported_or_ours"
            ),
        ]
        indexes = [models.Index(fields=["pupil", "date"], name="absence_pupil_date")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.date} {self.kind}"

    def is_whole_day(self) -> bool:
        return self.kind == Kind.DAY


class Unregistered(models.Model):
    """A day on which nobody took the register of a class (without a class: of the whole school)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="unregistered")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, blank=True, related_name="unregistered"
    )
    date = models.DateField()
    imported_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["date", F("school_class").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "date"],
                condition=Q(school_class__isnull=True),
                name="one_unregistered_day_of_a_school",
            ),
            models.UniqueConstraint(
                fields=["school", "school_class", "date"],
                condition=Q(school_class__isnull=False),
                name="one_unregistered_day_of_a_class",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.school_class_id or ''} {self.date}"
