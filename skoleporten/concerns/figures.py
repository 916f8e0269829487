"""How a school's follow-up goes: how soon somebody had contact, how soon there was a meeting, and who has how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.concerns.models import Concern, ConcernQuerySet, ConcernStep
from skoleporten.concerns.next_steps import school_days_of
from skoleporten.rules.calendar import school_year, school_year_start
from skoleporten.rules.follow_up import SchoolDays

Kind, Result = ConcernStep.Kind, ConcernStep.Result
CONTACT = Q(steps__kind=Kind.PUPIL_TALK) | Q(
    steps__kind=Kind.HOME_CONTACTED, steps__result__in=["", Result.REACHED.value]
)
MEETING = Q(steps__kind=Kind.MEETING)
DAYS_TO_MEETING = 7


@dataclass(frozen=True)
class Share:
    """`in_time` of `of`: concerns opened this school year whose day has come, or that were in time already."""

    in_time: int
    of: int
    since: dt.date
    as_of: dt.date

    @property
    def share(self) -> float | None:
        return self.in_time / self.of if self.of else None


@dataclass(frozen=True)
class Load:
    """`owner` is empty for what the leaders of the school have because nobody has it by name."""

    owner_id: int | None
    owner: str
    open: int
    untouched: int
    overdue: int


@dataclass(frozen=True)
class FollowUp:
    open: int
    untouched: int
    without_owner: int
    overdue: int
    first_contact: Share
    meeting: Share
    loads: list[Load]


def follow_up(actor: Actor, today: dt.date) -> FollowUp:
    visible = Concern.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    loads = loads_of(visible, today)
    contact, meeting = shares(visible, today)
    return FollowUp(
        open=sum(load.open for load in loads),
        untouched=sum(load.untouched for load in loads),
        without_owner=sum(load.open for load in loads if load.owner_id is None),
        overdue=sum(load.overdue for load in loads),
        first_contact=contact,
        meeting=meeting,
        loads=loads,
    )


def loads_of(concerns: ConcernQuerySet, today: dt.date) -> list[Load]:
    """By name and never by number: it shows how much there is, and ranks nobody. The leaders' own stand first."""
    rows = (
        concerns.open()
        .order_by()
        .values("owner", "owner__display_name", "owner__username")
        .annotate(
            concerns=Count("pk"),
            untouched=Count("pk", filter=Q(state=Concern.State.OPEN)),
            overdue=Count("pk", filter=Q(next_step_due__lt=today)),
        )
    )
    loads = [
        Load(
            row["owner"], row["owner__display_name"] or row["owner__username"] or "", row["concerns"],
            row["untouched"], row["overdue"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(loads, key=lambda load: (load.owner_id is not None, load.owner))


def shares(concerns: ConcernQuerySet, today: dt.date) -> tuple[Share, Share]:
    """With a first contact within a school day, and with a meeting within a week."""
    since = school_year_start(school_year(today))
    opened = list(
        concerns.filter(opened_at__date__gte=since)
        .order_by()
        .annotate(contact=Min("steps__at", filter=CONTACT), meeting=Min("steps__at", filter=MEETING))
    )
    days = school_days_of(opened)
    return (
        _share(((one, one.contact) for one in opened), _day_for_contact, days, since, today),  # type: ignore[attr-defined]
        _share(((one, one.meeting) for one in opened), _day_for_meeting, days, since, today),  # type: ignore[attr-defined]
    )


def _day_for_contact(opened_on: dt.date, days: SchoolDays) -> dt.date:
    return days.after(opened_on, 1)


def _day_for_meeting(opened_on: dt.date, days: SchoolDays) -> dt.date:
    return days.on_or_after(opened_on + dt.timedelta(days=DAYS_TO_MEETING))


def _share(
    concerns: Iterable[tuple[Concern, dt.datetime | None]],
    day_for: Callable[[dt.date, SchoolDays], dt.date],
    days: Mapping[int | None, SchoolDays],
    since: dt.date,
    today: dt.date,
) -> Share:
    in_time = of = 0
    for concern, done_at in concerns:
        last = day_for(timezone.localdate(concern.opened_at), days[concern.school_id])
        was_in_time = done_at is not None and timezone.localdate(done_at) <= last
        in_time += was_in_time
        of += was_in_time or last < today
    return Share(in_time, of, since, today)
