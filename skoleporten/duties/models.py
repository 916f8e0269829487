"""What staff must report by law, whoever agrees: to child welfare, on the school environment, on physical intervention.

What happened is health and family, and stands encrypted. A report is a row of history: it is acknowledged and sent on,
and never rewritten.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import encryption, gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What, may_see
from skoleporten.schools.models import School

USER = settings.AUTH_USER_MODEL


class Report(PublicIdModel):
    """Who reported, of whom, and when. `client_id` makes one of two clicks."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    role = models.CharField(max_length=32)
    client_id = models.UUIDField(unique=True)

    class Meta:
        abstract = True


class ChildWelfareReportQuerySet(models.QuerySet["ChildWelfareReport"]):
    def visible_to(self, actor: Actor, today: dt.date) -> ChildWelfareReportQuerySet:
        """One's own, and those of pupils in view for whom the table lets see them. Never the family's."""
        in_view = gate.pupils(actor, Purpose.CHILD_WELFARE, today)
        of_role = Q() if may_see(actor.role, What.CHILD_WELFARE_REPORTS) else Q(reported_by=actor.user_id)
        return self.filter(of_role, pupil__in=in_view)


class ChildWelfareReport(Report):
    """That somebody reported, when and to whom. What was reported is in child welfare's own channel alone."""

    to_whom = models.CharField(max_length=120)

    objects = ChildWelfareReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-id"]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.reported_at:%Y-%m-%d}"


class ToSchool(Report):
    """A report that a leader of the pupil's school receives and answers."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")
    what_encrypted = models.TextField(editable=False)
    pupils_view_encrypted = models.TextField(editable=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def what(self) -> str:
        return self._opened("what_encrypted")

    @property
    def pupils_view(self) -> str:
        return self._opened("pupils_view_encrypted")

    def write(self, *, what: str, pupils_view: str) -> None:
        """Does not save."""
        for column, text in (("what_encrypted", what), ("pupils_view_encrypted", pupils_view)):
            setattr(self, column, encryption.encrypt(text, place=self._place(column)))

    def _opened(self, column: str) -> str:
        return encryption.decrypt(getattr(self, column), place=self._place(column))

    def _place(self, column: str) -> str:
        return f"{self._meta.db_table}/{column}/{self.public_id}"


class EnvironmentReportQuerySet(models.QuerySet["EnvironmentReport"]):
    def visible_to(self, actor: Actor, today: dt.date) -> EnvironmentReportQuerySet:
        """One's own, those that one receives, and to team and lead those of their pupils.

        What is about the leaders of a school is not theirs to read: it goes past them to the municipality's official.
        """
        if actor.role == Role.MUNICIPALITY:
            return self.filter(to_municipality_at__isnull=False, pupil__in=_in_view(actor, today))
        mine = Q(reported_by=actor.user_id)
        if may_see(actor.role, What.ENVIRONMENT_REPORTS):
            mine |= self._received(actor)
        return self.filter(mine, pupil__in=_in_view(actor, today))

    def _received(self, actor: Actor) -> Q:
        if actor.role != Role.SCHOOL_LEADER:
            return Q()
        return Q(school__in=actor.school_ids) & ~Q(about=EnvironmentReport.About.LEADER)

    def waiting(self) -> EnvironmentReportQuerySet:
        return self.filter(acknowledged_at__isnull=True)


class EnvironmentReport(ToSchool):
    """That a pupil may not have it safe and good (opplæringslova §§ 12-4 and 12-5)."""

    class About(models.TextChoices):
        NO_STAFF = "no_staff", _("No, nobody who works here")
        STAFF = "staff", _("Yes, somebody who works at the school")
        LEADER = "leader", _("Yes, somebody in the school's leadership")

    about = models.CharField(max_length=8, choices=About)
    is_serious = models.BooleanField()
    concern = models.ForeignKey(
        "concerns.Concern", on_delete=models.PROTECT, null=True, blank=True, related_name="environment_reports"
    )
    to_municipality_at = models.DateTimeField(null=True, blank=True)
    to_municipality_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = EnvironmentReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(about="leader") | Q(to_municipality_at__isnull=False),
                name="what_is_about_leaders_goes_past_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.reported_at:%Y-%m-%d}"


class InterventionQuerySet(models.QuerySet["PhysicalIntervention"]):
    def visible_to(self, actor: Actor, today: dt.date) -> InterventionQuerySet:
        mine = Q(reported_by=actor.user_id)
        if may_see(actor.role, What.INTERVENTIONS):
            mine |= Q(school__in=actor.school_ids) if actor.role == Role.SCHOOL_LEADER else Q()
        return self.filter(mine, pupil__in=gate.pupils(actor, Purpose.FOLLOW_UP, today))

    def waiting(self) -> InterventionQuerySet:
        return self.filter(acknowledged_at__isnull=True)


class PhysicalIntervention(ToSchool):
    """That staff held or moved a pupil to avert harm (opplæringslova §§ 13-4 and 13-5), with the pupil's own view."""

    class View(models.TextChoices):
        HEARD = "heard", _("The pupil has told")
        LATER = "later", _("The pupil is asked later")
        UNWILLING = "unwilling", _("The pupil did not want to say anything")

    happened_at = models.DateTimeField()
    view = models.CharField(max_length=10, choices=View)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(happened_at__lte=F("reported_at")), name="intervention_has_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.happened_at:%Y-%m-%d}"


class OfficialQuerySet(models.QuerySet["Official"]):
    def in_office(self, today: dt.date) -> OfficialQuerySet:
        """While the person also holds the municipality's own grant."""
        held = Q(user__grants__role=Role.MUNICIPALITY, user__grants__ended_at__isnull=True)
        held &= Q(user__grants__start__lte=today, user__grants__end__gte=today, user__is_active=True)
        return self.filter(held, start__lte=today, end__gte=today, ended_at__isnull=True).distinct()


class Official(PublicIdModel):
    """Who receives serious matters of school environment for the municipality: named, and between dates."""

    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="offices")
    start = models.DateField()
    end = models.DateField()
    named_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfficialQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-start", "id"]
        constraints = [models.CheckConstraint(condition=Q(start__lte=F("end")), name="official_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.start}-{self.end}"


def _in_view(actor: Actor, today: dt.date) -> Any:
    purpose = Purpose.SERIOUS_MATTER if actor.role == Role.MUNICIPALITY else Purpose.FOLLOW_UP
    return gate.pupils(actor, purpose, today)
