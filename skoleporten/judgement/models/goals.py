"""Goals in the pupil's words, and what happened with each, as dated rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.cases.models.of_case import OfCase, OfCaseQuerySet
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.rules.judgement import Approach, GoalKind, Participation, SaidBy, Turn
from skoleporten.rules.visibility import What

ENDS = (Turn.REACHED.value, Turn.LEFT.value)


class GoalQuerySet(OfCaseQuerySet):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> GoalQuerySet:
        """A family reads those that were meant for it."""
        found: Any = super().visible_to(actor, purpose, today)
        if actor.role == Role.GUARDIAN:
            return found.filter(for_guardians=True)
        return found.filter(for_pupil=True) if actor.role == Role.PUPIL else found

    def open(self) -> GoalQuerySet:
        return self.filter(ended_on__isnull=True)


class Goal(OfCase):
    """`participation` and `approach` are its square in the grid. `noticed_by`: how one would notice that it is so."""

    WHAT = What.GOALS

    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in GoalKind])
    participation = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in Participation], blank=True
    )
    approach = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Approach], blank=True)
    words = models.CharField(max_length=500)
    noticed_by = models.CharField(max_length=1000)
    said_by = models.CharField(max_length=16, choices=[(one.value, one.value) for one in SaidBy])
    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_as = models.CharField(max_length=8, choices=[(one, one) for one in ENDS], blank=True)

    objects = GoalQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=GoalKind.GRID.value) & ~Q(participation="") & ~Q(approach="")
                | ~Q(kind=GoalKind.GRID.value) & Q(participation="", approach=""),
                name="a_goal_has_one_place",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(noticed_by=""), name="a_goal_has_words_and_how_it_is_noticed"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_as="") | Q(ended_on__isnull=False) & ~Q(ended_as=""),
                name="a_goal_ends_as_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def audiences(self) -> frozenset[str]:
        chosen = {"team": True, "specialist": True, "guardian": self.for_guardians, "pupil": self.for_pupil}
        return frozenset(audience for audience, is_in in chosen.items() if is_in)


class GoalTurn(RowOfHistory):
    """A step toward it, or that it was changed, reached, left or taken up again, and why. `before`: its words then."""

    client_id = models.UUIDField(unique=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="turns")
    turn = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Turn])
    on = models.DateField()
    words = models.CharField(max_length=1000)
    before = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="what_happens_with_a_goal_says_why")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.turn}"
