"""What we write as iCalendar is read alike by a library and by a small reader of the standard."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from skoleporten.rules.ics import OSLO, VTIMEZONE, Attendee, Calendar, Event, escaped, folded, parameter, written
from tests.ics_reader import events, moment, read

CHANGED = dt.datetime(2026, 11, 23, 7, 0, 5, tzinfo=dt.UTC)
ODD = [
    "Møte, med komma; og semikolon",
    "To\nlinjer\r\nog en tredje\rtil",
    "En \\ omvendt skråstrek og \\n som ikke er et linjeskift",
    "Æ" * 200 + "øå" * 300,
    "👩‍👩‍👧‍👦 familien " * 30,
    "BEGIN:VEVENT\r\nSUMMARY:falsk",
    "a" * 62 + "å",
    'Anførsel "her" og ^ der',
    "مرحبا – שלום – 你好",
    "nul\x00l, bjelle\x07, linjeskiller\u2028 og avsnitt\u2029",
    " begynner og slutter med mellomrom ",
    ":;,",
]


def an_event(**values) -> Event:
    values.setdefault("uid", "0b0c5e5e-0000-4000-8000-000000000001")
    values.setdefault("starts", dt.datetime(2027, 1, 5, 14, 30))
    values.setdefault("ends", dt.datetime(2027, 1, 5, 15, 0))
    values.setdefault("title", "Koordinering")
    values.setdefault("changed_at", CHANGED)
    return Event(**values)


def a_calendar(*of: Event, **values) -> bytes:
    return written(Calendar("-//Skoleporten//test//EN", of or (an_event(),), **values))


def as_read_by_the_library(content: bytes) -> list[icalendar.Event]:
    (calendar,) = icalendar.Calendar.from_ical(content, multiple=True)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def without_signs_that_no_text_may_have(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or sign.isprintable() or ord(sign) > 0x9F)


@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_comes_back_as_it_was_by_both_readers(text):
    content = a_calendar(an_event(title=text, place=text, words=text), name=text, words=text)
    expected = without_signs_that_no_text_may_have(text)
    (ours,) = events(content)
    assert [ours.text(name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [expected] * 3
    assert read(content).text("X-WR-CALNAME") == expected
    (theirs,) = as_read_by_the_library(content)
    assert [str(theirs[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [expected] * 3


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_any_text_comes_back_and_no_line_is_longer_than_the_standard_allows(text):
    (ours,) = events(a_calendar(an_event(title=text)))
    assert ours.text("SUMMARY") == text.replace("\u2028", "\n").replace("\u2029", "\n")


@pytest.mark.parametrize("length", range(60, 90))
def test_a_line_is_folded_just_where_it_must(length):
    lines = folded("X" * length).encode().split(b"\r\n")[:-1]
    assert [len(line) for line in lines] == ([length] if length <= 75 else [75, length - 74])


def test_a_letter_of_many_octets_is_never_cut():
    for width in range(70, 80):
        line = "X" * width + "🧭å" * 60
        parts = folded(line).encode().split(b"\r\n")[:-1]
        assert all(len(part) <= 75 for part in parts)
        assert "".join(part.decode() for part in parts).replace(" ", "") == line


def test_a_name_in_a_parameter_keeps_its_quotes_and_ends_nothing():
    name = 'Kari "K" Nordmann; ^ X:Y\nZ'
    (ours,) = events(a_calendar(an_event(organizer=Attendee("a@example.no", name))))
    line = ours.one("ORGANIZER")
    assert (line.parameters["CN"], line.value) == (name, "mailto:a@example.no")
    assert parameter('"').count('"') == 2
    assert escaped("a;b") == "a\\;b"


def test_the_same_events_make_the_same_bytes():
    assert a_calendar() == a_calendar()


def test_an_event_has_what_a_program_needs_once_each():
    content = a_calendar(
        an_event(sequence=3, url="https://x.example.no/1/", categories=("A,b", "C")), method="PUBLISH", name="Uka"
    )
    calendar = read(content)
    assert [line.name for line in calendar.lines[:5]] == ["VERSION", "PRODID", "CALSCALE", "METHOD", "NAME"]
    assert calendar.text("X-WR-TIMEZONE") == "Europe/Oslo"
    (event,) = events(content)
    assert event.text("UID") == "0b0c5e5e-0000-4000-8000-000000000001"
    assert event.text("SEQUENCE") == "3"
    assert event.one("DTSTAMP").value == event.one("LAST-MODIFIED").value == "20261123T070005Z"
    assert (event.text("STATUS"), event.text("TRANSP")) == ("CONFIRMED", "OPAQUE")
    assert moment(event.one("DTSTART")) == dt.datetime(2027, 1, 5, 14, 30, tzinfo=OSLO)
    assert event.one("CATEGORIES").value == "A\\,b,C"
    assert not event.has("RRULE")


def test_how_often_to_ask_is_said_in_both_ways():
    calendar = read(a_calendar(asked_again=dt.timedelta(hours=1)))
    assert (calendar.text("REFRESH-INTERVAL"), calendar.text("X-PUBLISHED-TTL")) == ("PT60M", "PT60M")


def test_a_cancelled_event_takes_no_time_and_says_so():
    (event,) = events(a_calendar(an_event(is_cancelled=True)))
    assert (event.text("STATUS"), event.text("TRANSP")) == ("CANCELLED", "TRANSPARENT")
    (event,) = events(a_calendar(method="CANCEL"))
    assert event.text("STATUS") == "CANCELLED"


def test_whole_days_end_the_day_after_the_last():
    whole = an_event(starts=dt.date(2026, 12, 21), ends=dt.date(2027, 1, 1), takes_time=False)
    content = a_calendar(whole)
    (event,) = events(content)
    assert (moment(event.one("DTSTART")), moment(event.one("DTEND"))) == (dt.date(2026, 12, 21), dt.date(2027, 1, 2))
    assert b"VTIMEZONE" not in content
    assert as_read_by_the_library(content)[0].end == dt.date(2027, 1, 2)


# The clock ------------------------------------------------------------------------------------------------------------
def turns_of_the_clock() -> list[dt.date]:
    found = []
    day = dt.date(2020, 1, 1)
    while day.year <= 2060:
        noon = dt.datetime.combine(day, dt.time(12), OSLO)
        before = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(12), OSLO)
        if noon.utcoffset() != before.utcoffset():
            found.append(day)
        day += dt.timedelta(days=1)
    return found


def rule_of(part):
    starts = dt.datetime.strptime(part.one("DTSTART").value, "%Y%m%dT%H%M%S")
    return rrulestr(part.one("RRULE").value, dtstart=starts)


def test_the_zone_in_the_calendar_turns_the_clock_on_the_days_of_the_zone_itself_for_forty_years():
    rules = {
        rule.name: rrulestr(
            rule.one("RRULE").value, dtstart=dt.datetime.strptime(rule.one("DTSTART").value, "%Y%m%dT%H%M%S")
        )
        for rule in read(b"BEGIN:VCALENDAR\r\n" + VTIMEZONE.encode() + b"END:VCALENDAR\r\n").inside[0].inside
    }
    span = (dt.datetime(2020, 1, 1), dt.datetime(2060, 12, 31))
    written_out = sorted(at.date() for rule in rules.values() for at in rule.between(*span))
    assert written_out == turns_of_the_clock()
    assert len(written_out) == 82


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"])
def test_a_meeting_on_the_day_when_the_clock_changes_stands_at_the_hour_on_the_wall(day):
    day = dt.date.fromisoformat(day)
    morning = an_event(starts=dt.datetime.combine(day, dt.time(8, 20)), ends=dt.datetime.combine(day, dt.time(8, 30)))
    content = a_calendar(morning)
    (event,) = events(content)
    starts = moment(event.one("DTSTART"))
    assert starts.astimezone(ZoneInfo("Europe/Oslo")).time() == dt.time(8, 20)
    (theirs,) = as_read_by_the_library(content)
    assert theirs.start == starts
    assert theirs.start.utcoffset() == dt.timedelta(hours=2 if day.month == 3 else 1)


def occurrences(event) -> list[dt.datetime]:
    """As a program works them out, with the zone of the event."""
    starts = moment(event.one("DTSTART"))
    rule = rrulestr(event.one("RRULE").value, dtstart=starts)
    left_out = {
        dt.datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=OSLO)
        for line in event.all("EXDATE")
        for text in line.value.split(",")
    }
    return [at for at in rule if at not in left_out]


def test_what_stands_each_week_is_at_the_same_hour_on_both_sides_of_the_clocks_turn_and_not_on_days_off():
    free = (dt.date(2026, 9, 30), dt.date(2026, 10, 7))
    weekly = an_event(
        starts=dt.datetime(2026, 9, 21, 12, 20), ends=dt.datetime(2026, 9, 21, 13, 20),
        weekdays=(0, 2), until=dt.date(2026, 11, 4), but_not=free,
    )  # fmt: skip
    (event,) = events(a_calendar(weekly))
    found = occurrences(event)
    days = [dt.date(2026, 9, 21) + dt.timedelta(days=number) for number in range(45)]
    assert [at.date() for at in found] == [day for day in days if day.weekday() in (0, 2) and day not in free]
    assert {at.time() for at in found} == {dt.time(12, 20)}
    assert found[-1].date() == dt.date(2026, 11, 4)
    assert {at.utcoffset() for at in found} == {dt.timedelta(hours=1), dt.timedelta(hours=2)}


def test_nobody_is_asked_for_an_answer():
    (event,) = events(a_calendar(an_event(attendees=(Attendee("kari@example.no", "Kari"),)), method="REQUEST"))
    line = event.one("ATTENDEE")
    assert (line.parameters["RSVP"], line.value) == ("FALSE", "mailto:kari@example.no")
