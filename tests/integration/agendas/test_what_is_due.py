"""An agenda is made of what is due, from each part of the product; nobody has written it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skoleporten.agendas.models import Item
from skoleporten.intake import owners
from skoleporten.meetings.models import Meeting
from tests.agenda_factories import (
    COORDINATION,
    DEVELOPMENT,
    GUIDANCE,
    INTAKE,
    keys_of,
    make_agenda_meeting,
    make_assessed,
    make_due_measure,
    make_item,
    seen_by,
)
from tests.case_factories import make_named_case
from tests.consent_factories import consent_in_force
from tests.factories import actor_of, make_calendar_day, make_enrolment, make_pupil, make_school
from tests.handing_back_factories import make_way_back
from tests.intake_factories import make_case, make_intake, make_lead, make_referral, make_team_member
from tests.presence_factories import add_part, at, make_plan, mark

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def team():
    return make_team_member()


@pytest.fixture
def today():
    return timezone.localdate()


def sections(view) -> dict[str, str]:
    """By section the words of its last line."""
    return {one.section: one.words for one in view.entries}


def test_guidance_evaluates_measures_and_what_is_assessed(team, today):
    case = make_named_case()
    measure = make_due_measure(case)
    later = make_due_measure(make_named_case(), today + 8 * A_DAY)
    turn = make_assessed(make_named_case())
    view = seen_by(make_agenda_meeting(GUIDANCE), team)
    assert keys_of(view) == [f"measure:{measure.public_id}", f"round:{turn.public_id}"]
    assert view.entries[0].words == "Evaluer tiltaket: Vi møtes ved benken."
    assert view.entries[0].pupil == case.pupil
    assert [one.number for one in view.entries] == [1, 2]
    next_week = seen_by(make_agenda_meeting(GUIDANCE, today + 8 * A_DAY), team)
    assert f"measure:{later.public_id}" in keys_of(next_week), "What falls due before the meeting belongs to it."


def test_an_intake_meeting_takes_new_referrals_and_what_waits_for_an_answer(team, today):
    new = make_referral(make_intake()).intake
    in_intake = make_intake(state="in_intake")
    waits = {"state": "waiting", "followed_up_by": team}
    due, not_yet = (make_intake(next_review=day, **waits) for day in (today, today + A_DAY))
    view = seen_by(make_agenda_meeting(INTAKE), team)
    assert set(keys_of(view)) == {f"intake:{one.public_id}" for one in (new, in_intake, due)}
    assert f"intake:{not_yet.public_id}" not in keys_of(view)
    assert view.entries[0].section == "new_referrals"


def test_one_whom_nobody_has_found_in_the_register_is_on_the_leads_agenda_only(team):
    intake = make_intake(pupil_is_known=False)
    make_referral(intake, told_given_name="Siri", told_family_name="Dal")
    meeting = make_agenda_meeting(INTAKE)
    assert keys_of(seen_by(meeting, make_lead())) == [f"intake:{intake.public_id}"]
    assert keys_of(seen_by(meeting, team)) == []


def test_coordination_takes_offered_owners_plans_consents_and_the_way_back(team, today):
    offered, ends, asked, back = (make_named_case() for _each in range(4))
    owners.offer(by=actor_of(offered.owner), intake=offered.intake, to=team)
    make_plan(ends, ends_on=today + 10 * A_DAY)
    make_plan(asked, ends_on=today + 60 * A_DAY)
    consent = consent_in_force(asked.pupil, valid_until=today + 20 * A_DAY)
    back.intake.state = "handing_back"
    back.intake.save()
    view = seen_by(make_agenda_meeting(COORDINATION), team)
    assert {one.key.split(":")[0] for one in view.entries} == {"offer", "plan", "consent", "handing-back"}
    said = sections(view)
    assert said["offers"] == f"{team} blir bedt om å ta over"
    assert said["plans"] == "Planen slutter"
    assert said["handing_back"] == "På vei tilbake til skolen: ingen dag er avtalt"
    assert f"consent:{consent.public_id}" in keys_of(view)
    assert [one.on for one in view.entries if one.section == "plans"] == [today + 10 * A_DAY]


def test_a_plan_that_another_takes_the_place_of_does_not_end(team, today):
    case = make_named_case()
    make_plan(case, ends_on=today + 5 * A_DAY)
    make_plan(case, starts_on=today + 6 * A_DAY)
    assert keys_of(seen_by(make_agenda_meeting(COORDINATION), team)) == []


def test_the_way_back_stands_from_two_weeks_before_and_then_at_each_time_somebody_asks(team, today):
    case = make_named_case(state="handing_back")
    row = make_way_back(case, taken_over_on=today + 14 * A_DAY)
    meeting = make_agenda_meeting(COORDINATION)
    assert sections(seen_by(meeting, team)) == {"handing_back": "Skolen tar over"}
    row.taken_over_on = today + 15 * A_DAY
    row.save()
    assert keys_of(seen_by(meeting, team)) == []
    row.taken_over_on = today - 28 * A_DAY
    row.save()
    assert "Spør hvordan det går på skolen" in [one.words for one in seen_by(meeting, team).entries]


def test_an_ended_case_that_is_to_be_asked_about_is_on_the_leads_agenda_and_nobody_elses(team, today):
    from tests.case_factories import make_closed_case

    case = make_named_case(state="handing_back")
    make_way_back(case, taken_over_on=today - 28 * A_DAY)
    closed = make_closed_case()
    closed.handingbacks.create(
        client_id=case.public_id, to="other", school_name="X", taken_over_on=today - 28 * A_DAY, written_by=closed.owner
    )
    meeting, lead = make_agenda_meeting(COORDINATION), make_lead()
    key = f"asks-weeks_4:{closed.public_id}"
    assert key in keys_of(seen_by(meeting, lead))
    assert seen_by(meeting, lead).entry(key).pupil == closed.pupil
    assert key not in keys_of(seen_by(meeting, team))


@pytest.fixture
def planned(today):
    """A pupil who is expected each school day; the school has a calendar of the last weeks."""
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil)
    case = make_case(pupil)
    make_plan(case)
    days = [today - number * A_DAY for number in range(20, 0, -1)]
    school_days = [day for day in days if day.weekday() < 5]
    for day in school_days:
        make_calendar_day(school, day)
    return case, school_days


def absent(case, day):
    mark(actor_of(case.owner), case, "not_coming", at("08.00", day))


def test_three_planned_days_without_coming_are_on_the_agenda(team, planned):
    case, days = planned
    for day in days[-3:]:
        absent(case, day)
    view = seen_by(make_agenda_meeting(COORDINATION), team)
    assert keys_of(view) == [f"presence:{case.public_id}"]
    assert view.entries[0].words == "Kom ikke de siste 3 planlagte dagene"
    assert view.entries[0].on == days[-1]


def test_days_not_known_are_not_counted(team, planned):
    case, days = planned
    meeting = make_agenda_meeting(COORDINATION)
    for day in (days[-5], days[-1]):
        absent(case, day)
    assert keys_of(seen_by(meeting, team)) == [], "Nobody marked the three days between them."
    absent(case, days[-3])
    words = seen_by(meeting, team).entries[0].words
    assert words == "Kom ikke de siste 3 planlagte dagene; om 2 til er ingenting kjent"


def test_only_days_that_the_plan_expected_are_counted(team, planned):
    """Expected on Mondays alone: three days away in one week are none of them."""
    case, days = planned
    step = make_plan(case, 0, is_pause=False, starts_on=days[0])
    add_part(step, 0, 60, starts="09.00", place="flat")
    not_monday = [day for day in days if day.weekday() != 0][-4:]
    for day in not_monday:
        absent(case, day)
    assert keys_of(seen_by(make_agenda_meeting(COORDINATION), team)) == []


def test_whoever_came_since_is_not_among_them(team, planned):
    case, days = planned
    for day in days[-4:-1]:
        absent(case, day)
    mark(actor_of(case.owner), case, "arrived", at("09.00", days[-1]))
    assert keys_of(seen_by(make_agenda_meeting(COORDINATION), team)) == []


def held(kind: str, day: dt.date) -> Meeting:
    return make_agenda_meeting(kind, day, state=Meeting.State.HELD)


def test_what_the_last_meeting_left_open_is_carried_until_it_is_done(team, today):
    case, measured = make_named_case(), make_named_case()
    first = held(GUIDANCE, today - 14 * A_DAY)
    own = make_item(first, case.intake, "Spør om drosje")
    carried = make_item(first, measured.intake, "Se på rommet", key="measure:x", state="carried", added_by=None)
    make_item(first, words="Ferdig", state="done")
    make_item(first, words="Fra kilden", key="measure:gone", added_by=None)
    meeting = make_agenda_meeting(GUIDANCE)
    view = seen_by(meeting, team)
    assert {one.key: one.words for one in view.entries} == {own.key: "Spør om drosje", carried.key: "Se på rommet"}
    assert {one.section for one in view.entries} == {"left_open"}
    second = held(GUIDANCE, today - 7 * A_DAY)
    make_item(second, case.intake, key=own.key, state="done")
    assert keys_of(seen_by(meeting, team)) == [carried.key]
    make_item(second, measured.intake, key=carried.key, state="open", added_by=None)
    assert keys_of(seen_by(meeting, team)) == [carried.key], "Until somebody says that it is done."
    assert keys_of(seen_by(make_agenda_meeting(COORDINATION), team)) == [], "Each kind has its own."


def test_a_measure_carried_and_still_due_stands_once_among_the_measures(team, today):
    measure = make_due_measure(make_named_case())
    make_item(
        held(GUIDANCE, today - 14 * A_DAY), measure.case.intake, key=f"measure:{measure.public_id}", state="carried"
    )
    view = seen_by(make_agenda_meeting(GUIDANCE), team)
    assert [one.section for one in view.entries] == ["measures"]


def test_development_takes_no_pupil(team):
    make_due_measure(make_named_case())
    assert keys_of(seen_by(make_agenda_meeting(DEVELOPMENT), team)) == []


def test_a_meeting_of_no_kind_takes_everything(team):
    measure = make_due_measure(make_named_case())
    meeting = make_agenda_meeting()
    meeting.kind, meeting.title = None, "Ekstra møte"
    meeting.save()
    assert keys_of(seen_by(meeting, team)) == [f"measure:{measure.public_id}"]


def test_the_time_is_that_of_the_sections_until_somebody_sets_another(team):
    case = make_named_case()
    make_due_measure(case)
    meeting = make_agenda_meeting(GUIDANCE, minutes=30)
    make_item(meeting, minutes=25)
    time = seen_by(meeting, team).time
    assert (time.minutes, time.of_minutes, time.left) == (35, 30, -5)


def test_nothing_is_stored_by_looking(team):
    make_due_measure(make_named_case())
    seen_by(make_agenda_meeting(GUIDANCE), team)
    assert not Item.objects.exists()


def test_sixty_cases_ask_no_more_questions_than_two(team, today):
    meeting = make_agenda_meeting()
    meeting.kind, meeting.title = None, "Alt"
    meeting.save()

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert seen_by(meeting, team).entries
        return len(asked)

    for _each in range(2):
        make_due_measure(make_named_case())
        make_intake()
    few = questions()
    for _each in range(8):
        make_due_measure(make_named_case())
        make_intake()
    assert questions() == few <= 30
