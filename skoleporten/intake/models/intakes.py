"""One intake a pupil at a time: where it stands, who owns it, and each step it took. Its referrals point to it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.people.models import Involvement, Pupil


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> IntakeQuerySet:
        """Those of the pupils in view; a lead also sees those that nobody has matched with a pupil yet."""
        seen = Q(pupil__in=gate.pupils(actor, purpose, today))
        if actor.role == Role.LEAD and purpose == gate.Purpose.FOLLOW_UP:
            seen |= Q(pupil__isnull=True)
        return self.filter(seen)

    def open(self) -> IntakeQuerySet:
        return self.filter(ended_at__isnull=True, joined_into__isnull=True)

    def unmatched(self) -> IntakeQuerySet:
        return self.filter(pupil__isnull=True, joined_into__isnull=True)


class Intake(PublicIdModel):
    """`state` is a state of rules/transitions.py and follows the newest Transition. There is always one owner.

    `pupil` is empty until a person has matched it with the register. Where it turned out to be about a pupil with an
    open intake, its referrals moved there and `joined_into` says so. `earlier` is the pupil's one before, if any.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, blank=True, related_name="intakes")
    state = models.CharField(max_length=16)
    state_since = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="intakes_owned")
    opened_at = models.DateTimeField()
    # While it waits: when it is looked at again, and who follows the pupil up meanwhile.
    next_review = models.DateField(null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    involvement = models.OneToOneField(
        Involvement, on_delete=models.PROTECT, null=True, blank=True, related_name="intake"
    )
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    joined_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined")

    objects = IntakeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(ended_at__isnull=True, joined_into__isnull=True),
                name="one_open_intake_a_pupil",
            ),
            models.CheckConstraint(
                condition=Q(joined_into__isnull=True) | Q(pupil__isnull=True), name="only_an_unmatched_intake_is_joined"
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "state", "state_since"], name="intake_queue")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.state}"


class Transition(models.Model):
    """One change of state: a row of history, never changed. `by` is empty where the sender had no log-in."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="transitions")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=2000, blank=True)
    next_review = models.DateField(null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A transition is a row of history: write a new one.")
        super().save(*args, **kwargs)


class IntakeHandover(PublicIdModel):
    """Ownership offered to a colleague: nothing changes until she has accepted."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="handovers")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake"], condition=Q(answered_at__isnull=True), name="one_unanswered_handover_an_intake"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id} to {self.offered_to_id}"
