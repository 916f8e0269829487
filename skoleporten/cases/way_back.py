"""What is known of a way back to school: the home class, what the registers say, absence since, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from skoleporten.absence.pupil_days import pupil_days
from skoleporten.access.models import Grant
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case, FollowUp, HandingBack
from skoleporten.concerns.queries import newest_as_of
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules.handing_back import After, Differs, Planned, Stay, To, differences, next_one


@dataclass(frozen=True)
class HomeClass:
    """Kept from the first day to the last. `teacher`: whoever has had the class longest; empty where nobody has it.

    A pupil with protected identity has no teacher by class.
    """

    school: str
    school_class: str
    teacher: str


@dataclass(frozen=True)
class Since:
    """Absence from the day the school took over, as far as the schools have told. Minutes, and whole days."""

    first: dt.date
    as_of: dt.date
    days_offered: int
    minutes_offered: int
    minutes_absent: int
    elsewhere_minutes: int
    days_absent: int

    @property
    def share_absent(self) -> float | None:
        return self.minutes_absent / self.minutes_offered if self.minutes_offered else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"first": self.first.isoformat(), "as_of": self.as_of.isoformat()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Since | None:
        if not values:
            return None
        dates = {name: dt.date.fromisoformat(values[name]) for name in ("first", "as_of")}
        return cls(**values | dates)


def current(case: Case) -> HandingBack | None:
    return HandingBack.objects.current().filter(case=case).select_related("school", "case__pupil").first()


def home_class(pupil: Pupil, today: dt.date) -> HomeClass | None:
    """None where the register has no school for the pupil today."""
    stays = Enrolment.objects.on(today).filter(pupil=pupil).select_related("school", "school_class")
    stay = stays.order_by("-start", "-pk").first()
    if stay is None:
        return None
    if stay.school_class is None:
        return HomeClass(stay.school.name, "", "")
    has_class = Grant.objects.in_force(today).filter(role=Role.TEACHER, school_class=stay.school_class)
    teacher = None if pupil.protected else has_class.select_related("user").order_by("start", "pk").first()
    return HomeClass(stay.school.name, stay.school_class.name, str(teacher.user) if teacher else "")


def registers_differ(row: HandingBack, today: dt.date) -> tuple[Differs, ...]:
    """On the day the school takes over, or today where no day is agreed."""
    day = row.taken_over_on or today
    rows = list(Enrolment.objects.on(day).filter(pupil=row.case.pupil_id))
    stays = [Stay(one.school_id, one.school_class_id is not None, _pupils_of(one, day), one.start) for one in rows]
    return differences(To(row.to), row.school_id, row.class_size, stays)


def _pupils_of(stay: Enrolment, day: dt.date) -> int | None:
    if stay.school_class_id is None:
        return None
    of_class = Enrolment.objects.on(day).filter(school_class=stay.school_class_id)
    return of_class.values("pupil").distinct().count()


def since(row: HandingBack, last: dt.date) -> Since | None:
    """None where nothing of that time has been counted yet: that is not known, and not 0."""
    as_of = newest_as_of()
    if row.taken_over_on is None or as_of is None:
        return None
    until = min(as_of, last)
    days = pupil_days(row.case.pupil_id, row.taken_over_on, until) if until >= row.taken_over_on else []
    if not days:
        return None
    return Since(
        first=row.taken_over_on,
        as_of=until,
        days_offered=len(days),
        minutes_offered=sum(day.minutes_offered for day in days),
        minutes_absent=sum(day.minutes_absent for day in days),
        elsewhere_minutes=sum(day.elsewhere_minutes for day in days),
        days_absent=sum(day.is_whole for day in days),
    )


def next_follow_ups(case_ids: Collection[int]) -> dict[int, Planned]:
    """The next one of each case that is being or has been handed back. Two queries, however many cases."""
    rows = HandingBack.objects.current().filter(case__in=case_ids, taken_over_on__isnull=False)
    done: dict[int, set[str]] = {}
    for row, after in FollowUp.objects.filter(handing_back__in=rows).values_list("handing_back", "after"):
        done.setdefault(row, set()).add(after)
    found = {
        case: next_one(day, done.get(key, ()))
        for key, case, day in rows.values_list("pk", "case", "taken_over_on")
        if day is not None
    }
    return {case: planned for case, planned in found.items() if planned}


def done_of(row: HandingBack) -> dict[After, list[FollowUp]]:
    found: dict[After, list[FollowUp]] = {}
    for one in FollowUp.objects.filter(handing_back=row).select_related("written_by"):
        found.setdefault(After(one.after), []).append(one)
    return found
