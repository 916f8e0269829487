"""The agenda of a meeting as one person may read it: what is due, with what somebody has chosen about it.

What she may not see is not there, neither in the list nor in a count, a sum or a number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.agendas.models import OWN_KEY, Agenda, Item
from skoleporten.agendas.scope import Due, Scope, kind_of, with_names
from skoleporten.agendas.sources import due_in
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.people.models import Pupil
from skoleporten.rules.agenda import Placed, TimeSet, in_order, shipped
from skoleporten.rules.visibility import What, may_see

WITH_AN_ITEM = ("intake__pupil", "intake__owner", "intake__case", "added_by", "dropped_by")


@dataclass(frozen=True)
class Told:
    """What a source told of, in which section, and the intake that it is about."""

    section: str
    due: Due
    intake: Intake | None


@dataclass(frozen=True)
class Entry:
    """One line of an agenda. `item` None: nobody has touched it. `version` is what a change of it must have seen.

    `is_due` False: nothing tells of it any more, so it has been done since it was put up.
    """

    key: str
    section: str
    words: str
    on: dt.date | None
    minutes: int
    intake: Intake | None
    item: Item | None
    is_due: bool
    number: int = 0

    @property
    def pupil(self) -> Pupil | None:
        return self.intake.pupil if self.intake else None

    @property
    def version(self) -> int:
        return self.item.version if self.item else 1

    @property
    def position(self) -> int | None:
        return self.item.position if self.item else None

    @property
    def state(self) -> str:
        return self.item.state if self.item else Item.State.OPEN


@dataclass(frozen=True)
class AgendaView:
    """`entries` in order and numbered; `dropped` apart, the newest first. `version` is that of the order."""

    meeting: Meeting
    entries: Sequence[Entry]
    dropped: Sequence[Entry]
    time: TimeSet
    version: int
    set_at: dt.datetime | None

    @property
    def shown(self) -> list[Pupil]:
        """Each pupil that a page with all of it names, once."""
        pupils = (one.pupil for one in (*self.entries, *self.dropped))
        return list({one.pk: one for one in pupils if one}.values())

    def entry(self, key: str) -> Entry | None:
        return next((one for one in (*self.entries, *self.dropped) if one.key == key), None)


def agenda(meeting: Meeting, actor: Actor, today: dt.date, scope: Scope | None = None) -> AgendaView:
    """`meeting` has come through Meeting.visible_to. A few questions, however many cases there are.

    `scope`: the same meeting, actor and day, where whoever asks has looked among its cases already.
    """
    kept = Agenda.objects.filter(meeting=meeting).first()
    stored = stored_of(meeting, actor, today)
    is_live = meeting.is_planned and may_see(actor.role, What.MEETINGS)
    due = due_of(scope or Scope(actor, today, meeting)) if is_live else {}
    is_set = kept is not None and kept.set_at is not None
    if meeting.is_planned and not is_set:
        stored = {key: one for key, one in stored.items() if key in due or _stands_alone(one)}
    entries = [_entry(meeting, key, due.get(key), stored.get(key)) for key in {**due, **stored}]
    standing = ordered(meeting, [one for one in entries if not (one.item and one.item.is_dropped)])
    return AgendaView(
        meeting=meeting,
        entries=[replace(one, number=number) for number, one in enumerate(standing, start=1)],
        dropped=sorted((one for one in entries if one.item and one.item.is_dropped), key=_dropped_at, reverse=True),
        time=TimeSet(sum(one.minutes for one in standing), meeting.minutes),
        version=kept.version if kept else 1,
        set_at=kept.set_at if kept else None,
    )


def due_of(scope: Scope) -> dict[str, Told]:
    """By key. What is about a pupil who is not in view is not there at all, whatever source told of it."""
    told = list(due_in(scope))
    ended = {one.intake_id for _section, one in told if one.intake_id} - scope.intakes.keys()
    rows = scope.visible_intakes.filter(pk__in=ended).select_related("pupil", "owner", "case") if ended else ()
    intakes = scope.intakes | {one.pk: one for one in rows}
    return {
        one.key: Told(section, one, intakes[one.intake_id] if one.intake_id else None)
        for section, one in told
        if one.intake_id is None or one.intake_id in intakes
    }


def stored_of(meeting: Meeting, actor: Actor, today: dt.date) -> dict[str, Item]:
    rows = Item.objects.visible_to(actor, Purpose.FOLLOW_UP, today).filter(meeting=meeting)
    found = list(rows.select_related(*WITH_AN_ITEM))
    with_names([one.intake for one in found if one.intake])
    return {one.key: one for one in found}


def ordered(meeting: Meeting, entries: Collection[Entry]) -> list[Entry]:
    of_key = {one.key: one for one in entries}
    return [of_key[key] for key in in_order(placed(meeting, entries))]


def placed(meeting: Meeting, entries: Iterable[Entry]) -> list[Placed]:
    asked = shipped().asked_by(kind_of(meeting))
    return [
        Placed(
            one.key, asked.place_of(one.section), one.on, name_of(one.intake), one.item.position if one.item else None
        )
        for one in entries
    ]


def name_of(intake: Intake | None) -> str:
    """As told, until a person has found the pupil in the register."""
    if intake is None:
        return ""
    if intake.pupil:
        return intake.pupil.full_name
    return next((one.told_name for one in intake.referrals.all() if one.told_name), "")


def _stands_alone(item: Item) -> bool:
    """What nothing else tells of, or was dropped, or has been taken up in a meeting."""
    return item.key.startswith(OWN_KEY) or item.is_dropped or item.state != Item.State.OPEN


def _entry(meeting: Meeting, key: str, told: Told | None, item: Item | None) -> Entry:
    section = item.section if item else told.section if told else ""
    return Entry(
        key=key,
        section=section,
        words=told.due.words if told else item.words if item else "",
        on=told.due.on if told else item.on if item else None,
        minutes=(item.minutes if item else None) or shipped().minutes_of(kind_of(meeting), section),
        intake=item.intake if item else told.intake if told else None,
        item=item,
        is_due=told is not None or key.startswith(OWN_KEY),
    )


def _dropped_at(one: Entry) -> dt.datetime:
    assert one.item is not None
    assert one.item.dropped_at is not None
    return one.item.dropped_at
