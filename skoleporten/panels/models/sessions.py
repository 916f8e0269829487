"""When a panel met, how many came, what was asked and what was noted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.panels.models.members import Member
from skoleporten.panels.models.panels import Panel, Theme
from skoleporten.panels.models.rows import Versioned, Written


class Session(Written, Versioned):
    """`came` is how many in all, whoever of them is written down by name. `to_look_over`: somebody who came has left
    the panel since, and the notes may hold what she said.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        HELD = "held", "held"
        CANCELLED = "cancelled", "cancelled"

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField()
    about = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    came = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    why_cancelled = models.CharField(max_length=300, blank=True)
    to_look_over = models.BooleanField(default=False)

    # Notes may hold what somebody who left has said, and so are kept as they stand only.
    history = HistoricalRecords(excluded_fields=["notes"])

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", came__isnull=False) | ~Q(state="held") & Q(came__isnull=True),
                name="who_came_is_told_of_a_session_that_was_held",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(why_cancelled="") | ~Q(state="cancelled") & Q(why_cancelled=""),
                name="a_cancelled_session_says_why",
            ),
        ]
        indexes = [models.Index(fields=["panel", "-on"], name="session_panel_on")]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.on}"


class Attendance(models.Model):
    """A member who came. Deleted with the membership; the number of those who came stays."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="a_member_comes_once_to_a_session")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.member_id}"


class Question(Written):
    """Asked of the panel in this session, in these words. `theme` where it belongs to one."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="questions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    words = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_question_has_words")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.pk}"
