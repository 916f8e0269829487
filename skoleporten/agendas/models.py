"""What an agenda keeps: the items that somebody touched or that the meeting took up, and which order they have.

Before that an agenda is not stored: it is made from what is due (agendas.queries), so that it is never old. What of it
a family is told, and what a family wishes to have on it, stand beside it.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.agenda import LONGEST
from skoleporten.rules.visibility import What, may_see

User = settings.AUTH_USER_MODEL
MOST_OF_WORDS = 300
# What somebody put up, which no source tells of.
OWN_KEY = "own:"
THE_TEAM = frozenset({Role.TEAM, Role.LEAD})


class Agenda(models.Model):
    """`version` goes up with each change of the order. `set_at`: when everything that was due was stored as it stood.

    `last_client_id` is that of the newest change of the order: the same button pressed twice is one.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="agenda")
    version = models.PositiveIntegerField(default=1)
    last_client_id = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.version}"


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ItemQuerySet:
        """Of the meetings in view. What is about a pupil by the gate, and what is about nobody by the meeting alone."""
        if not may_see(actor.role, What.MEETINGS):
            return self.none()
        about = Q(intake__isnull=True) | Q(intake__in=Intake.objects.visible_to(actor, purpose, today))
        return self.filter(about, meeting__in=Meeting.objects.visible_to(actor, today))

    def standing(self) -> ItemQuerySet:
        """Without those that were dropped."""
        return self.filter(dropped_at__isnull=True)


class Item(PublicIdModel):
    """`key` names what it is about, and is the same on the next agenda: «measure:<id>». `section`: of rules/agenda.

    `intake` is empty where it is about no pupil. `words` are empty where what is due says it itself. `position` and
    `minutes` are None until somebody has chosen. `carried`: not finished, so it stands on the next one of the kind.
    """

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        CARRIED = "carried", "carried"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_items")
    client_id = models.UUIDField(unique=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    section = models.CharField(max_length=24)
    key = models.CharField(max_length=80)
    on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=MOST_OF_WORDS, blank=True)
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    position = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_why = models.CharField(max_length=MOST_OF_WORDS, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="an_agenda_has_each_thing_once"),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, dropped_why="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(dropped_why=""),
                name="what_is_dropped_from_an_agenda_says_why",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=LONGEST),
                name="an_item_of_an_agenda_takes_time",
            ),
            models.CheckConstraint(
                condition=Q(added_by__isnull=True) | ~Q(words=""), name="what_somebody_put_up_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.key}"

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None


class ToldItemQuerySet(models.QuerySet["ToldItem"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ToldItemQuerySet:
        """A family's: what it is told, of meetings that are not cancelled and items that stand. The team's: all."""
        if not may_see(actor.role, What.MEETINGS_TOLD):
            return self.none()
        found = self.filter(item__intake__pupil__in=gate.pupils(actor, purpose, today))
        if actor.role in THE_TEAM:
            return found
        told = {Role.GUARDIAN: Q(for_guardians=True), Role.PUPIL: Q(for_pupil=True)}.get(Role(actor.role))
        if told is None:
            return self.none()
        return found.filter(told, item__dropped_at__isnull=True).exclude(item__meeting__state=Meeting.State.CANCELLED)


class ToldItem(PublicIdModel):
    """That something about the pupil is to be talked about, in words that are meant for the family. Nobody is told of
    an item without such a row; with neither box it is told to nobody any more.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="told")
    words = models.CharField(max_length=MOST_OF_WORDS)
    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ToldItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["item__meeting__date", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="what_a_family_is_told_has_words")]

    def __str__(self) -> str:
        return f"{self.item_id} told"

    @property
    def audiences(self) -> frozenset[str]:
        chosen = {"team": True, "guardian": self.for_guardians, "pupil": self.for_pupil}
        return frozenset(audience for audience, is_in in chosen.items() if is_in)


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> WishQuerySet:
        """One's own, and to the team all that stand. What one guardian wishes is not the other's, nor the pupil's."""
        if not may_see(actor.role, What.MEETINGS_TOLD):
            return self.none()
        found = self.filter(pupil__in=gate.pupils(actor, purpose, today))
        if actor.role in THE_TEAM:
            return found.filter(taken_back_at__isnull=True)
        return found.filter(written_by=actor.user_id) if actor.role in {Role.GUARDIAN, Role.PUPIL} else self.none()

    def waiting(self) -> WishQuerySet:
        return self.filter(answered_at__isnull=True, taken_back_at__isnull=True)


class Wish(SealedTexts, PublicIdModel):
    """What a guardian or a pupil wants talked about in a meeting. Written once; taken back until it is answered.

    `meeting`: the one she wrote it for; None: the next that fits. `item`: what was put up for it. `guardian` is None
    where the pupil wrote it.
    """

    ENCRYPTED = ("words", "answer")

    client_id = models.UUIDField(unique=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="agenda_wishes")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    words_encrypted = models.TextField(editable=False)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    answer_encrypted = models.TextField(editable=False, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Of the row as it stands: an answer is given by whoever saw it so.
    version = models.PositiveIntegerField(default=1)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, item__isnull=True, answer_encrypted="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, taken_back_at__isnull=True)
                & (Q(item__isnull=False) | ~Q(answer_encrypted="")),
                name="a_wish_is_answered_with_an_item_or_with_words",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-written_at"], name="wish_pupil_written")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.written_at:%Y-%m-%d}"

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def answer(self) -> str:
        return self.opened("answer")
