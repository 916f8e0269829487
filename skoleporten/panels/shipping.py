"""The panels, themes and first books of the shelf come with the product; what a municipality has changed stays."""

from __future__ import annotations

from typing import Any

from django.db import connections

from skoleporten.panels.models import Panel, ShelfItem, Theme
from skoleporten.rules.panels import shipped_panels, shipped_shelf, shipped_themes


def ship(using: str = "default") -> None:
    """Makes those that are missing."""
    for position, (code, panel) in enumerate(shipped_panels().items()):
        kept: dict[str, Any] = {"position": position, "state": panel.state.value, "places": panel.places}
        Panel.objects.using(using).get_or_create(code=code, defaults=kept)
    for position, (code, theme) in enumerate(shipped_themes().items()):
        Theme.objects.using(using).get_or_create(code=code, defaults={"position": position, "source": theme.source})
    for code, item in shipped_shelf().items():
        kept = {"source": item.source, "strength": item.strength.value}
        ShelfItem.objects.using(using).get_or_create(code=code, defaults=kept)


def ship_after_migrating(sender: Any, using: str, **kwargs: Any) -> None:
    """Also after a test has emptied the tables. Not where the migration that makes them is undone."""
    if ShelfItem._meta.db_table in connections[using].introspection.table_names():
        ship(using)
