"""What each person says makes it hard and helps: one account a person, beside the others, never added up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.intake.models.talk import OfTalk, OfTalkQuerySet
from skoleporten.people.models import Guardian
from skoleporten.rules.factors import Basis
from skoleporten.rules.factors import Informant as InformantKind
from skoleporten.rules.talk import Hypothesis as HypothesisKind
from skoleporten.rules.visibility import What, may_see

User = settings.AUTH_USER_MODEL


class CatalogueText(models.Model):
    """A catalogue of factors exactly as it was used, kept once. A trigger refuses to change it."""

    catalogue_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["catalogue_id", "-first_used_at", "-id"]

    def __str__(self) -> str:
        return f"{self.catalogue_id} {self.version}"


class Informant(OfTalk):
    """One person and her account of the factors. `version` is that of the account, which is written as one form."""

    WHAT = What.FACTORS

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in InformantKind])
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OfTalkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="guardian", guardian__isnull=False) | (~Q(kind="guardian") & Q(guardian__isnull=True)),
                name="an_informing_guardian_is_named",
            ),
            models.CheckConstraint(condition=Q(kind="pupil") | ~Q(name=""), name="an_informant_has_a_name"),
            models.UniqueConstraint(
                fields=["intake"],
                condition=Q(kind="pupil", removed_at__isnull=True),
                name="one_account_of_factors_a_pupil",
            ),
            models.UniqueConstraint(
                fields=["intake", "guardian"],
                condition=Q(guardian__isnull=False, removed_at__isnull=True),
                name="one_account_of_factors_a_guardian",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.kind}"


class OfInformantQuerySet(models.QuerySet[Any]):
    """Of what one informant told, as `OfTalkQuerySet`."""

    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfInformantQuerySet:
        if not may_see(actor.role, self.model.WHAT):
            return self.none()
        return self.filter(informant__intake__pupil__in=gate.pupils(actor, purpose, today))


class FactorStatement(models.Model):
    """One person on one factor: was it seen, or is it thought so; what it is based on; and what helps, beside it.

    `basis` is empty where only what helps was told.
    """

    WHAT = What.FACTORS

    informant = models.ForeignKey(Informant, on_delete=models.PROTECT, related_name="statements")
    catalogue = models.ForeignKey(CatalogueText, on_delete=models.PROTECT, related_name="+")
    factor_id = models.CharField(max_length=64)
    basis = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Basis], blank=True)
    evidence = models.CharField(max_length=2000, blank=True)
    strength = models.CharField(max_length=2000, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfInformantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["informant", "factor_id"], name="one_statement_a_person_and_factor"),
            models.CheckConstraint(condition=~Q(basis="", strength=""), name="a_statement_says_something"),
            models.CheckConstraint(condition=Q(basis="") | ~Q(evidence=""), name="a_factor_says_what_it_rests_on"),
        ]

    def __str__(self) -> str:
        return f"{self.informant_id} {self.factor_id}"


class InstrumentScore(PublicIdModel):
    """A score on one subscale of an instrument that somebody here is licensed for. Its questions are not kept here."""

    WHAT = What.SCORES

    client_id = models.UUIDField()
    informant = models.ForeignKey(Informant, on_delete=models.PROTECT, related_name="scores")
    instrument = models.CharField(max_length=80)
    instrument_version = models.CharField(max_length=40)
    licensed = models.CharField(max_length=120)
    filled_in_on = models.DateField()
    subscale = models.CharField(max_length=120)
    score = models.DecimalField(max_digits=9, decimal_places=3)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Entered by mistake: a wrong score is taken away and entered anew, never changed.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfInformantQuerySet.as_manager()

    class Meta:
        ordering = ["-filled_in_on", "instrument", "id"]
        constraints = [
            models.UniqueConstraint(fields=["client_id", "subscale"], name="a_form_of_scores_is_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.informant_id} {self.instrument} {self.subscale}"


class Hypothesis(OfTalk):
    """One of four ways to understand it, as a question to go on with. Several may stand, each may be left again."""

    WHAT = What.HYPOTHESES

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in HypothesisKind])
    words = models.CharField(max_length=2000)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_left = models.CharField(max_length=500, blank=True)

    objects = OfTalkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "hypotheses"
        ordering = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_hypothesis_says_why")]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.kind}"
