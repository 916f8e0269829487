"""Somebody asks for everything that is kept about a pupil, and when the answer is due."""

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
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.visibility import What, may_see

FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> AccessRequestQuerySet:
        """Of the pupils in view. In a family each sees own requests: that one asks is nobody else's."""
        if not may_see(actor.role, What.ACCESS_REQUESTS):
            return self.none()
        in_view = self.filter(pupil__in=gate.pupils(actor, purpose, today))
        return in_view.filter(asked_by=actor.user_id, role=actor.role) if actor.role in FAMILY else in_view

    def open(self) -> AccessRequestQuerySet:
        return self.filter(state=AccessRequest.State.OPEN)


class AccessRequest(SealedTexts, PublicIdModel):
    """`due` is the day of the answer, and `due_at_first` what the receipt said. `words`: what one asks for most."""

    class State(models.TextChoices):
        OPEN = "open", _("Being answered")
        ANSWERED = "answered", _("Answered")
        TAKEN_BACK = "taken_back", _("Taken back")

    client_id = models.UUIDField(unique=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="access_requests")
    role = models.CharField(max_length=8, choices=[(str(role), str(role)) for role in sorted(FAMILY)])
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words_encrypted = models.TextField(blank=True, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at_first = models.DateField()
    due = models.DateField()
    # Told to whoever asked, in the words of whoever prolonged it.
    why_prolonged = models.CharField(max_length=1000, blank=True)
    prolonged_at = models.DateTimeField(null=True, blank=True)
    prolonged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AccessRequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "asked_by", "role"],
                condition=Q(state="open"),
                name="one_open_access_request_a_person_and_pupil",
            ),
            models.CheckConstraint(
                condition=Q(role="guardian", guardian__isnull=False) | Q(role="pupil", guardian__isnull=True),
                name="a_guardians_access_request_names_her",
            ),
            models.CheckConstraint(
                condition=Q(prolonged_at__isnull=True, why_prolonged="", due=models.F("due_at_first"))
                | (Q(prolonged_at__isnull=False, due__gt=models.F("due_at_first")) & ~Q(why_prolonged="")),
                name="a_prolonged_access_request_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | (Q(ended_at__isnull=False) & ~Q(state="open")),
                name="an_access_request_that_is_over_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="access_request_state_due")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.role} {self.state}"
