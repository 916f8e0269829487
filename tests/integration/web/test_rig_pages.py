"""The rig's pages: who does what, rooms, services, capacity and days away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit.models import EventPupil
from skoleporten.rig.models import Away, Booking, Capacity, Function, Holding, Room, Service
from tests.case_factories import make_named_case, make_part
from tests.factories import make_guardian, make_guardianship, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.meeting_factories import make_team_meeting, shipped_kind
from tests.pages import signed_in
from tests.plan_factories import make_planned_case, make_step, week
from tests.rig_factories import make_away, make_booking, make_holding, make_room, make_service

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 2)
A_MONDAY = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def a_working_day() -> Iterator[None]:
    with time_machine.travel(A_MONDAY):
        yield


def page(user, name: str, **given) -> str:
    query = given.pop("query", "")
    answer = signed_in(user).get(reverse(name, kwargs=given) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(user, name: str, values: dict, status: int = 302, **given) -> str:
    answer = signed_in(user).post(reverse(name, kwargs=given), {"client_id": str(uuid.uuid4()), **values})
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def today() -> dt.date:
    return timezone.localdate()


# The overview ---------------------------------------------------------------------------------------------------------
def test_a_function_that_nobody_holds_is_shown_as_open_and_who_is_here_by_name():
    siri, bo = make_team_member("siri"), make_team_member("bo")
    make_holding(siri, "social-educator")
    make_away(bo, siri)
    shown = page(siri, "rig")
    assert shown.count("Ledig: ingen har den nå") == 11
    assert "Ledig: ingen har den nå, og det skal være 3" in shown
    assert "1 til er ledig" in shown
    assert "Kommer når noen spør" in shown
    assert "Siri tar over." in shown
    assert "<li>Siri</li>" in shown
    assert "<li>Bo</li>" not in shown


def test_on_a_day_off_nobody_is_said_to_be_here():
    siri = make_team_member("siri")
    with time_machine.travel(A_MONDAY - dt.timedelta(days=1)):
        shown = page(siri, "rig")
    assert "I dag er ingen arbeidsdag." in shown
    assert "<li>Siri</li>" not in shown


def test_a_specialist_reads_who_does_what_and_not_who_is_away():
    make_away(make_team_member("torbjørn"))
    make_holding(words="Kari i PPT", code="ppt")
    shown = page(make_user_in("specialist"), "rig")
    assert "Kari i PPT" in shown
    assert "Her i dag" not in shown
    assert "Torbjørn" not in shown


# Rooms ----------------------------------------------------------------------------------------------------------------
def test_a_day_shows_what_is_taken_and_what_is_free_between():
    siri = make_team_member("siri")
    make_booking(day=DAY, starts="10:00", ends="11:00", by=siri, words="Veiledning")
    shown = page(siri, "rig_rooms", query="?day=2026-06-02")
    for told in ("Leiligheten", "08.20–10.00", "10.00–11.00", "11.00–16.00", "Veiledning", "tirsdag 2. juni 2026"):
        assert told in shown
    assert "starts=11:00" in shown


def test_a_room_shows_its_week():
    room = make_room()
    make_booking(room, DAY, words="Veiledning")
    make_booking(make_room("gaming-room"), DAY, words="Noe annet")
    shown = page(make_team_member(), "rig_room", room=room.public_id, query="?day=2026-06-05")
    assert "Leiligheten, uke 23" in shown
    assert "Veiledning" in shown
    assert "Noe annet" not in shown
    assert "day=2026-06-08" in shown


@pytest.mark.parametrize("asked", ["", "nonsense", "9999-12-31", "0001-01-01"])
def test_a_day_that_there_is_not_is_today(asked):
    shown = page(make_team_member(), "rig_rooms", query=f"?day={asked}")
    assert f"{today().day}. " in shown


def test_a_room_is_booked_from_a_free_hour_and_given_back():
    siri, room = make_team_member("siri"), make_room()
    values = {"room": room.public_id, "day": "2026-06-02", "starts": "10:00", "ends": "11:30", "words": "Samtale"}
    send(siri, "rig_book", values)
    booking = Booking.objects.get()
    assert timezone.localtime(booking.ends).time() == dt.time(11, 30)
    send(make_team_member(), "rig_release", {}, booking=booking.public_id)
    assert not Booking.objects.standing().exists()


def test_the_room_of_a_meeting_is_given_back_where_the_meeting_is():
    siri, booking = make_team_member(), make_booking(day=DAY, words="Veiledning")
    meeting = make_team_meeting(shipped_kind("guidance"), DAY, booking=booking)
    shown = page(siri, "rig_rooms", query="?day=2026-06-02")
    assert f'href="{reverse("meeting", args=[meeting.public_id])}"' in shown
    assert "Gjør rommet ledig" not in shown
    answer = signed_in(siri).post(reverse("rig_release", kwargs={"booking": booking.public_id}), follow=True)
    assert "Rommet hører til et møte." in answer.content.decode()
    assert Booking.objects.standing().exists()


def test_a_double_booked_room_names_the_clash_and_the_rooms_that_are_free():
    make_booking(day=DAY, by=make_team_member("siri"), words="Veiledning")
    make_booking(make_room("gaming-room"), DAY)
    values = {"room": make_room().public_id, "day": "2026-06-02", "starts": "10:30", "ends": "11:30", "words": "Prat"}
    shown = send(make_team_member(), "rig_book", values, status=200)
    assert "Leiligheten er opptatt tirsdag 2. juni fra 10.00 til 11.00: Veiledning, satt av til Siri." in shown
    assert "Klasserom 1, Klasserom 2." in shown
    assert 'value="Prat"' in shown


def test_a_childs_name_in_a_booking_is_refused_beside_what_was_written():
    make_named_case(given_name="Ane")
    values = {"room": make_room().public_id, "day": "2026-06-02", "starts": "10:30", "ends": "11:30", "words": "Ane"}
    assert "nevne en elev ved navn" in send(make_team_member(), "rig_book", values, status=200)


# Services -------------------------------------------------------------------------------------------------------------
def test_a_lead_writes_how_a_service_is_reached_and_the_team_reads_it():
    lead, values = make_lead(), {"name_nb": "Helsesykepleier", "phone": "38 07 50 00", "is_for_families": "on",
                                 "is_active": "on", "seen_version": 0}  # fmt: skip
    send(lead, "rig_service_new", values)
    shown = page(make_team_member(), "rig_services")
    assert 'href="tel:38075000"' in shown
    assert "Vises til familier på den åpne siden." in shown
    assert signed_in(make_team_member()).get(reverse("rig_service_new")).status_code == 404


def test_a_service_that_can_not_be_reached_is_not_shown_to_families():
    ppt = Service.objects.get(code="ppt")
    values = {"name_nb": "PPT", "is_for_families": "on", "is_active": "on", "seen_version": 1}
    assert "må kunne nås" in send(make_lead(), "rig_service", values, status=200, service=ppt.public_id)


# Setting up -----------------------------------------------------------------------------------------------------------
def test_a_lead_adds_and_changes_functions_rooms_and_who_has_them():
    lead, siri = make_lead(), make_team_member("siri")
    send(lead, "rig_function_new", {"name_nb": "Miljøterapeut", "group": "near_school", "seats": 1, "is_active": "on",
                                    "minutes_a_week": "37,5", "seen_version": 0})  # fmt: skip
    function = Function.objects.get(name_nb="Miljøterapeut")
    assert function.minutes_a_week == 2250
    send(lead, "rig_holding_new", {"user": siri.public_id, "start": today().isoformat(), "seen_version": 0},
         function=function.public_id)  # fmt: skip
    holding = Holding.objects.get()
    assert "Siri" in page(lead, "rig_set_up")
    send(lead, "rig_holding", {"user": siri.public_id, "start": today().isoformat(), "end": today().isoformat(),
                               "seen_version": 1}, holding=holding.public_id)  # fmt: skip
    holding.refresh_from_db()
    assert holding.end == today()
    send(lead, "rig_room_new", {"name_nb": "Verkstedet", "seats": 4, "is_active": "on", "seen_version": 0})
    assert Room.objects.get(name_nb="Verkstedet").seats == 4


def test_two_who_change_one_room_see_both_texts():
    room, values = make_room(), {"name_nb": "Hybelen", "seats": 5, "is_active": "on"}
    send(make_lead(), "rig_room_change", values | {"seen_version": 1}, room=room.public_id)
    mine = values | {"name_nb": "Sjøbua", "seen_version": 1}
    shown = send(make_lead(), "rig_room_change", mine, status=409, room=room.public_id)
    assert "Navn på bokmål: Hybelen" in shown
    assert 'value="Sjøbua"' in shown
    send(make_lead(), "rig_room_change", mine | {"seen_version": 2}, room=room.public_id)
    assert Room.objects.get(pk=room.pk).name == "Sjøbua"


# Capacity -------------------------------------------------------------------------------------------------------------
def test_capacity_says_in_one_sentence_how_many_and_as_of_when_and_names_nobody():
    lead = make_lead()
    for _ in range(2):
        make_named_case(family_name="Holm")
    send(lead, "rig_capacity_new", {"setting": "all", "start": today().isoformat(), "places": 16, "seen_version": 0})
    shown = page(lead, "rig_capacity")
    assert "2 av 16 plasser er i bruk. Ingen venter." in shown
    assert "Per " in shown
    assert "Holm" not in shown
    row = Capacity.objects.get()
    values = {"setting": "all", "start": today().isoformat(), "places": 12, "seen_version": 1}
    send(lead, "rig_capacity_one", values, capacity=row.public_id)
    assert "2 av 12 plasser" in page(make_team_member(), "rig_capacity")


def test_the_municipality_reads_how_many_and_not_how_few_are_where():
    make_step(make_planned_case(), week(30, place="flat"))
    official = make_user_in("municipality")
    shown = page(official, "rig_capacity")
    assert "1 elev har plass" in shown
    assert "Leiligheten" not in shown
    assert [signed_in(official).get(reverse(name)).status_code for name in ("rig", "rig_away", "rig_rooms")] == [
        404
    ] * 3


# Away -----------------------------------------------------------------------------------------------------------------
def test_one_tells_of_ones_own_days_and_a_lead_of_anybodys():
    siri, bo, lead = make_team_member("siri"), make_team_member("bo"), make_lead()
    days = {"kind": "away", "first": today().isoformat(), "last": today().isoformat(), "seen_version": 0}
    send(siri, "rig_away_new", days | {"stand_in": bo.public_id})
    assert Away.objects.get().user == siri
    send(lead, "rig_away_new", days | {"who": bo.public_id})
    client = signed_in(lead)
    assert "Bo (" not in page(siri, "rig_away")
    assert client.get(reverse("rig_away")).status_code == 200


def test_whoever_leaves_others_without_a_stand_in_is_told_and_the_start_page_says_so():
    siri, bo, lead = make_team_member("siri"), make_team_member("bo"), make_lead()
    monday = today() + dt.timedelta(days=7)
    make_away(siri, bo, first=monday)
    days = {"kind": "away", "first": monday.isoformat(), "last": monday.isoformat(), "seen_version": 0}
    client = signed_in(bo)
    told = client.post(reverse("rig_away_new"), days | {"client_id": str(uuid.uuid4())}, follow=True).content.decode()
    assert "En annen må ta over for Siri." in told
    assert "2 som er borte de neste to ukene uten at noen tar over" in page(lead, "start")
    assert "1 som er borte de neste to ukene uten at noen tar over" in page(siri, "start")


def test_what_days_away_touch_is_shown_through_the_gate_and_logged():
    siri, reader = make_team_member("siri"), make_lead("lise")
    owned, part, hidden = make_named_case(siri, "Ane"), make_named_case(None, "Bo"), make_named_case(siri, "Chi")
    make_part(part, siri, "visits")
    make_guardianship(hidden.pupil, make_guardian(reader), barred_from=today(), barred_source="Barnevernet")
    kind = shipped_kind("guidance", owner=siri)
    meeting = make_team_meeting(kind, today())
    row = make_away(siri, days=3)
    shown = page(reader, "rig_away_one", away=row.public_id)
    assert "Ane Holm" in shown
    assert "Bo Holm" in shown
    assert "Besøker hjemme" in shown or "hjemme" in shown
    assert meeting.name in shown
    assert "Chi" not in shown
    logged = EventPupil.objects.filter(event__action="rig.away_opened").values_list("pupil", flat=True)
    assert {str(one) for one in logged} == {str(owned.pupil.public_id), str(part.pupil.public_id)}


def test_only_whose_they_are_and_a_lead_change_days_away():
    siri, bo = make_team_member("siri"), make_team_member("bo")
    row = make_away(siri)
    days = {"kind": "holiday", "first": today().isoformat(), "last": today().isoformat(), "seen_version": 1}
    assert "Endre dagene" not in page(bo, "rig_away_one", away=row.public_id)
    send(bo, "rig_away_one", days, status=404, away=row.public_id)
    send(siri, "rig_away_one", days | {"stand_in": bo.public_id}, away=row.public_id)
    row.refresh_from_db()
    assert (row.kind, row.stand_in) == ("holiday", bo)
    shown = send(siri, "rig_away_one", days, status=409, away=row.public_id)
    assert "Ferie" in shown
    send(siri, "rig_away_one", {"withdraw": "1"}, away=row.public_id)
    assert signed_in(siri).get(reverse("rig_away_one", kwargs={"away": row.public_id})).status_code == 404


def test_the_lists_do_not_grow_in_questions_with_what_is_in_them(django_assert_max_num_queries):
    siri = make_team_member()
    for number in range(6):
        make_away(make_team_member(), siri, days=number + 1)
        make_holding(make_team_member(), "social-educator")
        make_booking(day=today(), starts=f"{10 + number}:00", ends=f"{10 + number}:30", by=siri)
        make_service()
    client = signed_in(siri)
    for name in ("rig", "rig_away", "rig_rooms", "rig_services"):
        client.get(reverse(name))
        with django_assert_max_num_queries(22):
            client.get(reverse(name))
