"""A pupil's wish to talk with an adult. Read by the pupil and the adults of Skoleporten, and by nobody else."""

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
from skoleporten.rules.supports import How, When, WithWhom

User = settings.AUTH_USER_MODEL
READERS = frozenset({Role.PUPIL, Role.TEAM, Role.LEAD})


class TalkWishQuerySet(models.QuerySet["TalkWish"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> TalkWishQuerySet:
        if actor.role not in READERS:
            return self.none()
        return self.filter(pupil__in=gate.pupils(actor, purpose, today))

    def waiting(self) -> TalkWishQuerySet:
        """For an answer from an adult."""
        return self.open().filter(answered_at__isnull=True)

    def open(self) -> TalkWishQuerySet:
        """Neither had nor taken back."""
        return self.filter(had_at__isnull=True, taken_back_at__isnull=True)


class TalkWish(SealedTexts, PublicIdModel):
    """`words`: what it is about, if the pupil wants to say. `answer`: when and where, from an adult to the pupil."""

    ENCRYPTED = ("words", "answer")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="talk_wishes")
    client_id = models.UUIDField(unique=True)
    with_whom = models.CharField(max_length=8, choices=[(one.value, one.value) for one in WithWhom])
    adult = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=12, choices=[(one.value, one.value) for one in How])
    when = models.CharField(max_length=12, choices=[(one.value, one.value) for one in When])
    words_encrypted = models.TextField(editable=False, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer_encrypted = models.TextField(editable=False, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    had_at = models.DateTimeField(null=True, blank=True)
    had_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TalkWishQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(with_whom="adult", adult__isnull=False) | Q(with_whom="anybody", adult__isnull=True),
                name="a_talk_with_a_named_adult_has_one",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer_encrypted="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer_encrypted="")),
                name="an_answered_talk_wish_says_something",
            ),
            models.CheckConstraint(
                condition=Q(had_at__isnull=True) | Q(taken_back_at__isnull=True), name="a_talk_is_had_or_taken_back"
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-asked_at"], name="talk_wish_pupil")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.asked_at:%Y-%m-%d}"

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def answer(self) -> str:
        return self.opened("answer")
