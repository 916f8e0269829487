"""Fills a database with 60 open cases, each with something due, and asks for the agenda and the morning talk."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.access.models import User
    from skoleporten.meetings.models import Meeting

CASES, INTAKES = 60, 15
WEEKS = 6
A_DAY = dt.timedelta(days=1)


def fill(today: dt.date) -> tuple[User, Meeting, Meeting]:
    """A measure and a plan to look at in each case, six weeks of marks, and in every fifth three days not come."""
    from benchmarks.case_once import calendar, school_days
    from tests.agenda_factories import GUIDANCE, MORNING, make_agenda_meeting, make_due_measure
    from tests.factories import make_enrolment, make_pupil, make_school
    from tests.intake_factories import make_case, make_intake, make_lead, make_referral
    from tests.presence_factories import at, make_plan

    school, owner = make_school("Solvik skole", 1, 10), make_lead("leder")
    begun = today - dt.timedelta(weeks=WEEKS)
    calendar(school, begun, today)
    days = list(school_days(begun, today))
    for number in range(CASES):
        pupil = make_pupil(f"Fornavn{number}", f"Etternavn{number}")
        make_enrolment(school, pupil, start=begun)
        case = make_case(pupil, owner, opened_at=at("08.00", begun))
        make_plan(case, ends_on=today + A_DAY)
        make_due_measure(case, today)
        come_and_go(case, days, away=days[-3:] if number % 5 == 0 else [])
    for _number in range(INTAKES):
        make_referral(make_intake(owner=owner))
    everything = make_agenda_meeting(GUIDANCE, today, 120)
    everything.kind, everything.title = None, "Alt"
    everything.save()
    return owner, everything, make_agenda_meeting(MORNING, today, 10)


def come_and_go(case, days, away) -> None:  # noqa: ANN001
    from skoleporten.presence.models import PresenceDay, Visit
    from tests.presence_factories import at

    rows = PresenceDay.objects.bulk_create(
        PresenceDay(
            case=case, day=day, minutes=0 if day in away else 60, is_told=True, is_open=False,
            did_not_come=day in away, needs_look=False,
        )
        for day in days
    )  # fmt: skip
    Visit.objects.bulk_create(
        Visit(of_day=row, arrived_at=at("08.30", row.day), left_at=at("09.30", row.day), minutes=60)
        for row in rows
        if not row.did_not_come
    )


def main() -> None:
    from skoleporten.cli.database import ready

    ready()
    from django.utils import timezone

    from benchmarks.municipality_once import medians_of, signed_in
    from skoleporten.agendas.queries import agenda
    from tests.factories import actor_of

    owner, everything, _morning = fill(timezone.localdate())
    view = agenda(everything, actor_of(owner), timezone.localdate())
    assert len({one.pupil for one in view.entries}) >= CASES
    first = view.entries[0].key.replace(":", "/")
    client, own = signed_in(owner), f"/meetings/{everything.public_id}/agenda/"
    pages = {"agenda": own, "item": f"{own}{first}/", "morning": "/meetings/morning/"}
    taken: dict[str, float] = {"items": len(view.entries)}
    for name, path in pages.items():
        taken |= medians_of(client, name, path)
    print(json.dumps({name: round(value, 2) for name, value in taken.items()}))


if __name__ == "__main__":
    main()
