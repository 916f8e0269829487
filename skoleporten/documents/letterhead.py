"""The municipality's name and lines on each letter, from var/letterhead.toml; its name alone where there is no file.

name = "Eksempelvik kommune"
unit = "Oppvekst"
lines = ["Rådhusgata 1, 0001 Eksempelvik", "Telefon 00 00 00 00", "post@eksempelvik.example.no"]
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from skoleporten.access.models import Installation
from skoleporten.rules.toml_files import Table, read_text, table_of

KEYS = ("name", "unit", "lines")
MOST_LINES = 6


def letterhead() -> dict[str, Any]:
    file = settings.LETTERHEAD
    if not file.exists():
        return {"name": str(Installation.objects.first() or "Skoleporten"), "unit": "", "lines": []}
    table = table_of(read_text(file, "Write it anew."), str(file), "letterhead")
    table.only(KEYS)
    unit = table.string("unit") if "unit" in table.values else ""
    return {"name": table.string("name"), "unit": unit, "lines": _lines(table)}


def _lines(table: Table) -> list[str]:
    lines = table.values.get("lines", [])
    if not isinstance(lines, list) or len(lines) > MOST_LINES or not all(isinstance(line, str) for line in lines):
        raise table.refuse("lines", "'lines' is not a list of a few texts.", 'Write lines = ["…", "…"].')
    return lines
