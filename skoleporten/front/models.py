"""What a municipality puts on the open page itself: how to get in touch, and a few pictures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.documents.models import StoredFile

EDITORS = frozenset({Role.LEAD, Role.ADMINISTRATOR})
MOST_PUBLISHED = 3  # what keeps the first visit under 100 kB


class PageFacts(models.Model):
    """How to get in touch. The newest row is shown, none is ever changed.

    `words` holds for each language, by its code: `hours` when somebody answers, `place` where it is, `people` whom
    one meets, each in words and any of them empty.
    """

    version = models.PositiveIntegerField(unique=True)
    municipality = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    emergency_phone = models.CharField(max_length=30, blank=True)  # the child welfare's own, outside office hours
    words = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "page facts"

    def __str__(self) -> str:
        return f"{self.version}"


class PictureQuerySet(models.QuerySet["Picture"]):
    def published(self) -> PictureQuerySet:
        """Seen by all the world."""
        return self.filter(is_published=True, file__isnull=False)

    def visible_to(self, actor: Actor) -> PictureQuerySet:
        """Also those not published, for who looks after the page."""
        return self.filter(removed_at__isnull=True) if actor.role in EDITORS else self.published()


class Picture(PublicIdModel):
    """A picture made anew from its pixels, small. `alt` is what one sees, in words, by the code of the language."""

    client_id = models.UUIDField(unique=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="front_picture")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_published = models.BooleanField(default=False)
    # The file is gone at once; the row says that there was one.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, file__isnull=False)
                | Q(removed_at__isnull=False, file__isnull=True, is_published=False),
                name="front_picture_has_a_file_until_it_is_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
