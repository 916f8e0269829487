"""What meetings of the team said of the pupil."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Source
from skoleporten.agendas.models import Item, Wish
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What

ORDER = 56


def _wished(item: Item) -> Wish | None:
    return item.wishes.order_by("pk").first()


def _whose(item: Item) -> Teller:
    """What was put up because somebody in the family wished it, is in the same confidence as the wish."""
    wish = _wished(item)
    if wish is None:
        return Teller.OTHER
    return Teller.GUARDIAN if wish.guardian_id else Teller.PUPIL


def _guardian(item: Item) -> int | None:
    wish = _wished(item)
    return wish.guardian_id if wish else None


SOURCES = (
    Source(
        "agendas.item", "agendas.Item", _("On the agenda of a meeting"), What.MEETINGS, "intake__pupil",
        shows={
            "meeting__date": _("Meeting"), **named("words", "state", "dropped_why"), "dropped_at": _("Taken off"),
        },
        when="meeting__date", by="written_by", teller=_whose, guardian=_guardian,
        for_adults_here=lambda item: _whose(item) is Teller.PUPIL, related=("meeting", "written_by"),
    ),
    Source(
        "minutes.note", "minutes.ItemNote", _("Notes of meetings"), What.MEETINGS, "item__intake__pupil",
        shows={"minutes__begun_at": _("Meeting"), **named("text")}, when="written_at", by="written_by",
        related=("minutes", "written_by"),
    ),
    Source(
        "minutes.time", "minutes.ItemTime", _("How long a meeting talked of it"), What.MEETING_TIME,
        "item__intake__pupil",
        shows=named("started_at", "stopped_at"), when="started_at", by="started_by", related=("started_by",),
    ),
    Source(
        "minutes.decision", "minutes.MeetingDecision", _("Decisions of meetings"), What.MEETINGS, "intake__pupil",
        shows=named("words", "owner", "due", "state", "ended_at"), when="decided_at", by="decided_by",
        related=("owner", "decided_by"),
    ),
    Source(
        "minutes.turn", "minutes.DecisionTurn", _("What became of decisions of meetings"), What.MEETINGS,
        "decision__intake__pupil",
        shows=named("turn", "words", "before")
        | {"due_before": _("Due before"), "owner_before": _("Who had it before")},
        when="at", by="by", related=("by", "owner_before"),
    ),
    Source(
        "minutes.choice", "minutes.Choice", _("Choices in meetings"), What.MEETINGS, "item__intake__pupil",
        shows=named("question"), when="written_at", by="written_by", related=("written_by",),
    ),
    Source(
        "minutes.alternative", "minutes.Alternative", _("What could be chosen in meetings"), What.MEETINGS,
        "choice__item__intake__pupil",
        shows=named("choice__question", "words"), when="written_at", by="written_by", related=("choice", "written_by"),
    ),
    Source(
        "minutes.voice", "minutes.Voice", _("What people said to a choice"), What.MEETINGS,
        "choice__item__intake__pupil",
        shows={"choice__question": _("Question"), "says": _("Says"), "alternative__words": _("Alternative"),
               **named("who", "words")},
        when="written_at", by="written_by", related=("choice", "alternative", "written_by"), retold=("words",),
    ),
    Source(
        "minutes.chosen", "minutes.Chosen", _("What meetings chose"), What.MEETINGS, "choice__item__intake__pupil",
        shows={"choice__question": _("Question"), "alternative__words": _("Alternative"), **named("why")},
        when="at", by="by", related=("choice", "alternative", "by"),
    ),
    Source(
        "minutes.approved", "minutes.ApprovedPart", _("Approved minutes"), What.MEETINGS, "intake__pupil",
        shows=named("content"), when="approval__approved_at", by="approval__approved_by",
        related=("approval__approved_by",),
    ),
)  # fmt: skip
