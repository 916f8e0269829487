"""I dag, asked as a browser does: with and without a script, on the day itself and on the day before."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.cases.caring import write_care
from skoleporten.cases.models import Case
from skoleporten.concerns import actions as concern_actions
from skoleporten.concerns.models import ConcernStep
from skoleporten.presence.models import CallHome, HomeVisit, Mark
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_school,
    make_user_in,
)
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.presence_factories import MONDAY, add_part, at, day_of, make_plan, mark

pytestmark = pytest.mark.django_db
BOARD = "/today/"


@pytest.fixture(autouse=True)
def clock(settings):
    """A morning in term, which a test moves on; a log-in outlasts what it moves."""
    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
    with time_machine.travel(at("08.20"), tick=False) as travelled:
        yield travelled


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def member():
    return make_team_member("vakt")


@pytest.fixture
def client(member):
    return signed_in(member)


@pytest.fixture
def case():
    pupil = make_pupil("Ane", "Holm")
    make_enrolment(make_school("Solvik skole"), pupil)
    return make_case(pupil)


def page(client: Client, address: str = BOARD) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def card_of(text: str, case) -> str:
    """The one card, its white space as one."""
    found = re.search(rf'<li class="card" id="case-{case.public_id}".*?</li>', text, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", found[0])


def tap(client: Client, case, kind: str, *, htmx: bool = False, **fields):
    sent = {"kind": kind, "id": str(uuid.uuid4())} | fields
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("board_mark", args=[case.public_id]), sent, headers=headers)


def state_of(text: str, case) -> str:
    found = re.search(r'data-state="(\w+)"', card_of(text, case))
    assert found
    return found[1]


def test_who_is_expected_stands_with_time_place_and_minutes(client, case):
    make_plan(case, 30, starts="08.30", place="flat")
    card = card_of(page(client), case)
    assert "Avtalt kl. 08.30, Leiligheten, 30 min" in card
    assert "Ikke ført" in card
    assert 'data-state="expected"' in card


def test_a_tap_without_a_script_leads_back_to_the_row(client, case):
    answer = tap(client, case, "arrived", place="flat")
    assert answer.status_code == 302
    assert answer["Location"] == f"/today/#case-{case.public_id}"
    card = card_of(page(client), case)
    assert "Kom kl. 08.20, Leiligheten" in card
    assert state_of(page(client), case) == "here"


def test_came_left_and_undone(client, case, clock):
    tap(client, case, "arrived")
    clock.move_to(at("08.50"))
    assert "30 min" in card_of(page(client), case)
    tap(client, case, "left")
    assert state_of(page(client), case) == "gone"
    last = re.search(r'name="about" value="([\w-]{36})"', card_of(page(client), case))
    tap(client, case, "undo", about=last[1])
    assert state_of(page(client), case) == "here"


def test_with_a_script_only_the_card_comes_back_and_says_what_was_done(client, case):
    answer = tap(client, case, "arrived", htmx=True)
    text = answer.content.decode()
    assert text.lstrip().startswith('<li class="card"')
    assert 'id="board-said"' in text
    assert "Ane: Kom kl. 08.20" in re.sub(r"\s+", " ", text)


def test_two_taps_with_the_same_id_are_one_mark(client, case):
    same = str(uuid.uuid4())
    tap(client, case, "arrived", id=same)
    tap(client, case, "arrived", id=same)
    assert Mark.objects.count() == 1


def test_what_is_no_mark_is_refused_in_words(client, case):
    answer = tap(client, case, "kept", htmx=True)
    assert "Velg" in answer.content.decode()
    assert not Mark.objects.exists()


def test_not_coming_is_said_and_is_no_zero_minutes_of_somebody_who_came(client, case):
    make_plan(case)
    tap(client, case, "not_coming")
    card = card_of(page(client), case)
    assert "Kommer ikke i dag" in card
    assert "mandag 0 min av 30 min" in card


def test_not_marked_and_zero_never_look_alike_in_the_week(client, case, clock):
    """Monday unmarked, Tuesday 0: on Wednesday the one is hollow with «?», the other a thin line."""
    make_plan(case)
    clock.move_to(at("08.20", MONDAY + dt.timedelta(days=1)))
    tap(client, case, "not_coming")
    clock.move_to(at("08.20", MONDAY + dt.timedelta(days=2)))
    card = card_of(page(client), case)
    assert "mandag ikke ført, tirsdag 0 min av 30 min, onsdag 30 min avtalt" in card
    assert card.count('class="not-known"') == 1
    assert card.count('class="none"') == 1
    assert ">?</text>" in card


def test_longer_than_the_plan_is_shown_as_more(client, case, clock):
    make_plan(case, 5, place="home_visit")
    tap(client, case, "arrived")
    clock.move_to(at("08.40"))
    tap(client, case, "left")
    assert "20 min, mer enn de avtalte 5 min" in card_of(page(client), case)


def test_no_plan_yet_and_an_agreed_pause_are_told_as_what_they_are(client, case):
    pause = make_case(make_enrolment(make_school(), make_pupil("Bo")).pupil)
    make_plan(pause, 0)
    text = page(client)
    assert "Ingen plan ennå" in card_of(text, case)
    assert "Avtalt pause" in card_of(text, pause)


def test_a_plan_changed_after_the_pupil_came_holds_from_the_next_day(client, case, clock):
    make_plan(case, 30)
    tap(client, case, "arrived")
    make_plan(case, 60, starts_on=MONDAY, written_at=at("10.00"))
    clock.move_to(at("10.10"))
    assert 'data-target="30"' in card_of(page(client), case)
    clock.move_to(at("08.10", MONDAY + dt.timedelta(days=1)))
    assert 'data-target="60"' in card_of(page(client), case)


def test_two_places_in_one_day_are_two_lines_and_the_next_one_is_tapped(client, case, clock):
    step = make_plan(case, 30, starts="08.30", place="skoleporten")
    add_part(step, 0, 45, starts="10.00", place="class", number=2)
    tap(client, case, "arrived", place="skoleporten")
    clock.move_to(at("09.00"))
    tap(client, case, "left")
    card = card_of(page(client), case)
    assert "Avtalt kl. 08.30, Skoleporten" in card
    assert "Avtalt kl. 10.00, I klassen" in card
    assert 'name="place" value="class"' in card
    assert 'data-target="75"' in card


def test_the_card_asks_to_call_home_only_after_the_agreed_delay(client, case, clock):
    make_plan(case, starts="08.30")
    clock.move_to(at("08.44"))
    assert "Ring hjem" not in card_of(page(client), case)
    clock.move_to(at("08.45"))
    assert "Ring hjem" in card_of(page(client), case)
    tap(client, case, "arrived")
    assert "Ring hjem" not in card_of(page(client), case)


def test_a_municipality_sets_the_delay_itself(client, case, clock, settings):
    settings.ASK_HOME_AFTER_MINUTES = 5
    make_plan(case, starts="08.30")
    clock.move_to(at("08.35"))
    assert "Ring hjem" in card_of(page(client), case)


def call(client, case, **fields):
    sent = {
        "whom": "other", "to_whom": "Besteforelder", "how": "phone", "at": "2026-11-23T08:50", "note": "",
        "result": "not_reached", "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    return client.post(reverse("board_call", args=[case.public_id]), sent | fields)


def test_a_call_home_is_written_down_and_told_on_the_card(client, case, clock):
    make_plan(case, starts="08.30")
    clock.move_to(at("08.50"))
    assert call(client, case).status_code == 302
    made = CallHome.objects.get()
    assert (made.to_whom, made.result, made.step) == ("Besteforelder", "not_reached", None)
    card = card_of(page(client), case)
    assert "Ringte hjem 08.50: Besteforelder, fikk ikke svar" in card
    assert "Ring hjem<" not in card


def test_a_call_home_is_a_contact_of_the_concern_that_is_open(client, case, clock):
    concern = concern_actions.open_by_person(
        by=actor_of(make_team_member()), pupil=case.pupil, school_id=None, reason="Mye borte."
    )
    clock.move_to(at("08.50"))
    guardian = make_guardianship(case.pupil, make_guardian(None, phone="90 00 00 00")).guardian
    assert "90 00 00 00" in page(client, reverse("board_call", args=[case.public_id]))
    call(client, case, whom=str(guardian.public_id), to_whom="", result="reached")
    step = ConcernStep.objects.get(concern=concern)
    assert (step.kind, step.guardian, step.result) == ("home_contacted", guardian, "reached")
    assert CallHome.objects.get().step == step


def test_whoever_is_barred_is_not_among_those_to_call(client, case):
    barred = make_guardianship(
        case.pupil, make_guardian(None, phone="91 11 11 11"), barred_from=MONDAY, barred_source="Vedtak"
    )
    assert barred.guardian.phone not in page(client, reverse("board_call", args=[case.public_id]))


def test_a_home_visit_is_seen_by_the_others_and_the_passed_time_is_told_quietly(client, case, clock):
    sent = {"case": str(case.public_id), "back_at": "10:00", "with_whom": "", "client_id": str(uuid.uuid4())}
    assert client.post(reverse("board_go_out"), sent).status_code == 302
    colleague = signed_in(make_team_member("kollega"))
    text = page(colleague)
    assert "Vakt er hos Ane siden 08.20, ventes tilbake kl. 10.00." in text
    assert "Tiden er gått" not in text
    clock.move_to(at("10.01"))
    assert "Tiden er gått" in page(signed_in(make_team_member()))
    visit = HomeVisit.objects.get()
    colleague.post(reverse("board_come_back", args=[visit.public_id]))
    visit.refresh_from_db()
    assert visit.back_said_by.username == "kollega"
    assert "er hos Ane" not in page(signed_in(make_team_member()))


def test_a_home_visit_that_would_be_over_already_is_refused(client, case):
    sent = {"case": str(case.public_id), "back_at": "08:00", "client_id": str(uuid.uuid4())}
    assert "senere i dag" in client.post(reverse("board_go_out"), sent).content.decode()
    assert not HomeVisit.objects.exists()


def test_care_and_numbers_are_on_the_pupils_own_page_and_not_on_the_board(client, case):
    write_care(
        by=actor_of(case.owner), case=case, seen_version=0,
        texts={"fetched_by": "Farfar", "transport": "Taxi", "numbers": "90 12 34 56", "notes": "Trenger ro."},
    )  # fmt: skip
    board = page(client)
    assert "Farfar" in board
    assert "Taxi" in board
    assert "90 12 34 56" not in board
    assert "Trenger ro" not in board
    own = page(client, reverse("board_pupil", args=[case.public_id]))
    assert "90 12 34 56" in own
    assert "Trenger ro" in own


def visit_form(case, **fields) -> dict[str, str]:
    visit = day_of(case).visits.get()
    return {
        "visit": (visit.arrivals or visit.leavings)[0], "day": MONDAY.isoformat(), "arrived": "08:20", "left": "",
        "place": "", "with_whom": "", "client_id": str(uuid.uuid4()),
    } | fields  # fmt: skip


def test_a_time_a_place_and_who_was_there_are_corrected_by_new_events(client, case):
    tap(client, case, "arrived", place="flat")
    sent = visit_form(case, arrived="08:05", place="gaming_room", with_whom="Ali")
    address = reverse("board_pupil", args=[case.public_id])
    assert client.post(address, sent).status_code == 302
    visit = day_of(case).visits.get()
    assert (visit.arrived_at, visit.place, visit.with_whom) == (at("08.05"), "gaming_room", "Ali")
    first = Mark.objects.get(kind="arrived")
    assert (first.at, first.place) == (at("08.20"), "flat")
    assert Event.objects.filter(action="presence.marked").count() == Mark.objects.count()


def test_what_nobody_changed_is_not_written(client, case):
    tap(client, case, "arrived", place="flat")
    client.post(reverse("board_pupil", args=[case.public_id]), visit_form(case, place="flat"))
    assert Mark.objects.count() == 1


def test_how_it_was_is_the_pupils_own_and_says_who_chose(client, case, clock):
    tap(client, case, "arrived")
    clock.move_to(at("09.00"))
    tap(client, case, "left")
    assert "Hvordan var det?" in card_of(page(client), case)
    address = reverse("board_pupil", args=[case.public_id])
    wrong = client.post(address, visit_form(case, left="09:00", rating="4"))
    assert "hvem som valgte" in wrong.content.decode()
    client.post(address, visit_form(case, left="09:00", rating="4", rated_by="pupil", word="Helt greit"))
    visit = day_of(case).visits.get()
    assert (visit.rating, visit.rated_by, visit.word) == (4, "pupil", "Helt greit")
    assert "Hvordan var det?" not in card_of(page(client), case)


def test_a_mark_on_the_wrong_day_is_moved_to_the_right_one(client, case):
    tap(client, case, "arrived")
    friday = MONDAY - dt.timedelta(days=3)
    sent = visit_form(case, day=friday.isoformat(), left="08:40")
    client.post(reverse("board_pupil", args=[case.public_id]), sent)
    assert day_of(case) is None
    moved = day_of(case, friday)
    assert moved.minutes == 20


def test_a_visit_that_nobody_marked_is_written_down_afterwards(client, case):
    friday = MONDAY - dt.timedelta(days=3)
    address = reverse("board_pupil", args=[case.public_id]) + f"?day={friday.isoformat()}"
    sent = {
        "visit": "new", "day": friday.isoformat(), "arrived": "10.00", "left": "10.05", "place": "home_visit",
        "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert day_of(case, friday).minutes == 5
    assert Mark.objects.count() == 2


@pytest.mark.parametrize(
    ("arrived", "left", "words"),
    [("09:00", "08:00", "ikke gå før"), ("08:00", "23:00", "fram i tid"), ("", "", "når eleven kom")],
)
def test_an_impossible_visit_is_refused_in_words(client, case, arrived, left, words):
    sent = {
        "visit": "new", "day": MONDAY.isoformat(), "arrived": arrived, "left": left, "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    with time_machine.travel(at("12.00"), tick=False):
        assert words in client.post(reverse("board_pupil", args=[case.public_id]), sent).content.decode()
    assert not Mark.objects.exists()


def test_one_looks_a_day_back_and_no_further_than_today(client, case):
    text = page(client, "/today/?day=2026-11-20")
    assert "fredag 20. november 2026" in text
    assert "data-tap" not in text
    assert "?day=2026-11-24" not in page(client)
    assert page(client, "/today/?day=nonsense")


# Protected identity ---------------------------------------------------------------------------------------------------
@pytest.fixture
def protected(case):
    case.pupil.protected = True
    case.pupil.save()
    return case


def test_a_protected_pupil_is_on_the_board_only_of_whoever_is_named(client, protected):
    assert str(protected.public_id) not in page(client)


def test_a_protected_pupil_has_initials_on_the_board_and_no_device_keeps_them(member, client, protected):
    grant = make_grant(member, Role.TEAM)
    type(grant).objects.filter(pk=grant.pk).update(pupil=protected.pupil)
    make_plan(protected)
    text = page(client)
    card = card_of(text, protected)
    assert "A. H." in card
    assert "data-not-kept" in card
    assert "Ane" not in text
    assert "Holm" not in text


# Who sees the board ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.SPECIALIST, Role.ADMINISTRATOR, Role.MUNICIPALITY, Role.RESEARCHER]
)
def test_nobody_else_has_a_board(case, role):
    client = signed_in(make_user_in(role))
    assert client.get(BOARD).status_code == 404
    assert tap(client, case, "arrived").status_code == 404
    assert not Mark.objects.exists()


def test_the_family_has_no_board(case):
    assert signed_in(make_user_in(Role.GUARDIAN)).get(BOARD).status_code == 404
    assert signed_in(make_user_in(Role.PUPIL)).get(BOARD).status_code == 404


def test_whoever_is_barred_or_of_the_family_has_no_card_of_the_pupil(case):
    user = make_team_member()
    make_guardianship(case.pupil, make_guardian(user), barred_from=MONDAY, barred_source="Vedtak")
    client = signed_in(user)
    assert str(case.public_id) not in page(client)
    assert client.get(reverse("board_pupil", args=[case.public_id])).status_code == 404
    assert tap(client, case, "arrived").status_code == 404


def test_a_case_that_has_ended_is_on_no_board(client, case):
    case.intake.state = "closed"
    case.intake.save()
    assert str(case.public_id) not in page(client)
    assert client.get(reverse("board_pupil", args=[case.public_id])).status_code == 404


def test_each_pupil_of_the_board_is_in_the_read_log(client, case):
    page(client)
    event = Event.objects.filter(action="presence.board").get()
    assert [row.pupil for row in event.pupils.all()] == [case.pupil.public_id]


# The history ----------------------------------------------------------------------------------------------------------
def history(client, case) -> str:
    return re.sub(r"\s+", " ", page(client, reverse("case_presence", args=[case.public_id])))


def test_the_history_tells_who_marked_and_corrected_what(client, case, member):
    tap(client, case, "arrived", place="flat")
    client.post(reverse("board_pupil", args=[case.public_id]), visit_form(case, arrived="08:05", place="flat"))
    text = history(client, case)
    assert "Kom, 08.20, Leiligheten – Vakt" in text
    assert "Rettet: mandag 23. november 2026 08.05 – Vakt" in text


def test_both_times_are_shown_where_a_device_was_an_hour_off(client, case, member):
    mark(actor_of(member), case, "arrived", at("09.10"), now=at("08.15"), sent_at=at("09.15"))
    assert "enheten sa 09.10" in history(client, case)


def test_the_owner_decides_between_two_people_who_said_different_things(client, case, member):
    mark(actor_of(member), case, "arrived", at("08.00"), place="flat")
    mark(actor_of(make_team_member()), case, "arrived", at("08.03"), place="outing")
    assert "To personer førte to ulike steder" in history(client, case)
    assert "Dette stemmer" not in history(client, case)
    owner = signed_in(case.owner)
    assert "Dette stemmer" in history(owner, case)
    wrong, right = Mark.objects.order_by("at")
    decide = reverse("case_presence_decide", args=[case.public_id])
    sent = {"keep": str(right.mark_id), "other": str(wrong.mark_id), "client_id": str(uuid.uuid4())}
    client.post(decide, sent)
    assert day_of(case).needs_look
    owner.post(decide, sent)
    assert not day_of(case).needs_look
    assert day_of(case).visits.get().place == "outing"
    assert Mark.objects.filter(kind="kept", about=right.mark_id).exists()


def test_a_mark_that_is_held_counts_when_the_owner_keeps_it(case, member):
    mark(actor_of(member), case, "arrived", at("09.00"), now=at("08.15"))
    held = Mark.objects.get()
    owner = signed_in(case.owner)
    assert "Klokken på enheten kan ha gått feil" in history(owner, case)
    owner.post(reverse("case_presence_decide", args=[case.public_id]), {"keep": str(held.mark_id)})
    assert day_of(case).is_told


def test_a_held_mark_may_be_left_out(case, member):
    mark(actor_of(member), case, "arrived", at("09.00"), now=at("08.15"))
    owner = signed_in(make_lead())
    held = Mark.objects.get()
    owner.post(reverse("case_presence_decide", args=[case.public_id]), {"leave_out": str(held.mark_id)})
    assert day_of(case) is None


def test_not_left_is_looked_at_the_day_after_and_corrected(client, case, clock):
    tap(client, case, "arrived")
    assert "ikke ført den dagen" not in history(client, case)
    clock.move_to(at("08.00", MONDAY + dt.timedelta(days=1)))
    client = signed_in(make_team_member())
    assert "«Gikk» er ikke ført den dagen" in history(client, case)
    address = reverse("board_pupil", args=[case.public_id]) + f"?day={MONDAY.isoformat()}"
    client.post(address, visit_form(case, left="09:00"))
    assert day_of(case).minutes == 40
    assert "ikke ført den dagen" not in history(client, case)


def test_the_two_numbers_say_of_what_they_are_and_what_is_missing(client, case, clock):
    make_plan(case, 30)
    Case.objects.filter(pk=case.pk).update(opened_at=at("08.00") - dt.timedelta(days=14))
    tap(client, case, "arrived")
    clock.move_to(at("08.35"))
    tap(client, case, "left")
    assert "15 min av 30 min" not in history(client, case)
    clock.move_to(at("08.35") + dt.timedelta(days=1))
    text = history(client, case)
    assert "Av den avtalte planen" in text
    assert "15 min av 30 min på 1 dag; 10 dager er ikke ført" in text
    assert "Av den vanlige timeplanen" in text
    assert "I dag er med i de to tallene når dagen er over" in text


def test_a_specialist_who_is_named_reads_the_history_and_changes_nothing(case, member):
    mark(actor_of(member), case, "arrived", at("08.00"), place="flat")
    mark(actor_of(make_team_member()), case, "arrived", at("08.03"), place="outing")
    named = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, named)
    client = signed_in(named)
    text = history(client, case)
    assert "Kom, 08.00" in text
    assert "Rett tidene" not in text
    assert "To personer" not in text
    decide = reverse("case_presence_decide", args=[case.public_id])
    assert client.post(decide, {"keep": str(Mark.objects.first().mark_id)}).status_code == 404
    stranger = signed_in(make_user_in(Role.SPECIALIST))
    assert stranger.get(reverse("case_presence", args=[case.public_id])).status_code == 404


# What it costs --------------------------------------------------------------------------------------------------------
def fill(number: int) -> None:
    """Each with a plan and a visit of the day before, of one school."""
    school, lead = make_school(), make_lead()
    for _ in range(number):
        made = make_case(make_enrolment(school, make_pupil()).pupil, lead)
        make_plan(made)
        mark(actor_of(lead), made, "arrived", at("08.00"))
        mark(actor_of(lead), made, "left", at("08.20"))


def test_a_longer_board_asks_the_database_no_more_than_a_short_one(member):
    counted = []
    for _ in range(2):
        fill(2 if not counted else 6)
        client = signed_in(member)
        page(client)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[0] <= 40
