"""Who sits in a panel. None of them is a user here, and what is kept of them is what one needs to ask them.

A member rests on a recorded yes: one of one's own, in the words of panels/shipped, or a consent to the purpose source
panel that the guardians and the pupil have given in Skoleporten. When it ends, name and contact way are deleted.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.consents.models import Consent, ConsentText
from skoleporten.panels.models.panels import Panel
from skoleporten.panels.models.rows import OfPanelsQuerySet, Versioned, Written
from skoleporten.people.models import Guardian
from skoleporten.rules.panels import Ended

User = settings.AUTH_USER_MODEL


class MemberQuerySet(OfPanelsQuerySet):
    def visible_to(self, actor: Actor) -> MemberQuerySet:
        """By name: to a lead, and to the host of the panel. Others count them by `queries.numbers_of`."""
        if actor.role == Role.LEAD:
            return self.all()
        return self.filter(panel__host=actor.user_id) if actor.role == Role.TEAM and actor.user_id else self.none()

    def current(self, today: dt.date) -> MemberQuerySet:
        """Whoever may be asked today: a consent that waits for an answer after a birthday does not count."""
        in_force = Consent.objects.in_force(today).filter(pk=OuterRef("consent"))
        rests = Q(consent__isnull=True) | Exists(in_force)
        return self.filter(rests, ended_at__isnull=True, valid_until__gte=today)

    def not_ended(self) -> MemberQuerySet:
        return self.filter(ended_at__isnull=True)


class Member(SealedTexts, Written, Versioned):
    """`text`: the words that were said yes to. `guardian` is null where the pupil of the consent is the member."""

    class How(models.TextChoices):
        PAPER = "paper", "paper"
        ELECTRONIC = "electronic", "electronic"
        SKOLEPORTEN = "skoleporten", "skoleporten"

    ENCRYPTED = ("name", "contact")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="members")
    name_encrypted = models.TextField(editable=False, blank=True)
    contact_encrypted = models.TextField(editable=False, blank=True)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    how = models.CharField(max_length=12, choices=How)
    language = models.CharField(max_length=16, default="nb")
    valid_until = models.DateField()
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="panel_members")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Ended], blank=True)

    objects = MemberQuerySet.as_manager()  # type: ignore[misc]
    # What is deleted when it ends stands in no history either.
    history = HistoricalRecords(excluded_fields=["name_encrypted", "contact_encrypted", "consent", "guardian"])

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "consent", "guardian"],
                condition=Q(guardian__isnull=False),
                name="one_member_a_panel_consent_and_guardian",
            ),
            models.UniqueConstraint(
                fields=["panel", "consent"],
                condition=Q(guardian__isnull=True, consent__isnull=False),
                name="one_member_a_panel_and_pupils_consent",
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=True) | Q(consent__isnull=False), name="a_guardian_rests_on_a_consent"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="") & ~Q(name_encrypted="")
                | Q(ended_at__isnull=False, name_encrypted="", contact_encrypted="", consent__isnull=True)
                & ~Q(ended_because=""),
                name="nothing_of_a_member_is_kept_after_the_end",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("given_on")), name="a_yes_to_a_panel_ends_after_it_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.public_id}"

    @property
    def name(self) -> str:
        return self.opened("name")
