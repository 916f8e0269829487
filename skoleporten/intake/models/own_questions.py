"""A municipality's own questions as they were asked, what was answered, and what it chose for the talk."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.intake.models.intakes import Intake
from skoleporten.rules.questions import AskedIn, DataClass
from skoleporten.rules.visibility import What, may_see
from skoleporten.schools.models import School

User = settings.AUTH_USER_MODEL


class QuestionsText(models.Model):
    """A set of questions exactly as it was asked, kept once. A trigger refuses to change it: answers point here."""

    set_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["set_id", "version"], name="one_text_a_version_of_questions")]

    def __str__(self) -> str:
        return f"{self.set_id} {self.version}"


class TalkChoice(models.Model):
    """What the municipality chose for the talk. Never changed: the newest holds."""

    questions = models.ForeignKey(QuestionsText, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    has_hypotheses = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-chosen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.chosen_at:%Y-%m-%d %H:%M}"


class OwnAnswerQuerySet(models.QuerySet["OwnAnswer"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OwnAnswerQuerySet:
        """A school reads back only what it answered itself, and of that nothing of a special category."""
        if not may_see(actor.role, What.OWN_ANSWERS):
            return self.none()
        seen = self.filter(intake__pupil__in=gate.pupils(actor, purpose, today))
        if not may_see(actor.role, What.SPECIAL_ANSWERS):
            seen = seen.filter(data_class=DataClass.PERSONAL)
        if actor.role in AT_A_SCHOOL:
            seen = seen.filter(school__in=actor.school_ids)
        return seen.filter(answered_by=actor.user_id) if actor.role == Role.TEACHER else seen


class OwnAnswer(models.Model):
    """`value` is as rules/questions.py keeps it. `school` where a school answers, in its referral or its account."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="own_answers")
    questions = models.ForeignKey(QuestionsText, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=64)
    data_class = models.CharField(max_length=8, choices=[(one.value, one.value) for one in DataClass])
    asked_in = models.CharField(max_length=16, choices=[(one.value, one.value) for one in AskedIn])
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OwnAnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "question_id"],
                condition=Q(school__isnull=True),
                name="one_answer_an_intake_and_question",
            ),
            models.UniqueConstraint(
                fields=["intake", "question_id", "school", "answered_by"],
                condition=Q(school__isnull=False),
                name="one_answer_a_writer_at_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.question_id}"
