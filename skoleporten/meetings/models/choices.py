"""What a person chose where a rhythm does not say it alone. Never changed: the newest choice about a thing holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.meetings.models.kinds import MeetingKind
from skoleporten.meetings.models.meetings import Meeting


class RhythmChoice(models.Model):
    """`on`: of a day the date that the rhythm gives; of a turn of the year the Monday of the week 1 after a week 53; of
    a move the Monday from which the weeks are counted anew; of the next date the date of the meeting it was agreed at.
    """

    class About(models.TextChoices):
        DAY = "day", _("A day off or a planning day")
        TURN = "turn", _("The turn of a year with a week 53")
        MOVE = "move", _("A meeting moved from an odd week to an even one, or the other way")
        NEXT = "next", _("The next date, agreed at the end of a meeting")

    class Answer(models.TextChoices):
        HOLD = "hold", _("Hold it that day")
        SKIP = "skip", _("No meeting")
        OWN_DATE = "own_date", _("Another date")
        KEEP_PARITY = "keep_parity", _("Keep odd or even weeks")
        KEEP_EVERY_SECOND = "keep_every_second", _("Keep every second week")

    client_id = models.UUIDField(unique=True)
    kind = models.ForeignKey(MeetingKind, on_delete=models.PROTECT, related_name="choices")
    about = models.CharField(max_length=4, choices=About)
    on = models.DateField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="choices")
    answer = models.CharField(max_length=17, choices=Answer)
    own_date = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-chosen_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="own_date", own_date__isnull=False)
                | ~Q(answer="own_date") & Q(own_date__isnull=True),
                name="another_date_of_a_rhythm_is_given",
            ),
            models.CheckConstraint(
                condition=~Q(about="next") | Q(meeting__isnull=False), name="a_next_date_is_agreed_at_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.about} {self.on} {self.answer}"
