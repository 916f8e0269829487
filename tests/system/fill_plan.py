"""A case with a plan in minutes: weeks that were, one that holds, one ahead, and moves on the ladder."""

from __future__ import annotations

import datetime as dt

PLANNER = "Vernepleier i Skoleporten"


def fill_plan() -> None:
    from django.utils import timezone

    from skoleporten.people.models import Enrolment
    from skoleporten.rules.ladder import Rung
    from skoleporten.rules.plan import Basis, Expectation, Rests
    from tests.intake_factories import make_team_member
    from tests.plan_factories import at, make_move, make_planned_case, make_step, week

    monday = timezone.localdate() - timezone.localdate().weekday() * dt.timedelta(days=1)
    weeks = {number: monday + number * dt.timedelta(weeks=1) for number in (-6, -4, -2, 2)}
    planner = make_team_member("vernepleier")
    planner.display_name = PLANNER
    planner.save()
    taken = Enrolment.objects.filter(pupil__cases__isnull=False).values("pupil")
    free = Enrolment.objects.filter(school__name="Solvik skole", pupil__intakes__isnull=True).exclude(pupil__in=taken)
    pupil = free.order_by("-pk")[0].pupil
    case = make_planned_case(pupil, owner=planner, opened_at=at(weeks[-6]))
    sides = [Expectation("Å si ifra når det blir mye", "Egen inngang og et rolig rom", "Rektor", "together")]
    for number, minutes in ((-6, 5), (-4, 15), (-2, 30)):
        make_step(case, week(minutes), starts_on=weeks[number], expectations=sides, fallback="Vi møtes ute.")
    nothing_yet = Rests(Basis.NONE_YET)
    make_step(case, week(45), starts_on=weeks[2], now=timezone.now(), rests=nothing_yet, why="Etter turen.")
    make_move(case, Rung.WELCOME, on=weeks[-6])
    make_move(case, Rung.ROUTINE, on=weeks[-4], why="Hun kommer hver dag.")
    make_move(case, Rung.STRATEGY, on=weeks[-2], why="Hun vil finne en ny måte.")
