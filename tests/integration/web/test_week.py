"""The page of the week, its export, the entries that the lead sets, and one's own calendar."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from skoleporten.meetings.models import Meeting
from skoleporten.week.models import Entry, Feed, MailChoice
from tests.factories import make_grant, make_pupil, make_school_year, make_user
from tests.ics_reader import events
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.meeting_factories import make_team_meeting, shipped_kind
from tests.pages import signed_in
from tests.rig_factories import make_away, make_booking
from tests.week_factories import fetch, make_entry

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TUESDAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(user, day: str = "", **query: str) -> str:
    answer = signed_in(user).get(reverse("week"), {"day": day, **query} if day else query)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def table_of(page: str) -> list[list[str]]:
    """The cells of the timetable in words, row by row, its head first."""
    (table,) = re.findall(r'<table class="ds-table timetable".*?</table>', page, re.DOTALL)
    rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    return [[words_of(cell) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_the_week_is_the_timetable_of_fourteen_slots_and_five_days():
    ada = make_team_member()
    make_entry("Driftstid", "13", "12:20", "13:20")
    make_team_meeting(shipped_kind(), TUESDAY, starts=dt.time(14, 30), ends=dt.time(15, 30))
    head, *rows = table_of(page_of(ada))
    assert head[0] == "Tid"
    assert head[1] == "mandag 23. november I dag"
    assert [row[0].split()[0] for row in rows] == [
        "08.20–08.30", "08.30–09.30", "09.30–09.40", "09.40–10.40", "10.40–10.50", "10.50–11.50", "11.50–12.05",
        "12.05–12.20", "12.20–13.20", "13.20–13.30", "13.30–14.30", "14.30–15.00", "15.00–15.30", "15.30–16.00",
    ]  # fmt: skip
    by_time = {row[0].split()[0]: row[1:] for row in rows}
    assert by_time["12.20–13.20"] == ["", "Driftstid", "", "Driftstid", ""]
    assert by_time["14.30–15.00"][1] == "14.30–15.30 Koordineringsmøte"
    assert by_time["15.00–15.30"][1] == "Koordineringsmøte fortsetter"
    assert by_time["15.30–16.00"][1] == ""


def test_what_lies_outside_the_slots_and_in_the_weekend_is_shown_too():
    ada = make_team_member()
    make_team_meeting(date=TUESDAY, title="Tidlig", starts=dt.time(7, 30), ends=dt.time(8, 25))
    make_team_meeting(date=TUESDAY, title="Sent", starts=dt.time(17), ends=dt.time(18))
    make_team_meeting(date=dt.date(2026, 11, 28), title="Lørdagstreff", starts=dt.time(10), ends=dt.time(11))
    page = page_of(ada)
    _head, before, first, *_middle, after = table_of(page)
    assert (before[0], before[2]) == ("Før", "07.30–08.25 Tidlig")
    assert first[2] == "Tidlig fortsetter"
    assert (after[0], after[2]) == ("Etter", "17.00–18.00 Sent")
    assert "lørdag 28. november 2026 10.00–11.00 Lørdagstreff" in words_of(page)


def test_rooms_who_is_away_and_days_without_pupils_stand_where_they_are():
    ada = make_team_member("Ada")
    bo, cy = make_team_member("Bo"), make_team_member("Cy")
    make_booking(day=TUESDAY, starts="10:00", ends="11:00", words="Matlaging", by=ada)
    make_away(bo, cy, first=TUESDAY, days=1)
    make_away(cy, first=TUESDAY + dt.timedelta(days=1), days=1)
    make_school_year(2026).entries.create(
        first_date=dt.date(2026, 11, 27), last_date=dt.date(2026, 11, 27), kind="planning", name="Felles plandag"
    )
    make_entry("Driftstid", "4")
    _head, whole_day, *rows = table_of(page_of(ada))
    assert whole_day[0] == "Hele dagen"
    assert whole_day[2] == "Bo er borte; Cy tar over"
    assert whole_day[3] == "Cy er borte"
    assert whole_day[5] == "Planleggingsdag: Felles plandag"
    by_time = {row[0].split()[0]: row[1:] for row in rows}
    assert by_time["09.40–10.40"][1].endswith("Matlaging Rommet er satt av, Ada")
    assert by_time["12.20–13.20"][4] == ""


def test_the_room_of_a_meeting_stands_with_it_and_not_twice():
    ada = make_team_member()
    booking = make_booking(day=TUESDAY, words="Koordinering")
    meeting = make_team_meeting(shipped_kind(), TUESDAY, starts=dt.time(10), ends=dt.time(11))
    Meeting.objects.filter(pk=meeting.pk).update(booking=booking)
    page = words_of(page_of(ada))
    assert f"10.00–11.00 Koordineringsmøte {booking.room.name}" in page
    assert "Rommet er satt av" not in page


def test_a_cancelled_meeting_says_so_and_one_that_the_rhythm_gave_up_is_gone():
    ada = make_team_member()
    make_team_meeting(date=TUESDAY, title="Avlyses", state="cancelled", because="person", why="sykdom")
    make_team_meeting(date=TUESDAY, title="Aldri", state="cancelled", because="rhythm")
    page = words_of(page_of(ada))
    assert "Avlyses Avlyst" in page
    assert "Aldri" not in page


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        ("2026-12-30", "Uke 53 28. desember – 1. januar 2027"),
        ("2027-01-04", "Uke 1 4. januar – 8. januar 2027"),
        ("2026-11-29", "Uke 48 23. november – 27. november 2026"),
        ("tull", "Uke 48"),
        ("0001-01-01", "Uke 48"),
        ("9999-12-31", "Uke 48"),
    ],
)
def test_any_day_leads_to_its_week_and_nonsense_to_this_one(day, heading):
    assert heading in words_of(page_of(make_team_member(), day))


def test_one_goes_from_week_to_week_over_new_year():
    page = page_of(make_team_member(), "2026-12-28")
    assert 'href="?day=2026-12-21"' in page
    assert 'href="?day=2027-01-04"' in page


def test_unplaced_entries_wait_and_only_the_lead_is_led_to_them():
    Entry.objects.all().delete()
    entry = make_entry("Utviklingstid", "")
    url = reverse("week_entry", args=[entry.public_id])
    for user, may_place in ((make_team_member(), False), (make_lead(), True)):
        page = page_of(user)
        assert "Ikke plassert ennå" in page
        assert (url in page) is may_place


def test_one_click_exports_the_calendar():
    ada = make_team_member()
    meeting = make_team_meeting(shipped_kind(), TUESDAY)
    answer = signed_in(ada).get(reverse("week_export"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="uke.ics"'
    assert [event.text("UID") for event in events(answer.content)] == [str(meeting.public_id)]


# The lead sets the week -----------------------------------------------------------------------------------------------
def sent(**values) -> dict[str, object]:
    return {
        "client_id": str(uuid.uuid4()), "name_nb": "Fellestid", "days": ["0", "2"], "starts": "09:30", "ends": "09:40",
        "is_active": "on", "seen_version": "1", **values,
    }  # fmt: skip


def test_the_lead_adds_places_and_changes_what_stands_each_week():
    client = signed_in(make_lead())
    assert client.post(reverse("week_entry_new"), sent()).status_code == 302
    entry = Entry.objects.get(name_nb="Fellestid")
    assert entry.weekdays == "02"
    address = reverse("week_entry", args=[entry.public_id])
    assert client.post(address, sent(days=["4"], ends="10:40")).status_code == 302
    entry.refresh_from_db()
    assert (entry.weekdays, entry.ends, entry.version) == ("4", dt.time(10, 40), 2)
    page = words_of(client.get(address).content.decode())
    assert "Fellestid: fredag, 09.30–10.40" in page
    assert "Fellestid: mandag, onsdag, 09.30–09.40" in page
    assert "fredag" in words_of(client.get(reverse("week_entries")).content.decode())


def test_a_second_writer_sees_both_and_chooses():
    client = signed_in(make_lead())
    entry = make_entry("Fellestid", "0")
    address = reverse("week_entry", args=[entry.public_id])
    client.post(address, sent(days=["1"]))
    answer = client.post(address, sent(days=["3"]))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Fellestid: tirsdag, 09.30–09.40" in words_of(page)
    assert 'name="seen_version" value="2"' in page
    assert client.post(address, sent(days=["3"], seen_version="2")).status_code == 302
    entry.refresh_from_db()
    assert entry.weekdays == "3"


def test_what_is_wrong_is_said_beside_the_field():
    answer = signed_in(make_lead()).post(reverse("week_entry_new"), sent(name_nb="", starts="15:30", ends="08:30"))
    page = words_of(answer.content.decode())
    assert "Skriv hva det heter." in page
    assert "Det må slutte senere enn det begynner." in page


def test_a_name_of_a_pupil_is_refused_on_the_page_and_an_unknown_entry_is_not_there():
    client = signed_in(make_lead())
    make_intake(make_pupil("Kanariline", "Kanarisen"))
    entry = make_entry("Fellestid")
    for address in (reverse("week_entry_new"), reverse("week_entry", args=[entry.public_id])):
        answer = client.post(address, sent(name_nb="Ro med Kanariline"))
        assert answer.status_code == 200
        assert "ser ut til å nevne en elev" in answer.content.decode()
    assert client.get(reverse("week_entry", args=[uuid.uuid4()])).status_code == 404
    assert not Entry.objects.filter(name_nb__contains="Kanari").exists()


# One's own calendar ---------------------------------------------------------------------------------------------------
def test_the_address_is_shown_once_and_opens_without_log_in():
    ada = make_team_member()
    client = signed_in(ada)
    assert "Lag en adresse" in client.get(reverse("my_calendar")).content.decode()
    made = client.post(reverse("my_calendar"), {"do": "make"})
    (link,) = re.findall(r"http://testserver(/week/feed/[\w-]+\.ics)", made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert fetch(link).status_code == 200
    again = client.get(reverse("my_calendar")).content.decode()
    assert link not in again
    assert "mandag 23. november 2026" in again
    client.post(reverse("my_calendar"), {"do": "revoke"})
    assert fetch(link).status_code == 404
    assert Feed.objects.open().count() == 0


def test_a_specialist_has_a_calendar_and_no_week():
    user = make_user()
    make_grant(user, "specialist")
    client = signed_in(user)
    assert client.get(reverse("my_calendar")).status_code == 200
    assert client.get(reverse("week")).status_code == 404
    assert client.get(reverse("week_export")).status_code == 404


def test_one_chooses_whether_to_get_e_mails():
    ada = make_team_member()
    client = signed_in(ada)
    assert "Velg ja eller nei." in client.post(reverse("my_calendar"), {"do": "mail"}).content.decode()
    client.post(reverse("my_calendar"), {"do": "mail", "wants": "no"})
    assert not MailChoice.objects.get(user=ada).wants_invitations
    assert re.search(r'value="no"[^>]*checked', client.get(reverse("my_calendar")).content.decode())
    client.post(reverse("my_calendar"), {"do": "mail", "wants": "yes"})
    assert MailChoice.objects.get(user=ada).wants_invitations
