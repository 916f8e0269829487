"""The pages of the plan: written, asked about, looked back on, and read by whom they are for."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.cases.models import StandingDecision
from skoleporten.notices.models import Notice
from skoleporten.plans import bases
from skoleporten.plans.models import LeaderTold, PlanStep
from skoleporten.presence.models import PresenceDay, Visit
from skoleporten.rules.plan import Agreed, Basis, Part, Rests
from skoleporten.web.plans.panel import due
from tests.factories import actor_of, make_case_team_member, make_school_leader, make_user_in
from tests.integration.web.plans.asking import DAY, address, monday, sent
from tests.plan_factories import (
    at,
    make_step,
    week,
)

pytestmark = pytest.mark.django_db


def test_a_case_without_a_plan_says_so_and_that_it_is_not_zero(case, team):
    page = team.get(address(case)).content.decode()
    assert "Ingen plan ennå" in page
    assert "0 min" not in page


def test_a_step_is_written_and_stands_on_the_page(case, team):
    answer = team.post(address(case, "plan/new/"), sent(case), follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    for text in ("30\u00a0min", "Leiligheten", "med Ada", "Jeg vil prøve.", "Rektor"):
        assert text in page
    assert PlanStep.objects.get().parts.get().starts == dt.time(8, 30)


def test_what_is_wrong_stands_in_the_form_and_the_text_is_kept(case, team):
    wrong = sent(case, d0p1_minutes="", fallback="Vi ringer mormor.")
    page = team.post(address(case, "plan/new/"), wrong).content.decode()
    assert "Det er ikke avtalt tid noen dag." in page
    assert "Vi ringer mormor." in team.get(address(case, "plan/new/")).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts_on": "2020-01-01"}, "Planen kan ikke begynne før eleven begynte"),
        ({"starts_on": "2090-01-01"}, "om mer enn et år"),
        ({"ends_on": "2020-01-01"}, "Den siste dagen er før den første"),
        ({"is_pause": "on"}, "det står minutter også"),
        ({"d0p1_is_remote": "on"}, "Fjernundervisning må begrunnes i loven"),
        ({"e1_adapted": "Egen inngang"}, "Ingen er navngitt"),
        ({"d0p2_minutes": "30", "d0p2_starts": "08:45"}, "oppå hverandre"),
        ({"basis": ""}, "mindre tid enn elevens vanlige timeplan"),
        ({"decided_by": ""}, "Det står ikke hvem som har bestemt det"),
        ({"answer": "not_asked", "why_not_asked": ""}, "Si hvorfor eleven ikke er spurt ennå."),
    ],
)
def test_wrong_dates_and_weeks_are_refused_with_clear_words(case, team, fields, words):
    page = team.post(address(case, "plan/new/"), sent(case, **fields)).content.decode()
    assert words in page
    assert PlanStep.objects.count() == 0


def test_two_places_in_one_day_are_two_parts(case, team):
    both = sent(case, d0p2_minutes="45", d0p2_starts="12:20", d0p2_place="class", d0p2_with_whom="Ben")
    page = team.post(address(case, "plan/new/"), both, follow=True).content.decode()
    assert "I klassen, med Ben" in page
    assert "1\u00a0t\u00a015\u00a0min" in page


def test_of_two_writers_the_second_sees_both_and_nothing_is_written_over(case, team):
    before = sent(case)
    make_step(case, week(45), starts_on=timezone.localdate(), now=timezone.now())
    answer = team.post(address(case, "plan/new/"), before)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "45\u00a0min hver dag" in page
    assert "Jeg vil prøve." in page
    assert PlanStep.objects.count() == 1
    again = team.post(address(case, "plan/new/"), sent(case, seen=PlanStep.objects.get().pk))
    assert again.status_code == 302
    assert PlanStep.objects.count() == 2


def test_two_things_at_once_are_told_and_saved(case, team):
    make_step(case, week(30), starts_on=monday(), now=at(monday()))
    answer = team.post(address(case, "plan/new/"), sent(case, usual_place="class", d0p1_minutes="45"), follow=True)
    assert "nye samtidig: tiden og stedet" in answer.content.decode()
    assert PlanStep.objects.count() == 2


def test_a_plan_without_a_basis_goes_to_the_leader_at_once_and_once(case, team):
    leader = make_school_leader(case.pupil.enrolments.get().school)
    team.post(address(case, "plan/new/"), sent(case, basis="none_yet"))
    team.post(address(case, "plan/new/"), sent(case, basis="none_yet"))
    assert LeaderTold.objects.get().has_no_basis
    assert Notice.objects.filter(user=leader).count() == 1
    client = Client()
    client.force_login(leader)
    page = client.get("/cases/told/").content.decode()
    assert case.pupil.full_name in page
    assert "Jeg vil prøve." not in page


def test_a_plan_of_0_minutes_is_an_agreed_pause_and_goes_to_the_leader_at_once(case, team):
    leader = make_school_leader(case.pupil.enrolments.get().school)
    page = team.post(
        address(case, "plan/new/"), sent(case, is_pause="on", d0p1_minutes=""), follow=True
    ).content.decode()
    assert "Avtalt pause" in page
    assert LeaderTold.objects.get().is_pause
    client = Client()
    client.force_login(leader)
    assert "avtalt pause" in client.get("/cases/told/").content.decode().lower()


def test_it_is_gone_from_the_leaders_list_when_the_basis_comes(case, team):
    leader = make_school_leader(case.pupil.enrolments.get().school)
    step = make_step(case, starts_on=monday(), now=at(monday()), rests=Rests(Basis.NONE_YET))
    client = Client()
    client.force_login(leader)
    assert case.pupil.full_name in client.get("/cases/told/").content.decode()
    basis = {
        "client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f12", "basis": "ito_decision", "decided_by": "Rektor",
        "until": (monday() + 90 * DAY).isoformat(),
    }  # fmt: skip
    assert team.post(address(case, f"plan/steps/{step.public_id}/basis/"), basis).status_code == 302
    assert case.pupil.full_name not in client.get("/cases/told/").content.decode()


def test_what_the_pupil_says_is_added_and_never_changed(case, team):
    step = make_step(case, starts_on=monday(), now=at(monday()))
    more = {
        "client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f13", "answer": "does_not_agree", "words": "Ikke i dag likevel.",
        "said_on": timezone.localdate().isoformat(), "answer_for": ["guardians"],
    }  # fmt: skip
    page = team.post(address(case, f"plan/steps/{step.public_id}/says/"), more, follow=True).content.decode()
    assert "Det går fint." in page
    assert "Ikke i dag likevel." in page
    assert step.answers.count() == 2


def test_a_step_planned_ahead_is_taken_back_with_a_reason_and_stands_in_the_history(case, team):
    step = make_step(case, starts_on=monday() + 14 * DAY, now=timezone.now())
    where = address(case, f"plan/steps/{step.public_id}/take-back/")
    page = team.post(where, {"why": "Uka er full."}, follow=True).content.decode()
    assert "Uka er full." in page
    assert "Ingen plan ennå" in page


def test_the_next_step_is_asked_about_with_its_facts_and_set_by_nobody(case, team):
    make_step(case, week(15), starts_on=monday() - 7 * DAY, now=at(monday() - 7 * DAY))
    page = team.get(address(case)).content.decode()
    assert "Et spørsmål til eleven" in page
    for way in ("Fortsette som nå", "Ta det roligere", "Avtale en pause"):
        assert way in page
    assert PlanStep.objects.count() == 1


def test_more_and_gentler_begin_the_form_with_a_small_step(case, team):
    make_step(case, week(20), starts_on=monday() - 7 * DAY, now=at(monday() - 7 * DAY))
    for start, minutes in (("more", "25"), ("gentler", "15"), ("as_now", "20")):
        page = team.get(address(case, f"plan/new/?start={start}")).content.decode()
        assert f'name="d0p1_minutes" value="{minutes}"' in page


def test_the_form_begins_with_the_decisions_that_are_written_down_on_the_case(case, team):
    today = timezone.localdate()
    given = {"document": "Elevmappa", "start": monday(), "decided_by": "Skolesjefen", "written_by": case.owner}
    until = {"end": today + 60 * DAY, "client_id": uuid.uuid4()}
    StandingDecision.objects.create(case=case, kind="ito", **given | until)
    StandingDecision.objects.create(
        case=case,
        kind="remote_teaching",
        legal_reason="§ 14-4: reisen er for lang",
        **given | {"client_id": uuid.uuid4()},
    )
    page = team.get(address(case, "plan/new/")).content.decode()
    for text in ('value="Skolesjefen"', "§ 14-4: reisen er for lang", f'value="{today + 60 * DAY:%Y-%m-%d}"'):
        assert text in page


def test_a_basis_that_is_over_is_not_carried_on_and_is_due(case, team):
    over = Rests(Basis.ITO_DECISION, "Rektor som var", monday() - DAY)
    step = make_step(case, starts_on=monday() - 14 * DAY, now=at(monday() - 14 * DAY), rests=over)
    assert "Rektor som var" not in team.get(address(case, "plan/new/")).content.decode()
    assert "det trengs noe nytt" in team.get(address(case)).content.decode()
    assert due(actor_of(case.owner), [case.pk], timezone.localdate())[case.pk].on == monday() - DAY
    later = Rests(Basis.ITO_DECISION, "Ny rektor", monday() + 30 * DAY)
    bases.add(by=actor_of(case.owner), step=step, rests=later, client_id=uuid.uuid4())
    assert due(actor_of(case.owner), [case.pk], timezone.localdate())[case.pk].on == monday() + 30 * DAY
    assert "Ny rektor" in team.get(address(case, "plan/new/")).content.decode()


def test_days_that_nobody_marked_are_told_as_such_and_not_as_none_of_none(case, team):
    make_step(case, week(15), starts_on=monday() - 14 * DAY, now=at(monday() - 14 * DAY))
    page = team.get(address(case)).content.decode()
    assert "0 av 0" not in page
    assert "avtalte dager er ikke ført" in page


def test_what_was_managed_is_told_from_the_marks_as_a_question(case, team):
    first = monday() - 7 * DAY
    make_step(case, week(15), starts_on=first, now=at(first))
    for number, minutes in enumerate((15, 20, 0, 15)):
        day = PresenceDay.objects.create(
            case=case, day=first + number * DAY, minutes=minutes, is_told=True, is_open=False,
            did_not_come=not minutes, needs_look=False,
        )  # fmt: skip
        Visit.objects.create(of_day=day, minutes=minutes, rating=4, rated_by="pupil")
    page = team.get(address(case)).content.decode()
    assert "3 av 4 avtalte dager de siste 2 ukene ble som avtalt." in page
    assert "1 dag ble lengre." in page
    assert "Vil du prøve 20\u00a0min hver dag?" in page
    assert PlanStep.objects.count() == 1


def test_a_specialist_in_the_team_reads_and_does_not_write(case):
    make_step(case, starts_on=monday(), now=at(monday()))
    specialist = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, specialist)
    client = Client()
    client.force_login(specialist)
    page = client.get(address(case)).content.decode()
    assert "30\u00a0min hver dag" in page
    assert "Det går fint." not in page
    assert client.get(address(case, "plan/new/")).status_code == 404
    assert client.post(address(case, "ladder/move/"), {}).status_code == 404


def test_a_step_kept_from_specialists_is_not_among_theirs(case):
    make_step(case, starts_on=monday(), now=at(monday()), audiences=frozenset({"pupil", "guardians", "school"}))
    specialist = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, specialist)
    client = Client()
    client.force_login(specialist)
    page = client.get(address(case)).content.decode()
    assert "30\u00a0min hver dag" not in page
    assert client.get(address(case, f"plan/steps/{PlanStep.objects.get().public_id}/")).status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.SPECIALIST, Role.ADMINISTRATOR])
def test_a_stranger_finds_no_plan_and_no_ladder(case, role):
    client = Client()
    client.force_login(make_user_in(role))
    for tail in ("plan/", "plan/new/", "plan/together/", "ladder/", "ladder/move/"):
        assert client.get(address(case, tail)).status_code == 404


def test_what_has_ended_is_read_and_not_written_in(case, team):
    make_step(case, Agreed((Part(0, 30),)), starts_on=monday(), now=at(monday()))
    case.intake.state = "closed"
    case.intake.save()
    assert team.get(address(case)).status_code == 200
    assert team.get(address(case, "plan/new/")).status_code == 404
    assert team.post(address(case, "plan/new/"), sent(case)).status_code == 404
