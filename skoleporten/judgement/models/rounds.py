"""One turn of the loop: what the facts point to, and what was decided. The next turn links to the last."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models.of_case import OfCase, OfCaseQuerySet
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.intake.models import Story
from skoleporten.judgement.models.notes import Note
from skoleporten.rules.visibility import What, may_see

MOST_OF_A_SOURCE = 4000


class RoundQuerySet(OfCaseQuerySet):
    def open(self) -> RoundQuerySet:
        return self.filter(ended_at__isnull=True)


class Round(OfCase):
    """`about`: what it is that one wants to understand. A turn ends when it was looked at, or when it is left."""

    WHAT = What.JUDGEMENT

    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="following")
    about = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_ended = models.CharField(max_length=1000, blank=True)

    objects = RoundQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(about=""), name="a_turn_of_the_loop_is_about_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, why_ended="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(why_ended=""),
                name="a_turn_of_the_loop_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.written_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class OfRoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Any, purpose: str, today: Any) -> OfRoundQuerySet:
        if not may_see(actor.role, What.JUDGEMENT):
            return self.none()
        return self.filter(round__in=Round.objects.visible_to(actor, purpose, today))


class Assessment(models.Model):
    """What the facts point to, one a turn. Of each other source what it says; empty is not asked."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="assessment")
    observations = models.ManyToManyField(Note, blank=True, related_name="assessments")
    facts_point_to = models.TextField()
    not_known = models.TextField(blank=True)
    law = models.CharField(max_length=MOST_OF_A_SOURCE, blank=True)
    curriculum = models.CharField(max_length=MOST_OF_A_SOURCE, blank=True)
    colleagues = models.CharField(max_length=MOST_OF_A_SOURCE, blank=True)
    specialists = models.CharField(max_length=MOST_OF_A_SOURCE, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfRoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=~Q(facts_point_to=""), name="an_assessment_says_what_it_points_to"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.version}"


class Decision(PublicIdModel, RowOfHistory):
    """Never changed: a new one takes its place and says why. `took_part` names them as it was written that day.

    The child's story stands as a story of the intake, as own words in a note, or it says why it is not heard.
    """

    client_id = models.UUIDField(unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    choice = models.TextField()
    reason = models.TextField()
    alternatives = models.TextField()
    took_part = models.CharField(max_length=1000)
    childs_best = models.TextField()
    who_is_told = models.CharField(max_length=1000)
    is_story_heard = models.BooleanField()
    story = models.ForeignKey(Story, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_not_heard = models.CharField(max_length=2000, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    why_replaced = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_story_heard=True, why_not_heard="") & (Q(story__isnull=False) | Q(words__isnull=False))
                | Q(is_story_heard=False, story__isnull=True, words__isnull=True) & ~Q(why_not_heard=""),
                name="a_choice_has_the_childs_story_or_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(choice="")
                & ~Q(reason="")
                & ~Q(alternatives="")
                & ~Q(took_part="")
                & ~Q(childs_best="")
                & ~Q(who_is_told=""),
                name="a_choice_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, why_replaced="") | Q(replaces__isnull=False) & ~Q(why_replaced=""),
                name="a_choice_in_place_of_another_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.decided_on}"
