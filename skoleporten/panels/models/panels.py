"""The panels, and the themes they are asked about. Both come with the product; themes of one’s own can be added."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.panels.models.rows import OfPanelsQuerySet, Versioned
from skoleporten.rules.panels import Members, State, shipped_panels, shipped_themes


class Panel(PublicIdModel, Versioned):
    """`code` is that of rules/panels/panels.toml, which has its words. `host` sees who sits in it, besides a lead."""

    code = models.SlugField(max_length=32, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State])
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="panels_hosted"
    )
    # Since when it stands where it stands; null where it stands as it was shipped.
    state_since = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)

    objects = OfPanelsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.code

    @property
    def names(self) -> dict[str, str]:
        """In each language."""
        return dict(shipped_panels()[self.code].name)

    @property
    def who(self) -> dict[str, str]:
        return dict(shipped_panels()[self.code].who)

    @property
    def members_are(self) -> Members:
        return shipped_panels()[self.code].members

    def shows_members_to(self, actor: Actor) -> bool:
        """Names and contact ways; everybody else on the team sees numbers."""
        is_host = actor.role == Role.TEAM and actor.user_id is not None and actor.user_id == self.host_id
        return actor.role == Role.LEAD or is_host


class ThemeQuerySet(OfPanelsQuerySet):
    def in_use(self) -> ThemeQuerySet:
        return self.filter(is_active=True)


class Theme(PublicIdModel, Versioned):
    """One that came with the product has a `code`, and the words of rules/panels/themes.toml until it is rewritten."""

    code = models.SlugField(max_length=32, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    question = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=1000, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = ThemeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_theme_a_code"),
            models.CheckConstraint(condition=~Q(code="") | ~Q(question=""), name="a_theme_asks_something"),
        ]

    def __str__(self) -> str:
        return self.code or str(self.public_id)

    def texts(self, name: str) -> dict[str, str]:
        """`name` is question or about. One's own words are the same in every language."""
        own = str(getattr(self, name))
        shipped: Any = shipped_themes().get(self.code)
        if own or shipped is None:
            return {"nb": own}
        return dict(getattr(shipped, name))
