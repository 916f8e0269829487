"""What of meetings the family was told, and what somebody in it wished to have talked about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Reader, Source, told_by_rows
from skoleporten.agendas.models import Wish
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What

ORDER = 57


def _own(reader: Reader, rows: Any) -> Any:
    """What was taken back is not in the copy, as it is not on the page for the team."""
    return told_by_rows(reader, rows).filter(taken_back_at__isnull=True)


def _whose(wish: Wish) -> Teller:
    return Teller.GUARDIAN if wish.guardian_id else Teller.PUPIL


SOURCES = (
    Source(
        "agendas.told", "agendas.ToldItem", _("What the family is told of a meeting"), What.MEETINGS_TOLD,
        "item__intake__pupil",
        shows={"item__meeting__date": _("Meeting"), **named("words")}, when="item__meeting__date", by="written_by",
        told=told_by_rows, related=("item__meeting", "written_by"),
    ),
    Source(
        "agendas.wish", "agendas.Wish", _("What somebody wanted to talk about"), What.MEETINGS_TOLD, "pupil",
        shows=named("words", "answer", "answered_at"), when="written_at", by="written_by", told=_own,
        teller=_whose, guardian=lambda wish: wish.guardian_id, for_adults_here=lambda wish: wish.guardian_id is None,
        related=("guardian", "written_by"),
    ),
)  # fmt: skip
