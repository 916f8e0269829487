"""The pages of the plan and the ladder: written, asked about, looked back on, and read by whom they are for."""

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
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Agreed, Basis, Part, Rests
from skoleporten.web.plans.panel import due
from tests.factories import actor_of, make_case_team_member, make_school_leader, make_user_in
from tests.intake_factories import make_team_member
from tests.plan_factories import (
    at,
    make_move,
    make_planned_case,
    make_pupil_at_school,
    make_step,
    week,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def monday() -> dt.date:
    today = timezone.localdate()
    return today - today.weekday() * DAY


@pytest.fixture
def case():
    """Begun eight weeks ago, with a calendar of sixteen weeks around today."""
    first = monday() - 8 * 7 * DAY
    return make_planned_case(make_pupil_at_school(first, weeks=16), opened_at=at(first))


@pytest.fixture
def team(case) -> Client:
    client = Client()
    client.force_login(make_team_member())
    return client


def address(case, tail: str = "plan/") -> str:
    return f"/cases/{case.public_id}/{tail}"


def sent(case, **fields) -> dict[str, object]:
    """What a filled-in form sends."""
    seen = case.plan_steps.order_by("-pk").first()
    start = timezone.localdate()
    return {
        "client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f11",
        "seen": seen.pk if seen else 0,
        "what_changes": "minutes",
        "usual_place": "flat",
        "usual_people": "Ada",
        "d0p1_minutes": "30",
        "d0p1_starts": "08:30",
        "starts_on": start.isoformat(),
        "answer": "agrees",
        "words": "Jeg vil prøve.",
        "said_on": start.isoformat(),
        "basis": "ito_decision",
        "decided_by": "Rektor",
        "until": (start + 90 * DAY).isoformat(),
        "audiences": ["pupil", "guardians", "school", "specialists"],
    } | fields


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


def test_the_pupil_answers_one_question_at_a_time_and_nothing_is_lost_between(case, team):
    make_step(case, week(20), starts_on=monday() - 7 * DAY, now=at(monday() - 7 * DAY))
    start = address(case, "plan/together/")
    assert "Hei, Kari" in team.get(start).content.decode()
    assert "Hvem du møter" in team.get(f"{start}change/").content.decode()
    answers = {
        "change": {"what_changes": "place"},
        "week": {f"d{day}p1_minutes": "20" for day in range(5)} | {f"d{day}p1_starts": "08:30" for day in range(5)},
        "place": {"usual_place": "gaming_room"},
        "people": {"usual_people": "Ben"},
        "hard_day": {"fallback": "Jeg sender en melding."},
        "words": {"answer": "in_part", "words": "Bare gamingrommet.", "answer_for": ["guardians"]},
    }
    for question, given in answers.items():
        assert team.get(f"{start}{question}/").status_code == 200
        answer = team.post(f"{start}{question}/", given)
        assert answer.status_code == 302, (question, answer.content.decode()[:3000])
    look = team.get(f"{start}look/").content.decode()
    for text in (
        "Stedet",
        "20\u00a0min hver dag",
        "Gamingrommet",
        "Ben",
        "Jeg sender en melding.",
        "Bare gamingrommet.",
    ):
        assert text in look
    assert PlanStep.objects.count() == 1
    form = team.get(address(case, "plan/new/")).content.decode()
    assert "Bare gamingrommet." in form
    assert "Jeg sender en melding." in form


@pytest.mark.parametrize("question", ["", "change/", "week/", "words/", "look/"])
def test_while_the_pupil_holds_the_tablet_there_is_no_menu_to_other_pupils(case, team, question):
    page = team.get(address(case, f"plan/together/{question}")).content.decode()
    assert "site-nav" not in page
    assert 'href="/pupils/' not in page
    assert 'href="/cases/"' not in page


def test_the_tablet_does_not_offer_that_the_pupil_is_not_asked(case, team):
    page = team.get(address(case, "plan/together/words/")).content.decode()
    assert "not_asked" not in page


def test_the_small_steps_show_where_the_pupil_has_been_is_and_may_go_in_words_too(case, team):
    make_step(case, week(5), starts_on=monday() - 14 * DAY, now=at(monday() - 14 * DAY))
    make_step(case, week(30), starts_on=monday() - 7 * DAY, now=at(monday() - 7 * DAY))
    page = team.get(address(case)).content.decode()
    assert 'class="stair-here"' in page
    assert "Her nå: 30\u00a0min." in page
    assert page.count('class="stair-been"') == 1
    assert "har vært brukt" in page


def test_the_ladder_goes_on_back_and_stays_with_a_row_for_each(case, team):
    today = timezone.localdate()
    for number, (rung, kind) in enumerate(
        [("routine", "begynner her"), ("welcome", "runde til"), ("welcome", "en stund til"), ("group", "hopper fram")]
    ):
        last = case.rung_moves.order_by("on", "pk").last()
        given = {
            "client_id": f"7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f2{number}", "seen": last.pk if last else 0, "to": rung,
            "on": today.isoformat(), "why": f"Grunn {number}",
        }  # fmt: skip
        page = team.post(address(case, "ladder/move/"), given, follow=True).content.decode()
        assert kind in page
        assert f"Grunn {number}" in page
    assert case.rung_moves.count() == 4


def test_a_move_from_an_old_page_shows_both(case, team):
    make_move(case, Rung.ROUTINE, on=monday())
    given = {
        "client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f31", "seen": 0, "to": "group",
        "on": timezone.localdate().isoformat(), "why": "Min grunn",
    }  # fmt: skip
    answer = team.post(address(case, "ladder/move/"), given)
    assert answer.status_code == 409
    assert "Vi er blitt kjent." in answer.content.decode()
    assert "Min grunn" in answer.content.decode()


@pytest.mark.parametrize("on", ["2020-01-01", "2090-01-01"])
def test_a_move_on_a_wrong_day_is_refused_with_clear_words(case, team, on):
    given = {"client_id": "7b0c5f0e-9f0b-4a55-9d2e-0d6a4a9f6f32", "seen": 0, "to": "group", "on": on, "why": "Grunn"}
    page = team.post(address(case, "ladder/move/"), given).content.decode()
    assert "Eleven hadde ikke begynt" in page or "Dagen har ikke kommet ennå" in page
    assert case.rung_moves.count() == 0


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
