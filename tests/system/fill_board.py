"""Pupils for the board at the door: one a test, and one with weeks behind her and something to look at."""

from __future__ import annotations

import datetime as dt

TAPPED, WITHOUT_SCRIPT, WITH_A_PAST = "Brita", "Dagny", "Eira"
PROTECTED = "G. T."
TEAM_MEMBER = "Miljøterapeut i Skoleporten"


def fill_board() -> None:
    from django.utils import timezone

    from skoleporten.access.models import Grant, Role
    from skoleporten.rules.presence import Place
    from tests.factories import actor_of, make_pupil
    from tests.intake_factories import make_case, make_team_member
    from tests.presence_factories import at, make_plan, mark

    member, other = make_team_member("miljoterapeut"), make_team_member("avloser")
    member.display_name = TEAM_MEMBER
    member.save()
    today = timezone.localdate()
    for name in (TAPPED, WITHOUT_SCRIPT, WITH_A_PAST):
        opened = timezone.now() - dt.timedelta(weeks=8)
        case = make_case(make_pupil(name, "Tavlen"), member, opened_at=opened, state_since=opened)
        make_plan(case, 30, starts="00.05", place="flat")
    hidden = make_case(make_pupil("Gunnhild", "Tavlen", protected=True), member)
    make_plan(hidden, 30, starts="00.05", place="flat")
    grant = member.grants.get()
    Grant.objects.create(user=member, role=Role.TEAM, pupil=hidden.pupil, start=grant.start, end=grant.end)
    for number in range(1, 40, 2):
        day = today - dt.timedelta(days=number)
        now = at("12.00", day)
        mark(actor_of(member), case, "arrived", at("08.30", day), now=now, place=Place.FLAT)
        if number != 3:
            mark(actor_of(member), case, "left", at(f"08.{35 + number // 2}", day), now=now)
    yesterday = today - dt.timedelta(days=1)
    mark(actor_of(other), case, "arrived", at("08.33", yesterday), now=at("12.00", yesterday), place=Place.OUTING)
