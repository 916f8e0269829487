"""Reminders at night: at most one a person a day of what is due, and one a week of what is past its date. No names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from skoleporten.access.actor import software
from skoleporten.access.models import Grant, User
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.concerns.measures import Measure
from skoleporten.concerns.models import Concern
from skoleporten.concerns.next_steps import school_days_of
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind

TO_MINE, TO_NOBODYS = "/", "/concerns/?whose=nobody"


def remind(today: dt.date) -> int:
    """How many were told something. Asked twice in a night it tells once."""
    at_work = _owners_at_school_today(today)
    told = 0
    for user in User.objects.filter(pk__in=at_work, is_active=True):
        told += _tell(user, at_work[user.pk], today)
    return told + _tell_leaders(today)


def _owners_at_school_today(today: dt.date) -> dict[int, set[str]]:
    """What there is to tell each owner whose school is open today."""
    concerns = list(Concern.objects.open().filter(owner__isnull=False, next_step_due__lte=today))
    evaluated = Measure.objects.running().filter(evaluate_on__lte=today).values_list("concern", flat=True)
    due_measures = set(evaluated)
    days = school_days_of(concerns)
    found: dict[int, set[str]] = defaultdict(set)
    for concern in concerns:
        if concern.owner_id is None or concern.next_step_due is None or not days[concern.school_id].is_open(today):
            continue
        kind = Kind.STEP_DUE if concern.next_step_due == today else Kind.STEP_OVERDUE
        found[concern.owner_id].add(kind)
        if concern.pk in due_measures:
            found[concern.owner_id].add(Kind.TO_EVALUATE)
    return found


def _tell(user: User, kinds: Iterable[str], today: dt.date) -> int:
    """Of a measure to look at rather than of a step: it says more of what to do."""
    kinds = set(kinds)
    year, week, _day = today.isocalendar()
    chosen = next(kind for kind in (Kind.TO_EVALUATE, Kind.STEP_DUE, Kind.STEP_OVERDUE) if kind in kinds)
    once = f"{chosen}:{today}" if chosen == Kind.STEP_DUE else f"{chosen}:{year}-{week}"
    notify(by=software("reminders"), to=user, kind=chosen, link=TO_MINE, role=role_at_school(user, today), once=once)
    return 1


def _tell_leaders(today: dt.date) -> int:
    """Of what nobody has by name and nobody has acted on, once a week."""
    year, week, _day = today.isocalendar()
    waiting = Concern.objects.filter(state=Concern.State.OPEN, owner__isnull=True, next_step_due__lt=today)
    schools = set(waiting.values_list("school", flat=True).distinct())
    leaders = Grant.objects.in_force(today).filter(role=Role.SCHOOL_LEADER, school__in=schools, pupil__isnull=True)
    for user in User.objects.filter(pk__in=leaders.values("user")):
        notify(
            by=software("reminders"), to=user, kind=Kind.STEP_OVERDUE, link=TO_NOBODYS, role=Role.SCHOOL_LEADER,
            once=f"nobodys:{year}-{week}",
        )  # fmt: skip
    return leaders.values("user").distinct().count()


def role_at_school(user: User, today: dt.date) -> str:
    """In which a notice to somebody at a school opens: as teacher where the person is one."""
    held = set(Grant.objects.in_force(today).filter(user=user, role__in=AT_A_SCHOOL).values_list("role", flat=True))
    return Role.TEACHER if Role.TEACHER in held else Role.SCHOOL_LEADER
