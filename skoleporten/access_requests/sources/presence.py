"""What was marked at the place: who came, how long and how it was; calls home and the weekly statements."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Reader, Source, told_by_rows, told_wholly
from skoleporten.rules.presence.places import PLACES
from skoleporten.rules.visibility import What

ORDER = 35


def _days(reader: Reader, rows: Any) -> Any:
    """A day of which nothing is known yet tells nothing."""
    return told_by_rows(reader, rows).filter(is_told=True)


SOURCES = (
    Source(
        "presence.day", "presence.PresenceDay", _("Days at the place"), What.PRESENCE, "case__pupil",
        shows=named("day", "minutes", "did_not_come"), when="day", told=_days,
    ),
    Source(
        "presence.visit", "presence.Visit", _("Each stay"), What.PRESENCE, "of_day__case__pupil",
        shows=named(
            "of_day__day", "arrived_at", "left_at", "minutes", "place", "with_whom", "rating", "rated_by", "word"
        ),
        when="of_day__day", told=told_wholly, related=("of_day",), codes={"place": PLACES},
    ),
    Source(
        "presence.mark", "presence.Mark", _("Each mark as it was made"), What.PRESENCE, "case__pupil",
        shows=named("day", "at", "kind", "place", "with_whom", "rating", "rated_by", "word", "new_at"),
        when="at", by="by", related=("by",), codes={"place": PLACES},
    ),
    Source(
        "presence.call", "presence.CallHome", _("Calls home"), What.PRESENCE, "case__pupil",
        shows=named("day", "at", "to_whom", "guardian", "how", "result", "note"),
        when="at", by="by", guardian=lambda call: call.guardian_id, related=("by", "guardian"),
    ),
    Source(
        "presence.home_visit", "presence.HomeVisit", _("Visits at home"), What.PRESENCE, "case__pupil",
        shows=named("started_at", "expected_back", "back_at", "with_whom"),
        when="started_at", by="by", related=("by",),
    ),
    Source(
        "presence.statement", "presence.Statement", _("Weekly statements to the school"), What.PRESENCE, "case__pupil",
        shows=named("week", "number", "school", "days", "remote_reason"), when="week", related=("school",),
    ),
    Source(
        "presence.statement_read", "presence.StatementRead", _("That a weekly statement was read"), What.PRESENCE,
        "statement__case__pupil",
        shows=named("statement__week", "by"), when="at", by="by", related=("statement", "by"),
    ),
)  # fmt: skip
