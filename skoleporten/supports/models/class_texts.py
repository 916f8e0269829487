"""What the class may know: proposed by the staff, agreed by the pupil and the family, and told in these words only.

A text is never changed: a new one is a new row, and one that is agreed stands until the next is. The school reads it
from the moment it is agreed until the moment anybody who had to say yes takes it back.
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
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.supports import Because, Says, Standing
from skoleporten.rules.visibility import What, may_see
from skoleporten.schools.models import School

User = settings.AUTH_USER_MODEL
AGREED = Q(agreed_at__isnull=False, ended_at__isnull=True)


class ClassTextQuerySet(models.QuerySet["ClassText"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ClassTextQuerySet:
        """The team and the family read what is proposed too; others only what is agreed, a school what is its own."""
        if not may_see(actor.role, What.SUPPORTS):
            return self.none()
        rows = self.filter(pupil__in=gate.pupils(actor, purpose, today))
        match actor.role:
            case Role.TEACHER | Role.SCHOOL_LEADER:
                return rows.filter(AGREED, school__in=actor.school_ids)
            case Role.SPECIALIST:
                return rows.filter(AGREED)
            case _:
                return rows

    def agreed(self) -> ClassTextQuerySet:
        return self.filter(AGREED)

    def awaiting(self) -> ClassTextQuerySet:
        return self.filter(agreed_at__isnull=True, ended_at__isnull=True)


class ClassText(SealedTexts, PublicIdModel):
    """`number` counts from 1 for each pupil. `who_tells`: who says it to the class."""

    ENCRYPTED = ("words",)

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="class_texts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField()
    words_encrypted = models.TextField(editable=False)
    who_tells = models.CharField(max_length=160, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Because])

    objects = ClassTextQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["pupil", "number"], name="one_class_text_a_number"),
            models.UniqueConstraint(fields=["pupil"], condition=AGREED, name="one_agreed_class_text_a_pupil"),
            models.CheckConstraint(condition=~Q(words_encrypted=""), name="a_class_text_says_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="an_ended_class_text_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.number}"

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def standing(self) -> Standing:
        if self.ended_at is not None:
            return Standing.ENDED
        return Standing.AGREED if self.agreed_at is not None else Standing.AWAITING


class ClassTextAnswerQuerySet(models.QuerySet["ClassTextAnswer"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ClassTextAnswerQuerySet:
        """One's own, and the team's to read. That the others have agreed stands on the text itself."""
        rows = self.filter(text__pupil__in=gate.pupils(actor, purpose, today))
        match actor.role:
            case Role.TEAM | Role.LEAD:
                return rows
            case Role.PUPIL:
                return rows.filter(guardian__isnull=True)
            case Role.GUARDIAN:
                return rows.filter(guardian__user=actor.user_id)
            case _:
                return self.none()


class ClassTextAnswer(SealedTexts, PublicIdModel):
    """`guardian` is null where the pupil says it. `written_by`: who says it, or an adult here who wrote it down."""

    ENCRYPTED = ("words",)

    text = models.ForeignKey(ClassText, on_delete=models.PROTECT, related_name="answers")
    client_id = models.UUIDField(unique=True)
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    says = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Says])
    words_encrypted = models.TextField(editable=False, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ClassTextAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return f"{self.text_id} {self.guardian_id or 'pupil'} {self.says}"

    @property
    def words(self) -> str:
        return self.opened("words")
