"""A kind of meeting is data: five are shipped, and the municipality changes them and adds its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.models import User
from skoleporten.rig.models import Room


class MeetingKind(models.Model):
    """`code` stands in the database and in the log and never changes. `weekdays` (0 = Monday) are empty until somebody
    has chosen; `starts` is local time. Convener and writer are the owners unless somebody is named.
    """

    class Frequency(models.TextChoices):
        SCHOOL_DAYS = "school_days", _("Each school day")
        ODD_WEEKS = "odd_weeks", _("Every second week: the odd ones")
        EVEN_WEEKS = "even_weeks", _("Every second week: the even ones")
        EVERY_WEEKS = "every_weeks", _("Every so many weeks")
        AGREED = "agreed", _("The next date is agreed at the end of each meeting")

    code = models.SlugField(max_length=32, unique=True)
    name_nb = models.CharField(max_length=120)
    name_nn = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose_nb = models.CharField(max_length=500, blank=True)
    purpose_nn = models.CharField(max_length=500, blank=True)
    purpose_en = models.CharField(max_length=500, blank=True)
    frequency = models.CharField(max_length=12, choices=Frequency)
    # Of EVERY_WEEKS, counted from the week of `counted_from`; of AGREED, how far ahead a date is suggested.
    weeks = models.PositiveSmallIntegerField(default=1)
    counted_from = models.DateField(null=True, blank=True)
    weekdays = models.JSONField(default=list, blank=True)
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    # It proposes itself when the intake queue has something, and cancels itself when it has not.
    only_if_needed = models.BooleanField(default=False)
    # Codes of rules/rig: who holds one of these functions on the day is asked to come.
    functions = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    convener = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Asked each time, whatever their function.
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="a_kind_of_meeting_takes_time"),
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=26), name="a_rhythm_of_weeks_is_one_to_26"),
            models.CheckConstraint(
                condition=Q(second_owner__isnull=True) | Q(owner__isnull=False) & ~Q(second_owner=F("owner")),
                name="two_owners_of_meetings_are_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language that is read in."""
        return self._text("name")

    @property
    def purpose(self) -> str:
        return self._text("purpose")

    @property
    def owners(self) -> list[User]:
        """One or two, the first first; none until somebody has been chosen."""
        return [one for one in (self.owner, self.second_owner) if one is not None]

    @property
    def is_next_agreed(self) -> bool:
        """At the end of each meeting, as a decision."""
        return self.frequency == self.Frequency.AGREED

    def _text(self, what: str) -> str:
        language = (get_language() or "nb")[:2]
        return str(getattr(self, f"{what}_{language}", "") or getattr(self, f"{what}_nb"))
