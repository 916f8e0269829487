"""What is decided for the pupil elsewhere, by when it holds and where its document lies. The document is not here."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.cases.models.of_case import OfCase, OfCaseQuerySet
from skoleporten.rules.visibility import What


class StandingDecisionQuerySet(OfCaseQuerySet):
    def standing(self) -> StandingDecisionQuerySet:
        """Without what was entered by mistake."""
        return self.filter(removed_at__isnull=True)

    def in_force(self, day: dt.date) -> StandingDecisionQuerySet:
        return self.standing().filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)


class StandingDecision(OfCase):
    """`end` is the last day; none is until it is changed. `holder`: who coordinates, or holds the relay log."""

    WHAT = What.CASE

    class Kind(models.TextChoices):
        ITO = "ito", _("Individually adapted education (ITO)")
        IOP = "iop", _("Individual education plan (IOP)")
        PERSONAL_ASSISTANCE = "personal_assistance", _("Personal assistance")
        EXEMPTION = "exemption", _("Exemption from education")
        REMOTE_TEACHING = "remote_teaching", _("Remote teaching")
        TRANSPORT = "transport", _("School transport")
        INDIVIDUAL_PLAN = "individual_plan", _("Individual plan")
        CHILD_COORDINATOR = "child_coordinator", _("Child coordinator")
        RELAY_LOG = "relay_log", _("Relay log (stafettlogg)")

    kind = models.CharField(max_length=20, choices=Kind)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=160)
    document = models.CharField(max_length=200)
    legal_reason = models.CharField(max_length=2000, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    content = models.CharField(max_length=2000, blank=True)
    # Entered by mistake: it is not shown any more, and who took it away stands.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = StandingDecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "-start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="standing_decision_dates_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(kind="remote_teaching", legal_reason=""), name="remote_teaching_has_its_legal_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["child_coordinator", "relay_log"], holder=""), name="what_is_held_has_its_holder"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="a_standing_decision_says_where_it_lies"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.start}-{self.end or ''}"
