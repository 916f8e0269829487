"""A case on its way back to the home school, with most of the list still open, and a week that the school is told."""

from __future__ import annotations

import datetime as dt

HANDER = "Kontaktperson i Skoleporten"


def fill_way_back() -> None:
    from django.utils import timezone

    from skoleporten.access.actor import software
    from skoleporten.cases import handing_back
    from skoleporten.people.models import Enrolment
    from skoleporten.presence.statements import make
    from tests.factories import actor_of
    from tests.handing_back_factories import make_way_back
    from tests.intake_factories import make_case, make_team_member

    today = timezone.localdate()
    hander = make_team_member("kontaktperson")
    hander.display_name = HANDER
    hander.save()
    taken = Enrolment.objects.filter(pupil__cases__isnull=False).values("pupil")
    free = Enrolment.objects.filter(school__name="Solvik skole", pupil__intakes__isnull=True).exclude(pupil__in=taken)
    pupil = free.order_by("-pk")[0].pupil
    opened = timezone.now() - dt.timedelta(days=120)
    case = make_case(pupil, hander, state="handing_back", opened_at=opened)
    begun = today - dt.timedelta(days=30)
    make_way_back(case, to="home", taken_over_on=begun, class_size=40, named_adult="Eva i 7B", pupils_words="Går fint.")
    handing_back.answer_item(by=actor_of(hander), case=case, item="peers", answer="done")
    make(by=software("statements"), case=case, week=today - dt.timedelta(days=7))
