"""Pulses of the team's climate. Nothing here says what one person answered, nor, once a pulse is closed, who did.

While a pulse is open `sealed` holds sums and who has answered, as one text of one length that is written anew with each
answer. Closing it leaves two places on the picture, or none, and `sealed` empty. See docs/explanation/team-climate.md.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access.public_id import PublicIdModel


class ItemSet(models.Model):
    """The statements of a pulse. Never changed: the newest holds, and a pulse keeps those that it was opened with.

    `items`: [{"axis", "turned", "text"}], where `text` is one in each language, or the municipality's own words.
    """

    version = models.PositiveIntegerField(unique=True)
    is_shipped = models.BooleanField()
    items = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.version}"


class PulseQuerySet(models.QuerySet["Pulse"]):
    def open(self) -> PulseQuerySet:
        return self.filter(closed_on__isnull=True)

    def pictures(self) -> PulseQuerySet:
        return self.filter(safety__isnull=False).order_by("closed_on", "pk")


class Pulse(PublicIdModel):
    """`safety` and `openness` are levels from -2 to 2, and both empty where fewer than five had answered.

    `at_least`: answers, in steps; `asked`: how many belonged to the group when it was closed. Dates and no clock.
    """

    class How(models.TextChoices):
        ALONE = "alone", _("Each answered alone")
        TOGETHER = "together", _("The group filled it in together")

    client_id = models.UUIDField(unique=True)
    how = models.CharField(max_length=8, choices=How)
    items = models.ForeignKey(ItemSet, on_delete=models.PROTECT, related_name="pulses")
    opened_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed = models.TextField(blank=True)
    safety = models.SmallIntegerField(null=True, blank=True)
    openness = models.SmallIntegerField(null=True, blank=True)
    at_least = models.PositiveSmallIntegerField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["how"], condition=Q(closed_on__isnull=True), name="one_open_pulse"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, how="alone") & ~Q(sealed="")
                | Q(closed_on__isnull=False, closed_by__isnull=False, sealed=""),
                name="a_closed_pulse_keeps_no_sums",
            ),
            models.CheckConstraint(
                condition=Q(safety__isnull=True, openness__isnull=True)
                | Q(safety__range=(-2, 2), openness__range=(-2, 2), closed_on__isnull=False),
                name="a_picture_has_two_places_and_is_of_a_closed_pulse",
            ),
            models.CheckConstraint(
                condition=Q(how="together", safety__isnull=False, at_least__isnull=True)
                | Q(how="alone", safety__isnull=True, at_least__isnull=True)
                | Q(how="alone", safety__isnull=False, at_least__gte=5),
                name="no_picture_of_fewer_than_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_on} {self.how}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
