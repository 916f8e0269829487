"""The pupil's school year as a wall calendar with each absent day marked."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext, ngettext

from skoleporten.web import words
from skoleporten.web.pupils.day_words import calendar_legend, elsewhere_letter, mark_of
from skoleporten.web.pupils.year import PupilYear
from skoleporten.web.school_year_calendar import (
    LegendEntry,
    Mark,
    SchoolYearCalendar,
    months_between,
    weekday_dates,
)


def year_calendar(year: PupilYear) -> SchoolYearCalendar:
    marks = marks_of(year)
    dates = [*marks] or [year.first, year.last]
    return SchoolYearCalendar(
        id="calendar",
        title=gettext("Day by day"),
        finding=_finding(year),
        months=months_between(min(dates), max(dates), marks),
        legend=_legend_in_use(marks),
        weekdays=weekday_dates(marks),
        nothing_listed=gettext("No absence is registered this school year."),
    )


def year_name(year: int) -> str:
    """2025 is «2025/26»."""
    return f"{year}/{(year + 1) % 100:02d}"


def marks_of(year: PupilYear) -> dict[dt.date, Mark]:
    marks = {date: Mark("coming", "", "", is_listed=False) for date in year.coming}
    marks |= {day.date: mark_of(day, year.events.get(day.date, ())) for day in year.days}
    unregistered = gettext("nobody took the register; the day is not counted")
    marks |= {date: Mark("unregistered", "?", unregistered) for date in year.unregistered}
    off = gettext("something is registered, but it is not one of the pupil's school days; it is not counted")
    marks |= {date: Mark("elsewhere", elsewhere_letter(), off) for date in year.off_days}
    return marks


def _legend_in_use(marks: dict[dt.date, Mark]) -> list[LegendEntry]:
    """Only what is on this calendar: a short legend is read."""
    used = {(mark.letter, _pattern(mark.css_class)) for mark in marks.values()}
    return [entry for entry in calendar_legend() if (entry.letter, _pattern(entry.css_class)) in used]


def _pattern(css_class: str) -> str:
    """Days that were partly absent share one entry, whatever their documentation."""
    return "part" if "part" in css_class.split() else css_class


def _finding(year: PupilYear) -> str:
    if year.as_of is None:
        return gettext("Nothing has been counted yet.")
    whole = sum(day.is_whole for day in year.days)
    partly = sum(day.is_partly_absent for day in year.days)
    offered = len(year.days)
    if not offered:
        return gettext("There are no school days to count in yet.")
    parts = [
        ngettext("Away %(count)s whole day", "Away %(count)s whole days", whole) % {"count": words.number(whole)},
        ngettext("and part of %(count)s day", "and part of %(count)s days", partly) % {"count": words.number(partly)},
        ngettext("out of %(count)s school day.", "out of %(count)s school days.", offered)
        % {"count": words.number(offered)},
    ]
    return " ".join(parts + _not_registered(len(year.unregistered)))


def _not_registered(days: int) -> list[str]:
    if not days:
        return []
    text = ngettext(
        "On %(count)s day nobody took the register; it counts neither way.",
        "On %(count)s days nobody took the register; they count neither way.",
        days,
    )
    return [text % {"count": words.number(days)}]
