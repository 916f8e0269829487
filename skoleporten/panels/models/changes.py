"""What we changed because of what a panel said, and that the panel was told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.concerns.measures import RowOfHistory
from skoleporten.panels.models.panels import Panel, Theme
from skoleporten.panels.models.rows import OfPanelsQuerySet, Versioned, Written
from skoleporten.panels.models.sessions import Session
from skoleporten.panels.models.statements import Statement
from skoleporten.rules.panels import How, Outcome


class Change(Written, Versioned):
    """`on`: when it is to be done, was done, or was decided against; then `why_not` says why."""

    what = models.CharField(max_length=500)
    because = models.CharField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    why_not = models.CharField(max_length=500, blank=True)
    on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    panels = models.ManyToManyField(Panel, related_name="changes")
    statements = models.ManyToManyField(Statement, blank=True, related_name="changes")
    themes = models.ManyToManyField(Theme, blank=True, related_name="changes")

    # As a panel's own words may be quoted in it, no earlier text is kept of why.
    history = HistoricalRecords(excluded_fields=["because"])

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_change_says_what"),
            models.CheckConstraint(
                condition=Q(outcome="not_done") & ~Q(why_not="") | ~Q(outcome="not_done") & Q(why_not=""),
                name="what_is_not_done_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.on}"


class ToldBack(RowOfHistory):
    """A panel was told of a change, as it stood then. `session` where it was told in one."""

    client_id = models.UUIDField(unique=True)
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="told_back")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="told_back")
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    on = models.DateField()
    how = models.CharField(max_length=10, choices=[(one.value, one.value) for one in How])
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="told_back")
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfPanelsQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name_plural = "told back"
        constraints = [
            models.CheckConstraint(
                condition=Q(how="session", session__isnull=False) | ~Q(how="session") & Q(session__isnull=True),
                name="told_in_a_session_names_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.panel_id} {self.on}"
