"""Messages between the family and the team, and each time somebody in the family asked for an adult."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.access_requests.source import Reader, Source, told_by_rows
from skoleporten.on_call.models import Call, CallTurn
from skoleporten.people.models import Guardian
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.threads import Turn as ThreadTurn
from skoleporten.rules.visibility import What
from skoleporten.threads.models import Message, Thread, Turn

ORDER = 15


def _in_threads(reader: Reader, rows: Any) -> Any:
    return rows.filter(thread__in=Thread.objects.visible_to(reader.actor, reader.purpose, reader.today).values("pk"))


def _turns(reader: Reader, rows: Any) -> Any:
    """Who of the team has it is the team's own matter, as on the family's page."""
    return _in_threads(reader, rows).exclude(kind=ThreadTurn.ASSIGNED)


def _in_calls(reader: Reader, rows: Any) -> Any:
    return rows.filter(call__in=Call.objects.visible_to(reader.actor, reader.purpose, reader.today).values("pk"))


def _of_thread(row: Thread | Message | Turn) -> Thread:
    return row if isinstance(row, Thread) else row.thread


def _guardian(row: Any) -> int | None:
    return _of_thread(row).guardian_id


def _whose(row: Any) -> Teller:
    """What the team answers is in the same confidence as what it answers to."""
    return Teller.GUARDIAN if _guardian(row) else Teller.PUPIL


def _only_here(row: Any) -> bool:
    """What the pupil wrote to the team, and the answers to it: for no guardian, or for those whom she named."""
    return _of_thread(row).guardian_id is None


def _of_call(row: Call | CallTurn) -> Call:
    return row if isinstance(row, Call) else row.call


def _who_called(row: Any) -> Teller:
    return Teller.PUPIL if _of_call(row).by_role == Role.PUPIL else Teller.GUARDIAN


def _guardian_who_called(row: Any) -> int | None:
    call = _of_call(row)
    if call.by_role == Role.PUPIL:
        return None
    return Guardian.objects.filter(user=call.by_id).values_list("pk", flat=True).first()


def _pupil_called(row: Any) -> bool:
    return _of_call(row).by_role == Role.PUPIL


SOURCES = (
    Source(
        "threads.thread", "threads.Thread", _("Messages with Skoleporten"), What.MESSAGES, "pupil",
        shows={
            "matter": _("What it is about"), "heading": _("In a few words"), "guardian": _("Guardian"),
            "for_guardians": _("Guardians may read along"), "for_pupil": _("The pupil may read along"),
            "closed_at": _("Closed"), "closed_by": _("Closed by"), "assigned_to": _("Who answers"),
        },
        when="opened_at", by="opened_by", told=told_by_rows, teller=_whose, guardian=_guardian,
        for_adults_here=_only_here, related=("guardian",),
    ),
    Source(
        "threads.message", "threads.Message", _("What was written in the messages"), What.MESSAGES, "thread__pupil",
        shows={"text": _("Message"), "by_family": _("Written by the family")},
        when="written_at", by="written_by", told=_in_threads, teller=_whose, guardian=_guardian,
        for_adults_here=_only_here, related=("thread",),
    ),
    Source(
        "threads.turn", "threads.Turn", _("What happened to the messages"), What.MESSAGES, "thread__pupil",
        shows={"kind": _("What happened"), "to": _("To whom")},
        when="at", by="by", told=_turns, teller=_whose, guardian=_guardian, for_adults_here=_only_here,
        related=("thread",),
    ),
    Source(
        "on_call.call", "on_call.Call", _("Asked for an adult"), What.MESSAGES, "pupil",
        shows={
            "by_role": _("Role"), "where": _("Where to reach whoever asked"), "taken_by": _("Who answered"),
            "taken_at": _("When somebody answered"), "nobody_at": _("When nobody had answered"),
            "ended_at": _("Ended"),
        },
        when="at", by="by", told=told_by_rows, teller=_who_called, guardian=_guardian_who_called,
        for_adults_here=_pupil_called, related=("taken_by",),
    ),
    Source(
        "on_call.turn", "on_call.CallTurn", _("What happened when an adult was asked for"), What.MESSAGES,
        "call__pupil",
        shows={"kind": _("What happened"), "to": _("To whom")},
        when="at", by="by", told=_in_calls, teller=_who_called, guardian=_guardian_who_called,
        for_adults_here=_pupil_called, related=("call", "to"),
    ),
)  # fmt: skip
