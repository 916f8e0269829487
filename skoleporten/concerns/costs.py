"""What a rule set would have cost: how many concerns it would have opened in a school year, counted week by week.

A routine that a school can not carry out helps nobody, so the number is seen before a set is chosen.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.concerns import rule_sets
from skoleporten.concerns.chosen import RuleSetCost
from skoleporten.concerns.computed import Computed, compute
from skoleporten.concerns.tables import DatabaseTables, read_tables
from skoleporten.rules.calendar import school_year, school_year_end, school_year_start
from skoleporten.rules.concern import RuleSet
from skoleporten.schools.models import CalendarDay

FRIDAY = dt.timedelta(days=4)


def year_to_count(today: dt.date) -> int:
    """Last school year; this one so far where nothing is known of the last."""
    last = school_year(today) - 1
    span = (school_year_start(last), school_year_end(last))
    return last if AbsenceEvent.objects.current().filter(date__range=span).exists() else last + 1


def count(*, by: Actor, school_year: int) -> list[RuleSetCost]:
    """Counts every set that may be chosen, as if it alone had been in use and nothing was closed before the summer.

    Computed outside any transaction, week by week from the first; a pupil counts in the first week a rule is met.
    """
    weeks = _weeks(school_year)
    sets = rule_sets.may_be_chosen()
    if not weeks:
        return []
    known = read_tables()
    tally = _Tally(sets, len(weeks))
    for number, monday in enumerate(weeks):
        computed = compute(known.contract(), sets, as_of=monday + FRIDAY, denominator="calendar")
        tally.add(number, computed)
    return _keep(by, tally, known, weeks, school_year)


def _weeks(year: int) -> list[dt.date]:
    """Mondays of the weeks with school days, as far as absence is known."""
    span = (school_year_start(year), school_year_end(year))
    told = AbsenceEvent.objects.current().of_the_schools().filter(date__range=span)
    known = told.aggregate(last=Max("date"))["last"]
    if known is None:
        return []
    days = CalendarDay.objects.filter(date__range=(span[0], known)).order_by().values_list("date", flat=True)
    return sorted({day - dt.timedelta(days=day.weekday()) for day in days.distinct()})


class _Tally:
    """By set and school: pupils, and those whom a rule was met by for the first time in each week."""

    def __init__(self, sets: tuple[RuleSet, ...], weeks: int) -> None:
        self.sets, self.weeks = sets, weeks
        self.seen: dict[str, set[str]] = {rule_set.id: set() for rule_set in sets}
        self.opened: dict[str, dict[str, list[int]]] = {rule_set.id: {} for rule_set in sets}
        self.pupils: Counter[str] = Counter()

    def add(self, week: int, computed: Computed) -> None:
        places = zip(computed.measures["pupil_id"].to_pylist(), computed.measures["school_id"].to_pylist(), strict=True)
        school_of = {pupil: school for pupil, school in places if school is not None}
        self.pupils = Counter(school_of.values())
        met: dict[str, set[str]] = defaultdict(set)
        rules = computed.signals["rule"].to_pylist()
        for pupil, rule in zip(computed.signals["pupil_id"].to_pylist(), rules, strict=True):
            met[rule.partition("/")[0]].add(pupil)
        for set_id, pupils in met.items():
            for pupil in pupils - self.seen[set_id]:
                if school := school_of.get(pupil):
                    self.opened[set_id].setdefault(school, [0] * self.weeks)[week] += 1
            self.seen[set_id] |= pupils


@transaction.atomic
def _keep(by: Actor, tally: _Tally, known: DatabaseTables, weeks: list[dt.date], year: int) -> list[RuleSetCost]:
    """The newest count of a set and year takes the place of the one before."""
    keys, kept = known.schools.by_name(), []
    for rule_set in tally.sets:
        opened = tally.opened[rule_set.id]
        schools = {
            str(keys[school]): {"pupils": pupils, "weeks": opened.get(school, [0] * len(weeks))}
            for school, pupils in tally.pupils.items()
        }
        cost, _is_new = RuleSetCost.objects.update_or_create(
            sha256=rule_set.sha256, school_year=year,
            defaults={
                "set_id": rule_set.id, "version": rule_set.version, "as_of": weeks[-1] + FRIDAY,
                "computed_at": timezone.now(), "weeks": [week.isoformat() for week in weeks], "schools": schools,
            },
        )  # fmt: skip
        kept.append(cost)
    record(by=by, action="concerns.costs_counted", details={"school_year": year, "sets": len(kept)})
    return kept
