"""A thread in words, for the one who reads: who wrote, when, what has happened since, and what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.rules.threads import Turn
from skoleporten.threads.models import Message, Thread
from skoleporten.threads.models import Turn as TurnRow
from skoleporten.threads.queries import Standing
from skoleporten.web import words

Mask = Callable[[str], str]
FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})
TO_FAMILY: dict[str, str | Promise] = {
    Turn.CLOSED: gettext_lazy("Closed. A new message opens it again."),
    Turn.REOPENED: gettext_lazy("Opened again."),
    Turn.NO_ANSWER_NEEDED: gettext_lazy("Skoleporten has read it. It needs no answer."),
    Turn.READERS: gettext_lazy("Who may read along was changed."),
}


@dataclass(frozen=True)
class Line:
    """A message, or with `text` empty something that happened. `is_read`: by somebody on the other side."""

    at: dt.datetime
    who: str
    text: str
    is_mine: bool = False
    by_team: bool = False
    is_read: bool = False
    happened: str = ""


@dataclass(frozen=True)
class Row:
    """One thread in a list. `is_late`: the promised day has passed."""

    title: str
    url: str
    matter: str
    newest_at: dt.datetime
    state: str
    with_whom: str = ""
    is_new: bool = False
    is_late: bool = False
    in_charge: str = ""
    pupil: str = ""


def title_of(thread: Thread, hide: Mask = str) -> str:
    return hide(thread.heading) or thread.get_matter_display()


def lines_of(thread: Thread, standing: Standing, reader: Actor, hide: Mask = str) -> list[Line]:
    """In the order in which it happened. `hide` masks the names of other pupils in what others wrote."""
    found = [_message(thread, one, reader, hide, is_read=standing.read[one.pk]) for one in standing.messages]
    found += [line for turn in standing.turns if (line := _turn(thread, turn, reader))]
    return sorted(found, key=lambda line: (line.at, bool(line.happened)))


def family_row(thread: Thread, reader: Actor, today: dt.date, hide: Mask, *, is_new: bool) -> Row:
    return Row(
        title=title_of(thread, str if thread.is_of(reader) else hide),
        url=reverse("my_thread", args=[thread.pupil.public_id, thread.public_id]),
        matter=thread.get_matter_display(),
        newest_at=timezone.localtime(thread.newest_at),
        state=state_to_family(thread, today),
        with_whom="" if thread.is_of(reader) else _("Written by: %(who)s") % {"who": _of_family(thread, reader)},
        is_new=is_new,
    )


def team_row(thread: Thread, today: dt.date) -> Row:
    return Row(
        title=title_of(thread),
        url=reverse("thread", args=[thread.public_id]),
        matter=thread.get_matter_display(),
        newest_at=timezone.localtime(thread.newest_at),
        state=state_to_team(thread, today),
        with_whom=with_whom(thread),
        is_late=is_late(thread, today),
        in_charge=str(thread.assigned_to or ""),
        pupil=thread.pupil.full_name,
    )


def is_late(thread: Thread, today: dt.date) -> bool:
    return thread.answer_by is not None and thread.answer_by < today


def state_to_family(thread: Thread, today: dt.date) -> str:
    """The promise as it was made; a day that has passed is said plainly."""
    if thread.closed_at is not None:
        return _("Closed %(day)s") % {"day": _day(thread.closed_at)}
    if thread.answer_by is None:
        return _("Nothing waits for an answer now")
    said = {"day": words.day(thread.answer_by)}
    if is_late(thread, today):
        return _("We said that we would answer by %(day)s. We are late. We are sorry.") % said
    return _("An answer comes by %(day)s") % said


def state_to_team(thread: Thread, today: dt.date) -> str:
    if thread.closed_at is not None:
        return _("Closed %(day)s") % {"day": _day(thread.closed_at)}
    if thread.answer_by is None:
        return _("Answered")
    said = {"day": words.day(thread.answer_by)}
    return (_("An answer was promised by %(day)s") if is_late(thread, today) else _("Answer by %(day)s")) % said


def with_whom(thread: Thread) -> str:
    """To the team: whose thread it is."""
    if thread.guardian is None:
        return _("The pupil")
    return _("%(name)s (guardian)") % {"name": thread.guardian}


def who_reads(thread: Thread, reader: Actor) -> list[str]:
    """In whole sentences, to the one in the family it is with, and to the team."""
    return list(_who_reads(thread, reader, is_own=thread.is_of(reader)))


def _who_reads(thread: Thread, reader: Actor, *, is_own: bool) -> Iterator[str]:
    name = {"name": thread.pupil.given_name or thread.pupil.full_name}
    if is_own:
        yield _("You and the adults at Skoleporten can read this.")
    else:
        who = _of_family(thread, reader) if reader.role in FAMILY else with_whom(thread)
        yield _("%(who)s and the adults at Skoleporten can read this.") % {"who": who}
    if thread.for_guardians and thread.guardian_id:
        yield _("Other guardians who decide for %(name)s can read it too.") % name
    elif is_own or reader.role not in FAMILY:
        for guardian in thread.readers.all():
            yield _("%(name)s can read it too.") % {"name": guardian}
    if thread.for_pupil:
        yield _("%(name)s can read it too.") % name
    yield _("The school can not read it.")


def _message(thread: Thread, one: Message, reader: Actor, hide: Mask, *, is_read: bool) -> Line:
    is_mine = one.written_by_id == reader.user_id and one.by_family == (reader.role in FAMILY)
    return Line(
        at=timezone.localtime(one.written_at),
        who=_("You") if is_mine else _writer(thread, one, reader),
        text=one.text if is_mine else hide(one.text),
        is_mine=is_mine,
        by_team=not one.by_family,
        is_read=is_read and (is_mine or reader.role not in FAMILY),
    )


def _writer(thread: Thread, one: Message, reader: Actor) -> str:
    if not one.by_family:
        return _("%(name)s, Skoleporten") % {"name": one.written_by}
    return _of_family(thread, reader) if reader.role in FAMILY else with_whom(thread)


def _of_family(thread: Thread, reader: Actor) -> str:
    """A guardian reads no other guardian's name here, as in the consents."""
    if thread.guardian is None:
        return thread.pupil.given_name or thread.pupil.full_name
    return _("Another guardian") if reader.role == Role.GUARDIAN else _("Your guardian")


def _turn(thread: Thread, turn: TurnRow, reader: Actor) -> Line | None:
    told: Any = TO_FAMILY.get(turn.kind) if reader.role in FAMILY else _to_team(thread, turn)
    if not told:
        return None
    return Line(at=timezone.localtime(turn.at), who="", text="", happened=str(told))


def _to_team(thread: Thread, turn: TurnRow) -> str:
    said = {"who": with_whom(thread) if turn.kind == Turn.READERS else str(turn.by), "to": str(turn.to or "")}
    told = {
        Turn.CLOSED: _("%(who)s closed it.") % said,
        Turn.REOPENED: _("Opened again."),
        Turn.NO_ANSWER_NEEDED: _("%(who)s read it; it needed no answer.") % said,
        Turn.READERS: _("%(who)s changed who may read along.") % said,
        Turn.ASSIGNED: _("%(who)s gave it to %(to)s.") % said,
    }
    return told.get(Turn(turn.kind), "")


def _day(at: dt.datetime) -> str:
    return words.day(timezone.localdate(at))
