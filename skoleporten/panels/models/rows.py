"""What the rows of the panels share: who reads them, and that nobody is overwritten unseen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role

# Nobody else: the panels are no pupils' matter, so no other role of design section 5 has a part in them.
READERS = frozenset({Role.TEAM, Role.LEAD})


class OfPanelsQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> OfPanelsQuerySet:
        return self.all() if actor.role in READERS else self.none()


class Written(PublicIdModel):
    """`client_id` is made with the form, so that it sent twice is one."""

    client_id = models.UUIDField(unique=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfPanelsQuerySet.as_manager()

    class Meta:
        abstract = True


class Versioned(models.Model):
    """`version` goes up with each change."""

    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
