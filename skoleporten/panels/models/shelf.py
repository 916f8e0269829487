"""The knowledge shelf: what somebody claims, how much it rests on, what speaks against it, and what we use it for."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.panels.models.panels import Theme
from skoleporten.panels.models.rows import OfPanelsQuerySet, Versioned
from skoleporten.rules.panels import Strength, shipped_shelf


class ShelfQuerySet(OfPanelsQuerySet):
    def in_use(self) -> ShelfQuerySet:
        return self.filter(is_active=True)


class ShelfItem(PublicIdModel, Versioned):
    """One that came with the product has a `code`, and the words of rules/panels/shelf.toml until it is rewritten."""

    TEXTS = ("claim", "objections", "our_use")

    code = models.SlugField(max_length=32, blank=True)
    source = models.CharField(max_length=300)
    link = models.URLField(max_length=500, blank=True)
    claim = models.CharField(max_length=1000, blank=True)
    strength = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Strength])
    objections = models.TextField(blank=True)
    our_use = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="shelf_items")
    is_active = models.BooleanField(default=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = ShelfQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["source", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_shelf_item_a_code"),
            models.CheckConstraint(condition=~Q(code="") | ~Q(claim=""), name="a_shelf_item_claims_something"),
        ]

    def __str__(self) -> str:
        return self.source

    def texts(self, name: str) -> dict[str, str]:
        """`name` is one of TEXTS. One's own words are the same in every language."""
        own = str(getattr(self, name))
        shipped: Any = shipped_shelf().get(self.code)
        if self.claim or shipped is None:
            return {"nb": own}
        return dict(getattr(shipped, name))
