"""What a meeting decides: by whom it is done and by when. It stands in the case itself, and stays until it is done."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.agendas.models import Item
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models.of_meeting import OfMeetingQuerySet
from skoleporten.minutes.models.record import Minutes
from skoleporten.rules.minutes import State, Turn
from skoleporten.rules.visibility import What

User = settings.AUTH_USER_MODEL
ENDED = (State.DONE.value, State.DROPPED.value)


class MeetingDecisionQuerySet(OfMeetingQuerySet):
    def open(self) -> MeetingDecisionQuerySet:
        return self.filter(state=State.OPEN)

    def of_what_goes_on(self) -> MeetingDecisionQuerySet:
        """Without those of a case that has ended: they wait there for whoever opens it again."""
        return self.filter(intake__ended_at__isnull=True)

    def due(self, today: dt.date) -> MeetingDecisionQuerySet:
        return self.open().filter(due__lte=today)


class MeetingDecision(PublicIdModel):
    """`intake` is the pupil's, if it is about one: it stands there when the intake has become a case too.

    What was decided is never written over unseen: each change, and how it ended, is a DecisionTurn.
    """

    INTAKE, MEETING = "intake", "minutes__meeting"
    WHAT = What.MEETINGS

    client_id = models.UUIDField(unique=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_decisions"
    )
    words = models.CharField(max_length=1000)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    # The meeting that it agrees on, where it is about when to meet next.
    agrees_on = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in State], default=State.OPEN.value)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeetingDecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_decision_of_a_meeting_says_something"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, ended_at__isnull=True) | Q(state__in=ENDED, ended_at__isnull=False),
                name="a_decision_of_a_meeting_ends_as_something",
            ),
        ]
        indexes = [
            models.Index(fields=["intake", "state", "due"], name="meeting_decision_intake"),
            models.Index(fields=["owner", "state", "due"], name="meeting_decision_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.due}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class DecisionTurn(RowOfHistory):
    """What happened with it afterwards, and why. `before`: its words then; dates and owners where those changed."""

    client_id = models.UUIDField(unique=True)
    decision = models.ForeignKey(MeetingDecision, on_delete=models.PROTECT, related_name="turns")
    turn = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Turn])
    words = models.CharField(max_length=1000, blank=True)
    before = models.CharField(max_length=1000, blank=True)
    due_before = models.DateField(null=True, blank=True)
    owner_before = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(turn__in=[Turn.DONE.value, Turn.CARRIED.value]) | ~Q(words=""),
                name="a_turn_of_a_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.turn}"
