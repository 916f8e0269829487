"""The school calendar as a person meets it: entered in plain forms, looked through, taken into use, out again."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from skoleporten.schools import actions
from skoleporten.schools.calendar_files import ics, sheet
from skoleporten.schools.models import CalendarDay, CalendarEntry, DayLength, SchoolYear
from tests.factories import (
    actor_of,
    make_administrator,
    make_calendar_day,
    make_school,
    make_school_leader,
    make_school_year,
)

pytestmark = pytest.mark.django_db

YEAR = 2025
CSV = (
    "fra;til;type;navn;fra_trinn;til_trinn;ukedag;minutter\n"
    "2025-08-18;;første skoledag;;;;;\n"
    "2025-10-06;2025-10-10;fri;Høstferie;;;;\n"
    "2025-11-14;;planleggingsdag;Kurs;;;;\n"
    "2025-12-01;;;Adventsfest;;;;\n"
    "2026-02-31;;fri;Umulig;;;;\n"
    "2024-10-07;;fri;I fjor;;;;\n"
    "2026-06-19;;siste skoledag;;;;;\n"
    ";;dagslengde;;1;7;mandag;300\n"
)


def at(page, school=None, **more) -> str:
    if school is None:
        return reverse(page, kwargs={"year": YEAR, **more})
    return reverse(f"school_{page}", kwargs={"year": YEAR, "school": school.public_id, **more})


@pytest.fixture
def user():
    return make_administrator()


@pytest.fixture
def client(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def year(user) -> SchoolYear:
    found = make_school_year(YEAR)
    actions.set_day_lengths(
        by=actor_of(user), school_year=found, school=None, first_grade=1, last_grade=10, minutes=[300] * 5
    )
    return found


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_year_begins_with_its_first_and_last_day(client):
    sent = {"first_day": "2025-08-18", "last_day": "2026-06-19", "expected_days": "190"}
    assert client.post(at("calendar_days"), sent).url == at("calendar")
    assert SchoolYear.objects.get().first_day == dt.date(2025, 8, 18)


def test_a_last_day_before_the_first_is_told_beside_its_field(client):
    sent = {"first_day": "2025-08-18", "last_day": "2025-06-19", "expected_days": "190"}
    answer = client.post(at("calendar_days"), sent)
    assert answer.context["form"].errors.keys() == {"last_day"}
    assert not SchoolYear.objects.exists()


def test_days_are_added_changed_and_removed(client, year):
    client.post(at("calendar_add"), {"first_date": "2025-11-14", "kind": "planning", "name": "Kurs"})
    entry = CalendarEntry.objects.get()
    assert (entry.first_date, entry.last_date, entry.kind) == (dt.date(2025, 11, 14),) * 2 + ("planning",)
    address = at("calendar_entry", entry=entry.public_id)
    client.post(address, {"first_date": "2025-11-17", "last_date": "2025-11-18", "kind": "free", "name": "Fri"})
    entry.refresh_from_db()
    assert (entry.last_date, entry.kind) == (dt.date(2025, 11, 18), "free")
    client.post(address, {"remove": "1"})
    assert not CalendarEntry.objects.exists()


def test_what_an_action_refuses_is_told_in_the_form(client, year):
    answer = client.post(at("calendar_add"), {"first_date": "2027-01-01", "kind": "free"})
    assert answer.status_code == 200
    assert "2026-07-31" in str(answer.context["form"].non_field_errors())


def test_lengths_are_set_and_taken_away_again(client, year):
    sent = {"first_grade": "1", "last_grade": "4", "monday": "240", "tuesday": "", "friday": "200"}
    client.post(at("calendar_lengths"), sent)
    found = DayLength.objects.filter(last_grade=4)
    assert set(found.values_list("weekday", "minutes")) == {(0, 240), (4, 200)}
    client.post(at("calendar_lengths"), sent | {"monday": ""})
    assert set(found.values_list("weekday", flat=True)) == {4}


def test_the_page_marks_each_day_and_says_it_in_words(client, year):
    by = actor_of(make_administrator())
    for kind, date in (("planning", dt.date(2025, 11, 14)), ("school_day", dt.date(2025, 11, 15))):
        actions.add_entry(by=by, school_year=year, school=None, first_date=date, last_date=date, kind=kind)
    answer = client.get(at("calendar"))
    days = {
        day.date: day.mark for month in answer.context["calendar"].months for w in month.weeks for day in w.days if day
    }
    assert days[dt.date(2025, 11, 13)].css_class == "school"
    assert days[dt.date(2025, 11, 14)].words == "Planleggingsdag"
    assert days[dt.date(2025, 11, 15)].css_class == "calendar-extra"
    assert days[dt.date(2025, 12, 25)].css_class == "calendar-holiday"
    assert days[dt.date(2025, 11, 16)].css_class == "calendar-weekend"
    letters = [mark.letter for mark in days.values() if mark and mark.css_class not in {"school", "calendar-weekend"}]
    assert all(letters)


def test_a_calendar_with_other_than_the_expected_days_warns(client, year):
    assert "flere enn forventet" in text_of(client.get(at("calendar")))


def test_taking_into_use_shows_the_change_first_and_asks_for_a_check(client, year):
    school = make_school("Lund skole")
    shown = client.get(at("calendar_use"))
    assert "Lund skole" in text_of(shown)
    assert not CalendarDay.objects.exists()
    client.post(at("calendar_use"), {"fingerprint": shown.context["fingerprint"]})
    assert CalendarDay.objects.filter(school=school).exists()
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["skoleporten.concerns.jobs.check_after_import"]
    assert "Endringer venter" not in text_of(client.get(at("calendar")))


def test_a_calendar_that_changed_since_it_was_seen_is_not_taken_into_use(client, year):
    make_school()
    seen = client.get(at("calendar_use")).context["fingerprint"]
    client.post(at("calendar_add"), {"first_date": "2025-11-14", "kind": "planning"})
    answer = client.post(at("calendar_use"), {"fingerprint": seen})
    assert answer.status_code == 200
    assert not CalendarDay.objects.exists()


def test_a_leader_takes_only_her_own_school_into_use(year):
    school, other = make_school(), make_school()
    client = Client()
    client.force_login(make_school_leader(school))
    client.post(at("calendar_add", school), {"first_date": "2025-11-14", "kind": "planning"})
    seen = client.get(at("calendar_use", school)).context["fingerprint"]
    client.post(at("calendar_use", school), {"fingerprint": seen})
    assert CalendarDay.objects.filter(school=school).exists()
    assert not CalendarDay.objects.filter(school=other).exists()


def test_a_calendar_from_a_file_can_be_begun_here(client):
    school = make_school()
    for number in range(1, 20):
        make_calendar_day(school, dt.date(2025, 9, number))
    assert "kom inn med en fil" in text_of(client.get(at("calendar")))
    client.post(at("calendar_from_days"))
    assert SchoolYear.objects.get().first_day == dt.date(2025, 9, 1)


def test_a_year_with_nothing_in_it_says_what_to_do(client):
    assert at("calendar_days") in client.get(at("calendar")).content.decode()


def hand_in(client, content: str | bytes, name="skolerute.csv", school=None):
    data = content.encode() if isinstance(content, str) else content
    return client.post(at("calendar_file", school), {"file": SimpleUploadedFile(name, data)})


def sent_back(answer) -> dict[str, str]:
    """What the browser would send from the preview, hidden fields and all."""
    forms = [answer.context["lines"].management_form, answer.context["lengths"].management_form]
    forms += [*answer.context["lines"], *answer.context["lengths"], answer.context["days"]]
    fields = [field for form in forms if form is not None for field in form]
    values = {field.html_name: field.value() for field in fields}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def test_a_file_is_shown_line_by_line_before_anything_is_entered(client):
    answer = hand_in(client, CSV)
    shown = text_of(answer)
    assert [str(form.initial["kind"]) for form in answer.context["lines"]] == ["free", "planning", "leave_out"]
    assert "2026-02-31" in shown
    assert answer.context["lines_outside"] == 1
    assert not SchoolYear.objects.exists()


def test_a_file_that_was_looked_through_is_entered(client):
    answer = hand_in(client, CSV)
    sent = sent_back(answer)
    assert client.post(at("calendar_file"), sent).url == at("calendar")
    found = SchoolYear.objects.get()
    assert (found.first_day, found.last_day) == (dt.date(2025, 8, 18), dt.date(2026, 6, 19))
    assert list(found.entries.values_list("name", flat=True)) == ["Høstferie", "Kurs"]
    assert found.day_lengths.get().minutes == 300


def test_a_line_that_was_left_out_can_be_given_a_kind(client):
    sent = sent_back(hand_in(client, CSV))
    client.post(at("calendar_file"), sent | {"lines-2-kind": "free"})
    assert CalendarEntry.objects.filter(name="Adventsfest", kind="free").exists()


def test_lines_that_were_tampered_with_are_not_entered(client):
    sent = sent_back(hand_in(client, CSV)) | {"lines-0-kind": "holiday", "lines-1-first_date": "x"}
    assert client.post(at("calendar_file"), sent).status_code == 200
    assert not CalendarEntry.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [("", "a.csv"), ("a;b\n1;2\n", "a.csv"), ("not a calendar", "a.ics"), ("fra;type\n2019-10-07;fri\n", "a.csv")],
)
def test_a_file_that_is_no_calendar_of_the_year_is_refused_with_what_to_do(client, content, name):
    answer = hand_in(client, content, name)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_a_leaders_file_becomes_her_schools_exceptions_only(year):
    school = make_school()
    client = Client()
    client.force_login(make_school_leader(school))
    answer = hand_in(client, CSV, school=school)
    assert answer.context["days"] is None
    client.post(at("calendar_file", school), sent_back(answer))
    assert set(CalendarEntry.objects.values_list("school", flat=True)) == {school.pk}
    year.refresh_from_db()
    assert year.first_day == dt.date(2025, 8, 18)


def test_what_is_downloaded_can_be_handed_in_again(client, year):
    client.post(at("calendar_add"), {"first_date": "2025-11-14", "kind": "planning", "name": "Kurs"})
    calendar = client.get(at("calendar_ics"))
    table = client.get(at("calendar_csv"))
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    read = ics.read(calendar.content, "x.ics").lines
    assert read == sheet.read(table.content, "x.csv").lines
    assert [line.kind.value for line in read] == ["first_day", "planning", "last_day"]
    assert len(sheet.read(table.content, "x.csv").lengths) == 5


@pytest.mark.parametrize("address", [reverse("schools"), at("calendar"), at("calendar_use"), reverse("school_years")])
def test_a_page_asks_the_database_as_often_for_eight_schools_as_for_two(client, year, address):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for _ in range(2):
        make_school()
    client.get(address)
    with_two = asked()
    for _ in range(6):
        make_school()
    assert asked() == with_two


def test_nothing_is_taken_into_use_when_the_check_can_not_be_asked_for(user, year):
    school = make_school()

    def fail() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        actions.use_calendar(by=actor_of(user), school_year=year, schools=[school], when_changed=fail)
    assert not CalendarDay.objects.exists()
