"""A concern discussed before any case, with PPT, the nurse or the resource team: nameless, or on a recorded basis."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.concerns.measures import RowOfHistory


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> DiscussionQuerySet:
        """For the school, whose pupil it is."""
        return self.filter(concern__pupil__in=gate.pupils(actor, purpose, today))

    def lasting(self, today: dt.date) -> DiscussionQuerySet:
        return self.filter(until__gte=today, ended_at__isnull=True)

    def asked_of(self, actor: Actor, today: dt.date) -> DiscussionQuerySet:
        """The one item that somebody has been asked about, until its last day; never the pupil's file.

        By name only while the basis holds: the gate answers for the pupil, and this for the item.
        """
        asked = self.lasting(today).filter(consultant=actor.user_id)
        pupils = gate.pupils(actor, gate.Purpose.CONSULTATION, today)
        named = Q(concern__pupil__in=pupils) & gate.basis_holds(today)
        return asked.filter(Q(basis=Discussion.Basis.ANONYMOUS) | named)


class Discussion(PublicIdModel):
    """`sheet` is what the other service gets to see, as it was when it was asked; nothing of the file follows it."""

    class Service(models.TextChoices):
        PPT = "ppt", _("PPT")
        NURSE = "nurse", _("School nurse")
        RESOURCE_TEAM = "resource_team", _("Resource team")
        OTHER = "other", _("Another service")

    class Basis(models.TextChoices):
        ANONYMOUS = "anonymous", _("Without a name")
        CONSENT = "consent", _("By name, with consent")
        LAW = "law", _("By name, on a basis in law")

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="discussions")
    service = models.CharField(max_length=16, choices=Service)
    basis = models.CharField(max_length=9, choices=Basis)
    law = models.CharField(max_length=120, blank=True)
    consent = models.ForeignKey(
        "consents.Consent", on_delete=models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    # How it was explained to the family; a basis in law is told them too.
    explained = models.CharField(max_length=500, blank=True)
    question = models.CharField(max_length=1000)
    sheet = models.JSONField(default=dict)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_for_advice"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True)

    objects = DiscussionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        app_label = "concerns"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(basis="law", law=""), name="a_discussion_in_law_names_the_law"),
            models.CheckConstraint(
                condition=~Q(basis="consent") | Q(consent__isnull=False), name="a_discussion_by_consent_names_it"
            ),
            models.CheckConstraint(
                condition=Q(basis="anonymous") | ~Q(explained=""), name="a_discussion_by_name_is_explained"
            ),
            models.UniqueConstraint(fields=["concern", "client_id"], name="a_form_sent_twice_is_one_discussion"),
        ]
        indexes = [models.Index(fields=["consultant", "until"], name="discussion_of_consultant")]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.service}"


class Advice(RowOfHistory):
    """What the other service said: written by itself, or by the school after a talk (`given_by` names who said it)."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="advice")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=2000)
    client_id = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "concerns"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["discussion", "client_id"], name="a_form_sent_twice_is_one_advice"),
        ]

    def __str__(self) -> str:
        return f"{self.discussion_id} {self.at}"
