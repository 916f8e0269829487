"""Measures with the five fields of opplæringslova § 12-4, what each led to, and who has been told (§ 10-8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> MeasureQuerySet:
        return self.filter(concern__pupil__in=gate.pupils(actor, purpose, today))

    def running(self) -> MeasureQuerySet:
        return self.filter(ended_on__isnull=True)


class FiveFields(PublicIdModel):
    """What is done about one problem, by whom, from when, and when it is looked at: the same wherever it is decided."""

    problem = models.CharField(max_length=500)
    what = models.CharField(max_length=500)
    who = models.CharField(max_length=200)
    starts_on = models.DateField()
    evaluate_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Measure(FiveFields):
    """Of a concern at a school. Left alone, it comes back."""

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="measures")
    client_id = models.UUIDField(null=True, blank=True)

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        app_label = "concerns"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("evaluate_on")), name="a_measure_is_evaluated_after_its_start"
            ),
            models.UniqueConstraint(fields=["concern", "client_id"], name="a_form_sent_twice_is_one_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.starts_on}"


class RowOfHistory(models.Model):
    """Written once; a correction is a row of its own."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("This is a row of history: write a new one.")
        super().save(*args, **kwargs)


class LookedAt(RowOfHistory):
    """What people saw when they looked at a measure, and what they decided then."""

    class Next(models.TextChoices):
        GO_ON = "go_on", _("Goes on as it is")
        CHANGE = "change", _("Goes on, changed")
        END = "end", _("Ends")

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(max_length=1000)
    pupils_view = models.CharField(max_length=500, blank=True)
    next = models.CharField(max_length=8, choices=Next)
    evaluate_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Evaluation(LookedAt):
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="evaluations")
    client_id = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "concerns"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next="end", evaluate_on__isnull=True) | ~Q(next="end") & Q(evaluate_on__isnull=False),
                name="what_goes_on_is_evaluated_again",
            ),
            models.UniqueConstraint(fields=["measure", "client_id"], name="a_form_sent_twice_is_one_evaluation"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.next}"


class Information(RowOfHistory):
    """That the pupil or a guardian was told what is recorded, and why (§ 10-8). Until then it is a task."""

    class Whom(models.TextChoices):
        PUPIL = "pupil", _("The pupil")
        GUARDIANS = "guardians", _("The guardians")

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="information")
    whom = models.CharField(max_length=9, choices=Whom)
    to_whom = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8)
    language = models.CharField(max_length=60)
    with_interpreter = models.BooleanField(default=False)
    client_id = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "concerns"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "client_id"], name="a_form_sent_twice_informs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.whom}"
