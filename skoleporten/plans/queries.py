"""What is agreed, on which day, and which step of the ladder holds: a few questions for many pupils at once.

A school day is one of the pupil's own enrolment and calendar; a holiday expects nobody. Times are on the clock of the
place, so a start at 08.30 is at 08.30 on both sides of a change to summer time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.plans.models import PlanBasis, PlanPart, PlanStep, RungMove
from skoleporten.plans.models.steps import meant_for
from skoleporten.plans.school_days import days_of
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Dated, Part, holding


@dataclass(frozen=True)
class Expected:
    """One pupil on one school day. `minutes` None: there is no plan. 0 in a pause, or where this weekday has nothing.

    `starts`, `place` and `with_whom` are those of the day's first part; `offered` are the ordinary minutes of the
    day, None where nobody has entered them.
    """

    minutes: int | None
    parts: tuple[Part, ...] = ()
    what_changes: str = ""
    is_pause: bool = False
    transport: str = ""
    fallback: str = ""
    step: int | None = None
    offered: int | None = None

    @property
    def starts(self) -> dt.time | None:
        return self.parts[0].starts if self.parts else None

    @property
    def place(self) -> str:
        return self.parts[0].place if self.parts else ""

    @property
    def with_whom(self) -> str:
        return self.parts[0].with_whom if self.parts else ""

    @property
    def is_remote(self) -> bool:
        return any(part.is_remote for part in self.parts)


@dataclass(frozen=True)
class Held(Dated):
    is_pause: bool = False


def expected(
    case_ids: Collection[int], day: dt.date, known_at: Mapping[int, dt.datetime] | None = None
) -> dict[int, Expected]:
    """Whoever has no school day is not among them. `known_at`: by case, when the pupil arrived that day.

    What was changed after the pupil arrived holds from the next day.
    """
    pupils = dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "pupil"))
    days = days_of(set(pupils.values()), day, day)
    present = [case for case, pupil in pupils.items() if day in days[pupil]]
    arrived = known_at or {}
    steps = steps_of(present, until=day)
    held = {case: holding(steps[case], day, arrived.get(case)) for case in present}
    rows = _rows([step.key for step in held.values() if step], day.weekday())
    return {
        case: _expected(rows.get(step.key) if step else None, days[pupils[case]][day]) for case, step in held.items()
    }


def in_force(case: Case, day: dt.date, known_at: dt.datetime | None = None) -> PlanStep | None:
    """With its parts."""
    step = holding(steps_of([case.pk], until=day)[case.pk], day, known_at)
    if step is None:
        return None
    return PlanStep.objects.prefetch_related("parts").select_related("written_by").get(pk=step.key)


def agreed_minutes(
    case: Case, first: dt.date, last: dt.date, known_at: Mapping[dt.date, dt.datetime] | None = None
) -> dict[dt.date, int | None]:
    """On each school day; None where there was no plan, 0 in a pause or on a weekday with nothing agreed."""
    arrived = known_at or {}
    steps = steps_of([case.pk], until=last)[case.pk]
    by_weekday: dict[tuple[int, int], int] = defaultdict(int)
    parts = PlanPart.objects.filter(step__in=[step.key for step in steps]).order_by()
    for step, weekday, minutes in parts.values_list("step", "weekday", "minutes"):
        by_weekday[step, weekday] += minutes
    found: dict[dt.date, int | None] = {}
    for day in offered_minutes(case, first, last):
        held = holding(steps, day, arrived.get(day))
        found[day] = by_weekday[held.key, day.weekday()] if held else None
    return found


def offered_minutes(case: Case, first: dt.date, last: dt.date) -> dict[dt.date, int | None]:
    """The ordinary timetable of the pupil's own school days; None where its length is not known."""
    return days_of([case.pupil_id], first, last)[case.pupil_id]


def current_rung(case: Case, day: dt.date) -> Rung | None:
    """None as long as nobody has written down where the pupil is."""
    return current_rungs([case.pk], day).get(case.pk)


def current_rungs(case_ids: Collection[int], day: dt.date) -> dict[int, Rung]:
    rows = RungMove.objects.filter(case__in=case_ids, on__lte=day).order_by("on", "pk")
    return {case: Rung(rung) for case, rung in rows.values_list("case", "to_rung")}


def newest_step(case: Case) -> PlanStep | None:
    """The one written last, also where it begins later: what whoever writes must have seen."""
    return PlanStep.objects.standing().filter(case=case).order_by("-pk").first()


def bases_end(steps: Collection[int]) -> dict[int, dt.date | None]:
    """By step the last day of the basis that holds, the newest; None where there is nothing yet."""
    rows = PlanBasis.objects.filter(step__in=steps).order_by("pk")
    return dict(rows.values_list("step", "until"))


def steps_of(case_ids: Collection[int], until: dt.date | None = None) -> dict[int, list[Held]]:
    """What the rule asks of each step that stands; of each case, in the order in which they begin."""
    rows = PlanStep.objects.standing().filter(case__in=case_ids).order_by("starts_on", "pk")
    if until is not None:
        rows = rows.filter(starts_on__lte=until)
    found: dict[int, list[Held]] = {case: [] for case in case_ids}
    for case, key, starts, written_at, ends, is_pause in rows.values_list(
        "case", "pk", "starts_on", "written_at", "ends_on", "is_pause"
    ):
        found[case].append(Held(key, starts, written_at, ends, is_pause))
    return found


def meant_among(actor: Actor, keys: Collection[int]) -> set[int]:
    """Of the steps of cases in view, those that are meant for the reader too."""
    meant = meant_for(actor)
    return set(PlanStep.objects.filter(meant, pk__in=keys).values_list("pk", flat=True)) if meant else set(keys)


def _rows(keys: Iterable[int], weekday: int) -> dict[int, tuple[PlanStep, tuple[Part, ...]]]:
    steps = {step.pk: step for step in PlanStep.objects.filter(pk__in=list(keys))}
    parts: dict[int, list[Part]] = defaultdict(list)
    for row in PlanPart.objects.filter(step__in=steps, weekday=weekday).order_by("number"):
        parts[row.step_id].append(row.agreed)
    return {key: (step, tuple(parts[key])) for key, step in steps.items()}


def _expected(row: tuple[PlanStep, tuple[Part, ...]] | None, offered: int | None) -> Expected:
    if row is None:
        return Expected(minutes=None, offered=offered)
    step, parts = row
    return Expected(
        minutes=sum(part.minutes for part in parts),
        parts=parts,
        what_changes=step.what_changes,
        is_pause=step.is_pause,
        transport=step.transport,
        fallback=step.fallback,
        step=step.pk,
        offered=offered,
    )
