"""A step of the plan: a week that was agreed, from a day on. Written once; what changes is a new step.

Which step holds on a day is said by rules.plan.holding: no row is ever changed, so what was agreed stands as it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.rules.plan import LEAST_MINUTES, MOST_MINUTES, MOST_PARTS_A_DAY, Agreed, Answer, Change, Chooses, Part
from skoleporten.rules.presence.places import Place
from skoleporten.rules.visibility import What, may_see

User = settings.AUTH_USER_MODEL
NOBODY = Q(pk__in=())
# The team reads every step; each of the others where the step says so.
FOR = {
    Role.TEACHER: "for_school",
    Role.SCHOOL_LEADER: "for_school",
    Role.SPECIALIST: "for_specialists",
    Role.GUARDIAN: "for_guardians",
    Role.PUPIL: "for_pupil",
}


def meant_for(actor: Actor) -> Q:
    """Of rows with an audience of their own."""
    if not may_see(actor.role, What.PLAN):
        return NOBODY
    if actor.role in {Role.TEAM, Role.LEAD}:
        return Q()
    return Q(**{FOR[Role(actor.role)]: True}) if actor.role in FOR else NOBODY


class PlanStepQuerySet(models.QuerySet["PlanStep"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> PlanStepQuerySet:
        return self.filter(meant_for(actor), case__pupil__in=gate.pupils(actor, purpose, today))

    def standing(self) -> PlanStepQuerySet:
        """Without those that were taken back before they began."""
        return self.filter(taken_back__isnull=True)

    def nobody_has_answered(self) -> PlanStepQuerySet:
        """That the pupil is not asked yet is no answer."""
        answered = Q(answers__answer__in=set(Answer) - {Answer.NOT_ASKED})
        return self.exclude(pk__in=self.model._default_manager.filter(answered).values("pk"))


class ForWhom(models.Model):
    """Who may read it besides the team. The plan is for all who keep it, a pupil's words for whom the pupil says."""

    for_school = models.BooleanField(default=True)
    for_guardians = models.BooleanField(default=True)
    for_pupil = models.BooleanField(default=True)
    for_specialists = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @property
    def audiences(self) -> frozenset[str]:
        chosen = {
            "team": True,
            "school": self.for_school,
            "guardian": self.for_guardians,
            "pupil": self.for_pupil,
            "specialist": self.for_specialists,
        }
        return frozenset(audience for audience, is_in in chosen.items() if is_in)


class PlanStep(PublicIdModel, ForWhom):
    """`ends_on` is the last day; empty where nothing ends it but the next step. `why`: why this step, and why now."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plan_steps")
    client_id = models.UUIDField(unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    what_changes = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Change])
    is_pause = models.BooleanField(default=False)
    academics = models.TextField(blank=True)
    transport = models.CharField(max_length=200, blank=True)
    fallback = models.TextField(blank=True)
    remote_reason = models.TextField(blank=True)
    why = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="plan_step_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["case", "starts_on"], name="plan_step_case_start")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_on}"

    @property
    def agreed(self) -> Agreed:
        """With the parts that a prefetch has brought."""
        parts = tuple(part.agreed for part in self.parts.all())
        return Agreed(parts, self.is_pause, self.academics, self.transport)


class PlanPart(models.Model):
    """One stay on one weekday (0 = Monday), in the order of the day. Two places in one day are two rows."""

    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="parts")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_PARTS_A_DAY)])
    starts = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(LEAST_MINUTES), MaxValueValidator(MOST_MINUTES)]
    )
    place = models.CharField(max_length=24, blank=True, choices=[(one.value, one.value) for one in Place])
    with_whom = models.CharField(max_length=160, blank=True)
    is_remote = models.BooleanField(default=False)

    class Meta:
        ordering = ["weekday", "number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "weekday", "number"], name="one_plan_part_a_place_in_the_week"),
            models.CheckConstraint(
                condition=Q(minutes__gte=LEAST_MINUTES, minutes__lte=MOST_MINUTES, weekday__lte=4),
                name="a_plan_part_has_minutes_on_a_school_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.weekday}.{self.number}: {self.minutes}"

    @property
    def agreed(self) -> Part:
        return Part(self.weekday, self.minutes, self.starts, self.place, self.with_whom, self.is_remote)


class PlanExpectation(models.Model):
    """What is expected of the pupil, beside what the school adapts and who sees to that; and who chooses in it."""

    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="expectations")
    number = models.PositiveSmallIntegerField()
    expected = models.TextField(blank=True)
    adapted = models.TextField(blank=True)
    responsible = models.CharField(max_length=160, blank=True)
    chooses = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in Chooses])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="one_plan_expectation_a_number"),
            models.CheckConstraint(
                condition=Q(adapted="") | ~Q(responsible=""), name="an_adaptation_has_somebody_who_sees_to_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.number}"


class StepTakenBack(models.Model):
    """A step planned ahead that was given up before it began. It stands in the history with who and why."""

    step = models.OneToOneField(PlanStep, on_delete=models.PROTECT, related_name="taken_back")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()

    def __str__(self) -> str:
        return f"{self.step_id} {self.at:%Y-%m-%d}"


class OfStepQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfStepQuerySet:
        """Of the steps that the actor may read."""
        return self.filter(step__in=PlanStep.objects.visible_to(actor, purpose, today).values("pk"))
