"""What was decided in the intake, in words. A decision is never changed: a new one takes its place and says why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.models import Language
from skoleporten.access.public_id import PublicIdModel
from skoleporten.consents.models import Consent
from skoleporten.intake.models.intakes import Intake
from skoleporten.intake.models.meetings import Meeting
from skoleporten.intake.models.referrals import Referral
from skoleporten.people.models import Guardian
from skoleporten.rules import decision as rules
from skoleporten.schools.models import School


class Kind(models.TextChoices):
    """As in rules/decision.py."""

    AGREEMENT = rules.Kind.AGREEMENT.value, _("An agreement")
    INDIVIDUAL_DECISION = rules.Kind.INDIVIDUAL_DECISION.value, _("An individual decision (enkeltvedtak)")
    REDIRECTION = rules.Kind.REDIRECTION.value, _("Help from somebody else")


class Outcome(models.TextChoices):
    SKOLEPORTEN = rules.Outcome.SKOLEPORTEN.value, _("A place in Skoleporten")
    SCHOOL_WITH_MEASURES = rules.Outcome.SCHOOL_WITH_MEASURES.value, _("On at the school, with measures")
    OTHER_SERVICE = rules.Outcome.OTHER_SERVICE.value, _("Help from another service")
    WAITING = rules.Outcome.WAITING.value, _("It waits")
    MORE_TO_FIND_OUT = rules.Outcome.MORE_TO_FIND_OUT.value, _("There is more to find out")


class Told(models.TextChoices):
    MEETING = "meeting", _("In the meeting")
    CALL = "call", _("By telephone")
    VIDEO = "video", _("By video")
    TALK = "talk", _("In a talk")
    LETTER = "letter", _("By letter")


class Texts(models.Model):
    """What people wrote, in one language. What is empty stands in no letter."""

    choice = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    childs_best = models.TextField(blank=True)
    pupils_view = models.TextField(blank=True)
    facts = models.TextField(blank=True)
    legal_rule = models.TextField(blank=True)
    grounds = models.TextField(blank=True)
    what_happens_now = models.TextField(blank=True)
    who_is_told = models.TextField(blank=True)
    to_pupil = models.TextField(blank=True)

    class Meta:
        abstract = True


TEXTS = tuple(field.name for field in Texts._meta.local_fields)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> DecisionQuerySet:
        return self.filter(intake__pupil__in=gate.pupils(actor, purpose, today))

    def standing(self) -> DecisionQuerySet:
        """Those that no newer one has taken the place of."""
        return self.filter(replaced_by__isnull=True)


class Decision(PublicIdModel, Texts):
    """`language` is that of the texts. `told_*`: when the family first heard it, which is the day it was made.

    `childs_story`: what the child told, or why nobody has heard it yet. `to_school` is what the school is written.
    The consents are those that the decision rests on, as they were in force when it was made.
    """

    client_id = models.UUIDField(unique=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=24, choices=Outcome)
    kind = models.CharField(max_length=24, choices=Kind)
    language = models.CharField(max_length=2, choices=Language)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_how = models.CharField(max_length=8, choices=Told)
    is_story_heard = models.BooleanField()
    childs_story = models.TextField()
    to_school = models.TextField(blank=True)

    next_review = models.DateField(null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who follows up where the pupil is sent on: somebody at the school or the other service.
    follower = models.CharField(max_length=200, blank=True)
    receiver = models.CharField(max_length=200, blank=True)

    complaint_deadline = models.DateField(null=True, blank=True)
    complaint_instance = models.CharField(max_length=120, blank=True)
    complaint_to = models.CharField(max_length=300, blank=True)

    is_ito = models.BooleanField(default=False)
    assessed_on = models.DateField(null=True, blank=True)
    consents = models.ManyToManyField(Consent, blank=True, related_name="decisions")
    measures = models.ManyToManyField("concerns.Measure", blank=True, related_name="decisions")

    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    why_replaced = models.TextField(blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(childs_story=""), name="a_decision_has_the_story_or_why_not"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, why_replaced="") | Q(replaces__isnull=False) & ~Q(why_replaced=""),
                name="a_decision_in_place_of_another_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="waiting") | Q(next_review__isnull=False, followed_up_by__isnull=False),
                name="who_waits_is_followed_up",
            ),
            models.CheckConstraint(
                condition=~Q(kind="individual_decision")
                | Q(complaint_deadline__gt=F("decided_on")) & ~Q(complaint_instance="") & ~Q(complaint_to=""),
                name="an_individual_decision_can_be_complained_about",
            ),
            models.CheckConstraint(
                condition=Q(is_ito=False) | Q(kind="individual_decision", assessed_on__lte=F("decided_on")),
                name="adapted_education_is_decided_after_the_assessment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.outcome} {self.decided_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A decision is never changed: a new one takes its place.")
        super().save(*args, **kwargs)

    @property
    def is_standing(self) -> bool:
        return not Decision.objects.filter(replaces=self.pk).exists()


class DecisionText(Texts):
    """The decision's texts in another language, written by a person, for whoever reads that one.

    `measures`: what the school does, one measure a line, as the measures themselves are written in one language.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    measures = models.TextField(blank=True, default="", db_default="")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        ordering = ["decision", "language"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "language"], name="one_text_a_decision_and_language"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.language}"


class ToTell(PublicIdModel):
    """Somebody who is to be told what was decided. It is a task until a person has done it."""

    class Whom(models.TextChoices):
        GUARDIAN = "guardian", _("Guardian")
        PUPIL = "pupil", _("The pupil")
        SCHOOL = "school", _("The school")
        OUTSIDE = "outside", _("The service that referred")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="to_tell")
    whom = models.CharField(max_length=8, choices=Whom)
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_how = models.CharField(max_length=8, choices=Told, blank=True)
    interpreter_language = models.CharField(max_length=60, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision"], condition=Q(whom="pupil"), name="the_pupil_is_told_once"),
            models.UniqueConstraint(fields=["decision", "guardian"], name="a_guardian_is_told_once"),
            models.UniqueConstraint(fields=["decision", "school"], name="a_school_is_told_once"),
            models.UniqueConstraint(fields=["decision", "referral"], name="a_referrer_is_told_once"),
            models.CheckConstraint(
                condition=Q(whom="guardian", guardian__isnull=False, school__isnull=True, referral__isnull=True)
                | Q(whom="school", school__isnull=False, guardian__isnull=True, referral__isnull=True)
                | Q(whom="outside", referral__isnull=False, guardian__isnull=True, school__isnull=True)
                | Q(whom="pupil", guardian__isnull=True, school__isnull=True, referral__isnull=True),
                name="who_is_told_is_one_of_them",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_by__isnull=True, told_how="")
                | Q(told_at__isnull=False, told_by__isnull=False) & ~Q(told_how=""),
                name="told_has_when_by_whom_and_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.whom}"
