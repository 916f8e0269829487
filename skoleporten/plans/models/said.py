"""What hangs on a step and comes after it: what the pupil says to it, what it rests on, and who was told of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.plans.models.steps import ForWhom, OfStepQuerySet, PlanStep, meant_for
from skoleporten.rules.plan import Answer, Basis
from skoleporten.schools.models import School

User = settings.AUTH_USER_MODEL


class PlanAnswerQuerySet(models.QuerySet["PlanAnswer"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> PlanAnswerQuerySet:
        """What was meant for the actor, of the steps that are."""
        steps = PlanStep.objects.visible_to(actor, purpose, today).values("pk")
        return self.filter(meant_for(actor), step__in=steps)

    def by_the_pupil(self) -> PlanAnswerQuerySet:
        """Written by the pupil on her own page, and not by an adult who asked her."""
        return self.filter(written_by=F("step__case__pupil__account__user"))


class PlanAnswer(ForWhom):
    """What the pupil says to the step, in own words, or why nobody has asked yet. Only added to, never changed."""

    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="answers")
    client_id = models.UUIDField(unique=True)
    answer = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Answer])
    words = models.TextField(blank=True)
    why_not_asked = models.TextField(blank=True)
    said_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlanAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["said_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="not_asked", why_not_asked=""), name="not_asked_about_the_plan_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.answer}"


class AnswerReadQuerySet(models.QuerySet["AnswerRead"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> AnswerReadQuerySet:
        """As the answer itself."""
        return self.filter(answer__in=PlanAnswer.objects.visible_to(actor, purpose, today).values("pk"))


class AnswerRead(models.Model):
    """Somebody in the team has read what the pupil wrote on her own page. Once an answer, by whoever came first."""

    answer = models.OneToOneField(PlanAnswer, on_delete=models.PROTECT, related_name="read")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AnswerReadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.answer_id} {self.at:%Y-%m-%d}"


class PlanBasis(models.Model):
    """What a step below ordinary hours rests on, who decided it and its last day. The newest holds."""

    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="bases")
    client_id = models.UUIDField(unique=True)
    basis = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Basis])
    decided_by = models.CharField(max_length=160, blank=True)
    until = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfStepQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="none_yet") | (~Q(decided_by="") & Q(until__isnull=False)),
                name="a_plan_basis_has_somebody_who_decided_and_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.basis}"


class LeaderToldQuerySet(models.QuerySet["LeaderTold"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> LeaderToldQuerySet:
        return self.filter(step__case__pupil__in=gate.pupils(actor, purpose, today))


class LeaderTold(models.Model):
    """The leader of the pupil's school was told at once: no basis yet, or a pause. Once a step, whatever is repeated.

    It tells the leader of a duty of the school, so it stands whomever the step itself is for.
    """

    step = models.OneToOneField(PlanStep, on_delete=models.PROTECT, related_name="leader_told")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    has_no_basis = models.BooleanField()
    is_pause = models.BooleanField()
    at = models.DateTimeField()

    objects = LeaderToldQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_no_basis=True) | Q(is_pause=True), name="a_leader_is_told_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.school_id}"
