"""This week in the pupil's own words: when, where, with whom and how long, and a plain word where nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import formats
from django.utils.translation import gettext as _

from skoleporten.people.models import Pupil
from skoleporten.plans.models import PlanStep
from skoleporten.plans.school_days import days_of
from skoleporten.rules.plan import Part, holding
from skoleporten.web import words
from skoleporten.web.plans.words import at, place_in_words
from skoleporten.web.portal.pupil.own_plan import OwnPlan

SATURDAY = 5
SCHOOL_DAYS = 5
# How far ahead the next day here is looked for: longer than a summer.
DAYS_AHEAD = 100


@dataclass(frozen=True)
class Stay:
    """One place of the day. What is not agreed is empty."""

    time: str
    place: str
    with_whom: str
    how_long: str
    is_remote: bool


@dataclass(frozen=True)
class Day:
    """`words` say what there is where there is no stay."""

    date: dt.date
    name: str
    is_today: bool
    is_over: bool
    stays: Sequence[Stay]
    words: str
    transport: str = ""
    fallback: str = ""


@dataclass(frozen=True)
class Week:
    """`is_next`: it is Saturday or Sunday, and the days are those of the week that comes. `then`: the next day here."""

    days: Sequence[Day]
    is_next: bool
    today: Day | None
    then: Day | None


def week_of(pupil: Pupil, plan: OwnPlan | None, today: dt.date) -> Week:
    is_next = today.weekday() >= SATURDAY
    monday = today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=int(is_next))
    last = today + dt.timedelta(days=DAYS_AHEAD)
    school_days = days_of([pupil.pk], monday, last)[pupil.pk]
    dates = [monday + dt.timedelta(days=number) for number in range(SCHOOL_DAYS)]
    days = [_day(date, school_days, plan, today) for date in dates]
    today_shown = next((day for day in days if day.is_today), None)
    return Week(days, is_next, today_shown or _weekend(today, is_next), _then(school_days, plan, today))


def _then(school_days: Mapping[dt.date, int | None], plan: OwnPlan | None, today: dt.date) -> Day | None:
    """The first day after today on which something is agreed."""
    if plan is None:
        return None
    ahead = (_day(date, school_days, plan, today) for date in sorted(school_days) if date > today)
    return next((day for day in ahead if day.stays), None)


def _day(date: dt.date, school_days: Mapping[dt.date, int | None], plan: OwnPlan | None, today: dt.date) -> Day:
    day = Day(date, formats.date_format(date, "l"), date == today, date < today, (), "")
    if date not in school_days:
        return replace(day, words=_("No school."))
    held = holding(plan.held, date) if plan else None
    if plan is None or held is None:
        return replace(day, words=_("Nothing is planned yet."))
    step = plan.steps.get(held.key)
    if step is None:
        return replace(day, words=_("Ask an adult here what is planned."))
    return _agreed(day, step)


def _agreed(day: Day, step: PlanStep) -> Day:
    stays = [stay_in_words(part) for part in step.agreed.on(day.date.weekday())]
    told = "" if stays else _("You have a break. We have agreed on it.") if step.is_pause else _("Nothing is planned.")
    return replace(day, stays=stays, words=told, transport=step.transport, fallback=step.fallback)


def stay_in_words(part: Part) -> Stay:
    time = f"{at(part.starts)}–{at(part.ends)}" if part.starts and part.ends else ""
    return Stay(time, place_in_words(part.place), part.with_whom, words.duration(part.minutes), part.is_remote)


def _weekend(today: dt.date, is_weekend: bool) -> Day | None:
    if not is_weekend:
        return None
    name = formats.date_format(today, "l")
    return Day(today, name, is_today=True, is_over=False, stays=(), words=_("No school today. It is the weekend."))
