"""One meeting on one day, and who is asked to come. Times are local (Europe/Oslo), as people say them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.meetings.models.kinds import MeetingKind
from skoleporten.rig.models import Booking, Room

SEE_ALL_MEETINGS = frozenset({Role.TEAM, Role.LEAD})


class TeamMeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor, today: dt.date) -> TeamMeetingQuerySet:
        """The team's and the lead's; a specialist's where she takes part; nobody else's any.

        What a meeting says about a pupil has a gate of its own, which is asked by whoever shows it.
        """
        if actor.user_id is None:
            return self.none()
        if actor.role in SEE_ALL_MEETINGS:
            return self.all()
        if actor.role == Role.SPECIALIST:
            mine = Participant.objects.filter(user=actor.user_id, is_left_out=False)
            return self.filter(pk__in=mine.values("meeting"))
        return self.none()

    def planned(self) -> TeamMeetingQuerySet:
        return self.filter(state=Meeting.State.PLANNED)

    def not_cancelled(self) -> TeamMeetingQuerySet:
        return self.exclude(state=Meeting.State.CANCELLED)


class Meeting(PublicIdModel):
    """`slot`: the date of the rhythm that it answers to, wherever it was moved; None outside the rhythm.

    `version` counts each change of when, where and whether, so that an old page changes nothing and a calendar knows
    the newer invitation.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class Because(models.TextChoices):
        PERSON = "person", _("Somebody cancelled it")
        NO_NEED = "no_need", _("The queue was empty")
        RHYTHM = "rhythm", _("The rhythm was changed")

    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.ForeignKey(MeetingKind, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    title = models.CharField(max_length=120, blank=True)
    slot = models.DateField(null=True, blank=True)
    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    because = models.CharField(max_length=8, choices=Because, blank=True)
    why = models.CharField(max_length=300, blank=True)
    moved_from = models.DateField(null=True, blank=True)
    # Somebody wants it held whether or not the queue has something.
    is_kept = models.BooleanField(default=False)
    # Of a room of the rig; `place` is elsewhere, in words.
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting")
    place = models.CharField(max_length=120, blank=True)
    # Chosen for this one meeting; where nobody is, queries.people_of says who it is.
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = TeamMeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["date", "starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slot"], name="one_meeting_a_kind_and_slot"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="a_meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(kind__isnull=False) | ~Q(title="") & Q(slot__isnull=True),
                name="a_meeting_of_no_kind_has_a_title",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(because="") | ~Q(state="cancelled") & Q(because=""),
                name="a_cancelled_meeting_says_because_of_what",
            ),
            models.CheckConstraint(condition=~Q(because="person") | ~Q(why=""), name="who_cancels_a_meeting_says_why"),
        ]
        indexes = [models.Index(fields=["date", "starts"], name="meeting_date_starts")]

    def __str__(self) -> str:
        return f"{self.name} {self.date:%Y-%m-%d}"

    @property
    def name(self) -> str:
        """In the language that is read in; the title of one of no kind as somebody wrote it."""
        return self.title or (self.kind.name if self.kind else "")

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def room(self) -> Room | None:
        """Fetch it with `booking__room`."""
        return self.booking.room if self.booking else None

    @property
    def where(self) -> str:
        """The room, or the place in words; empty where nobody has said."""
        return self.room.name if self.room else self.place

    @property
    def minutes(self) -> int:
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute


class Participant(models.Model):
    """A user, or a guest in words. Whoever was taken off keeps her row, so that her function does not ask her anew.

    Those by function are made by the hundred, so who asked whom and took whom off stands in the log, and not beside.
    """

    class Source(models.TextChoices):
        OWNER = "owner", _("Owns the meeting")
        FUNCTION = "function", _("By function")
        NAME = "name", _("Asked by name")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    guest = models.CharField(max_length=120, blank=True)
    function = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.NAME)
    is_left_out = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="a_user_takes_part_once_in_a_meeting"),
            models.UniqueConstraint(
                fields=["meeting", "guest"], condition=~Q(guest=""), name="a_guest_takes_part_once_in_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, guest="") | Q(user__isnull=True) & ~Q(guest=""),
                name="a_participant_is_a_user_or_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.user_id or self.guest}"
