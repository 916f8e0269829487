"""Letters to the reader herself, and the decisions they tell of. Another guardian's letter is that guardian's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.documents.models import Document
from skoleporten.intake.models import Decision
from skoleporten.people.models import Pupil
from skoleporten.web.intake.decision_presenters import row_for_family


@dataclass(frozen=True)
class Letter:
    kind: str
    made_at: dt.datetime
    url: str


def letters_of(actor: Actor, pupil: Pupil, today: dt.date) -> dict[str, Any]:
    return {
        "letters": [
            Letter(str(one.get_kind_display()), one.made_at, reverse("document", args=[one.public_id]))
            for one in letters_to(actor, pupil, today)
        ],
        "decisions": [row_for_family(actor.role, one) for one in decisions_of(actor, pupil, today)],
    }


def letters_to(actor: Actor, pupil: Pupil, today: dt.date) -> list[Document]:
    """Newest first."""
    rows = Document.objects.visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    return [one for one in rows if one.is_for(actor.role)]


def decisions_of(actor: Actor, pupil: Pupil, today: dt.date) -> Sequence[Decision]:
    """Those that stand, newest first."""
    rows = Decision.objects.visible_to(actor, purpose_of(actor.role), today).filter(intake__pupil=pupil)
    newest = rows.select_related("intake__pupil").order_by("-decided_on", "-pk")
    return [one for one in newest if one.is_standing]
