"""The weekly statement to the contact teacher: what the school may enter in its own register. Written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models import Case
from skoleporten.presence.models.of_case import OfCaseQuerySet


class StatementQuerySet(OfCaseQuerySet):
    def newest(self) -> StatementQuerySet:
        """Of each case and week the one that holds."""
        later = Statement.objects.filter(
            case=models.OuterRef("case"), week=models.OuterRef("week"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class Statement(PublicIdModel):
    """`week` is its Monday. A corrected one is a new row with the next number; `changed` are its days that differ.

    `days`: see statements.Day, as JSON. `remote_reason`: the reason in law where teaching in the week is remote.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, null=True, related_name="+")
    week = models.DateField()
    number = models.PositiveSmallIntegerField()
    days = models.JSONField()
    changed = models.JSONField(default=list)
    remote_reason = models.CharField(max_length=2000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-week", "case", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "week", "number"], name="one_statement_a_case_week_and_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="statements_are_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.week} {self.number}"


class StatementRead(models.Model):
    """Who at the school has opened it, the first time."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="reads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["statement", "by"], name="a_statement_is_read_once_a_person")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.by_id}"
