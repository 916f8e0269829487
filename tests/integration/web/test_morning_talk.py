"""The morning talk is one screen: who comes today, who is new, and what has changed since the last one."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake import transitions
from skoleporten.schools.models import CalendarEntry
from tests.agenda_factories import MORNING, make_agenda_meeting, make_item, make_kind
from tests.case_factories import make_named_case
from tests.factories import actor_of, make_calendar_day, make_case_team_member, make_school_year, make_user_in
from tests.intake_factories import make_intake, make_lead, make_referral, make_team_member
from tests.integration.web.test_agenda_pages import text_of
from tests.judgement_factories import make_note
from tests.pages import signed_in
from tests.presence_factories import at, make_plan, mark
from tests.rig_factories import make_away

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 11, 20)
MONDAY = dt.date(2026, 11, 23)
URL = "/meetings/morning/"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at("08.15"), tick=False) as clock:
        yield clock


@pytest.fixture
def member():
    return make_team_member("ada")


@pytest.fixture
def talk():
    """Friday's, which was held, and today's."""
    kind = make_kind(MORNING, 10)
    times = {"kind": kind, "minutes": 10, "starts": dt.time(8, 20)}
    make_agenda_meeting(day=FRIDAY, state="held", **times)
    return make_agenda_meeting(day=MONDAY, **times)


def planned(given_name: str, minutes: int = 45, **fields):
    """Long in Skoleporten, and expected each weekday."""
    case = make_named_case(given_name=given_name, **fields)
    case.opened_at -= dt.timedelta(days=60)
    case.save()
    school = case.pupil.enrolments.get().school
    for day in (FRIDAY, MONDAY):
        make_calendar_day(school, day)
    make_plan(case, minutes)
    return case


def test_who_comes_today_when_and_where_and_what_is_marked(member, talk):
    case, here, away = (planned(name) for name in ("Ane", "Bo", "Cato"))
    planned("Dina", 0)
    mark(actor_of(member), here, "arrived", at("08.10"))
    mark(actor_of(member), away, "not_coming", at("08.05"))
    said = text_of(signed_in(member).get(URL)).replace("\xa0", " ")
    assert "Slik det står kl. 08.15." in said
    assert "Ane Holm 08.30 Skoleporten 45 min ingenting ennå" in said
    assert "Bo Holm 08.30 Skoleporten 45 min her siden 08.10" in said
    assert "Cato Holm 08.30 Skoleporten 45 min kom ikke" in said
    assert "For 1 annen elev med sak er ingenting avtalt i dag." in said
    assert "Dina" not in said
    (event,) = Event.objects.filter(action="agendas.morning_opened")
    shown = {row.pupil for row in event.pupils.all()}
    assert {one.pupil.public_id for one in (case, here, away)} <= shown


def test_what_has_changed_since_the_last_talk_and_not_before_it(member, talk, monday_morning):
    monday_morning.move_to(at("08.19", FRIDAY))
    came, not_come, unmarked = (planned(name) for name in ("Ane", "Bo", "Cato"))
    quiet = planned("Dina", 0)
    make_note(quiet)
    left_open = planned("Eli")
    mark(actor_of(member), left_open, "arrived", at("08.19", FRIDAY))
    monday_morning.move_to(at("09.00", FRIDAY))
    mark(actor_of(member), came, "arrived", at("08.30", FRIDAY))
    mark(actor_of(member), came, "left", at("09.00", FRIDAY))
    mark(actor_of(member), not_come, "not_coming", at("08.30", FRIDAY))
    make_note(came)
    make_note(came, childs_words="Jeg vil.")
    make_plan(not_come, starts_on=MONDAY, written_at=at("10.00", FRIDAY))
    lead = actor_of(make_lead())
    transitions.move(by=lead, intake=came.intake, to_state="handing_back", reason="Klar.")
    transitions.write(lead, came.intake, "active", "handing_back")
    monday_morning.move_to(at("08.15"))
    said = text_of(signed_in(member).get(URL)).replace("\xa0", " ")
    assert "Hva som er nytt siden fredag 20. november 2026" in said
    assert "Ane Holm 20. november: kom, 30 min, av avtalt 45 min 2 notater fase: På vei tilbake" in said
    assert said.count("fase: På vei tilbake") == 1, "There, back and there again is told once."
    assert "Bo Holm 20. november: kom ikke, av avtalt 45 min et nytt steg i planen begynner i dag" in said
    assert "Eli Holm 20. november: kom; hvor lenge er ikke kjent, av avtalt 45 min" in said
    assert f"{unmarked.pupil.full_name} 20. november: ventet, og ingenting er ført" in said, "Neither here nor away."
    assert "Dina" not in said, "Her note was written before the last talk."


def test_after_a_holiday_it_is_the_last_school_day_that_one_goes_back_to(member, talk, monday_morning):
    year = make_school_year(2026, first_day=dt.date(2026, 8, 17), last_day=dt.date(2027, 6, 18))
    CalendarEntry.objects.create(
        school_year=year, school=None, first_date=dt.date(2026, 12, 21), last_date=dt.date(2027, 1, 1),
        kind=CalendarEntry.Kind.FREE, name="Juleferie",
    )  # fmt: skip
    monday_morning.move_to(at("08.15", dt.date(2027, 1, 4)))
    assert "Hva som er nytt siden fredag 18. desember 2026" in text_of(signed_in(member).get(URL))


def test_who_is_new_and_who_of_the_staff_is_away(member, talk):
    planned("Ane")
    make_named_case(given_name="Ny")
    make_referral(make_intake())
    away, instead = make_team_member("bjarne"), make_team_member("cecilie")
    make_away(away, instead)
    said = text_of(signed_in(member).get(URL))
    new = said[said.index("Hvem som er ny") : said.index("Hvem av oss som er borte")]
    assert "Ny Holm : I Skoleporten, siden 23. november" in new
    assert "Henvist, siden 23. november" in new
    assert "Ane" not in new
    assert f"{away} er borte; {instead} tar over" in said


def test_the_short_agenda_of_the_talk_stands_on_the_same_screen(member, talk):
    make_item(talk, words="Hvem tar bussen?", by=member)
    said = text_of(signed_in(member).get(URL))
    assert "1 min av 10 min er satt av." in said.replace("\xa0", " ")
    assert "Hvem tar bussen?" in said


def test_without_a_meeting_the_team_has_its_screen_since_the_last_weekday(member):
    said = text_of(signed_in(member).get(URL))
    assert "Hva som er nytt siden fredag 20. november 2026" in said
    assert "Ingen er ventet i dag." in said


def test_a_specialist_sees_her_own_pupils_on_a_day_on_which_she_takes_part(talk):
    specialist = make_user_in(Role.SPECIALIST)
    mine, other = planned("Ane"), planned("Bodil")
    make_case_team_member(mine.pupil, specialist)
    client = signed_in(specialist)
    assert client.get(URL).status_code == 404
    talk.participants.create(user=specialist)
    said = text_of(client.get(URL))
    assert "Ane Holm" in said
    assert other.pupil.given_name not in said
    assert "annen elev" not in said, "Nor in a number."


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.GUARDIAN, Role.PUPIL, Role.ADMINISTRATOR])
def test_nobody_else_has_the_screen(role):
    assert signed_in(make_user_in(role)).get(URL).status_code == 404


def test_more_pupils_ask_no_more_questions(member, talk):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(URL).status_code == 200
        return len(asked)

    client = signed_in(member)
    for name in ("Ane", "Bo"):
        make_note(planned(name))
    client.get(URL)
    few = questions()
    for name in ("Cato", "Dina", "Eli", "Finn"):
        make_note(planned(name))
    assert questions() == few
    assert reverse("morning_talk") == URL
