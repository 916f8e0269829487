"""A kind of meeting in the terms of the rules: its rhythm, what was chosen about it, and the dates that follow."""

from __future__ import annotations

import datetime as dt

from skoleporten.meetings.calendar import Calendar
from skoleporten.meetings.models import MeetingKind, RhythmChoice
from skoleporten.rules import rhythm as rules

# How far ahead meetings are planned: a rhythm of days not so far, as it is many; others to the end of the school year
# that is entered, but never longer than a year and a month.
DAILY_AHEAD = dt.timedelta(weeks=8)
WITHOUT_CALENDAR = dt.timedelta(weeks=26)
MOST_AHEAD = dt.timedelta(days=400)


def rhythm_of(kind: MeetingKind) -> rules.Rhythm:
    return rules.Rhythm(rules.Frequency(kind.frequency), tuple(kind.weekdays), kind.weeks, kind.counted_from)


def choices_of(kind: MeetingKind, without_meeting: int | None = None) -> rules.Choices:
    """The newest about each thing. `without_meeting`: as if that meeting had never been moved to other weeks."""
    days: dict[dt.date, rules.Chosen] = {}
    turns: dict[dt.date, rules.Chosen] = {}
    moves: dict[int | None, RhythmChoice] = {}
    for row in sorted(kind.choices.all(), key=lambda one: (one.chosen_at, one.pk)):
        chosen = rules.Chosen(rules.Answer(row.answer), row.own_date)
        if row.about == RhythmChoice.About.DAY:
            days[row.on] = chosen
        elif row.about == RhythmChoice.About.TURN:
            turns[row.on] = chosen
        elif row.about == RhythmChoice.About.MOVE and row.meeting_id != without_meeting:
            moves[row.meeting_id] = row
    shifted = (row.on for row in moves.values() if row.answer == RhythmChoice.Answer.KEEP_EVERY_SECOND)
    return rules.Choices(days, turns, tuple(sorted(set(shifted))))


def calendar_ahead(today: dt.date) -> Calendar:
    """As far as meetings are ever planned."""
    return Calendar(today, today + MOST_AHEAD)


def horizon(kind: MeetingKind, today: dt.date, calendar: Calendar) -> dt.date:
    if kind.frequency == MeetingKind.Frequency.SCHOOL_DAYS:
        return today + DAILY_AHEAD
    known = calendar.last_day
    return min(known, today + MOST_AHEAD) if known and known > today else today + WITHOUT_CALENDAR


def slots_of(kind: MeetingKind, first: dt.date, last: dt.date, calendar: Calendar | None = None) -> list[rules.Slot]:
    """With their questions where a person must choose; none of a kind that is not in use."""
    if not kind.is_active or kind.is_next_agreed:
        return []
    why_off = (calendar or Calendar(first, last)).why_off
    return rules.plan(rhythm_of(kind), first, last, why_off, choices_of(kind))


def questions(kind: MeetingKind, today: dt.date, calendar: Calendar | None = None) -> list[rules.Slot]:
    """What a person must choose about, as far ahead as meetings are planned; what is past is not asked about."""
    calendar = calendar or calendar_ahead(today)
    return [slot for slot in slots_of(kind, today, horizon(kind, today, calendar), calendar) if not slot.is_settled]


def kinds_to_choose_about(first: dt.date, last: dt.date) -> list[MeetingKind]:
    """Those with a date in the span on which nothing is planned before somebody has chosen."""
    kinds = [kind for kind in MeetingKind.objects.filter(is_active=True).prefetch_related("choices") if kind.weekdays]
    if not kinds:
        return []
    calendar = Calendar(first, last)
    return [kind for kind in kinds if any(not slot.is_settled for slot in slots_of(kind, first, last, calendar))]
