"""Messages between somebody in a family and the team: a thread on one matter, and not a chat.

A guardian's thread is neither the other guardian's nor the pupil's, and a pupil may write to the team alone: only
whoever in the family it is with lets another read along. What is written is sealed in the row and never changed.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules import threads as rules
from skoleporten.rules.visibility import What, may_see, may_see_item

User = settings.AUTH_USER_MODEL
NOBODY = Q(pk__in=())
MATTERS = [
    (rules.Matter.PLAN.value, _("The plan")),
    (rules.Matter.MEETING.value, _("A meeting")),
    (rules.Matter.ABSENCE.value, _("Being away from school")),
    (rules.Matter.CONSENT.value, _("A consent")),
    (rules.Matter.OTHER.value, _("Something else")),
]
TURNS = [
    (rules.Turn.OPENED.value, _("Begun")),
    (rules.Turn.CLOSED.value, _("Closed")),
    (rules.Turn.REOPENED.value, _("Opened again")),
    (rules.Turn.ASSIGNED.value, _("Given to somebody on the team")),
    (rules.Turn.READERS.value, _("Who may read along was changed")),
    (rules.Turn.NO_ANSWER_NEEDED.value, _("Read; it needed no answer")),
]


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ThreadQuerySet:
        """Of the pupils in view, one's own threads and those that one was let read along in."""
        if not may_see(actor.role, What.MESSAGES):
            return self.none()
        return self.filter(_meant_for(actor), pupil__in=gate.pupils(actor, purpose, today))

    def open(self) -> ThreadQuerySet:
        return self.filter(closed_at__isnull=True)

    def waiting(self) -> ThreadQuerySet:
        """For an answer by the team, the oldest promise first."""
        return self.open().filter(waits_since__isnull=False).order_by("answer_by", "waits_since", "pk")


def _meant_for(actor: Actor) -> Q:
    match actor.role:
        case Role.TEAM | Role.LEAD:
            return Q()
        case Role.GUARDIAN:
            return Q(guardian__user=actor.user_id) | _let_read(actor)
        case Role.PUPIL:
            return Q(guardian__isnull=True) | Q(for_pupil=True)
        case _:
            return NOBODY


def _let_read(actor: Actor) -> Q:
    named = Thread.readers.through._default_manager.filter(thread=OuterRef("pk"), guardian__user=actor.user_id)
    return Q(Exists(named))


class Thread(SealedTexts, PublicIdModel):
    """`guardian`: whose thread it is; null where it is the pupil's own. `heading` is short and sealed.

    `readers` are the guardians whom she let read along, of the day she chose it: nobody comes in later unseen.
    `for_guardians` is that choice as it was made, also where there was nobody to read it.

    `waits_since` and `answer_by` stand while the family waits for the team; `answer_by` is the promise as it was made.
    """

    ENCRYPTED = ("heading",)

    client_id = models.UUIDField(unique=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="threads")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="threads")
    matter = models.CharField(max_length=12, choices=MATTERS)
    heading_encrypted = models.TextField(editable=False, blank=True)
    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=False)
    readers = models.ManyToManyField(Guardian, blank=True, related_name="threads_to_read")

    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    newest_at = models.DateTimeField(default=timezone.now)
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="threads")
    waits_since = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-newest_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waits_since__isnull=True, answer_by__isnull=True)
                | Q(waits_since__isnull=False, answer_by__isnull=False, closed_at__isnull=True),
                name="an_open_thread_that_waits_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=False) | Q(for_pupil=False),
                name="a_pupils_own_thread_is_for_her",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_thread_is_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-newest_at"], name="thread_pupil_newest")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.matter}"

    @property
    def heading(self) -> str:
        return self.opened("heading")

    @property
    def party(self) -> rules.Party:
        return rules.Party.GUARDIAN if self.guardian_id else rules.Party.PUPIL

    @property
    def audiences(self) -> frozenset[str]:
        """Whom it is meant for. Which of the guardians, is asked for in `is_for`."""
        read_along = {"guardian": self.for_guardians, "pupil": self.for_pupil or self.guardian_id is None}
        return frozenset({"team"} | {audience for audience, is_in in read_along.items() if is_in})

    def is_for(self, actor: Actor) -> bool:
        """Of a pupil in view; `visible_to` says the same in the database."""
        if actor.role == Role.GUARDIAN:
            is_let_in = any(one.user_id == actor.user_id for one in self.readers.all())
            return may_see(actor.role, What.MESSAGES) and (is_let_in or self.is_of(actor))
        return may_see_item(actor.role, What.MESSAGES, self.audiences)

    def is_of(self, actor: Actor) -> bool:
        """Whether it is this person's in the family: only she writes in it, and chooses who reads along."""
        if actor.role == Role.PUPIL:
            return self.guardian_id is None
        return actor.role == Role.GUARDIAN and self.guardian is not None and self.guardian.user_id == actor.user_id


class Message(SealedTexts, PublicIdModel):
    """What one person wrote; a row never changes. `by_family` is the same whoever reads."""

    ENCRYPTED = ("text",)

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    client_id = models.UUIDField(unique=True)
    by_family = models.BooleanField()
    text_encrypted = models.TextField(editable=False)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text_encrypted=""), name="a_message_says_something")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.written_at}"

    @property
    def text(self) -> str:
        return self.opened("text")


class Turn(models.Model):
    """What happened to a thread besides its messages; a row never changes."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=16, choices=TURNS)
    # Whom it was given to; of other turns nobody.
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.kind}"


class Reading(models.Model):
    """How far somebody has read: whoever wrote is told that it is read, and the others see what is new."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    by_family = models.BooleanField()
    at = models.DateTimeField()
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["first_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "user", "by_family"], name="one_reading_a_thread_and_person"),
            models.CheckConstraint(condition=Q(at__gte=F("first_at")), name="readings_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.user_id}"
