"""The demo's cases: at every step of the way, with days behind them, made through the actions of people."""

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.access.actor import software
from skoleporten.access.models import Role, User
from skoleporten.audit.models import Event
from skoleporten.cases.models import Care, Case, FollowUp, StandingDecision
from skoleporten.cli.demo_cases import WAYS, make_cases
from skoleporten.cli.demo_family import make_family
from skoleporten.judgement.models import Decision, Goal, Measure, Note
from skoleporten.people.models import PupilAccount
from skoleporten.plans.models import PlanExpectation, PlanStep
from skoleporten.plans.queries import current_rung
from skoleporten.presence.models import PresenceDay
from skoleporten.rules.ladder import Rung
from skoleporten.rules.transitions import Stage
from tests.factories import make_enrolment, make_grant, make_pupil, make_school, make_user
from tests.follow_up_factories import at, make_calendar
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def cases(time_machine) -> list[Case]:
    """Three of the ways, the longest among them."""
    time_machine.move_to(at(TODAY, 12))
    school = make_school("Solvik skole", 1, 10)
    make_calendar(school, dt.date(2025, 8, 18), dt.date(2026, 6, 19))
    make_calendar(school)
    for name, role in (("leder", Role.LEAD), ("team", Role.TEAM)):
        make_grant(make_user(name), role, start=dt.date(2025, 1, 1), end=dt.date(2027, 7, 31))
    pupils = [make_pupil(birth_date=dt.date(2013, 3, number + 1)) for number in range(3)]
    for pupil in pupils:
        make_enrolment(school, pupil, 7)
    make_cases(TODAY, pupils)
    return list(Case.objects.order_by("pk"))


def test_each_case_has_a_believable_story(cases):
    """One test, as the half-year of three pupils takes its time to make."""
    assert [case.stage for case in cases] == [Stage.ACTIVE, Stage.ACTIVE, Stage.CLOSED]
    assert current_rung(cases[-1], TODAY) == Rung.ORDINARY
    for case in cases[1:]:
        days = PresenceDay.objects.filter(case=case)
        assert days.filter(minutes__gt=0).count() > 10
        assert all(case.opened_at.date() <= day.day <= TODAY for day in days)
        for model in (PlanStep, Note, Goal):
            assert model.objects.filter(case=case).exists()
        assert Decision.objects.filter(round__case=case).get().story.words
    minutes = [step.agreed.week_minutes for step in PlanStep.objects.filter(case=cases[-1]).order_by("starts_on")]
    assert minutes == sorted(minutes)
    assert (minutes[0], minutes[-1]) == (10, 1500)
    assert {one.chooses for one in PlanExpectation.objects.all()} == {"between"}
    last = Measure.objects.get(case=cases[-1])
    assert (last.evaluations.count(), last.ended_on is not None) == (2, True)
    assert last.evaluations.first().figures["after"]
    assert Note.objects.filter(case=cases[-1]).earliest("written_at").written_at.date() < dt.date(2026, 7, 1)
    assert Care.objects.count() == 3
    assert StandingDecision.objects.filter(case=cases[-1], kind="ito").exists()
    lead = signed_in(User.objects.get(username="leder"))
    for page in ("case", "plan", "case_loop", "case_presence", "case_printed"):
        assert lead.get(reverse(page, args=[cases[1].public_id])).status_code == 200
    assert FollowUp.objects.get(handing_back__case=cases[-1]).seen
    told = set(Event.objects.values_list("action", flat=True))
    assert {"case.opened", "plans.step_written", "presence.marked", "cases.way_back_written"} <= told
    the_family_has_a_teacher_and_somebody_to_reach()


def the_family_has_a_teacher_and_somebody_to_reach():
    make_family(software("demo"), TODAY)
    pupil = PupilAccount.objects.get(user__username="elev2").pupil
    teacher, child = (signed_in(User.objects.get(username=name)) for name in ("larer2", "elev2"))
    lesson = teacher.get(reverse("for_the_lesson", args=[pupil.public_id])).content.decode()
    assert "At noen møter meg ute." in lesson
    assert "Når alle snur seg." not in lesson
    now = child.get(reverse("adult_now", args=[pupil.public_id])).content.decode()
    assert "har vakt i Skoleporten nå" in now


def test_the_ways_are_twenty_six_of_every_length():
    assert len(WAYS) == 26
    assert {way for _weeks, _pace, way in WAYS} >= {
        "no_plan",
        "pause",
        "at_home",
        "back",
        "hold",
        "two_places",
        "closed",
    }
