"""Meetings and their rhythm in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.meetings.leading import Leader
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.rules.calendar import iso_week
from skoleporten.rules.rhythm import Frequency, Off, Question, Rhythm
from skoleporten.web.words import day

MONDAY = dt.date(2024, 1, 1)
STATE_COLORS = {"planned": "accent", "held": "success", "cancelled": "neutral"}


def times(meeting: Meeting) -> str:
    """«14.30–15.00»."""
    return f"{formats.time_format(meeting.starts)}–{formats.time_format(meeting.ends)}"


def when(meeting: Meeting) -> str:
    """«tirsdag 5. januar 2027, 14.30–15.00»."""
    return f"{day(meeting.date)}, {times(meeting)}"


def week_of(date: dt.date) -> str:
    return _("week %(week)s") % {"week": iso_week(date)[1]}


def day_and_week(date: dt.date) -> str:
    """«tirsdag 5. januar 2027 (uke 1)»."""
    return f"{day(date)} ({week_of(date)})"


def state(meeting: Meeting) -> str:
    """Why a cancelled one was cancelled stands with it."""
    if meeting.state != Meeting.State.CANCELLED:
        return str(meeting.get_state_display())
    because = meeting.why or str(Meeting.Because(meeting.because).label)
    return _("Cancelled: %(why)s") % {"why": because}


def leads(leader: Leader | None) -> str:
    """«Kari Nes», or «Kari Nes for Tor Vik»."""
    if leader is None:
        return ""
    if leader.stands_in_for is None:
        return str(leader.user)
    return _("%(who)s in place of %(absent)s") % {"who": leader.user, "absent": leader.stands_in_for}


def weekdays(numbers: Sequence[int]) -> str:
    """«tirsdag og torsdag»."""
    return names([weekday(number) for number in sorted(numbers)])


def rhythm(of: Rhythm) -> str:
    """How often, and on which weekdays where they have been chosen."""
    often = _how_often(of)
    if of.frequency in (Frequency.SCHOOL_DAYS, Frequency.AGREED):
        return often
    chosen = weekdays(of.weekdays) or _("weekday not chosen yet")
    return f"{often}, {chosen}"


def of_kind(kind: MeetingKind, of: Rhythm) -> str:
    """«Partallsuker, tirsdag, 15.00, 30 min»."""
    words = _("%(rhythm)s, at %(time)s, %(minutes)s minutes") % {
        "rhythm": rhythm(of), "time": formats.time_format(kind.starts), "minutes": kind.minutes,
    }  # fmt: skip
    if not kind.only_if_needed:
        return words
    only = _("Only if there is a need.")
    return f"{words}. {only}"


def weekday(number: int) -> str:
    """As the language writes it: «tirsdag», "Tuesday"."""
    return formats.date_format(MONDAY + dt.timedelta(days=number), "l")


def _how_often(of: Rhythm) -> str:
    match of.frequency:
        case Frequency.SCHOOL_DAYS:
            return _("Each school day")
        case Frequency.ODD_WEEKS:
            return _("Odd weeks")
        case Frequency.EVEN_WEEKS:
            return _("Even weeks")
        case Frequency.EVERY_WEEKS:
            return ngettext("Each week", "Every %(weeks)s weeks", of.weeks) % {"weeks": of.weeks}
    return _("The next date is agreed each time, about %(weeks)s weeks ahead") % {"weeks": of.weeks}


def question(asked: Question, why_off: Off | None) -> str:
    """What has to be chosen about, as a heading says it; of a day off its name, where the calendar has one."""
    name = why_off.name if why_off else ""
    match asked:
        case Question.DAY_OFF:
            return _("Falls on a day off: %(name)s") % {"name": name} if name else _("Falls on a day off")
        case Question.PLANNING_DAY:
            return _("Falls on a planning day: %(name)s") % {"name": name} if name else _("Falls on a planning day")
        case Question.TWO_IN_A_ROW:
            return _("Two odd weeks in a row: week 53 and week 1")
    return _("Three weeks between: week 53 and week 1 are both odd")


def names(people: Sequence[object]) -> str:
    """«Kari Nes og Tor Vik»."""
    told = [str(one) for one in people]
    if len(told) > 1:
        return _("%(most)s and %(last)s") % {"most": ", ".join(told[:-1]), "last": told[-1]}
    return told[0] if told else ""
