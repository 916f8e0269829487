"""The ways in that come with the product. A municipality may close one and add its own; ours come back unchanged."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connections

from skoleporten.intake.models import Route


class Shipped(NamedTuple):
    code: str
    used_by: str
    nb: str
    nn: str
    en: str


LUNDE = "Lunde behandlingsinstitusjon"
SHIPPED = (
    Shipped("school", "school", "Skole", "Skule", "School"),
    Shipped("resource_team", "team", "Ressursteamet", "Ressursteamet", "The resource team"),
    Shipped("mobile_team", "team", "Mobilteamet", "Mobilteamet", "The mobile team"),
    Shipped("smi", "outside", "SMI-skolen", "SMI-skulen", "The SMI school"),
    Shipped("lunde", "outside", LUNDE, LUNDE, "Lunde treatment institution"),
    Shipped("guardian", "guardian", "Foresatt", "Føresett", "Guardian"),
    Shipped("pupil", "pupil", "Elev", "Elev", "Pupil"),
)  # fmt: skip


def ship(using: str = "default") -> None:
    """Makes those that are missing; what the municipality has changed stays as it is."""
    for position, one in enumerate(SHIPPED):
        names = {"name_nb": one.nb, "name_nn": one.nn, "name_en": one.en}
        Route.objects.using(using).get_or_create(
            code=one.code, defaults={"used_by": one.used_by, "position": position, **names}
        )


def ship_after_migrating(sender: Any, using: str, **kwargs: Any) -> None:
    """Also after a test has emptied the tables. Not where the migration that makes the table is undone."""
    if Route._meta.db_table in connections[using].introspection.table_names():
        ship(using)
