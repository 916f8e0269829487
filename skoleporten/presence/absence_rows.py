"""From marks of presence to rows of absence: minutes elsewhere by agreement, and the rest of days of silence.

The rows are derived, under the source SKOLEPORTEN. Nobody edits them: they are worked out anew before each check, and
only what differs is written. What the schools registered is never touched.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from skoleporten.absence.models import SKOLEPORTEN, AbsenceEvent, Documented
from skoleporten.absence.pupil_days import pupil_days
from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanPart
from skoleporten.plans.queries import steps_of
from skoleporten.presence.models import PresenceDay
from skoleporten.rules.elsewhere import Marked, told_of
from skoleporten.rules.plan import holding
from skoleporten.rules.presence import IN_THE_SCHOOLS_REGISTER

ONE_DAY = dt.timedelta(days=1)
FIELDS = ("pupil_id", "school_id", "date", "kind", "minutes", "reason")


@dataclass(frozen=True)
class Rewritten:
    written: int
    gone: int


def before_a_check(by: Actor, **signal: Any) -> None:
    rewrite_all(by=by, today=timezone.localdate())


def rewrite_all(*, by: Actor, today: dt.date) -> Rewritten:
    """Of every pupil of whom something was ever marked; each case in a transaction of its own."""
    cases = Case.objects.filter(presence_days__isnull=False).distinct()
    told = [rewrite(by=by, case=case, today=today) for case in cases]
    return Rewritten(sum(one.written for one in told), sum(one.gone for one in told))


@transaction.atomic
def rewrite(*, by: Actor, case: Case, today: dt.date) -> Rewritten:
    """The days that are over. What stands already stays as it is."""
    wanted = rows_of(case, today)
    standing = AbsenceEvent.objects.current().filter(source=SKOLEPORTEN, source_id__startswith=f"{case.public_id} ")
    known = {row[0]: row[1:] for row in standing.values_list("source_id", "pk", *FIELDS)}
    gone = [key for source_id, (key, *values) in known.items() if wanted.get(source_id) != tuple(values)]
    new = {source_id: row for source_id, row in wanted.items() if known.get(source_id, (None,))[1:] != row}
    AbsenceEvent.objects.filter(pk__in=gone).delete()
    AbsenceEvent.objects.bulk_create(
        AbsenceEvent(
            source=SKOLEPORTEN,
            source_id=source_id,
            documented=Documented.UNKNOWN,
            **dict(zip(FIELDS, row, strict=True)),
        )
        for source_id, row in new.items()
    )
    made = Rewritten(len(new), len(gone))
    if new or gone:
        details = {"written": made.written, "gone": made.gone}
        record(
            by=by, action="presence.told_the_absence", pupils=[case.pupil.public_id], object_type="case",
            object_id=case.public_id, details=details,
        )  # fmt: skip
    return made


def rows_of(case: Case, today: dt.date) -> dict[str, tuple[Any, ...]]:
    """By source id the values of FIELDS. A day on which no school is offered has none: there it is not absence."""
    days = marked_days(case, today - ONE_DAY)
    if not days:
        return {}
    first, last = min(days), max(days)
    agreed = agreed_in_school(case, days, last)
    registered = set(
        AbsenceEvent.objects.current()
        .of_the_schools()
        .filter(pupil=case.pupil_id, date__range=(first, last))
        .values_list("date", flat=True)
    )
    wanted: dict[str, tuple[Any, ...]] = {}
    for day in pupil_days(case.pupil_id, first, last):
        told = told_of(
            day.minutes_offered,
            days[day.date].marked if day.date in days else None,
            school_has_registered=day.date in registered,
            agreed_in_school=agreed.get(day.date),
        )
        for one in told:
            row = (case.pupil_id, int(day.enrolment.school_id), day.date, one.kind.value, one.minutes, one.reason.value)
            wanted[f"{case.public_id} {day.date} {one.reason}"] = row
    return wanted


@dataclass(frozen=True)
class MarkedDay:
    marked: Marked
    first_at: dt.datetime | None


def marked_days(case: Case, last: dt.date, first: dt.date | None = None) -> dict[dt.date, MarkedDay]:
    """Each day of which something is told. A visit whose place nobody noted was not in class."""
    rows = PresenceDay.objects.filter(case=case, is_told=True, day__lte=last).prefetch_related("visits")
    return {row.day: _marked(row) for row in (rows.filter(day__gte=first) if first else rows)}


def _marked(row: PresenceDay) -> MarkedDay:
    visits = list(row.visits.all())
    minutes: Counter[bool] = Counter()
    for visit in visits:
        minutes[visit.place in IN_THE_SCHOOLS_REGISTER] += visit.minutes or 0
    is_complete = row.minutes is not None and not row.is_open and not row.needs_look
    arrivals = [visit.arrived_at for visit in visits if visit.arrived_at]
    return MarkedDay(Marked(minutes[False], minutes[True], is_complete), min(arrivals, default=None))


def agreed_in_school(case: Case, days: Mapping[dt.date, MarkedDay], last: dt.date) -> dict[dt.date, int | None]:
    """Minutes of the plan in class or in the ordinary school day; None where no plan held."""
    steps = steps_of([case.pk], until=last)[case.pk]
    minutes: dict[tuple[int, int], int] = defaultdict(int)
    parts = PlanPart.objects.filter(step__in=[step.key for step in steps], place__in=sorted(IN_THE_SCHOOLS_REGISTER))
    for step, weekday, part in parts.order_by().values_list("step", "weekday", "minutes"):
        minutes[step, weekday] += part
    held = {day: holding(steps, day, one.first_at) for day, one in days.items()}
    return {day: minutes[step.key, day.weekday()] if step else None for day, step in held.items()}
