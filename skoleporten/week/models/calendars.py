"""What leaves here as a calendar: a member's private feed, and the invitations that were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skoleporten.access.pending import hashed
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.meetings.models import Meeting
from skoleporten.notices.models import Notice

HAVE_FEEDS = (Role.TEAM, Role.LEAD, Role.SPECIALIST)


class FeedQuerySet(models.QuerySet["Feed"]):
    def open(self) -> FeedQuerySet:
        return self.filter(revoked_at__isnull=True)

    def by_token(self, token: str) -> Feed | None:
        """None alike for one that is revoked and one that never was. Whether its role still stands is asked after."""
        found = self.open().filter(token_hash=hashed(token), user__is_active=True)
        return found.select_related("user").first()


class Feed(PublicIdModel):
    """An address that gives the calendar of one person in one role to whoever has it. Only its hash is kept.

    `body_hash` and `body_changed_at`: what was given out last, and since when it has been so.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in HAVE_FEEDS])
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    body_changed_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(revoked_at__isnull=True), name="one_open_feed_a_person_and_role"
            ),
            models.CheckConstraint(
                condition=Q(body_hash="", body_changed_at__isnull=True)
                | ~Q(body_hash="") & Q(body_changed_at__isnull=False),
                name="a_feed_knows_since_when_it_is_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class MailChoice(models.Model):
    """Whether somebody wants invitations by e-mail. Without a row she gets them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice")
    wants_invitations = models.BooleanField()
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.wants_invitations}"


class Invitation(models.Model):
    """What one person was told of one meeting, as a calendar reads it; the notice is what sends it.

    The times are as they were then: the same row makes the same e-mail each time.
    """

    class Method(models.TextChoices):
        REQUEST = "REQUEST", "REQUEST"
        CANCEL = "CANCEL", "CANCEL"

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="invitation")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    method = models.CharField(max_length=7, choices=Method)
    sequence = models.PositiveIntegerField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="an_invitation_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["meeting", "user"], name="invitation_meeting_user")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.user_id} {self.method}"
