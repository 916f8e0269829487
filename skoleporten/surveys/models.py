"""Questions to somebody in a family: a small form, asked of one person, answered a question at a time.

Until it is sent nobody else reads an answer. What one guardian answers is neither the other's nor the pupil's to read.
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
from skoleporten.rules.surveys import Form, Given, Receiver, parse_form
from skoleporten.rules.visibility import What, may_see

User = settings.AUTH_USER_MODEL
NOBODY = Q(pk__in=())
STAFF = frozenset({Role.TEAM, Role.LEAD})


class FormText(models.Model):
    """Each used text of a form once, by hash; never changed."""

    form_id = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["form_id", "id"]

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"

    @property
    def form(self) -> Form:
        return parse_form(self.text, self.form_id)


class AskingQuerySet(models.QuerySet["Asking"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> AskingQuerySet:
        """Of the pupils in view: all that the team asked, or what one is asked oneself."""
        if not may_see(actor.role, What.SURVEYS):
            return self.none()
        return self.filter(_meant_for(actor), pupil__in=gate.pupils(actor, purpose, today))

    def waiting(self) -> AskingQuerySet:
        """For the answers of the one who is asked."""
        return self.filter(sent_at=None, declined_at=None, taken_back_at=None)

    def sent(self) -> AskingQuerySet:
        return self.filter(sent_at__isnull=False)

    def counted(self) -> AskingQuerySet:
        """What results may count, without a name: sent, and the one who answered says yes to it."""
        return self.sent().filter(may_count=True)


def _meant_for(actor: Actor) -> Q:
    if actor.role in STAFF:
        return Q()
    standing = Q(taken_back_at__isnull=True)
    if actor.role == Role.GUARDIAN:
        return standing & Q(guardian__user=actor.user_id)
    return standing & Q(guardian__isnull=True) if actor.role == Role.PUPIL else NOBODY


class Asking(PublicIdModel):
    """`guardian`: who is asked; null where it is the pupil. `may_count`: null until she has chosen."""

    client_id = models.UUIDField(unique=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="askings")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="askings")
    form_text = models.ForeignKey(FormText, on_delete=models.PROTECT, related_name="askings")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    may_count = models.BooleanField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = AskingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, declined_at__isnull=True)
                | Q(taken_back_at__isnull=True, sent_at__isnull=True)
                | Q(declined_at__isnull=True, sent_at__isnull=True),
                name="an_asking_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(may_count__isnull=True) | Q(sent_at__isnull=False), name="only_what_is_sent_may_count"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False, sent_at__isnull=False),
                name="only_what_is_sent_is_read",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-asked_at"], name="asking_pupil_asked")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.form_text_id}"

    @property
    def receiver(self) -> Receiver:
        return Receiver.GUARDIAN if self.guardian_id else Receiver.PUPIL

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.declined_at is None and self.taken_back_at is None

    def is_of(self, actor: Actor) -> bool:
        """Whether this person is the one who is asked."""
        if actor.role == Role.PUPIL:
            return self.guardian_id is None
        return actor.role == Role.GUARDIAN and self.guardian is not None and self.guardian.user_id == actor.user_id


class Answer(SealedTexts, PublicIdModel):
    """To one question. Words are sealed. `is_passed`: would rather not say."""

    ENCRYPTED = ("words",)

    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    words_encrypted = models.TextField(blank=True, editable=False)
    is_passed = models.BooleanField(default=False)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["asking", "question"], name="one_answer_a_question"),
            models.CheckConstraint(
                condition=Q(is_passed=True, level__isnull=True, words_encrypted="")
                | Q(is_passed=False, level__isnull=False, words_encrypted="")
                | (Q(is_passed=False, level__isnull=True) & ~Q(words_encrypted="")),
                name="an_answer_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asking_id} {self.question}"

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def given(self) -> Given:
        return Given(self.level, self.words, self.is_passed)
