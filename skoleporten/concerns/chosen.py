"""What the municipality has chosen: its routine, its rule sets, and what the sets would have cost last year."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RoutineText(models.Model):
    """A routine exactly as it was used, kept once. A trigger refuses to change it: concerns point here."""

    routine_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "concerns"
        ordering = ["routine_id", "-first_used_at"]

    def __str__(self) -> str:
        return f"{self.routine_id} {self.version}"


class Choice(models.Model):
    """What an administrator chose for the municipality. The newest row holds; none is ever changed."""

    routine_id = models.CharField(max_length=64)
    rule_set_ids = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "concerns"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.routine_id} {self.rule_set_ids}"


class RuleSetCost(models.Model):
    """How many concerns a rule set would have opened in a school year, week by week and school by school.

    `weeks` are first days of weeks; `schools` map a school's key to its pupils and its number for each of the weeks.
    """

    set_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    school_year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    computed_at = models.DateTimeField()
    weeks = models.JSONField(default=list)
    schools = models.JSONField(default=dict)

    class Meta:
        app_label = "concerns"
        ordering = ["set_id"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "school_year"], name="one_cost_a_rule_set_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.set_id} {self.school_year}"
