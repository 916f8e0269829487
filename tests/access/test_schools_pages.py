"""Schools, calendars, school years: leaders their own school, administrators all of them as numbers, nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.audit.models import EventPupil
from skoleporten.people.models import Enrolment
from skoleporten.rules import calendar
from skoleporten.schools import actions
from skoleporten.schools.models import CalendarDay, CalendarEntry, DayLength, SchoolYear, SchoolYearChange
from tests.factories import (
    actor_of,
    make_administrator,
    make_enrolment,
    make_pupil,
    make_school,
    make_school_leader,
    make_school_year,
)
from tests.made_up_school import MadeUp, pupils_at, school_days
from tests.pages import content_of

YEAR = 2025
SCHOOL_PAGES = ("school_calendar", "school_calendar_ics", "school_calendar_csv")
EDITING_PAGES = ("school_calendar_add", "school_calendar_lengths", "school_calendar_use", "school_calendar_file")
MUNICIPAL_PAGES = ("calendar_days", "calendar_add", "calendar_lengths", "calendar_use", "calendar_file")
THIS_YEAR = calendar.school_year(dt.date(2026, 3, 20))


@pytest.fixture
def made(db) -> MadeUp:
    """The cast with a calendar and a few pupils, and without a check: nothing here depends on absence."""
    school, other = make_school("Solvik skole", 1, 10), make_school("Nordnes skole", 1, 7)
    for place in (school, other):
        CalendarDay.objects.bulk_create(
            CalendarDay(school=place, date=day, minutes_offered=300) for day in school_days()
        )
        for grade in (5, 6, 7):
            make_enrolment(place, make_pupil("Elev", f"Fraværsen{place.pk}{grade}"), grade=grade)
    return MadeUp(
        school=school,
        other_school=other,
        owner=make_school_leader(school),
        colleague=make_school_leader(school),
        stranger=make_school_leader(other),
        administrator=make_administrator(),
    )


@pytest.fixture
def year(made) -> SchoolYear:
    return actions.begin_from_days(by=actor_of(made.administrator), year=YEAR)


def at(page, school) -> str:
    return reverse(page, kwargs={"school": school.public_id, "year": YEAR})


def statuses(made, signed_in, address) -> tuple[int, int, int, int]:
    """Of the owner, the colleague, the stranger and the administrator."""
    cast = (made.owner, made.colleague, made.stranger, made.administrator)
    return tuple(signed_in(user).get(address).status_code for user in cast)


@pytest.mark.parametrize("page", SCHOOL_PAGES + EDITING_PAGES)
def test_a_schools_calendar_is_open_to_its_leaders_and_the_administrator(made, signed_in, year, page):
    assert statuses(made, signed_in, at(page, made.school)) == (200, 200, 404, 200)


def test_a_schools_page_is_open_to_its_leaders_and_the_administrator(made, signed_in):
    address = reverse("school", args=[made.school.public_id])
    assert statuses(made, signed_in, address) == (200, 200, 404, 200)


@pytest.mark.parametrize("page", MUNICIPAL_PAGES)
def test_the_municipalitys_calendar_is_changed_by_the_administrator_only(made, signed_in, year, page):
    assert statuses(made, signed_in, reverse(page, args=[YEAR])) == (404, 404, 404, 200)


@pytest.mark.parametrize("page", ["calendar", "calendar_ics", "calendar_csv"])
def test_the_municipalitys_calendar_is_read_by_everybody_with_a_role(made, signed_in, year, page):
    assert statuses(made, signed_in, reverse(page, args=[YEAR])) == (200, 200, 200, 200)


def test_another_schools_page_looks_like_no_page_at_all(made, signed_in):
    stranger = signed_in(made.stranger)
    denied = stranger.get(reverse("school", args=[made.school.public_id]))
    assert content_of(denied) == content_of(stranger.get("/no/such/page/"))


def test_a_stranger_can_not_write_in_a_schools_calendar(made, signed_in, year):
    stranger = signed_in(made.stranger)
    sent = {"first_date": "2025-09-01", "kind": "free"}
    lengths = {"first_grade": 1, "last_grade": 7, "monday": 100}
    entries, rows = CalendarEntry.objects.count(), DayLength.objects.count()
    assert stranger.post(at("school_calendar_add", made.school), sent).status_code == 404
    assert stranger.post(at("school_calendar_lengths", made.school), lengths).status_code == 404
    assert stranger.post(at("school_calendar_use", made.school)).status_code == 404
    assert (CalendarEntry.objects.count(), DayLength.objects.count()) == (entries, rows)


def test_a_leader_can_not_change_a_line_of_another_scope_through_her_own_address(made, signed_in, year):
    by = actor_of(made.administrator)
    first = dt.date(2025, 9, 1)
    for school in (None, made.other_school):
        entry = actions.add_entry(
            by=by, school_year=year, school=school, first_date=first, last_date=first, kind="planning"
        )
        address = reverse(
            "school_calendar_entry",
            kwargs={"school": made.school.public_id, "year": YEAR, "entry": entry.public_id},
        )
        assert signed_in(made.owner).get(address).status_code == 404
        assert signed_in(made.owner).post(address, {"remove": "1"}).status_code == 404
        assert CalendarEntry.objects.filter(pk=entry.pk).exists()


def test_school_years_are_for_the_administrator(made, signed_in):
    assert statuses(made, signed_in, reverse("school_years")) == (404, 404, 404, 200)


def test_the_change_of_school_year_is_for_the_administrator(made, signed_in, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC), tick=False)
    address = reverse("school_year_change", args=[THIS_YEAR + 1])
    assert statuses(made, signed_in, address) == (404, 404, 404, 200)
    assert signed_in(made.owner).post(address, {"fingerprint": "x"}).status_code == 404
    assert not SchoolYearChange.objects.exists()


def test_an_administrator_sees_no_pupils_name_on_any_of_these_pages(made, signed_in, year, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC), tick=False)
    administrator = signed_in(made.administrator)
    addresses = [
        reverse("schools"),
        reverse("school", args=[made.school.public_id]),
        reverse("school_years"),
        reverse("school_year_change", args=[THIS_YEAR + 1]),
    ]
    names = {pupil.family_name for pupil in pupils_at(made.school)}
    for address in addresses:
        shown = administrator.get(address).content.decode()
        assert not [name for name in names if name in shown], address
    assert administrator.get(reverse("leaving_pupils", args=[THIS_YEAR + 1])).status_code == 404


def test_leaving_pupils_are_own_pupils_and_each_is_in_the_read_log(made, signed_in, time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC), tick=False)
    Enrolment.objects.filter(school=made.other_school).update(grade=7)
    own, hidden = make_pupil("Ask", "Slutter"), make_pupil("Vera", "Vernet", protected=True)
    for pupil in (own, hidden):
        make_enrolment(made.school, pupil, grade=10)
    shown = signed_in(made.owner).get(reverse("leaving_pupils", args=[THIS_YEAR + 1])).content.decode()
    assert "Slutter" in shown
    assert "Vernet" not in shown
    assert not [pupil for pupil in pupils_at(made.other_school) if str(pupil.public_id) in shown]
    assert EventPupil.objects.filter(pupil=own.public_id).exists()
    assert not EventPupil.objects.filter(pupil=hidden.public_id).exists()


def test_a_leaders_count_of_pupils_leaves_out_the_one_she_may_not_know_of(made, signed_in):
    address = reverse("school", args=[made.school.public_id])
    before = signed_in(made.owner).get(address).context["pupils"]
    make_enrolment(made.school, make_pupil(protected=True), grade=5)
    assert signed_in(made.owner).get(address).context["pupils"] == before
    assert signed_in(made.administrator).get(address).context["pupils"] == before + 1


def test_only_an_administrator_changes_a_school(made, signed_in):
    address = reverse("school_change", args=[made.school.public_id])
    assert statuses(made, signed_in, address) == (404, 404, 404, 200)


def test_a_year_that_is_far_away_does_not_exist(made, signed_in):
    administrator = signed_in(made.administrator)
    assert administrator.get(reverse("calendar", args=[1850])).status_code == 404
    assert administrator.get(reverse("school_year_change", args=[2035])).status_code == 404
    make_school_year(2026)
    assert administrator.get(reverse("calendar_use", args=[2027])).status_code == 404
