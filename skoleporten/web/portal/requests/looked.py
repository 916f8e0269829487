"""What the family is told of who can see and who has looked, as part of a copy."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from skoleporten.access import reasons
from skoleporten.access.actor import Actor
from skoleporten.access_requests.copy import Told
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import What
from skoleporten.web.looks import presenters
from skoleporten.web.tables import Table

TOLD_BESIDE = frozenset({What.WHO_HAS_LOOKED, What.WHO_CAN_SEE})


def beside(actor: Actor, pupil: Pupil, today: dt.date) -> list[Told]:
    seers = presenters.seers_table(reasons.who_can_see(pupil.pk, today))
    looks = presenters.looks_table(presenters.looks_told_to(actor, pupil.public_id, today))
    return [
        _told("who_can_see", _("Who can see this pupil"), seers),
        _told("who_has_looked", _("Who has looked at this pupil"), looks),
    ]


def _told(key: str, heading: str, table: Table) -> Told:
    """The same words as on the page of that name; the first column begins the line."""
    rows = [[_text(cell.text, cell.note) for _column, cell in row] for row in table.cells()]
    names = [str(column.label) for column in table.columns]
    lines = [" · ".join(text for text in row if text) for row in rows]
    data: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    return Told(key, heading, lines or [_("Nobody")], data)


def _text(text: Any, note: str) -> str:
    return f"{text} ({note})" if note else str(text)
