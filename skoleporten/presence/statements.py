"""The weekly statement to the contact teacher: what is known of each school day, and what is not.

The school keeps its own register, and its entries in the diploma are its own. This tells what it can not see itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent, Reason
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.cases.changes import note
from skoleporten.cases.models import OPEN_STAGES, Case
from skoleporten.concerns import owners
from skoleporten.intake.stories import school_of
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.plans.models import PlanStep
from skoleporten.plans.queries import offered_minutes, steps_of
from skoleporten.plans.telling import leaders_of
from skoleporten.presence.absence_rows import MarkedDay, marked_days
from skoleporten.presence.models import Statement, StatementRead
from skoleporten.rules.elsewhere import is_apart
from skoleporten.rules.plan import holding
from skoleporten.rules.presence import IN_THE_SCHOOLS_REGISTER

FRIDAY = dt.timedelta(days=4)
ONE_WEEK = dt.timedelta(weeks=1)
# How long a corrected mark still gives the school a corrected statement.
WEEKS_CORRECTED = 4
PUT_ASIDE = (Reason.NOT_ABSENCE, Reason.ELSEWHERE_BY_AGREEMENT)


class State(StrEnum):
    """NOT_KNOWN: nobody has marked anything. It is neither 0 minutes nor absence."""

    KNOWN = "known"
    DID_NOT_COME = "did_not_come"
    TO_LOOK_AT = "to_look_at"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Day:
    """Minutes; None is not known. `agreed` is None too where the plan is not shared with the school.

    `rest`: the ordinary minutes that were neither in school nor elsewhere by agreement, where Skoleporten can tell.
    """

    date: dt.date
    state: State
    offered: int | None = None
    agreed: int | None = None
    elsewhere: int | None = None
    in_school: int | None = None
    rest: int | None = None
    is_remote: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"date": self.date.isoformat(), "state": self.state.value}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Day:
        told = {"date": dt.date.fromisoformat(values["date"]), "state": State(values["state"])}
        return cls(**values | told)


@dataclass(frozen=True)
class _Agreed:
    """Of one day, from the step that holds."""

    minutes: int
    in_school: int
    is_remote: bool
    step: PlanStep


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def days_of_week(case: Case, week: dt.date) -> tuple[list[Day], str]:
    """The school days of the week, and the reason in law where teaching in it is remote."""
    last = week + FRIDAY
    offered = offered_minutes(case, week, last)
    marked = marked_days(case, last, week)
    agreed = _agreed(case, sorted({*offered, *marked}), marked)
    days = [_day(day, offered.get(day), agreed.get(day), marked.get(day)) for day in sorted({*offered, *marked})]
    remote = next((one.step.remote_reason for one in agreed.values() if one.is_remote and one.step.for_school), "")
    return days, remote


def _day(date: dt.date, offered: int | None, agreed: _Agreed | None, marked: MarkedDay | None) -> Day:
    shared = agreed.minutes if agreed and agreed.step.for_school else None
    is_remote = bool(agreed and agreed.is_remote)
    if marked is None:
        return Day(date, State.NOT_KNOWN, offered, shared, is_remote=is_remote)
    told = marked.marked
    if not told.is_complete:
        return Day(date, State.TO_LOOK_AT, offered, shared, is_remote=is_remote)
    came = told.elsewhere or told.in_school
    rest = None
    if offered is not None and is_apart(offered, agreed.in_school if agreed else None):
        rest = max(offered - told.elsewhere - told.in_school, 0)
    return Day(
        date,
        State.KNOWN if came else State.DID_NOT_COME,
        offered,
        shared,
        elsewhere=told.elsewhere,
        in_school=told.in_school,
        rest=rest,
        is_remote=is_remote,
    )


def _agreed(case: Case, days: Iterable[dt.date], marked: dict[dt.date, MarkedDay]) -> dict[dt.date, _Agreed]:
    dates = list(days)
    if not dates:
        return {}
    steps = steps_of([case.pk], until=dates[-1])[case.pk]
    held = {day: holding(steps, day, marked[day].first_at if day in marked else None) for day in dates}
    keys = {step.key for step in held.values() if step}
    rows = {row.pk: row for row in PlanStep.objects.filter(pk__in=keys).prefetch_related("parts")}
    found = {}
    for day, step in held.items():
        if step is None:
            continue
        parts = [part for part in rows[step.key].parts.all() if part.weekday == day.weekday()]
        in_school = sum(part.minutes for part in parts if part.place in IN_THE_SCHOOLS_REGISTER)
        minutes = sum(part.minutes for part in parts)
        found[day] = _Agreed(minutes, in_school, any(part.is_remote for part in parts), rows[step.key])
    return found


def registered_in(case: Case, week: dt.date) -> dict[dt.date, int]:
    """Minutes that the school itself has as absence, as far as it has told us. It is not part of the statement."""
    first, last = week, week + FRIDAY
    rows = AbsenceEvent.objects.current().of_the_schools().filter(pupil=case.pupil_id, date__range=(first, last))
    found: dict[dt.date, int] = {}
    for date, minutes in rows.exclude(reason__in=PUT_ASIDE).values_list("date", "minutes"):
        found[date] = found.get(date, 0) + (minutes or 0)
    return found


@transaction.atomic
def make(*, by: Actor, case: Case, week: dt.date, now: dt.datetime | None = None) -> Statement | None:
    """None where there is nothing to tell, or nothing new: the same week told again is no new statement."""
    now = now or timezone.now()
    week = monday_of(week)
    Case.objects.select_for_update().filter(pk=case.pk).values_list("pk").get()
    before = Statement.objects.filter(case=case, week=week).order_by("-number").first()
    days, remote = days_of_week(case, week)
    told = [day.as_json() for day in days]
    if not days or (before and (before.days, before.remote_reason) == (told, remote)):
        return None
    school = school_of(case.pupil, min(week + FRIDAY, timezone.localdate(now)))
    if school is None:
        return None
    made = Statement.objects.create(
        case=case, school=school, week=week, number=before.number + 1 if before else 1, days=told,
        changed=_changed(before.days, told) if before else [], remote_reason=remote, made_at=now,
    )  # fmt: skip
    note(by, "presence.statement_made", case, made, week=week.isoformat(), number=made.number)
    _tell(by, made, now)
    return made


def _changed(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """The dates that are told otherwise than before, or were not told."""
    earlier = {day["date"]: day for day in before}
    dates = {day["date"] for day in now if earlier.get(day["date"]) != day}
    return sorted(dates | (earlier.keys() - {day["date"] for day in now}))


def _tell(by: Actor, made: Statement, now: dt.datetime) -> None:
    """The contact teacher, or the leaders where nobody has the class. On the first morning of work after."""
    today = timezone.localdate(now)
    teacher = owners.by_class([made.case.pupil_id], today).get(made.case.pupil_id)
    if teacher:
        readers, role = list(User.objects.filter(pk=teacher, is_active=True)), Role.TEACHER
    else:
        readers, role = (leaders_of(made.school, today) if made.school else []), Role.SCHOOL_LEADER
    for reader in readers:
        notify(
            by=by, to=reader, kind=Kind.ARRIVED, link=f"/statements/{made.public_id}/", role=role,
            not_before=next_morning(now), pupil_id=made.case.pupil_id, once=f"statement {made.public_id}",
        )  # fmt: skip


def next_morning(now: dt.datetime) -> dt.datetime:
    """Seven o'clock on the next weekday, or today before that."""
    local = timezone.localtime(now)
    morning = local.replace(hour=7, minute=0, second=0, microsecond=0)
    while morning < local or morning.weekday() >= 5:
        morning += dt.timedelta(days=1)
    return morning


def make_all(*, by: Actor, today: dt.date, now: dt.datetime | None = None) -> int:
    """The week that is over or ends today, and what has changed in the weeks before. How many are new."""
    last = monday_of(today) if today.weekday() >= 4 else monday_of(today) - ONE_WEEK
    made = 0
    for number in range(WEEKS_CORRECTED + 1):
        week = last - number * ONE_WEEK
        made += sum(
            make(by=by, case=case, week=week, now=now) is not None for case in _cases(week, is_first=number == 0)
        )
    return made


def _cases(week: dt.date, *, is_first: bool) -> Iterable[Case]:
    """In the newest week every case that was open in it; earlier weeks are told anew where they were told before."""
    if not is_first:
        return Case.objects.filter(statements__week=week).distinct()
    open_now = Q(intake__state__in=OPEN_STAGES, opened_at__date__lte=week + FRIDAY)
    was_there = Q(presence_days__day__range=(week, week + FRIDAY), presence_days__is_told=True)
    return Case.objects.filter(open_now | was_there).distinct()


def read_by(*, by: Actor, statement: Statement) -> None:
    """Somebody at the school has opened it; the first time is kept."""
    if by.role not in AT_A_SCHOOL or by.user_id is None:
        return
    with transaction.atomic():
        StatementRead.objects.get_or_create(statement=statement, by_id=by.user_id)
