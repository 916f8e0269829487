"""What a URL calls a row: never the database's own key, which would tell how many rows there are."""

from __future__ import annotations

import uuid

from django.db import models


class PublicIdModel(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
