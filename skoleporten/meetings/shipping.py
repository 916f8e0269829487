"""The five kinds that come with the product. What a municipality has changed stays as it is."""

from __future__ import annotations

from typing import Any

from django.db import connections

from skoleporten.meetings.models import MeetingKind
from skoleporten.rules.rhythm import Kind, shipped_kinds


def ship(using: str = "default") -> None:
    """Makes those that are missing, in the order of the file."""
    there = set(MeetingKind.objects.using(using).values_list("code", flat=True))
    for position, one in enumerate(shipped_kinds()):
        if one.code not in there:
            MeetingKind.objects.using(using).create(code=one.code, position=position, **fields_of(one))


def fields_of(one: Kind) -> dict[str, Any]:
    return {
        "frequency": one.rhythm.frequency,
        "weeks": one.rhythm.weeks,
        "weekdays": list(one.rhythm.weekdays),
        "starts": one.starts,
        "minutes": one.minutes,
        "only_if_needed": one.only_if_needed,
        "functions": list(one.functions),
        **{f"name_{language}": text for language, text in one.name.items()},
        **{f"purpose_{language}": text for language, text in one.purpose.items()},
    }


def ship_after_migrating(sender: Any, using: str, **kwargs: Any) -> None:
    """Also after a test has emptied the tables. Not where the migration that makes the table is undone."""
    tables = connections[using].introspection
    with connections[using].cursor() as cursor:
        has_rooms = MeetingKind._meta.db_table in tables.table_names(cursor) and "room_id" in {
            column.name for column in tables.get_table_description(cursor, MeetingKind._meta.db_table)
        }
    if has_rooms:
        ship(using)
