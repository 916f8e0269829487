"""After a move the former school's leader sees until 31 July what is dated before it, and nothing of the time after."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access import reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role
from skoleporten.audit.models import Event
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.people.models import Enrolment
from skoleporten.web.looks.gathering import looks_between
from tests.access import oracle
from tests.access.routes import NOBODYS
from tests.factories import make_class, make_enrolment, make_school, make_school_leader, make_user_in
from tests.made_up_school import AS_OF, pupils_at
from tests.pages import content_of

LAST, NOON = dt.date(2026, 1, 30), dt.time(12)
PAGES = ("moved_pupil", "moved_pupil_days_file", "moved_pupil_weeks_file")
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(time_machine):
    def move(day: dt.date) -> dt.date:
        time_machine.move_to(timezone.make_aware(dt.datetime.combine(day, NOON)), tick=False)
        return day

    move(AS_OF)
    return move


@pytest.fixture
def moved(made):
    """From the owner's school to the stranger's, with absence on both sides of the move."""
    events = AbsenceEvent.objects.current()
    before, after = events.filter(date__lte=LAST, kind="day"), events.filter(date__gt=LAST, kind="day")
    pupil = next(
        one for one in pupils_at(made.school) if before.filter(pupil=one).exists() and after.filter(pupil=one).exists()
    )
    move(pupil, made.other_school)
    return pupil


def move(pupil, to, last=LAST) -> None:
    Enrolment.objects.filter(pupil=pupil, end=None).update(end=last)
    make_enrolment(to, pupil, 5, make_class(to, f"9Z{to.pk}"), start=last + ONE_DAY)


def page(client, pupil, name="moved_pupil") -> object:
    return client.get(reverse(name, args=[pupil.public_id]))


@pytest.mark.parametrize("name", PAGES)
def test_owner_and_colleague_see_what_was_and_nobody_else_does(made, moved, signed_in, name):
    assert page(signed_in(made.owner), moved, name).status_code == 200
    assert page(signed_in(made.colleague), moved, name).status_code == 200
    third = make_school_leader(make_school("Tredje skole"))
    teacher = make_user_in(Role.TEACHER, made.school)
    others = [made.stranger, made.administrator, third, teacher, make_user_in(Role.LEAD), make_user_in(Role.TEAM)]
    for user in others:
        assert page(signed_in(user), moved, name).status_code == 404, user


def test_the_current_school_has_the_whole_pupil_and_the_former_one_not(made, moved, signed_in):
    address = reverse("pupil", args=[moved.public_id])
    assert signed_in(made.stranger).get(address).status_code == 200
    assert signed_in(made.owner).get(address).status_code == 404


def test_the_file_of_days_holds_the_days_that_the_oracle_shows(made, moved, signed_in):
    person = oracle.Person(made.owner.pk)
    person.grants.append(oracle.Grant("school_leader", oracle.Span(dt.date(2025, 8, 1), None), made.school.pk))
    child = oracle.Child(moved.pk)
    for stay in Enrolment.objects.filter(pupil=moved):
        child.stays.append(oracle.Stay(stay.school_id, stay.grade, None, oracle.Span(stay.start, stay.end)))
    whole = days_in(signed_in(made.stranger), moved, "pupil_days_file")
    expected = {
        day for day in whole
        if oracle.shows_row(person, "school_leader", made.school.pk, "former_school", child, AS_OF, day)
    }  # fmt: skip
    assert days_in(signed_in(made.owner), moved, "moved_pupil_days_file") == expected
    assert 0 < len(expected) < len(whole)


def days_in(client, pupil, name) -> set[dt.date]:
    text = page(client, pupil, name).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    return {dt.date.fromisoformat(row[0]) for row in rows[1:]}


def test_nothing_of_the_time_after_is_on_the_page(made, moved, signed_in, today):
    concern = Concern.objects.filter(pupil=moved).first() or Concern.objects.create(
        pupil=moved, school=made.school, kind="person", opened_at=at(LAST), opened_by=made.owner
    )
    Concern.objects.filter(pk=concern.pk).update(opened_at=at(LAST), opening_reason="Sett av oss")
    for day, note in ((LAST, "Ringte hjem"), (LAST + ONE_DAY, "Hemmelig hos den nye")):
        today(day)
        ConcernStep.objects.create(concern=concern, kind="meeting", at=at(day), by=made.owner, note=note)
    today(AS_OF)
    answer = page(signed_in(made.owner), moved)
    shown = answer.content.decode()
    assert "Sett av oss" in shown
    assert "Ringte hjem" in shown
    assert "Hemmelig hos den nye" not in shown
    assert made.other_school.name not in shown
    assert all(day.date <= LAST for day in answer.context["year"].days)
    assert not answer.context["year"].coming
    assert all(entry_day(entry) <= LAST for entry in answer.context["timeline"])


def test_what_the_new_school_writes_of_a_day_before_the_move_is_not_shown(made, moved, signed_in, today):
    Concern.objects.filter(pupil=moved).delete()
    concern = Concern.objects.create(
        pupil=moved, school=made.school, kind="person", opened_at=at(LAST), opened_by=made.owner
    )
    for day, by, note in ((LAST, made.owner, "Skrevet samme dag"), (LAST + ONE_DAY, made.stranger, "Skrevet etterpå")):
        today(day)
        ConcernStep.objects.create(concern=concern, kind="meeting", at=at(LAST), by=by, note=note)
    today(AS_OF)
    former, current = page(signed_in(made.owner), moved), page(signed_in(made.stranger), moved, "pupil")
    assert "Skrevet samme dag" in former.content.decode()
    assert "Skrevet etterpå" not in former.content.decode()
    assert "Skrevet etterpå" in current.content.decode()


def test_a_concern_opened_after_the_move_is_not_shown(made, moved, signed_in):
    Concern.objects.filter(pupil=moved).update(opened_at=at(LAST + ONE_DAY), opening_reason="Sett av de nye")
    assert "Sett av de nye" not in page(signed_in(made.owner), moved).content.decode()


def at(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, NOON))


def entry_day(entry) -> dt.date:
    return timezone.localtime(entry.at).date() if isinstance(entry.at, dt.datetime) else entry.at


def test_the_list_names_who_moved_away_and_the_last_day(made, moved, signed_in):
    shown = signed_in(made.owner).get(reverse("moved_pupils"))
    assert list(shown.context["page"]) == [moved]
    assert shown.context["table"].rows[0][1] == "30. januar 2026"
    assert not list(signed_in(made.stranger).get(reverse("moved_pupils")).context["page"])
    assert str(moved.public_id) not in signed_in(made.owner).get(reverse("pupils")).content.decode()


def test_the_page_says_why_and_until_when(made, moved, signed_in):
    answer = page(signed_in(made.owner), moved)
    (why,) = answer.context["reasons"]
    assert "30. januar 2026" in why
    assert "31. juli 2026" in why
    assert why in answer.content.decode()
    seers = {seer.unit: seer.reasons for seer in reasons.who_can_see(moved.pk, AS_OF)}
    assert seers[made.school.name] == (why,)


def test_each_look_is_told_to_the_current_school_with_its_purpose(made, moved, signed_in):
    page(signed_in(made.owner), moved)
    event = Event.objects.order_by("-seq").first()
    assert (event.action, event.purpose, event.unit) == ("pupils.opened", Purpose.FORMER_SCHOOL, made.school.name)
    looked = signed_in(made.stranger).get(reverse("who_has_looked", args=[moved.public_id])).content.decode()
    assert "Som skolen eleven flyttet fra" in looked
    assert not [look for look in looks_between(AS_OF, AS_OF) if look.is_outside_unit]


def test_a_pupil_who_moves_back_is_the_schools_own_again(made, moved, signed_in, today):
    move(moved, made.school, LAST + dt.timedelta(days=20))
    assert page(signed_in(made.owner), moved).status_code == 404
    assert signed_in(made.owner).get(reverse("pupil", args=[moved.public_id])).status_code == 200
    assert page(signed_in(made.stranger), moved).status_code == 200


def test_after_two_moves_each_school_sees_up_to_its_own_last_day(made, moved, signed_in):
    third, later = make_school("Tredje skole"), LAST + dt.timedelta(days=21)
    move(moved, third, later)
    ours = page(signed_in(made.owner), moved).context
    theirs = page(signed_in(made.stranger), moved).context
    assert (ours["last_day"], theirs["last_day"]) == (LAST, later)
    assert [stay.school for stay in ours["year"].enrolments] == [made.school]
    assert third.name not in str(theirs["timeline"])


def test_it_ends_on_31_july(made, moved, signed_in, today):
    today(dt.date(2026, 7, 31))
    assert page(signed_in(made.owner), moved).status_code == 200
    today(dt.date(2026, 8, 1))
    assert page(signed_in(made.owner), moved).status_code == 404
    assert not list(signed_in(made.owner).get(reverse("moved_pupils")).context["page"])


def test_a_protected_pupil_is_hidden_from_the_former_school_also_with_a_name(made, moved, signed_in):
    moved.protected = True
    moved.save()
    dates = {"start": dt.date(2025, 8, 1), "end": dt.date(2099, 7, 31)}
    Grant.objects.create(user=made.owner, role=Role.SCHOOL_LEADER, school=made.school, pupil=moved, **dates)
    assert page(signed_in(made.owner), moved).status_code == 404
    assert not list(signed_in(made.owner).get(reverse("moved_pupils")).context["page"])


def test_a_hidden_pupil_and_one_that_does_not_exist_get_the_same_answer(made, moved, signed_in):
    client, nobody = signed_in(made.stranger), NOBODYS
    hidden = client.get(reverse("moved_pupil", args=[moved.public_id]))
    missing = client.get(reverse("moved_pupil", args=[nobody]))
    assert hidden.status_code == missing.status_code == 404
    assert content_of(hidden) == content_of(missing)


def test_the_earlier_school_year_is_not_cut_and_no_later_one_can_be_asked_for(made, moved, signed_in):
    client = signed_in(made.owner)
    address = reverse("moved_pupil", args=[moved.public_id])
    assert client.get(address, {"year": "2024"}).context["year"].year == 2024
    assert client.get(address, {"year": "2026"}).context["year"].year == 2025
