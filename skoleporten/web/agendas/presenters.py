"""An agenda in words: its groups, its lines, and its time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import AgendaView, Entry, name_of
from skoleporten.rules.agenda import OWN, shipped
from skoleporten.web import words
from skoleporten.web.rules.wording import in_language


@dataclass(frozen=True)
class Line:
    """`mark` says what has become of it; empty while it is as it was."""

    key: str
    anchor: str
    number: int
    name: str
    words: str
    on: str
    minutes: str
    mark: str
    url: str


@dataclass(frozen=True)
class Group:
    """What stands together under one heading. `first` is the number of its first line."""

    heading: str
    first: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Dropped:
    line: Line
    why: str
    who: str
    when: dt.datetime | None
    version: int


def groups_of(view: AgendaView) -> list[Group]:
    """In the order that they have: a section that was parted by a move stands twice."""
    found = []
    for section, entries in groupby(view.entries, key=lambda one: one.section):
        lines = [line_of(view, one) for one in entries]
        found.append(Group(heading_of(section), lines[0].number, lines))
    return found


def sections_of(view: AgendaView) -> list[tuple[str, int]]:
    """How many items each section has, in the order in which they come."""
    counts = Counter(one.section for one in view.entries)
    return [(heading_of(section), count) for section, count in counts.items()]


def dropped_of(view: AgendaView) -> list[Dropped]:
    return [
        Dropped(line_of(view, one), item.dropped_why, str(item.dropped_by), item.dropped_at, item.version)
        for one in view.dropped
        if (item := one.item)
    ]


def line_of(view: AgendaView, entry: Entry) -> Line:
    return Line(
        key=entry.key,
        anchor=anchor_of(entry.key),
        number=entry.number,
        name=name_of(entry.intake),
        words=entry.words or heading_of(entry.section),
        on=words.short_day(entry.on) if entry.on else "",
        minutes=words.duration(entry.minutes),
        mark=_mark(view, entry),
        url=address_of(view, entry.key),
    )


def heading_of(section: str) -> str:
    sections = shipped().sections
    return in_language((sections.get(section) or sections[OWN]).heading)


def time_in_words(view: AgendaView) -> str:
    """Of what one reads oneself, against the length of the meeting."""
    told = {"set": words.duration(view.time.minutes), "of": words.duration(view.time.of_minutes)}
    if view.time.left < 0:
        return _("%(set)s are set aside, and the meeting is %(of)s.") % told
    return _("%(set)s of %(of)s are set aside.") % told


def address_of(view: AgendaView, key: str, name: str = "agenda_item") -> str:
    what, _colon, about = key.partition(":")
    return reverse(name, args=[view.meeting.public_id, what, about])


def anchor_of(key: str) -> str:
    return f"item-{key.replace(':', '-')}"


def _mark(view: AgendaView, entry: Entry) -> str:
    if entry.state == Item.State.DONE:
        return _("done")
    if entry.state == Item.State.CARRIED:
        return _("carried to the next meeting")
    return "" if entry.is_due or not view.meeting.is_planned else _("settled since it was put up")
