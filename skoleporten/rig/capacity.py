"""Places and hours against need: counts as of a day, without names, of whole Skoleporten and not only of those in view.

Of a pupil whom the reader is barred from there is not even a number. What is planned in each place is of those in view.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake
from skoleporten.plans.models import PlanPart
from skoleporten.plans.queries import steps_of
from skoleporten.plans.school_days import days_of
from skoleporten.rig.models import ALL, Capacity, Function, Holding
from skoleporten.rules import rig as rules
from skoleporten.rules.plan import holding
from skoleporten.rules.rig import Against

SCHOOL_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Planned:
    """What the plans agree on for one place in one week. `pupils`: how many have a part of their plan there."""

    pupils: int
    minutes: int


@dataclass(frozen=True)
class Hours:
    """Of one function. `minutes`: what is set aside for it; `held`: what its holders have; None where nobody said."""

    function: Function
    holders: int
    minutes: int | None
    held: int | None

    @property
    def open_seats(self) -> int:
        return max(self.function.seats - self.holders, 0)


def against_need(actor: Actor, today: dt.date) -> Against:
    intakes = _not_barred(Intake.objects.open(), actor, today)
    of_all = in_force(today).get(ALL)
    return Against(
        need=rules.need(intakes.order_by().values_list("state", "next_review"), today),
        places=of_all.places if of_all else None,
    )


def in_force(day: dt.date) -> dict[str, Capacity]:
    """By setting the newest one that has begun."""
    rows = Capacity.objects.filter(start__lte=day).order_by("start")
    return {row.setting: row for row in rows}


def planned(actor: Actor, monday: dt.date, today: dt.date) -> dict[str, Planned]:
    """By place, in the week that begins on the Monday; of open cases in view, on their own school days.

    In a small place a number is a pupil: with others in it, what is left of it would be the plan of one not to be seen.
    """
    days = [monday + dt.timedelta(days=number) for number in range(SCHOOL_DAYS_A_WEEK)]
    visible = Case.objects.visible_to(actor, gate.Purpose.FOLLOW_UP, today).open()
    cases = dict(visible.values_list("pk", "pupil"))
    open_on = days_of(set(cases.values()), days[0], days[-1])
    steps = steps_of(list(cases), until=days[-1])
    held = {
        (case, day): step.key
        for case, pupil in cases.items() for day in days
        if day in open_on[pupil] and (step := holding(steps[case], day)) is not None
    }  # fmt: skip
    parts = _parts_of(set(held.values()))
    minutes: dict[str, int] = defaultdict(int)
    pupils: dict[str, set[int]] = defaultdict(set)
    for (case, day), key in held.items():
        for place, of_part in parts[key, day.weekday()]:
            minutes[place] += of_part
            pupils[place].add(case)
    return {place: Planned(len(pupils[place]), total) for place, total in minutes.items()}


def hours_of_functions(day: dt.date) -> list[Hours]:
    """Of each function in use, in the order of the rig."""
    held: dict[int, list[int | None]] = defaultdict(list)
    for function, minutes in Holding.objects.all().on(day).values_list("function", "minutes_a_week"):
        held[function].append(minutes)
    return [
        Hours(one, len(held[one.pk]), one.minutes_a_week, _sum(held[one.pk]))
        for one in Function.objects.filter(is_active=True)
    ]


def _sum(minutes: list[int | None]) -> int | None:
    """None where nobody has said any."""
    said = [one for one in minutes if one is not None]
    return sum(said) if said else None


def _parts_of(steps: set[int]) -> dict[tuple[int, int], list[tuple[str, int]]]:
    found: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    rows = PlanPart.objects.filter(step__in=steps).values_list("step", "weekday", "place", "minutes")
    for step, weekday, place, minutes in rows:
        found[step, weekday].append((place, minutes))
    return found


def _not_barred(rows: QuerySet, actor: Actor, today: dt.date) -> QuerySet:
    return rows.exclude(pupil__in=gate.barred_from(actor, today)) if actor.user_id is not None else rows
