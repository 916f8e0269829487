"""The functions, rooms and services that come with the product. What a municipality has changed stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections

from skoleporten.rig.models import Function, Room, Service
from skoleporten.rules.rig import ShippedFunction, ShippedRoom, ShippedService, shipped_rig
from skoleporten.rules.rig.shipped import Words
from skoleporten.rules.toml_files import LANGUAGES


def ship(using: str = "default") -> None:
    """Makes those that are missing, in the order of the file."""
    rig = shipped_rig()
    _make(Function, rig.functions, lambda one: {"group": one.group, "seats": one.seats}, using)
    _make(Room, rig.rooms, lambda one: {"seats": one.seats}, using)
    _make(Service, rig.services, _of_service, using)


def ship_after_migrating(sender: Any, using: str, **kwargs: Any) -> None:
    """Also after a test has emptied the tables. Not where the migration that makes them is undone."""
    if Service._meta.db_table in connections[using].introspection.table_names():
        ship(using)


def _make(
    model: Any, shipped: Sequence[ShippedFunction | ShippedRoom | ShippedService], fields: Any, using: str
) -> None:
    there = set(model.objects.using(using).values_list("code", flat=True))
    for position, one in enumerate(shipped):
        if one.code not in there:
            names = _in_languages("name", one.name)
            model.objects.using(using).create(code=one.code, position=position, **names, **fields(one))


def _of_service(one: ShippedService) -> dict[str, Any]:
    return {
        **_in_languages("what_for", one.what_for),
        **_in_languages("hours", one.hours),
        "phone": one.phone,
        "is_partner": one.is_partner,
        "is_for_families": one.is_for_families,
    }


def _in_languages(field: str, words: Words) -> dict[str, str]:
    return {f"{field}_{language}": words.get(language, "") for language in LANGUAGES}
