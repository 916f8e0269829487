"""A room is one's own from when it is booked until it is given back: never two at a time, whoever is quicker."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.audit.models import Event
from skoleporten.rig import queries
from skoleporten.rig.bookings import book, release
from skoleporten.rig.models import Booking
from skoleporten.rules.errors import RefusedError
from tests.case_factories import make_named_case
from tests.factories import actor_of
from tests.intake_factories import make_team_member
from tests.rig_factories import at, make_booking, make_room

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 2)


def test_a_room_is_booked_and_given_back_in_the_log_each_once():
    siri = make_team_member("siri")
    booking = make_booking(day=DAY, by=siri)
    release(by=actor_of(siri), booking=booking)
    release(by=actor_of(siri), booking=booking)
    booking.refresh_from_db()
    assert (booking.written_by, booking.released_by) == (siri, siri)
    logged = Event.objects.filter(action__startswith="rig.").order_by("seq")
    assert list(logged.values_list("action", flat=True)) == ["rig.room_booked", "rig.room_released"]


def test_a_double_booked_room_is_refused_with_who_has_it_and_when():
    make_booking(day=DAY, by=make_team_member("siri dahl"), words="Veiledning")
    with pytest.raises(RefusedError) as refused:
        make_booking(day=DAY, starts="10:30", ends="11:30")
    for told in ("Leiligheten", "10.00", "11.00", "Veiledning", "Siri Dahl", "2. juni"):
        assert told in str(refused.value)


@pytest.mark.parametrize(("starts", "ends"), [("09:00", "10:00"), ("11:00", "12:00")])
def test_one_ends_as_another_begins(starts, ends):
    make_booking(day=DAY)
    make_booking(day=DAY, starts=starts, ends=ends)
    assert Booking.objects.count() == 2


def test_another_room_and_a_room_that_was_given_back_are_free():
    release(by=software("test"), booking=make_booking(day=DAY))
    make_booking(day=DAY)
    make_booking(make_room("gaming-room"), DAY)
    free = queries.free_rooms(at(DAY, "10:00"), at(DAY, "10:30"))
    assert [room.code for room in free] == ["class-room-1", "class-room-2"]


def test_a_form_sent_twice_is_one_booking_and_a_form_of_another_thing_is_refused():
    same = uuid.uuid4()
    first = make_booking(day=DAY, client_id=same)
    assert make_booking(day=DAY, client_id=same) == first
    with pytest.raises(RefusedError, match="brukt til noe annet"):
        make_booking(make_room("gaming-room"), DAY, client_id=same)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"starts": "11:00", "ends": "10:00"}, "slutte senere"),
        ({"words": "  "}, "hva rommet"),
    ],
)
def test_what_is_no_booking_is_refused_in_words(fields, why):
    with pytest.raises(RefusedError, match=why):
        make_booking(day=DAY, **fields)


def test_a_booking_over_midnight_and_a_room_out_of_use_are_refused():
    room = make_room()
    told = {"by": software("test"), "words": "Overnatting", "client_id": uuid.uuid4()}
    with pytest.raises(RefusedError, match="én dag"):
        book(room=room, starts=at(DAY, "20:00"), ends=at(DAY + dt.timedelta(days=1), "08:00"), **told)
    room.is_active = False
    room.save()
    with pytest.raises(RefusedError, match="ikke i bruk"):
        book(room=room, starts=at(DAY, "10:00"), ends=at(DAY, "11:00"), **told)


def test_the_words_of_a_booking_carry_no_childs_name():
    siri = make_team_member()
    make_named_case(given_name="Ane", family_name="Holm")
    with pytest.raises(RefusedError, match="navn"):
        make_booking(by=siri, words="Samtale med Ane")
    make_booking(by=siri, words="Samtale med en foresatt")


def test_the_words_tell_nobody_that_a_pupil_out_of_view_exists():
    case = make_named_case(given_name="Ane")
    case.pupil.protected = True
    case.pupil.save()
    make_booking(by=make_team_member(), words="Samtale med Ane")


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_booking_on_the_day_the_clock_changes_keeps_the_clock_of_the_place(day):
    booking = make_booking(day=day, starts="08:30", ends="15:30")
    local = timezone.localtime(booking.starts), timezone.localtime(booking.ends)
    assert [f"{one:%H:%M}" for one in local] == ["08:30", "15:30"]
    with pytest.raises(RefusedError):
        make_booking(day=day, starts="15:00", ends="16:00")


def test_the_database_itself_refuses_two_at_a_time():
    booking = make_booking(day=DAY)
    other = make_booking(day=DAY, starts="12:00", ends="13:00")
    clash = {"room": booking.room, "starts": booking.starts, "ends": booking.ends, "words": "Forbi alt"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(**clash)
    other.starts, other.ends = booking.starts, booking.ends
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@pytest.mark.django_db(transaction=True)
def test_two_who_book_one_room_at_the_same_moment_are_one_and_a_refusal():
    together, refused, failed = threading.Barrier(2), [], []

    def take() -> None:
        room = make_room()
        together.wait()
        try:
            make_booking(room, DAY)
        except RefusedError as error:
            refused.append(str(error))
        except Exception as error:  # noqa: BLE001  (told by the test itself)
            failed.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=take) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    assert len(refused) == 1
    assert Booking.objects.standing().count() == 1
