"""The morning talk on one screen: who comes today, who is new, and what has changed since the last one.

All of it of the pupils in view; of notes only that there are some, of those that are meant for the reader.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.agendas.queries import AgendaView, agenda, name_of
from skoleporten.agendas.scope import InView, Scope
from skoleporten.cases.models import Case
from skoleporten.intake.models import Intake, Transition
from skoleporten.judgement.models import Note
from skoleporten.meetings import queries as meetings
from skoleporten.meetings.calendar import Calendar
from skoleporten.meetings.models import Meeting
from skoleporten.plans.models import PlanStep
from skoleporten.plans.queries import Expected, expected
from skoleporten.presence.models import PresenceDay
from skoleporten.presence.queries import agreed_in, rows_on
from skoleporten.rig.models import Away
from skoleporten.rig.queries import away_on
from skoleporten.rules.rig import Part, may_read
from skoleporten.rules.transitions import Stage
from skoleporten.rules.visibility import What, may_see

KIND = "morning_talk"
# How long somebody is new, and how far back a talk is remembered at most. Ours.
NEW_FOR = dt.timedelta(days=14)
A_DAY = dt.timedelta(days=1)
LONGEST_HOLIDAY = dt.timedelta(weeks=12)
SATURDAY = 5


@dataclass(frozen=True)
class Coming:
    """Somebody who is expected today. `row` None: nothing is marked yet."""

    case: Case
    plan: Expected
    row: PresenceDay | None


@dataclass(frozen=True)
class LastDay:
    """The day of the last talk: what was agreed, and what was marked. None: nothing was, or is not known."""

    agreed: int | None
    row: PresenceDay | None


@dataclass(frozen=True)
class Changed:
    """What has happened around one pupil. `steps`: of the plan, written since; `begins`: one that begins today."""

    intake: Intake
    notes: int
    steps: int
    begins: bool
    stages: Sequence[str]
    day: LastDay | None

    def __bool__(self) -> bool:
        return bool(self.notes or self.steps or self.begins or self.stages or self.day)


@dataclass(frozen=True)
class Morning:
    """`since`: the last talk. `meeting` is today's, where there is one, and `view` its agenda."""

    meeting: Meeting | None
    view: AgendaView | None
    since: dt.datetime
    coming: Sequence[Coming]
    others: int
    new: Sequence[Intake]
    changed: Sequence[Changed]
    away: Mapping[int, Away]

    @property
    def shown(self) -> list[Intake]:
        """Whom the page names."""
        told = [one.case.intake for one in self.coming] + list(self.new) + [one.intake for one in self.changed]
        return list({one.pk: one for one in told}.values())


def meeting_of(actor: Actor, today: dt.date) -> Meeting | None:
    found = Meeting.objects.visible_to(actor, today).not_cancelled().filter(kind__code=KIND, date=today)
    return found.select_related("kind").first()


def morning(actor: Actor, today: dt.date, meeting: Meeting | None) -> Morning:
    in_view = Scope(actor, today, meeting) if meeting else InView(actor, today)
    intakes, cases = _by_name(in_view.intakes), in_view.cases
    since = last_talk(meeting, today)
    plans = _expected(in_view, list(cases), today)
    days = rows_on(list(cases), {today, timezone.localdate(since)})
    coming = [Coming(cases[key], plan, days[key].get(today)) for key, plan in plans.items() if plan.minutes]
    return Morning(
        meeting=meeting,
        view=agenda(in_view.meeting, actor, today, in_view) if isinstance(in_view, Scope) else None,
        since=since,
        coming=sorted(coming, key=_by_the_clock),
        others=len(cases) - len(coming),
        new=[one for one in intakes.values() if _is_new(one, today)],
        changed=_changed(actor, today, since, intakes, days),
        away=away_on(today) if may_read(actor.role, Part.DAYS) else {},
    )


def _expected(in_view: InView, cases: Sequence[int], today: dt.date) -> dict[int, Expected]:
    """Of a step that is not meant for the reader how long she comes, and neither when nor where nor with whom."""
    if in_view.actor is None or not may_see(in_view.actor.role, What.PLAN):
        return {}
    found = expected(cases, today)
    readable = in_view.readable_steps([plan.step for plan in found.values() if plan.step])
    return {
        key: plan if plan.step in readable else Expected(plan.minutes, step=plan.step, offered=plan.offered)
        for key, plan in found.items()
    }


def last_talk(meeting: Meeting | None, today: dt.date) -> dt.datetime:
    """When it began; where none was held lately, the beginning of the last school day before today."""
    before = meetings.before(meeting) if meeting else None
    if before is not None and before.date >= today - NEW_FOR:
        return timezone.make_aware(dt.datetime.combine(before.date, before.starts))
    return timezone.make_aware(dt.datetime.combine(_school_day_before(today), dt.time()))


def _school_day_before(today: dt.date) -> dt.date:
    """The weekday before, where the calendar has none through the longest of holidays."""
    first, calendar = today - LONGEST_HOLIDAY, Calendar(today - LONGEST_HOLIDAY, today)
    days = (today - number * A_DAY for number in range(1, (today - first).days))
    weekdays = [day for day in days if day.weekday() < SATURDAY]
    return next((day for day in weekdays if calendar.why_off(day) is None), weekdays[0])


def _by_name(intakes: Mapping[int, Intake]) -> dict[int, Intake]:
    return {one.pk: one for one in sorted(intakes.values(), key=name_of)}


def _is_new(intake: Intake, today: dt.date) -> bool:
    """Referred and not taken up yet, or begun within the last two weeks."""
    case = getattr(intake, "case", None)
    return intake.state == Stage.REFERRED or (
        case is not None and timezone.localdate(case.opened_at) >= today - NEW_FOR
    )


def _changed(
    actor: Actor,
    today: dt.date,
    since: dt.datetime,
    intakes: Mapping[int, Intake],
    days: Mapping[int, Mapping[dt.date, PresenceDay]],
) -> list[Changed]:
    cases = {one.case.pk: one.case for one in intakes.values() if hasattr(one, "case")}
    notes = _notes(actor, today, since, cases)
    steps, begin = _steps(actor, today, since, cases)
    stages = _stages(since, intakes)
    last = _last_day(timezone.localdate(since), cases, days)
    found = []
    for intake in intakes.values():
        key = intake.case.pk if hasattr(intake, "case") else 0
        found.append(Changed(intake, notes[key], steps[key], key in begin, stages.get(intake.pk, ()), last.get(key)))
    return [one for one in found if one]


def _notes(actor: Actor, today: dt.date, since: dt.datetime, cases: Mapping[int, Case]) -> Counter[int]:
    visible = Note.objects.visible_to(actor, Purpose.FOLLOW_UP, today).standing()
    return Counter(visible.filter(case__in=list(cases), written_at__gte=since).values_list("case", flat=True))


def _steps(
    actor: Actor, today: dt.date, since: dt.datetime, cases: Mapping[int, Case]
) -> tuple[Counter[int], set[int]]:
    """Those written since, and the cases in which one begins today."""
    visible = PlanStep.objects.visible_to(actor, Purpose.FOLLOW_UP, today).standing().filter(case__in=list(cases))
    lately = visible.filter(Q(written_at__gte=since) | Q(starts_on=today))
    rows = list(lately.values_list("case", "written_at", "starts_on"))
    written = Counter(case for case, written_at, _starts in rows if written_at >= since)
    return written, {case for case, _written, starts in rows if starts == today}


def _stages(since: dt.datetime, intakes: Mapping[int, Intake]) -> dict[int, list[str]]:
    """By intake the stages that it went to. That it was referred stands among the new."""
    found: dict[int, list[str]] = {}
    rows = Transition.objects.filter(intake__in=list(intakes), at__gte=since).exclude(from_state="")
    for key, stage in rows.order_by("at", "pk").values_list("intake", "to_state"):
        found.setdefault(key, []).append(stage)
    return found


def _last_day(
    day: dt.date, cases: Mapping[int, Case], days: Mapping[int, Mapping[dt.date, PresenceDay]]
) -> dict[int, LastDay]:
    """Of whoever was expected that day, or came without it."""
    here = [case for key, case in cases.items() if key in days]
    agreed = agreed_in(here, [day]) if here else {}
    found = {case.pk: LastDay(agreed[case.pk].get(day), days[case.pk].get(day)) for case in here}
    return {key: one for key, one in found.items() if one.agreed or (one.row and one.row.is_told)}


def _by_the_clock(one: Coming) -> tuple[dt.time, str]:
    return one.plan.starts or dt.time.max, one.case.pupil.full_name
