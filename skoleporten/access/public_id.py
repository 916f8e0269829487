"""The id that a URL shows: random, so it tells nothing and can not be counted."""

from __future__ import annotations

import uuid

from django.db import models


class PublicIdModel(models.Model):
    """Set before insert, so that an action can name the row in its audit event at once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
