"""Measures of a case, with the same five fields as those of a concern, and what was seen when they were looked at."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.cases.models import Case
from skoleporten.concerns.measures import FiveFields, LookedAt
from skoleporten.judgement.models.rounds import Round
from skoleporten.rules.visibility import What, may_see
from skoleporten.schools.models import School


def what_of(role: str) -> What:
    if role in AT_A_SCHOOL:
        return What.MEASURES_OF_THE_SCHOOL
    return What.AGREED_MEASURES if role in (Role.GUARDIAN, Role.PUPIL) else What.MEASURES


class CaseMeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> CaseMeasureQuerySet:
        """A school reads those that name it, a family those that were agreed with it."""
        if not may_see(actor.role, what_of(actor.role)):
            return self.none()
        found = self.filter(case__pupil__in=gate.pupils(actor, purpose, today))
        if actor.role in AT_A_SCHOOL:
            return found.filter(school__in=actor.school_ids)
        if actor.role == Role.GUARDIAN:
            return found.filter(for_guardians=True)
        return found.filter(for_pupil=True) if actor.role == Role.PUPIL else found

    def running(self) -> CaseMeasureQuerySet:
        return self.filter(ended_on__isnull=True)

    def due(self, today: dt.date) -> CaseMeasureQuerySet:
        return self.running().filter(evaluate_on__lte=today)


class Measure(FiveFields):
    """`school`: the one that the measure names, which then reads it. `who_else`: whom one can get help from."""

    client_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="measures")
    who_else = models.CharField(max_length=500, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=False)

    objects = CaseMeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("evaluate_on")), name="a_measure_of_a_case_is_evaluated_after_its_start"
            ),
            models.CheckConstraint(
                condition=~Q(problem="") & ~Q(what="") & ~Q(who=""), name="a_measure_of_a_case_has_its_five_fields"
            ),
        ]
        indexes = [models.Index(fields=["case", "evaluate_on"], name="measure_case_evaluate_on")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.starts_on}"


class Evaluation(LookedAt):
    """`figures`: the numbers of the period as they stood on the page then. They say nothing of what caused them."""

    client_id = models.UUIDField(unique=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="evaluations")
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next="end", evaluate_on__isnull=True) | ~Q(next="end") & Q(evaluate_on__isnull=False),
                name="a_measure_of_a_case_that_goes_on_is_evaluated_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.next}"
