"""What to ask the pupil about next, with the facts it comes from. It is a question, and nothing is set by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from skoleporten.rules.plan.agreed import SCHOOL_WEEK, Agreed
from skoleporten.rules.plan.small_steps import SmallSteps


class Asks(StrEnum):
    """MORE: whether to try more. AS_NOW: how it is, and whether to stay, go gentler or change something else.

    NOT_ENOUGH: too little is on record to ask from. FULL: every day is an ordinary one. AFTER_PAUSE: when to begin.
    """

    MORE = "more"
    AS_NOW = "as_now"
    NOT_ENOUGH = "not_enough"
    FULL = "full"
    AFTER_PAUSE = "after_pause"


@dataclass(frozen=True)
class DayDone:
    """A school day with an agreement. `actual` None: nothing is on record, which is not the same as 0.

    `rating` is the pupil's own of the day, 1 to 5, where the pupil gave one.
    """

    date: dt.date
    agreed: int
    actual: int | None
    rating: int | None = None


@dataclass(frozen=True)
class Proposal:
    """`managed` of `days` agreed days on record; `longer` of them lasted longer than agreed. `then`: by weekday."""

    asks: Asks
    managed: int = 0
    days: int = 0
    not_recorded: int = 0
    longer: int = 0
    hard: int = 0
    rated: int = 0
    then: Mapping[int, int] = field(default_factory=dict)


def propose(agreed: Agreed, days: Sequence[DayDone], offered: Mapping[int, int], rule: SmallSteps) -> Proposal:
    """`days` are the last school days up to today, of which only those with minutes agreed are looked at."""
    with_minutes = [day for day in days if day.agreed > 0][-rule.school_days :]
    known = [day for day in with_minutes if day.actual is not None]
    rated = [day.rating for day in known if day.rating is not None]
    then = _then(agreed, offered, rule)
    facts = Proposal(
        asks=Asks.AS_NOW,
        managed=sum(_is_managed(day, rule) for day in known),
        days=len(known),
        not_recorded=len(with_minutes) - len(known),
        longer=sum((day.actual or 0) > day.agreed for day in known),
        hard=sum(rating <= rule.hard_up_to for rating in rated),
        rated=len(rated),
    )
    asks = _asks(agreed, facts, then, rule)
    return Proposal(**{**vars(facts), "asks": asks, "then": then if asks is Asks.MORE else {}})


def _asks(agreed: Agreed, facts: Proposal, then: Mapping[int, int], rule: SmallSteps) -> Asks:
    if agreed.week_minutes == 0:
        return Asks.AFTER_PAUSE
    if not then:
        return Asks.FULL
    if facts.days < rule.least_days:
        return Asks.NOT_ENOUGH
    is_hard = 2 * facts.hard > facts.rated
    is_managed = 100 * facts.managed >= rule.asks_from_percent * facts.days
    return Asks.MORE if is_managed and not is_hard else Asks.AS_NOW


def _is_managed(day: DayDone, rule: SmallSteps) -> bool:
    return 100 * (day.actual or 0) >= rule.day_managed_percent * day.agreed


def _then(agreed: Agreed, offered: Mapping[int, int], rule: SmallSteps) -> dict[int, int]:
    """The days that may be longer, each by its own small step, and none longer than the ordinary day."""
    then = {}
    for day in SCHOOL_WEEK:
        now = agreed.minutes_on(day)
        most = offered.get(day, now + rule.more(now))
        if now and now < most:
            then[day] = min(rule.more(now), most)
    return then
