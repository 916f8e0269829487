"""The days before and after a measure began: equally many, the two numbers, and no word of what caused them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.judgement.models import Measure
from skoleporten.plans.school_days import days_of
from skoleporten.presence.queries import PlannedDay, Share, Shares, planned_days, shares_of
from skoleporten.rules.follow_up import SchoolDays
from skoleporten.rules.measure import ONE_DAY, before_and_after
from skoleporten.web import words
from skoleporten.web.tables import Column, Table

MOST_DAYS = 20
# Twenty school days fit into this also across the summer holiday.
LOOK_BACK = dt.timedelta(days=120)


@dataclass(frozen=True)
class Part:
    label: str
    days: Sequence[PlannedDay]
    shares: Shares


@dataclass(frozen=True)
class Period:
    """`as_of` is the last day that is over. No parts: no whole school day has passed since it began."""

    as_of: dt.date
    parts: Sequence[Part]

    @property
    def table(self) -> Table:
        """Both numbers, each with what it is of."""
        columns = [
            Column(_("The period")),
            Column(_("School days")),
            Column(_("Of the agreed plan")),
            Column(_("Of the ordinary timetable")),
        ]
        rows = [
            [part.label, _days(part.days), _share(part.shares.agreed), _share(part.shares.ordinary)]
            for part in self.parts
        ]
        return Table(
            _("Time present before and after, as of %(date)s") % {"date": words.day(self.as_of)}, columns, rows
        )

    @property
    def by_day(self) -> Table:
        columns = [Column(_("Day")), Column(_("Agreed"), is_number=True), Column(_("Came"), is_number=True)]
        rows = [[words.day(one.day), _agreed(one), _came(one)] for part in self.parts for one in part.days]
        return Table(_("Minutes by day"), columns, rows)

    def as_figures(self) -> dict[str, Any]:
        """To keep with what was seen that day."""
        parts = [{"days": len(part.days), **_kept(part.shares)} for part in self.parts]
        names = ("before", "after")
        return {"as_of": self.as_of.isoformat(), **dict(zip(names, parts, strict=False))}


def period_of(measure: Measure, today: dt.date) -> Period:
    """Today is not over, and is left out."""
    as_of = min(today - ONE_DAY, measure.ended_on or today)
    first = measure.starts_on - LOOK_BACK
    last = min(as_of, measure.starts_on + LOOK_BACK)
    if last < measure.starts_on:
        return Period(as_of, ())
    spans = before_and_after(measure.starts_on, _school_days(measure.case.pupil_id, first, last), last, MOST_DAYS)
    if not spans.after:
        return Period(as_of, ())
    days = planned_days(measure.case, spans.before[0], spans.after[-1])
    return Period(
        as_of, [_part(_("Before it began"), days, spans.before), _part(_("Since it began"), days, spans.after)]
    )


def _school_days(pupil: int, first: dt.date, last: dt.date) -> SchoolDays:
    """Those of a calendar; where nobody has entered one, weekdays stand in."""
    found = days_of([pupil], first, last)[pupil]
    return SchoolDays([day for day, minutes in found.items() if minutes is not None] or found)


def kept_in_words(figures: Mapping[str, Any]) -> list[str]:
    """What the page showed on the day when it was looked at."""
    labels = {"before": _("Before it began"), "after": _("Since it began")}
    return [f"{label}: {_kept_share(figures[name])}" for name, label in labels.items() if name in figures]


def _kept_share(part: Mapping[str, Any]) -> str:
    agreed, ordinary = (Share(*part[name]) for name in ("agreed", "ordinary"))
    told = {"agreed": _share(agreed), "ordinary": _share(ordinary)}
    return _("%(agreed)s of the agreed plan; %(ordinary)s of the ordinary timetable") % told


def _part(label: str, days: Sequence[PlannedDay], span: Sequence[dt.date]) -> Part:
    within = set(span)
    kept = [one for one in days if one.day in within]
    return Part(label, kept, shares_of(kept))


def _kept(shares: Shares) -> dict[str, list[int]]:
    def numbers(one: Share) -> list[int]:
        return [one.minutes, one.of_minutes, one.days, one.days_unknown]

    return {"agreed": numbers(shares.agreed), "ordinary": numbers(shares.ordinary)}


def _days(days: Sequence[PlannedDay]) -> str:
    count = ngettext("%(count)s school day", "%(count)s school days", len(days)) % {"count": len(days)}
    return f"{count}, {words.short_day(days[0].day)} – {words.short_day(days[-1].day)}" if days else count


def _share(one: Share) -> str:
    """«40 %: 120 of 300 minutes; 1 day is not recorded»."""
    text = _("nothing to count")
    if one.fraction is not None:
        told = {"minutes": words.number(one.minutes), "of": words.number(one.of_minutes)}
        told["share"] = words.percent(one.fraction)
        text = _("%(share)s: %(minutes)s of %(of)s minutes") % told
    if not one.days_unknown:
        return text
    unknown = ngettext("%(count)s day is not recorded", "%(count)s days are not recorded", one.days_unknown)
    return f"{text}; {unknown % {'count': one.days_unknown}}"


def _agreed(one: PlannedDay) -> str:
    return _("no plan") if one.agreed is None else words.number(one.agreed)


def _came(one: PlannedDay) -> str:
    """What is not recorded never looks like nothing."""
    if one.came is None:
        return _("not recorded")
    return _("came, length not known") if one.minutes is None else words.number(one.minutes)
