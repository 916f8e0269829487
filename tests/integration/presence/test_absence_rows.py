"""What is marked at Skoleporten reaches the absence as what it is: elsewhere by agreement, and the rest of the day."""

from __future__ import annotations

import datetime as dt

import pytest

from skoleporten.absence.models import SKOLEPORTEN, AbsenceEvent
from skoleporten.absence.pupil_days import pupil_days
from skoleporten.access.actor import software
from skoleporten.audit.models import Event
from skoleporten.concerns.checks import check
from skoleporten.concerns.models import PupilMeasure
from skoleporten.presence.absence_rows import rewrite, rewrite_all
from tests.factories import actor_of, make_calendar_day, make_enrolment, make_pupil, make_school
from tests.made_up_school import make_import
from tests.plan_factories import make_planned_case, make_step, week
from tests.presence_factories import at, mark

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2025, 9, 1)
TUESDAY = MONDAY + dt.timedelta(days=1)
SUNDAY = MONDAY - dt.timedelta(days=1)
A_WEEK_LATER = MONDAY + dt.timedelta(days=7)
SYSTEM = software("check")


@pytest.fixture
def case():
    """Of a pupil with 300 minutes offered on each weekday, and a plan of 60 in the flat."""
    made = make_planned_case()
    make_step(made, week(60), starts_on=MONDAY)
    return made


def be_there(case, start: str, end: str, day: dt.date = MONDAY, place: str = "flat") -> None:
    team = actor_of(case.owner)
    assert mark(team, case, "arrived", at(start, day), place=place).outcome == "stored"
    assert mark(team, case, "left", at(end, day)).outcome == "stored"


def register(case, day: dt.date = MONDAY, kind: str = "day", minutes: int = 300, **fields) -> AbsenceEvent:
    school = case.pupil.enrolments.get().school
    return AbsenceEvent.objects.create(
        pupil=case.pupil, school=school, date=day, kind=kind, minutes=minutes, source="school",
        source_id=f"{case.pk} {day} {kind} {AbsenceEvent.objects.count()}", imported_by=make_import(), **fields,
    )  # fmt: skip


def written(case) -> list[tuple[str, int, str]]:
    rows = AbsenceEvent.objects.filter(pupil=case.pupil, source=SKOLEPORTEN).order_by("date", "reason")
    return list(rows.values_list("kind", "minutes", "reason"))


def bring_up_to_date(case, today: dt.date = A_WEEK_LATER):
    return rewrite(by=SYSTEM, case=case, today=today)


def test_an_hour_in_the_flat_is_elsewhere_by_agreement_and_the_rest_of_the_day_is_absence(case):
    be_there(case, "08.30", "09.30")
    bring_up_to_date(case)
    assert written(case) == [("lesson", 60, "elsewhere_by_agreement"), ("lesson", 300, "rest_of_day")]
    (day,) = pupil_days(case.pupil_id, MONDAY, MONDAY)
    assert (day.minutes_absent, day.elsewhere_minutes, day.lessons, day.is_whole) == (240, 60, 0, False)


def test_what_the_school_registers_later_takes_the_place_of_the_rest(case):
    be_there(case, "08.30", "09.30")
    bring_up_to_date(case)
    register(case)
    assert bring_up_to_date(case).gone == 1
    assert written(case) == [("lesson", 60, "elsewhere_by_agreement")]
    (day,) = pupil_days(case.pupil_id, MONDAY, MONDAY)
    assert (day.minutes_absent, day.elsewhere_minutes) == (240, 60)


def test_what_the_school_registered_is_never_touched(case):
    mine = register(case)
    be_there(case, "08.30", "09.30")
    bring_up_to_date(case)
    bring_up_to_date(case)
    mine.refresh_from_db()
    assert (mine.minutes, mine.superseded_by_id) == (300, None)


def test_writing_twice_changes_nothing_and_leaves_no_second_entry_in_the_log(case):
    be_there(case, "08.30", "09.30")
    bring_up_to_date(case)
    before = list(AbsenceEvent.objects.values_list("pk", flat=True))
    again = bring_up_to_date(case)
    assert (again.written, again.gone) == (0, 0)
    assert list(AbsenceEvent.objects.values_list("pk", flat=True)) == before
    assert Event.objects.filter(action="presence.told_the_absence").count() == 1


def test_a_corrected_mark_is_told_anew(case):
    be_there(case, "08.30", "09.30")
    bring_up_to_date(case)
    be_there(case, "10.00", "10.30")
    bring_up_to_date(case)
    assert written(case)[0] == ("lesson", 90, "elsewhere_by_agreement")


def test_a_day_without_any_mark_is_not_known_and_nothing_is_written(case):
    be_there(case, "08.30", "09.30")
    bring_up_to_date(case)
    assert not AbsenceEvent.objects.filter(date=TUESDAY).exists()


def test_did_not_come_is_a_whole_day_of_absence_where_the_school_is_silent(case):
    mark(actor_of(case.owner), case, "not_coming", at("09.00", MONDAY))
    bring_up_to_date(case)
    assert written(case) == [("day", 300, "rest_of_day")]


def test_a_pupil_who_left_without_a_mark_of_leaving_has_no_rest(case):
    mark(actor_of(case.owner), case, "arrived", at("08.30", MONDAY), place="flat")
    bring_up_to_date(case)
    assert written(case) == []


def test_two_places_in_one_day_are_told_apart(case):
    be_there(case, "08.30", "09.30")
    be_there(case, "10.00", "11.30", place="class")
    bring_up_to_date(case)
    assert written(case) == [("lesson", 60, "elsewhere_by_agreement"), ("lesson", 210, "rest_of_day")]
    (day,) = pupil_days(case.pupil_id, MONDAY, MONDAY)
    assert day.minutes_absent == 300 - 60 - 90


def test_a_whole_ordinary_day_in_the_plan_leaves_the_day_to_the_schools_register():
    case = make_planned_case()
    make_step(case, week(300, place="class"), starts_on=MONDAY)
    be_there(case, "08.30", "08.40")
    bring_up_to_date(case)
    assert written(case) == [("lesson", 10, "elsewhere_by_agreement")]


def test_with_no_plan_yet_minutes_elsewhere_are_told_and_no_rest():
    case = make_planned_case()
    be_there(case, "08.30", "08.50")
    bring_up_to_date(case)
    assert written(case) == [("lesson", 20, "elsewhere_by_agreement")]


@pytest.mark.parametrize("agreed", [5, 60, 299, 330])
def test_how_much_was_agreed_changes_no_row(agreed):
    case = make_planned_case()
    make_step(case, week(agreed), starts_on=MONDAY)
    be_there(case, "08.30", "09.00")
    bring_up_to_date(case)
    assert written(case) == [("lesson", 30, "elsewhere_by_agreement"), ("lesson", 300, "rest_of_day")]


def test_in_an_agreed_pause_a_visit_counts_as_what_it_is():
    case = make_planned_case()
    make_step(case, week(days=range(0), is_pause=True), starts_on=MONDAY)
    be_there(case, "08.30", "08.35")
    bring_up_to_date(case)
    assert written(case) == [("lesson", 5, "elsewhere_by_agreement"), ("lesson", 300, "rest_of_day")]


def test_an_outing_on_a_sunday_is_on_no_school_day_and_tells_nothing(case):
    be_there(case, "10.00", "12.00", day=SUNDAY, place="outing")
    bring_up_to_date(case)
    assert written(case) == []


def test_a_day_that_is_not_over_waits(case):
    be_there(case, "08.30", "09.30")
    assert bring_up_to_date(case, today=MONDAY).written == 0


def test_the_check_begins_by_telling_the_absence_and_measures_it_apart(case):
    be_there(case, "08.30", "09.30")
    register(case, TUESDAY)
    check(by=SYSTEM, trigger="nightly")
    measure = PupilMeasure.objects.get(pupil=case.pupil)
    assert measure.as_of == TUESDAY
    assert (measure.minutes_absent, measure.elsewhere_minutes, measure.days_absent) == (540, 60, 1)
    offered = measure.minutes_offered
    assert measure.absence_rate == pytest.approx(1 - (offered - 600 + 60) / offered)


def test_marks_at_skoleporten_do_not_move_the_date_up_to_which_the_schools_have_told(case):
    """Else every other pupil in the municipality would be counted as present on days nobody has sent in."""
    school, pupil = make_school(), make_pupil()
    make_enrolment(school, pupil)
    make_calendar_day(school, MONDAY)
    register(case, MONDAY)
    be_there(case, "08.30", "09.30", day=TUESDAY)
    run = check(by=SYSTEM, trigger="nightly")
    assert run is not None
    assert run.as_of == MONDAY
    assert AbsenceEvent.objects.filter(source=SKOLEPORTEN, date=TUESDAY).exists()


def test_all_of_many_cases_are_brought_up_to_date_at_once(case):
    other = make_planned_case()
    make_step(other, week(60), starts_on=MONDAY)
    for one in (case, other):
        be_there(one, "08.30", "09.30")
    assert rewrite_all(by=SYSTEM, today=A_WEEK_LATER).written == 4
