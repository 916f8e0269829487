"""What helps me and what makes it hard: the pupil's own list, in the pupil's own order, each line for whom she says.

The adults of Skoleporten who meet the pupil read every line that stands. A line that is taken back is read by nobody.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.people.models import Pupil
from skoleporten.rules.supports import Kind
from skoleporten.rules.visibility import What, may_see
from skoleporten.schools.models import School

User = settings.AUTH_USER_MODEL
NOBODY = Q(pk__in=())


def _meant_for(actor: Actor) -> Q:
    match actor.role:
        case Role.TEAM | Role.LEAD | Role.PUPIL:
            return Q()
        case Role.SPECIALIST:
            return Q(for_specialists=True)
        case Role.GUARDIAN:
            return Q(for_guardians=True)
        case Role.TEACHER | Role.SCHOOL_LEADER:
            return Q(for_school=True, school__in=actor.school_ids)
        case _:
            return NOBODY


class SupportQuerySet(models.QuerySet["Support"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> SupportQuerySet:
        """Of the pupils in view, the lines that stand and that the pupil lets one read."""
        if not may_see(actor.role, What.SUPPORTS):
            return self.none()
        in_view = Q(pupil__in=gate.pupils(actor, purpose, today), taken_back_at__isnull=True)
        return self.filter(in_view & _meant_for(actor))


class Line(SealedTexts, PublicIdModel):
    """What one line says, and who besides the adults here may read it. `school`: the one that the pupil let read it."""

    ENCRYPTED = ("words",)

    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Kind])
    words_encrypted = models.TextField(editable=False)
    for_guardians = models.BooleanField(default=False)
    for_school = models.BooleanField(default=False)
    for_specialists = models.BooleanField(default=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def audiences(self) -> frozenset[str]:
        """Those of rules.visibility."""
        chosen = {"school": self.for_school, "guardian": self.for_guardians, "specialist": self.for_specialists}
        return frozenset({"team", "pupil"} | {audience for audience, is_in in chosen.items() if is_in})


class Support(Line):
    """`position` counts from 1 among the pupil's lines of its kind. `written_by`: the pupil, or an adult for her."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="supports")
    client_id = models.UUIDField(unique=True)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words_encrypted=""), name="a_support_says_something"),
            models.CheckConstraint(
                condition=Q(for_school=False) | Q(school__isnull=False), name="a_support_for_a_school_names_it"
            ),
        ]
        indexes = [models.Index(fields=["pupil", "kind", "position"], name="support_pupil_order")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.kind} {self.position}"


class SupportTurnQuerySet(models.QuerySet["SupportTurn"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> SupportTurnQuerySet:
        """How a line was before is the pupil's own to read."""
        if actor.role != Role.PUPIL:
            return self.none()
        return self.filter(support__pupil__in=gate.pupils(actor, purpose, today))


class SupportTurn(Line):
    """How a line stood after each change. Only added to."""

    class What(models.TextChoices):
        MADE = "made", "made"
        CHANGED = "changed", "changed"
        TAKEN_BACK = "taken_back", "taken back"

    support = models.ForeignKey(Support, on_delete=models.PROTECT, related_name="turns")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=12, choices=What)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SupportTurnQuerySet.as_manager()

    class Meta:
        ordering = ["support", "number"]
        constraints = [
            models.UniqueConstraint(fields=["support", "number"], name="one_support_turn_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.support_id} {self.number} {self.what}"
