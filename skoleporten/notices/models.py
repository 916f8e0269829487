"""What somebody is told by e-mail and in the app: that something waits, and where; never about whom."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access.public_id import PublicIdModel


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self, now: dt.datetime) -> NoticeQuerySet:
        """Due, and neither sent nor given up."""
        return self.filter(sent_at__isnull=True, not_sent_because="", not_before__lte=now)


class Notice(PublicIdModel):
    """One person is to be told one thing. The row is the outbox: written with what it tells of, sent by a job.

    The words of each kind are in notices/texts.py. `link` is an address of ours and is never in the e-mail, which
    leads to the notice itself.
    """

    class NotSent(models.TextChoices):
        NO_ADDRESS = "no_address", _("The person has no e-mail address here")
        BAD_ADDRESS = "bad_address", _("The e-mail address can not be used")
        NOT_IN_VIEW = "not_in_view", _("What it is about is no longer in the person's view")
        GIVEN_UP = "given_up", _("The e-mail could not be sent")
        NOT_WANTED = "not_wanted", _("The person wants no e-mail about it")
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
    opened_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
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
