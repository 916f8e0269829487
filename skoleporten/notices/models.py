"""What somebody is told by e-mail, SMS and in the app: that something waits, and where; never about whom.

And how each wants to be told, with the address that she has confirmed as hers.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.sealed_texts import SealedTexts


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self, now: dt.datetime) -> NoticeQuerySet:
        """Due, not held for the night, and neither sent nor given up."""
        due = Q(held_until__isnull=True) | Q(held_until__lte=now)
        return self.filter(due, sent_at__isnull=True, not_sent_because="", not_before__lte=now)

    def kept(self) -> NoticeQuerySet:
        """Those whose words and address are still here."""
        return self.filter(cleared_at__isnull=True)


class Notice(PublicIdModel):
    """One person is to be told one thing. The row is the outbox: written with what it tells of, sent by a job.

    The words of each kind are in notices/texts.py. `link` is an address of ours and is never in the e-mail, which
    leads to the notice itself. A week after it was due nothing is left of what it was about (clearing.py).
    """

    class NotSent(models.TextChoices):
        NO_ADDRESS = "no_address", _("The person has no e-mail address here")
        BAD_ADDRESS = "bad_address", _("The address can not be used")
        NOT_IN_VIEW = "not_in_view", _("What it is about is no longer in the person's view")
        GIVEN_UP = "given_up", _("It could not be sent")
        NOT_WANTED = "not_wanted", _("The person wants no e-mail or SMS about it")
        REPLACED = "replaced", _("A newer message says how it is now")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    # The role in which the link opens, and the pupil that must be in its view; empty where it is about none.
    role = models.CharField(max_length=32, blank=True)
    pupil = models.ForeignKey("people.Pupil", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=32)
    link = models.CharField(max_length=300)
    # What may be told once only, as a job may run twice: for instance "step 17 is due".
    once = models.CharField(max_length=120, null=True, blank=True)
    at = models.DateTimeField()
    not_before = models.DateTimeField()
    # Goes at once, in every way there is: for somebody on duty.
    is_urgent = models.BooleanField(default=False, db_default=False)
    # When the reader's quiet hours are over.
    held_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=16, blank=True, db_default="", default="")  # "email", "sms" or "sms email"
    cleared_at = models.DateTimeField(null=True, blank=True)
    not_sent_because = models.CharField(max_length=16, choices=NotSent, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-not_before", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "once"], name="told_once"),
            models.CheckConstraint(condition=Q(link__startswith="/"), name="notice_leads_to_a_page_of_ours"),
            models.CheckConstraint(condition=Q(sent_at__isnull=True) | Q(not_sent_because=""), name="sent_or_not_sent"),
        ]
        indexes = [models.Index(fields=["user", "-not_before"], name="notice_user_time")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Way(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class Reach(models.Model):
    """How somebody wants to be told. Without a row: by e-mail where there is an address, never at night.

    The e-mail address is the user's own. `phone` is one that she has confirmed, with the country's number before it.
    """

    class Choice(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("SMS")
        NONE = "none", _("Neither: I look here myself")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reach")
    choice = models.CharField(max_length=8, choices=Choice, default=Choice.EMAIL)
    phone = models.CharField(max_length=16, blank=True)
    # Both empty: at any hour.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    history = HistoricalRecords(excluded_fields=["phone"])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(choice="sms") | ~Q(phone=""), name="sms_goes_to_a_phone"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=models.F("quiet_to")),
                name="quiet_hours_have_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.choice}"


class Confirmation(SealedTexts, PublicIdModel):
    """Somebody says that a phone or an e-mail address is hers, and shows it with a code that was sent there.

    The code is worked out of the row and the installation's key, and stands nowhere. The row goes after a week.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="confirmations")
    way = models.CharField(max_length=8, choices=Way)
    address_encrypted = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_confirmation_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.way}"

    def is_open(self) -> bool:
        return self.ended_at is None and timezone.now() < self.expires_at
