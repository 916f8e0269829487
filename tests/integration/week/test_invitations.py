"""An invitation is sent with the change that it tells of, says when and nothing else, and can be taken back."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy

import icalendar
import pytest
import time_machine
from django.db import transaction

from skoleporten.access.actions import end_grant
from skoleporten.access.actor import software
from skoleporten.audit.models import Event
from skoleporten.meetings import actions, participants
from skoleporten.meetings.models import Meeting
from skoleporten.meetings.moving import move
from skoleporten.meetings.signals import meeting_changed
from skoleporten.notices.jobs import send
from skoleporten.notices.models import Notice
from skoleporten.week import feeds, jobs
from skoleporten.week.invitations import tell, tell_of_all
from skoleporten.week.models import Invitation
from tests.factories import actor_of, make_administrator, make_grant
from tests.ics_reader import Component, moment, read
from tests.intake_factories import make_lead, make_team_member
from tests.meeting_factories import make_participant, shipped_kind
from tests.rig_factories import make_booking
from tests.smtp_sink import mail_server
from tests.week_factories import make_meeting_with

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
TUESDAY = dt.date(2026, 12, 1)
SENDER = "ikke-svar@kommune.example.no"
REVEALING = re.compile(
    r"skole|skule|elev|barn|fravær|fråvær|foresatt|føresett|bekymring|school|pupil|child|absence|guardian|vedtak|"
    r"inntak|helse|koordinering|leiligheten|kanari",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sink(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL, settings.MAIL_SIGNATURE = SENDER, "Eksempel kommune"
        settings.OWN_ADDRESS = "https://logg-inn.example.no"
        yield server


@pytest.fixture
def ada():
    user = make_team_member("Ada")
    user.email = "ada@example.no"
    user.save()
    return user


@pytest.fixture
def meeting(ada) -> Meeting:
    return make_meeting_with(ada, kind=shipped_kind(), date=TUESDAY)


def told(meeting: Meeting) -> int:
    meeting.refresh_from_db()
    return tell(by=software("test"), meeting=meeting, today=TODAY)


def send_all() -> list[str]:
    waiting = Notice.objects.filter(sent_at=None, not_sent_because="").order_by("pk")
    return [send.call(str(notice.public_id)) for notice in waiting]


def calendar_in(received) -> tuple[Component, object]:
    """The calendar as the small reader reads it, and the whole e-mail."""
    mail = message_from_bytes(received.text.encode(), policy=policy.default)
    plain, part = mail.iter_parts()
    assert (mail.get_content_type(), plain.get_content_type()) == ("multipart/alternative", "text/plain")
    assert part.get_content_type() == "text/calendar"
    content = part.get_content().replace("\r\n", "\n").replace("\n", "\r\n").encode()
    calendar = read(content)
    assert part["Content-Type"].params["method"] == calendar.text("METHOD")
    assert part["Content-Type"].params["charset"].lower() == "utf-8"
    assert not icalendar.Calendar.from_ical(content).errors
    return calendar, mail


def event_of(received) -> Component:
    calendar, _mail = calendar_in(received)
    (event,) = [one for one in calendar.inside if one.name == "VEVENT"]
    return event


def test_it_says_that_there_is_a_meeting_and_when_and_not_a_word_more(sink, ada, meeting):
    booking = make_booking(day=TUESDAY)
    Meeting.objects.filter(pk=meeting.pk).update(booking=booking, place="Kanaristua")
    make_participant(meeting, guest="Kanarigjest")
    assert told(meeting) == 1
    assert send_all() == ["sent"]
    (received,) = sink.messages
    assert received.to == ["TO:<ada@example.no>"]
    calendar, mail = calendar_in(received)
    event = event_of(received)
    assert mail["Subject"] == "Du har en ny melding"
    assert "Du er invitert til et møte." in mail.get_body().get_content()
    assert "1. desember 2026, 14.30–15.00" in mail.get_body().get_content()
    assert calendar.text("METHOD") == "REQUEST"
    assert event.text("SUMMARY") == "Møte"
    assert event.text("UID") == str(meeting.public_id)
    assert moment(event.one("DTSTART")).isoformat() == "2026-12-01T14:30:00+01:00"
    assert event.one("ORGANIZER").value == f"mailto:{SENDER}"
    assert [line.value for line in event.all("ATTENDEE")] == ["mailto:ada@example.no"]
    assert event.one("ATTENDEE").parameters["RSVP"] == "FALSE"
    assert (event.text("SEQUENCE"), event.text("CLASS")) == ("0", "PRIVATE")
    assert not event.has("LOCATION")
    assert not calendar.has("X-WR-CALNAME"), "a single meeting is no calendar to keep"
    assert not REVEALING.search(received.text.replace("Content-Transfer", ""))


def test_the_same_row_makes_the_same_e_mail_again(sink, meeting):
    told(meeting)
    sink.hangs_up = True
    assert send_all() == ["failed"]
    sink.hangs_up = False
    with time_machine.travel(NOW + dt.timedelta(hours=3), tick=False):
        assert send_all() == ["sent"]
    first, second = (event_of(received) for received in sink.messages)
    assert first == second


def test_nobody_is_told_twice(ada, meeting):
    assert [told(meeting), told(meeting)] == [1, 0]
    assert Notice.objects.filter(user=ada).count() == 1


def test_a_move_is_an_update_of_the_same_meeting(sink, ada, meeting):
    told(meeting)
    send_all()
    times = {"date": dt.date(2026, 12, 2), "starts": dt.time(9), "ends": dt.time(9, 30)}
    move(by=actor_of(make_lead()), meeting=meeting, seen_version=1, **times)
    assert send_all() == ["sent"]
    before, after = (event_of(received) for received in sink.messages)
    assert after.text("UID") == before.text("UID")
    assert int(after.text("SEQUENCE")) > int(before.text("SEQUENCE"))
    assert moment(after.one("DTSTART")).isoformat() == "2026-12-02T09:00:00+01:00"
    _calendar, mail = calendar_in(sink.messages[1])
    assert "har fått en annen tid" in mail.get_body().get_content()


def test_a_meeting_that_is_called_off_leaves_the_calendar_again(sink, ada, meeting):
    told(meeting)
    send_all()
    actions.cancel(by=actor_of(make_lead()), meeting=meeting, why="Kanarisyk", seen_version=1)
    assert send_all() == ["sent"]
    calendar, mail = calendar_in(sink.messages[1])
    event = event_of(sink.messages[1])
    assert (calendar.text("METHOD"), event.text("STATUS")) == ("CANCEL", "CANCELLED")
    assert int(event.text("SEQUENCE")) > 0
    assert moment(event.one("DTSTART")).isoformat() == "2026-12-01T14:30:00+01:00"
    assert "Kanari" not in sink.messages[1].text
    assert "tatt ut av kalenderen" in mail.get_body().get_content()


def test_who_is_taken_off_is_called_off_and_who_is_added_is_invited(sink, ada, meeting):
    told(meeting)
    bo = make_team_member("Bo")
    bo.email = "bo@example.no"
    bo.save()
    send_all()
    by = actor_of(make_lead())
    participants.ask(by=by, meeting=meeting, user=bo)
    participants.leave_out(by=by, participant=meeting.participants.get(user=ada))
    assert send_all() == ["sent", "sent"]
    told_to = [(received.to[0], calendar_in(received)[0].text("METHOD")) for received in sink.messages]
    assert told_to == [
        ("TO:<ada@example.no>", "REQUEST"), ("TO:<bo@example.no>", "REQUEST"), ("TO:<ada@example.no>", "CANCEL")
    ]  # fmt: skip
    participants.ask(by=by, meeting=meeting, user=ada)
    send_all()
    again = event_of(sink.messages[-1])
    assert int(again.text("SEQUENCE")) > int(event_of(sink.messages[2]).text("SEQUENCE"))


def test_the_clock_changes_and_the_meeting_stands_at_the_hour_on_the_wall(sink, ada, clock):
    clock.move_to(dt.datetime(2027, 3, 15, 9, 0, tzinfo=dt.UTC))
    make_meeting_with(ada, date=dt.date(2027, 3, 28), title="x", starts=dt.time(8, 20), ends=dt.time(8, 30))
    tell_of_all(by=software("test"), today=dt.date(2027, 3, 15))
    send_all()
    event = event_of(sink.messages[0])
    assert moment(event.one("DTSTART")).isoformat() == "2027-03-28T08:20:00+02:00"
    assert "08.20–08.30" in calendar_in(sink.messages[0])[1].get_body().get_content()


# When, and to whom ----------------------------------------------------------------------------------------------------
def test_what_is_far_off_waits_until_it_is_four_weeks_away(ada, clock):
    meeting = make_meeting_with(ada, kind=shipped_kind(), date=dt.date(2027, 1, 19))
    assert told(meeting) == 0
    assert jobs.keep_calendars_up.call("2026-12-21") == 0
    clock.move_to(dt.datetime(2026, 12, 22, 3, 0, tzinfo=dt.UTC))
    assert jobs.keep_calendars_up.call("2026-12-22") == 1
    assert jobs.keep_calendars_up.call("2026-12-22") == 0


def test_the_morning_talk_of_each_day_is_not_sent_by_mail(ada):
    make_meeting_with(ada, kind=shipped_kind("morning_talk"), date=TUESDAY)
    assert tell_of_all(by=software("test"), today=TODAY) == 0


def test_a_meeting_that_is_over_is_not_told_of(ada):
    meeting = make_meeting_with(ada, kind=shipped_kind(), date=TODAY - dt.timedelta(days=1))
    assert told(meeting) == 0


def test_whoever_wants_no_mail_is_told_here_alone(sink, ada, meeting):
    feeds.choose_mail(by=actor_of(ada), wants_invitations=False)
    told(meeting)
    assert send_all() == ["not_wanted"]
    assert sink.messages == []
    assert Notice.objects.filter(user=ada).count() == 1
    event = Event.objects.get(action="week.mail_chosen")
    assert event.details == {"wants_invitations": False}


def test_whoever_has_no_address_is_told_here_alone(sink, meeting):
    bo = make_team_member("Bo")
    make_participant(meeting, bo)
    told(meeting)
    assert sorted(send_all()) == ["no_address", "sent"]


def test_a_message_that_a_newer_one_has_overtaken_is_not_sent(sink, ada, meeting):
    """The mail server was down: only how it is now goes out, and nothing is called off that was never there."""
    told(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(starts=dt.time(9), ends=dt.time(10), version=2)
    told(meeting)
    assert send_all() == ["replaced", "sent"]
    Invitation.objects.all().delete()
    Notice.objects.all().delete()
    told(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", because="no_need", version=3)
    told(meeting)
    assert send_all() == ["replaced", "replaced"]


def test_a_participant_who_lost_access_meanwhile_gets_nothing(sink, ada, meeting):
    told(meeting)
    end_grant(by=actor_of(make_administrator()), grant=ada.grants.get(), at_once=True)
    assert send_all() == ["not_in_view"]
    Meeting.objects.filter(pk=meeting.pk).update(starts=dt.time(9), ends=dt.time(10), version=2)
    assert told(meeting) == 0
    assert sink.messages == []


def test_whoever_came_to_another_role_is_led_to_no_page_that_is_not_hers(ada, meeting):
    make_grant(ada, "administrator")
    ada.grants.filter(role="team").update(end=TODAY - dt.timedelta(days=1))
    told(meeting)
    assert Notice.objects.get(user=ada).link == "/"


def test_it_is_written_in_the_transaction_of_the_change(meeting):
    """Where the change is undone, nobody is told of it."""

    with transaction.atomic():
        meeting_changed.send(sender=Meeting, meeting=meeting, change="planned", by=software("test"))
        assert (Invitation.objects.count(), Notice.objects.count()) == (1, 1)
        transaction.set_rollback(True)
    assert (Invitation.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_meeting_of_no_kind_is_told_of_without_its_title(sink, ada):
    meeting = make_meeting_with(ada, date=TUESDAY, title="Kanaribesøk")
    told(meeting)
    send_all()
    assert event_of(sink.messages[0]).text("SUMMARY") == "Møte"
    assert "Kanari" not in sink.messages[0].text


def test_a_meeting_that_was_held_early_is_not_called_off(meeting):
    told(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="held", version=2)
    assert told(meeting) == 0
