"""Talk together, but choose: what there was to choose between, who leaned which way, what was chosen and why.

Rows are written once. Who sees it differently stands as it was said, beside what was chosen, and is never erased.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from skoleporten.access.public_id import PublicIdModel
from skoleporten.agendas.models import Item
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.minutes.models.of_meeting import OfMeetingQuerySet
from skoleporten.minutes.models.record import Minutes
from skoleporten.rules.minutes import Says
from skoleporten.rules.visibility import What

User = settings.AUTH_USER_MODEL


class Choice(PublicIdModel, RowOfHistory):
    INTAKE, MEETING = "item__intake", "minutes__meeting"
    WHAT = What.MEETINGS

    client_id = models.UUIDField(unique=True)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="choices")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="choices")
    question = models.CharField(max_length=500)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(question=""), name="a_choice_asks_something")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.written_at:%Y-%m-%d}"


class Alternative(PublicIdModel, RowOfHistory):
    client_id = models.UUIDField(unique=True)
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="alternatives")
    words = models.CharField(max_length=500)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_alternative_says_something")]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.pk}"


class Voice(RowOfHistory):
    """`who` is named only by own wish; without, it is said by somebody who was there."""

    client_id = models.UUIDField(unique=True)
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="voices")
    says = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Says])
    alternative = models.ForeignKey(Alternative, on_delete=models.PROTECT, null=True, blank=True, related_name="voices")
    who = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(says=Says.FAVOURS.value, alternative__isnull=False)
                | Q(says=Says.DISAGREES.value) & ~Q(words=""),
                name="a_voice_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.says}"


class Chosen(RowOfHistory):
    """Chosen anew it is a row of its own, and the one before stays readable."""

    client_id = models.UUIDField(unique=True)
    choice = models.ForeignKey(Choice, on_delete=models.PROTECT, related_name="chosen")
    alternative = models.ForeignKey(Alternative, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=1000)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "chosen"
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="what_is_chosen_says_why")]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.alternative_id}"
