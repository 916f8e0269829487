"""A guardian of three children, one of whom has a plan and a meeting that the family is told of."""

from __future__ import annotations

GUARDIAN, LEAD_OF_CASE = "Forelder Tidemand", "Leder for Alva"
CHILD, SISTER = "Alva Tidemand", "Bela Tidemand"


def fill_guardian() -> None:
    import datetime as dt

    from django.utils import timezone

    from skoleporten.agendas import telling
    from tests.agenda_factories import make_agenda_meeting, make_item
    from tests.case_factories import make_part
    from tests.factories import actor_of, make_guardianship, make_pupil
    from tests.family_factories import make_family, make_plan
    from tests.judgement_factories import make_goal, make_measure, make_round

    family = make_family(given_name="Alva", family_name="Tidemand")
    make_year(family.pupil.enrolments.get().school)
    make_plan(family, fallback="Ring oss, så går vi en tur.")
    for user, name in ((family.mother.user, GUARDIAN), (family.lead, LEAD_OF_CASE)):
        user.display_name = name
        user.save()
    for name in ("Bela", "Cato"):
        make_guardianship(make_pupil(name, "Tidemand"), family.mother)
    make_goal(family.case, readers=frozenset({"guardian", "pupil"}))
    make_measure(make_round(family.case), readers=frozenset({"guardian"}))
    make_part(family.case, family.lead, "contact_person")
    meeting = make_agenda_meeting(day=timezone.localdate() + dt.timedelta(days=3))
    item = make_item(meeting, family.case.intake, by=family.lead)
    telling.tell(
        by=actor_of(family.lead), meeting=meeting, key=item.key, words="Vi snakker om skolebussen.",
        for_guardians=True, for_pupil=False, seen_version=0, today=timezone.localdate(),
    )  # fmt: skip


def make_year(school) -> None:
    """All of 2026/27, which other tests look at: a municipality knows its school year whole or not at all."""
    import datetime as dt

    from skoleporten.schools.models import CalendarDay

    days = (dt.date(2026, 8, 17) + dt.timedelta(days=number) for number in range(306))
    rows = [CalendarDay(school=school, date=day, minutes_offered=300) for day in days if day.weekday() < 5]
    CalendarDay.objects.bulk_create(rows, ignore_conflicts=True)
