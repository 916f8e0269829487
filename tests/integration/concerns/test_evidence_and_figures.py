"""What goes along with a referral, attendance before and after a measure, and how a school's follow-up goes."""

import datetime as dt
import json

import pytest
import time_machine

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access.actor import software
from skoleporten.concerns import actions, figures, measure_actions, queries
from skoleporten.concerns.checks import check
from skoleporten.concerns.comparison import before_and_after
from skoleporten.concerns.models import Concern
from tests.factories import make_enrolment, make_guardian
from tests.follow_up_factories import MONDAY, at, days_after, make_concern, make_followed
from tests.made_up_school import make_import

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY, 12), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


def away(followed, *days: dt.date) -> None:
    imported = make_import()
    AbsenceEvent.objects.bulk_create(
        AbsenceEvent(
            pupil=followed.pupil, school=followed.school, date=day, kind="day", minutes=300, source="t",
            source_id=day.isoformat(), imported_by=imported,
        )
        for day in days
    )  # fmt: skip


def start(followed, starts_on: dt.date):
    return measure_actions.start(
        by=followed.by, concern=followed.concern, problem="Mornings", what="Met at the gate", who="Tuva",
        starts_on=starts_on, evaluate_on=days_after(21, starts_on),
    )  # fmt: skip


def test_before_and_after_are_counted_with_their_days(followed):
    away(followed, *(days_after(-number) for number in (6, 5, 4, 3)), days_after(1))
    compared = before_and_after(start(followed, MONDAY), days_after(3))
    assert (compared.before.days, compared.before.whole_days_absent) == (20, 4)
    assert (compared.after.days, compared.after.whole_days_absent) == (4, 1)
    assert compared.before.share_present == pytest.approx(16 / 20)
    assert compared.after.share_present == pytest.approx(3 / 4)
    assert (compared.after.first, compared.after.last) == (MONDAY, days_after(3))


def test_a_measure_that_has_ended_is_counted_until_then(followed):
    measure = start(followed, MONDAY)
    measure.ended_on = days_after(1)
    assert before_and_after(measure, days_after(10)).after.days == 2


def test_nothing_is_compared_before_there_is_anything_to_count(followed):
    measure = start(followed, MONDAY)
    assert before_and_after(measure, days_after(-1)) is None
    assert before_and_after(measure, None) is None


def test_without_school_days_before_there_is_no_share(followed):
    compared = before_and_after(start(followed, dt.date(2026, 8, 17)), dt.date(2026, 8, 20))
    assert (compared.before.days, compared.before.share_present) == (0, None)


def test_evidence_holds_absence_rules_steps_and_what_helped(followed):
    away(followed, *(days_after(-number) for number in range(3, 21) if days_after(-number).weekday() < 5))
    check(by=software("test"), trigger="import", as_of=days_after(-3))
    actions.act(
        by=followed.by, concern=followed.concern, kind="home_contacted", guardian=make_guardian(), result="reached",
        how="phone", note="Sleeps badly.",
    )  # fmt: skip
    measure = start(followed, days_after(-7))
    measure_actions.evaluate(by=followed.by, measure=measure, seen="Comes on time.", decided="end")
    actions.inform(by=followed.by, concern=followed.concern, whom="pupil", how="meeting", language="nb")
    found = json.loads(json.dumps(queries.evidence(followed.concern)))
    assert found["as_of"] == days_after(-3).isoformat()
    assert found["absence"]["days_absent"] == 14
    assert {rule["rule"].partition("/")[0] for rule in found["rules"]} == {"kristiansand"}
    assert all(rule["dates"] and rule["text"]["nb"] for rule in found["rules"])
    assert [step["kind"] for step in found["steps"]] == ["home_contacted", "measure", "evaluation"]
    assert found["measures"][0]["evaluations"][0]["seen"] == "Comes on time."
    assert found["measures"][0]["attendance"]["after"]["days"] == 5
    assert found["told"] == ["pupil"]
    assert "Gro" not in json.dumps(found), "guardians are named in no row"


def test_evidence_of_a_pupil_whom_nothing_is_counted_for_says_so(followed):
    found = queries.evidence(followed.concern)
    assert (found["as_of"], found["absence"], found["rules"]) == (None, None, [])


def another(followed, opened_on: dt.date, owner=None) -> Concern:
    pupil = make_enrolment(followed.school, start=dt.date(2026, 8, 1)).pupil
    return make_concern(pupil, followed.school, owner, opened_on)


def told(followed, today: dt.date) -> figures.FollowUp:
    return figures.follow_up(followed.by_leader, today)


def test_the_share_with_a_first_contact_counts_those_whose_day_has_come(followed):
    in_time, late = another(followed, days_after(-7)), another(followed, days_after(-7))
    another(followed, days_after(-7))
    actions.act(by=followed.by, concern=in_time, kind="pupil_talk", at=at(days_after(-6)))
    actions.act(by=followed.by, concern=late, kind="home_contacted", result="reached", at=at(days_after(-4)))
    share = told(followed, MONDAY).first_contact
    assert (share.in_time, share.of) == (1, 3), "the one of today may still be in time"
    assert (share.since, share.as_of) == (dt.date(2026, 8, 1), MONDAY)


def test_a_call_that_nobody_answered_is_no_first_contact(followed):
    actions.act(by=followed.by, concern=followed.concern, kind="home_contacted", result="not_reached")
    assert told(followed, days_after(3)).first_contact.in_time == 0


def test_over_a_weekend_a_contact_on_monday_is_within_a_school_day(followed):
    friday = another(followed, days_after(-3))
    actions.act(by=followed.by, concern=friday, kind="pupil_talk", at=at(MONDAY))
    share = told(followed, MONDAY).first_contact
    assert (share.in_time, share.of) == (1, 1)


def test_the_share_with_a_meeting_within_a_week(followed):
    met, not_met = another(followed, days_after(-14)), another(followed, days_after(-14))
    actions.act(by=followed.by, concern=met, kind="meeting", at=at(days_after(-7)))
    actions.act(by=followed.by, concern=not_met, kind="meeting", at=at(days_after(-5)))
    share = told(followed, MONDAY).meeting
    assert (share.in_time, share.of) == (1, 2)


def test_without_concerns_there_is_no_share(followed):
    Concern.objects.all().delete()
    assert told(followed, MONDAY).meeting.share is None


def test_the_load_is_by_name_with_the_leaders_own_first(followed):
    another(followed, MONDAY)
    another(followed, days_after(-7), followed.teacher)
    found = told(followed, MONDAY)
    assert [(load.owner, load.open, load.untouched, load.overdue) for load in found.loads] == [
        ("", 1, 1, 0),
        (str(followed.teacher), 2, 2, 1),
    ]
    assert (found.open, found.untouched, found.without_owner, found.overdue) == (3, 3, 1, 1)


def test_a_leader_counts_her_own_school_only(followed):
    elsewhere = make_followed("Nordnes skole")
    assert told(elsewhere, MONDAY).open == 1
    assert figures.follow_up(followed.by_leader, MONDAY).open == 1
