"""Two coordination meetings: one of last week with minutes that are approved, and one today that nobody has begun."""

from __future__ import annotations

import datetime as dt
import uuid

NOTED, DECIDED, ITEM = "Bussen går fra torget.", "Ringe busselskapet", "Hvem følger til bussen?"


def fill_minutes() -> None:
    """After fill_plan; the meetings are the planner's."""
    from django.utils import timezone

    from skoleporten.access.models import User
    from skoleporten.minutes import choosing
    from skoleporten.plans.models import PlanStep
    from tests.agenda_factories import COORDINATION, make_agenda_meeting, make_item, make_kind
    from tests.factories import actor_of
    from tests.minutes_factories import (
        Begun,
        approve,
        end,
        make_choice,
        make_minutes_decision,
        make_minutes_note,
    )
    from tests.system.fill_plan import PLANNER

    planner = User.objects.get(display_name=PLANNER)
    step = PlanStep.objects.order_by("pk").first()
    assert step is not None
    case, today = step.case, timezone.localdate()
    kind = make_kind(COORDINATION, owner=planner)
    earlier = make_agenda_meeting(kind=kind, day=today - dt.timedelta(days=7))
    held = _begun(Begun, planner, case, make_item(earlier, case.intake, words=ITEM, by=planner))
    make_minutes_note(held, NOTED)
    make_minutes_decision(held, DECIDED)
    choice = make_choice(held, "Buss eller drosje?", ("Buss", "Drosje"))
    bus = choice.alternatives.first()
    by = actor_of(planner)
    for says, words in (("favours", "Vi kjenner sjåføren."), ("disagrees", "Bussen er full på fredager.")):
        choosing.say(
            by=by, choice=choice, says=says, alternative=bus if says == "favours" else None, words=words,
            client_id=uuid.uuid4(),
        )  # fmt: skip
    choosing.choose(by=by, choice=choice, alternative=bus, why="Det er kortest.", seen=0, client_id=uuid.uuid4())
    end(held)
    approve(held)
    make_item(make_agenda_meeting(kind=kind, starts=dt.time(9, 0)), case.intake, words=ITEM, by=planner)


def _begun(begun, planner, case, item):
    from skoleporten.minutes import holding
    from tests.factories import actor_of

    minutes = holding.begin(by=actor_of(planner), meeting=item.meeting)
    return begun(planner, case, item, minutes)
