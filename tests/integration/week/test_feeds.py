"""A private calendar: what it holds, to whom it opens, and when it does so no more."""

from __future__ import annotations

import datetime as dt
import logging

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.access.actions import end_grant, grant
from skoleporten.access.actor import software
from skoleporten.access.models import Role, User
from skoleporten.access.user_actions import close_user
from skoleporten.audit.models import Event
from skoleporten.meetings.models import Meeting
from skoleporten.rules.errors import RefusedError
from skoleporten.week import feeds
from skoleporten.week.calendars import of_feed, of_programme, span
from skoleporten.week.models import Feed
from tests.factories import actor_of, make_administrator, make_grant, make_pupil, make_school_year, make_user
from tests.ics_reader import events, moment, read
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.meeting_factories import make_team_meeting, shipped_kind
from tests.pages import content_of
from tests.rig_factories import make_booking
from tests.week_factories import fetch, make_entry, make_feed, make_meeting_with

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
TUESDAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member() -> User:
    return make_team_member()


def make_specialist() -> User:
    user = make_user()
    make_grant(user, Role.SPECIALIST)
    return user


def titles(address: str) -> list[str]:
    answer = fetch(address)
    assert answer.status_code == 200
    return [event.text("SUMMARY") for event in events(answer.content)]


def test_it_is_a_calendar_that_both_readers_read(member):
    meeting = make_meeting_with(member, kind=shipped_kind(), date=TUESDAY)
    _feed, address = make_feed(member)
    answer = fetch(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = read(answer.content)
    assert (calendar.text("METHOD"), calendar.text("X-WR-CALNAME")) == ("PUBLISH", "Skoleporten, møtene mine")
    (event,) = events(answer.content)
    assert event.text("UID") == str(meeting.public_id)
    assert event.text("SUMMARY") == "Koordineringsmøte"
    assert moment(event.one("DTSTART")).isoformat() == "2026-12-01T14:30:00+01:00"
    assert event.one("URL").value.endswith(f"/meetings/{meeting.public_id}/")
    (theirs,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (theirs.uid, theirs.start) == (str(meeting.public_id), moment(event.one("DTSTART")))


def test_it_holds_the_meetings_she_is_asked_to_and_the_week_of_the_team(member):
    make_meeting_with(member, kind=shipped_kind("guidance"), date=TUESDAY)
    make_team_meeting(shipped_kind("development"), TUESDAY)
    make_entry("Driftstid", "13")
    make_entry("Uten dag", "")
    make_entry("Tatt ut", "0", is_active=False)
    _feed, address = make_feed(member)
    assert titles(address) == ["Veiledningsmøte", "Driftstid"]


def test_a_specialist_has_her_own_meetings_and_nothing_else_of_the_week():
    specialist = make_specialist()
    make_meeting_with(specialist, kind=shipped_kind("guidance"), date=TUESDAY)
    make_team_meeting(shipped_kind("development"), TUESDAY)
    make_entry("Driftstid", "13")
    year = make_school_year(2026)
    year.entries.create(first_date=TUESDAY, last_date=TUESDAY, kind="planning", name="Planleggingsdag")
    _feed, address = make_feed(specialist)
    assert titles(address) == ["Veiledningsmøte"]


# What is never in it --------------------------------------------------------------------------------------------------
def test_no_name_of_a_child_and_no_words_of_one_meeting_leave(member):
    pupil = make_pupil("Kanariline", "Kanarisen")
    make_intake(pupil)
    own = shipped_kind("guidance", name_nb="Ansvarsgruppe for Kanariline")
    make_meeting_with(member, kind=own, date=TUESDAY, place="Kanaristua", why="")
    make_meeting_with(member, date=TUESDAY, title="Kanaribesøk", starts=dt.time(9), ends=dt.time(10))
    make_entry("Ro med Kanariline", "2")
    room = make_booking(day=TUESDAY, starts="14:00", ends="16:00").room
    room.name_nb = "Kanarilines rom"
    room.save()
    booked = make_meeting_with(member, kind=shipped_kind(), date=TUESDAY, starts=dt.time(12), ends=dt.time(13))
    Meeting.objects.filter(pk=booked.pk).update(booking=room.bookings.get())
    _feed, address = make_feed(member)
    body = fetch(address).content.decode()
    assert "anari" not in body
    assert titles(address) == ["Møte", "Koordineringsmøte", "Møte", "Opptatt"]


def test_a_room_of_ours_stands_in_it(member):
    booking = make_booking(day=TUESDAY)
    meeting = make_meeting_with(member, kind=shipped_kind(), date=TUESDAY)
    Meeting.objects.filter(pk=meeting.pk).update(booking=booking)
    _feed, address = make_feed(member)
    (event,) = events(fetch(address).content)
    assert event.text("LOCATION") == booking.room.name


# Stable bytes ---------------------------------------------------------------------------------------------------------
def test_it_is_the_same_bytes_until_something_changes(member, clock):
    meeting = make_meeting_with(member, kind=shipped_kind(), date=TUESDAY)
    make_entry("Driftstid", "01234")
    _feed, address = make_feed(member)
    first = fetch(address)
    clock.shift(dt.timedelta(days=20, hours=7))
    later = fetch(address)
    assert later.content == first.content
    assert (later["ETag"], later["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
    assert first["Last-Modified"] == "Mon, 23 Nov 2026 09:00:00 GMT"
    Meeting.objects.filter(pk=meeting.pk).update(version=2, changed_at=dt.datetime.now(dt.UTC))
    changed = fetch(address)
    assert changed["ETag"] != first["ETag"]
    assert changed["Last-Modified"] == "Sun, 13 Dec 2026 16:00:00 GMT"


def test_what_has_not_changed_is_not_sent_again(member, clock):
    make_meeting_with(member, kind=shipped_kind(), date=TUESDAY)
    _feed, address = make_feed(member)
    first = fetch(address)
    assert first["Cache-Control"] == "private, no-cache"
    same = fetch(address, if_none_match=first["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    assert fetch(address, if_modified_since=first["Last-Modified"]).status_code == 304
    clock.shift(dt.timedelta(hours=1))
    Meeting.objects.get().participants.update(is_left_out=True)
    assert fetch(address, if_none_match=first["ETag"]).status_code == 200
    assert fetch(address, if_modified_since=first["Last-Modified"]).status_code == 200


def test_a_meeting_that_was_moved_or_called_off_says_so_under_the_same_name(member):
    meeting = make_meeting_with(member, kind=shipped_kind(), date=TUESDAY)
    _feed, address = make_feed(member)
    (before,) = events(fetch(address).content)
    rows = Meeting.objects.filter(pk=meeting.pk)
    rows.update(date=TUESDAY + dt.timedelta(days=1), version=2)
    (moved,) = events(fetch(address).content)
    assert moved.text("UID") == before.text("UID")
    assert (before.text("SEQUENCE"), moved.text("SEQUENCE")) == ("0", "1")
    rows.update(state="cancelled", because="no_need", version=3)
    (off,) = events(fetch(address).content)
    assert (off.text("UID"), off.text("STATUS"), off.text("SEQUENCE")) == (before.text("UID"), "CANCELLED", "2")
    rows.update(because="rhythm")
    assert events(fetch(address).content) == []


def test_two_years_are_in_it_and_they_move_on_twice_a_year():
    assert span(TODAY) == (dt.date(2026, 1, 16), dt.date(2028, 1, 15))
    assert span(dt.date(2027, 1, 15)) == span(TODAY)
    assert span(dt.date(2027, 1, 16)) == (dt.date(2026, 8, 1), dt.date(2028, 7, 31))
    assert span(dt.date(2027, 8, 1))[0] == dt.date(2027, 1, 16)


def test_it_asks_the_database_as_often_for_many_meetings_as_for_one(member):
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert fetch(address).status_code == 200
        return len(asked)

    make_meeting_with(member, kind=shipped_kind(), date=TUESDAY)
    make_entry("Driftstid", "01234")
    _feed, address = make_feed(member)
    fetch(address)
    few = ask()
    for number in range(40):
        day = TUESDAY + dt.timedelta(days=number)
        make_meeting_with(member, title="x", date=day)
        make_entry(f"Fast {number}", "4")
    ask()  # what it holds is new, and since when is written down
    assert ask() == few
    assert few <= 20


# Days off -------------------------------------------------------------------------------------------------------------
def test_what_stands_each_week_stands_on_no_day_off(member):
    year = make_school_year(2026, first_day=dt.date(2026, 8, 17), last_day=dt.date(2027, 6, 18))
    year.entries.create(first_date=dt.date(2026, 12, 21), last_date=dt.date(2027, 1, 1), kind="free", name="Juleferie")
    make_entry("Driftstid", "2")
    body = of_programme(actor_of(member), TODAY)
    entry, holiday = sorted(events(body), key=lambda event: event.text("SUMMARY"))
    left_out = entry.one("EXDATE").value
    assert "20261223T122000" in left_out
    assert "20270324T122000" not in left_out
    assert (holiday.text("SUMMARY"), holiday.text("TRANSP")) == ("Juleferie", "TRANSPARENT")
    assert of_programme(actor_of(member), TODAY) == body


def test_what_stands_on_days_off_alone_is_not_in_it(member):
    first, last = span(TODAY)
    for year in range(first.year - 1, last.year + 1):
        whole = {"first_day": dt.date(year, 8, 1), "last_day": dt.date(year + 1, 7, 31)}
        make_school_year(year, **whole).entries.create(first_date=first, last_date=last, kind="free", name="Stengt")
    make_entry("Driftstid", "01234")
    assert {event.text("SUMMARY") for event in events(of_programme(actor_of(member), TODAY))} == {"Stengt"}


# Made, shown once, revoked --------------------------------------------------------------------------------------------
def test_only_the_hash_of_the_address_is_kept(member):
    feed, token = feeds.make(by=actor_of(member))
    assert len(token) == 43
    stored = Feed.objects.filter(pk=feed.pk).values().get()
    assert token not in str(stored)
    assert token not in str(list(Event.objects.values()))


def test_a_leaked_address_is_taken_back_and_answers_as_one_that_never_was(member):
    _feed, leaked = make_feed(member)
    _other, fresh = make_feed(member)
    assert feeds.revoke(by=actor_of(member))
    assert not feeds.revoke(by=actor_of(member))
    never = fetch(reverse("feed", args=["x" * 43]))
    for address in (leaked, fresh):
        answer = fetch(address)
        assert (answer.status_code, answer.headers) == (404, never.headers)
        assert content_of(answer) == content_of(never)
    assert list(Event.objects.filter(action="week.feed_revoked").values_list("actor", flat=True)) == [
        str(member.public_id), str(member.public_id)
    ]  # fmt: skip


def test_an_address_stands_in_no_line_of_the_log(member, caplog):
    from skoleporten.config.log_filter import WithoutKeys

    _feed, address = make_feed(member)
    feeds.revoke(by=actor_of(member))
    with caplog.at_level(logging.INFO):
        fetch(address)
    assert caplog.records
    for record in caplog.records:
        assert WithoutKeys().filter(record)
        assert address.split("/")[3] not in record.getMessage()


@pytest.mark.parametrize("name", ["feed", "outside_form", "invitation"])
def test_the_log_leaves_out_every_address_that_is_a_key(name):
    from skoleporten.config.log_filter import KEYS

    address = reverse(name, args=["a-secret-token"])
    assert "a-secret-token" not in KEYS.sub(r"\1…", f"Not Found: {address}")


def test_it_ends_the_moment_her_last_grant_ends(member):
    held = member.grants.get()
    _feed, address = make_feed(member)
    end_grant(by=actor_of(make_administrator()), grant=held, at_once=True)
    assert fetch(address).status_code == 404
    grant(by=actor_of(make_administrator()), user=member, role=Role.TEAM, start=TODAY)
    assert fetch(address).status_code == 404, "a link that was passed on does not open again"


def test_it_ends_with_the_last_day_of_her_grant_and_is_revoked_that_night(member, clock):
    _feed, address = make_feed(member)
    member.grants.update(end=TODAY)
    assert fetch(address).status_code == 200
    clock.shift(dt.timedelta(days=1))
    assert fetch(address).status_code == 404
    assert feeds.revoke_without_role(today=TODAY + dt.timedelta(days=1)) == 1
    member.grants.update(end=dt.date(2099, 7, 31))
    assert fetch(address).status_code == 404


def test_it_ends_when_the_user_is_closed(member):
    _feed, address = make_feed(member)
    close_user(by=actor_of(make_administrator()), user=member)
    assert fetch(address).status_code == 404


def test_whoever_moves_to_another_role_makes_a_new_one(member):
    """What a member of the team had does not follow her to be a specialist."""
    make_entry("Driftstid", "0")
    _feed, as_team = make_feed(member)
    make_grant(member, Role.SPECIALIST)
    end_grant(by=actor_of(make_administrator()), grant=member.grants.get(role=Role.TEAM), at_once=True)
    assert fetch(as_team).status_code == 404
    member.grants.filter(role=Role.TEAM).delete()
    _feed, as_specialist = make_feed(member)
    assert titles(as_specialist) == []


def test_another_grant_in_the_same_role_keeps_it(member):
    make_grant(member, Role.TEAM)
    _feed, address = make_feed(member)
    end_grant(by=actor_of(make_administrator()), grant=member.grants.first(), at_once=True)
    assert fetch(address).status_code == 200


def test_a_role_without_meetings_has_no_feed():
    with pytest.raises(RefusedError, match="ingen kalender"):
        feeds.make(by=actor_of(make_administrator()))
    with pytest.raises(RefusedError, match="ingen kalender"):
        feeds.make(by=software("x"))


def test_it_says_when_it_was_last_asked_for(member, clock):
    feed, address = make_feed(member)
    fetch(address)
    clock.shift(dt.timedelta(days=2))
    fetch(address)
    feed.refresh_from_db()
    assert feed.last_used_on == TODAY + dt.timedelta(days=2)


def test_the_language_is_hers(member):
    member.language = "en"
    member.save()
    make_meeting_with(member, title="x", date=TUESDAY)
    feed, _address = make_feed(member)
    assert [event.text("SUMMARY") for event in events(of_feed(feed, TODAY))] == ["Meeting"]


def test_the_export_is_what_the_page_shows_to_whoever_fetches_it(member):
    make_team_meeting(shipped_kind(), TUESDAY)
    lead = make_lead()
    assert len(events(of_programme(actor_of(lead), TODAY))) == 1
    assert events(of_programme(actor_of(make_specialist()), TODAY)) == []
