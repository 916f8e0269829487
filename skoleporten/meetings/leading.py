"""Who leads, convenes and writes a meeting. Where an owner is away that day, whoever steps in for her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from skoleporten.access.models import User
from skoleporten.meetings.models import Meeting
from skoleporten.rig import queries as rig
from skoleporten.rig.models import Away

AwayThen = Mapping[int, Away]


@dataclass(frozen=True)
class Leader:
    user: User
    stands_in_for: User | None = None


def leaders(meeting: Meeting, away: AwayThen | None = None) -> list[Leader]:
    """The chair chosen for this meeting first, then the owners who are here, then those who step in for the others.

    Empty where nobody is named, or nobody steps in for those who are away: then somebody must be chosen.
    """
    away = rig.away_on(meeting.date) if away is None else away
    named = _named(meeting)
    here = [Leader(user) for user in named if user.pk not in away]
    instead = [Leader(one.stand_in, user) for user in named if (one := away.get(user.pk)) and one.stand_in]
    chosen_stands_in = [lead for lead in instead if meeting.chair_id and lead.stands_in_for == meeting.chair]
    return _each_once([*chosen_stands_in, *here, *instead])


def chair_of(meeting: Meeting, away: AwayThen | None = None) -> Leader | None:
    return next(iter(leaders(meeting, away)), None)


def may_lead(user_id: int | None, meeting: Meeting) -> Leader | None:
    """As what she leads it, or None where she does not."""
    return next((lead for lead in leaders(meeting) if lead.user.pk == user_id), None)


def writer_of(meeting: Meeting, away: AwayThen | None = None) -> Leader | None:
    """Who writes the minutes: whoever was chosen for this meeting or its kind, and the chair where nobody was."""
    return _or_the_chair(meeting, meeting.writer or (meeting.kind.writer if meeting.kind else None), away)


def convener_of(meeting: Meeting, away: AwayThen | None = None) -> Leader | None:
    return _or_the_chair(meeting, meeting.kind.convener if meeting.kind else meeting.made_by, away)


def away_owners(meeting: Meeting, away: AwayThen) -> list[User]:
    return [user for user in _named(meeting) if user.pk in away]


class AwayByDay:
    """Asks the rig once a day, however many meetings of that day are shown."""

    def __init__(self) -> None:
        self._found: dict[dt.date, AwayThen] = {}

    def on(self, day: dt.date) -> AwayThen:
        if day not in self._found:
            self._found[day] = rig.away_on(day)
        return self._found[day]


def _named(meeting: Meeting) -> list[User]:
    """The chair of this meeting and the owners of its kind; of one of no kind whoever called it."""
    owners = meeting.kind.owners if meeting.kind else [meeting.made_by]
    found = [user for user in (meeting.chair, *owners) if user is not None and user.is_active]
    return list(dict.fromkeys(found))


def _or_the_chair(meeting: Meeting, chosen: User | None, away: AwayThen | None) -> Leader | None:
    away = rig.away_on(meeting.date) if away is None else away
    if chosen is None or not chosen.is_active:
        return chair_of(meeting, away)
    if chosen.pk not in away:
        return Leader(chosen)
    stand_in = away[chosen.pk].stand_in
    return Leader(stand_in, chosen) if stand_in else chair_of(meeting, away)


def _each_once(found: Iterable[Leader]) -> list[Leader]:
    """Whoever leads in her own name and also steps in for another leads in her own name."""
    by_user: dict[int, Leader] = {}
    for lead in found:
        if lead.user.pk not in by_user or lead.stands_in_for is None:
            by_user[lead.user.pk] = lead
    return list(by_user.values())
