"""A file that was handed over: kept with its hash, read by a job, shown as a difference, applied by a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access.public_id import PublicIdModel


class Import(PublicIdModel):
    """`counts` holds numbers only: of the rows read, and new, changed, unchanged and vanished of each table.

    received → reading → ready | held → applying → applied; refused and failed end it, with the reason in `message`.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        READING = "reading", _("Being read")
        READY = "ready", _("Ready to apply")
        HELD = "held", _("Held: needs a person")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    class Enrolments(models.TextChoices):
        """Where the enrolments that the file was read against came from."""

        NONE = "", _("Not read yet")
        GIVEN = "given", _("The file itself")
        DERIVED = "derived", _("Derived from the rows of absence")
        DATABASE = "database", _("The database")

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    profile = models.CharField(max_length=64, blank=True)
    # Said by the person who hands it over: what the file's span does not hold any more is withdrawn.
    is_complete = models.BooleanField(default=False)
    enrolments_from = models.CharField(max_length=8, choices=Enrolments, blank=True, default=Enrolments.NONE)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    denominator = models.CharField(max_length=16, blank=True)
    span_start = models.DateField(null=True, blank=True)
    span_end = models.DateField(null=True, blank=True)
    message = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="imports_uploaded"
    )
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="imports_released"
    )
    release_reason = models.CharField(max_length=300, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="imports_applied"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["sha256"], name="import_sha256"),
            models.Index(fields=["state"], name="import_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | ~Q(state="applied") & Q(applied_at__isnull=True),
                name="import_applied_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def folder(self) -> Path:
        return Path(settings.IMPORTS_FOLDER) / str(self.public_id)

    def is_under_way(self) -> bool:
        return self.state in {self.State.RECEIVED, self.State.READING, self.State.APPLYING}


class RejectedRow(models.Model):
    """A row that could not be used. `value` may hold personal data: an administrator never opens it."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejected_rows")
    file = models.CharField(max_length=255)
    line = models.PositiveBigIntegerField(null=True, blank=True)
    column = models.CharField(max_length=128, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    what_to_do = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.file}:{self.line or ''} {self.reason}"


# A wish that waits longer ends by itself.
DAYS_TO_CONFIRM = 7


class PeopleImport(PublicIdModel):
    """A file of staff and guardians. What it would change is worked out anew each time it is looked at; the file, which
    may hold national ids, is removed as soon as it is applied or withdrawn. `counts` holds numbers only.
    """

    class State(models.TextChoices):
        READY = "ready", _("Ready to apply")
        APPLIED = "applied", _("Applied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=32)
    # Said by the person who hands it in: staff and relations that it lacks have ended.
    is_complete = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=State, default=State.READY)
    counts = models.JSONField(default=dict)
    received_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-received_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def folder(self) -> Path:
        return Path(settings.IMPORTS_FOLDER) / str(self.public_id)


class StatedVerificationQuerySet(models.QuerySet["StatedVerification"]):
    def waiting(self) -> StatedVerificationQuerySet:
        since = timezone.now() - dt.timedelta(days=DAYS_TO_CONFIRM)
        return self.filter(needs_two=True, decided_at=None, proposed_at__gt=since).select_related("proposed_by")


class StatedVerification(models.Model):
    """Somebody trusts what a file states of the right to decide: all of it at once, with the reason why.

    `fingerprint` is of the relations that the person saw numbers of; `relations` is how many they are.
    """

    people_import = models.ForeignKey(PeopleImport, on_delete=models.PROTECT, related_name="verifications")
    source_of_record = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    relations = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    needs_two = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_done = models.BooleanField(default=False)

    objects = StatedVerificationQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["people_import"],
                condition=Q(needs_two=True, decided_at=None),
                name="one_waiting_verification_a_file",
            ),
            models.CheckConstraint(
                condition=Q(needs_two=False)
                | Q(is_done=False)
                | (Q(decided_by__isnull=False, proposed_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="two_people_verify_many_relations",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people_import_id} {self.relations}"
