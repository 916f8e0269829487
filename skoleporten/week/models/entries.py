"""What stands in the timetable each week without being a meeting. Three are shipped, without a weekday."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role

SEE_THE_WEEK = frozenset({Role.TEAM, Role.LEAD})
WEEKDAYS = r"^0?1?2?3?4?$"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> EntryQuerySet:
        """The week is the team's and the lead's; a specialist has her own meetings and nothing of it."""
        return self.all() if actor.role in SEE_THE_WEEK else self.none()

    def in_use(self) -> EntryQuerySet:
        return self.filter(is_active=True)

    def placed(self) -> EntryQuerySet:
        return self.in_use().exclude(weekdays="")


class Entry(PublicIdModel):
    """`weekdays` are digits in order, 0 for Monday to 4 for Friday; empty until somebody has placed it.

    Times are local. `code` names a shipped one and never changes; the municipality's own have none.
    """

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    code = models.SlugField(max_length=32, null=True, blank=True, unique=True)
    name_nb = models.CharField(max_length=80)
    name_nn = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    weekdays = models.CharField(max_length=5, blank=True, validators=[RegexValidator(WEEKDAYS)])
    starts = models.TimeField()
    ends = models.TimeField()
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["starts", "ends", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="an_entry_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(name_nb=""), name="an_entry_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language that is read in, or in bokmål."""
        language = (get_language() or "nb")[:2]
        return str(getattr(self, f"name_{language}", "") or self.name_nb)

    @property
    def days(self) -> tuple[int, ...]:
        return tuple(int(digit) for digit in self.weekdays)

    def is_on(self, day: dt.date) -> bool:
        return str(day.weekday()) in self.weekdays
