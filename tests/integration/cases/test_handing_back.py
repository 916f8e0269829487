"""A pupil goes back to a school that is named, with what it needs settled, and is asked about for a year after."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role
from skoleporten.audit.models import Event
from skoleporten.cases import handing_back
from skoleporten.cases.asking_again import tell_whom_to_ask
from skoleporten.cases.handing_back import Plan, lacking
from skoleporten.cases.models import Case, FollowUp, HandingBack, HandingBackAnswer
from skoleporten.cases.way_back import Since, current, home_class, next_follow_ups, registers_differ, since
from skoleporten.concerns.models import CheckRun
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import move
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.handing_back import Differs
from tests.factories import (
    actor_of,
    make_calendar_day,
    make_class,
    make_enrolment,
    make_pupil,
    make_school,
    make_user,
    make_user_in,
)
from tests.handing_back_factories import make_follow_up, make_ready_to_close, make_way_back
from tests.intake_factories import make_case, make_lead
from tests.made_up_school import make_import

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def school():
    return make_school("Solvik skole")


@pytest.fixture
def case(school):
    pupil = make_pupil()
    make_enrolment(school, pupil, 7, make_class(school, "7B", 7))
    return make_case(pupil, make_lead(), state="handing_back")


def close(case: Case, reason: str = "Skolen har tatt over."):
    return move(by=actor_of(case.owner), intake=case.intake, to_state="closed", reason=reason)


def test_going_home_the_school_is_the_one_where_the_pupil_is_enrolled(case, school):
    row = make_way_back(case, to="home", school_name="Skrevet feil")
    assert (row.school, row.school_name, row.receiving_school) == (school, "", "Solvik skole")


def test_upper_secondary_is_a_school_by_name(case):
    assert make_way_back(case, to="upper_secondary").receiving_school == "Fjordheim skole"


def test_home_class_and_its_contact_teacher_are_known_from_the_first_day(case, school):
    assert home_class(case.pupil, TODAY) is not None
    teacher = make_user("kontaktlærer")
    Grant.objects.create(
        user=teacher, role=Role.TEACHER, school=school, school_class=case.pupil.enrolments.get().school_class,
        start=YESTERDAY, end=TODAY,
    )  # fmt: skip
    found = home_class(case.pupil, TODAY)
    assert found is not None
    assert (found.school, found.school_class, found.teacher) == ("Solvik skole", "7B", str(teacher))
    assert home_class(make_pupil(), TODAY) is None


def test_closing_is_refused_without_a_plan_for_handing_back(case):
    with pytest.raises(RefusedError, match="ikke avklart"):
        close(case)
    case.refresh_from_db()
    assert case.intake.state == "handing_back"


def test_closing_is_refused_while_an_item_is_unanswered(case):
    row = make_way_back(case)
    with pytest.raises(RefusedError, match="uten svar"):
        close(case)
    assert not case.intake.transitions.filter(to_state="closed").exists()
    assert row.answers.count() == 0


def test_closing_is_refused_before_the_school_has_taken_over(case):
    make_ready_to_close(case, taken_over_on=TODAY + dt.timedelta(days=3))
    with pytest.raises(RefusedError, match="ikke tatt over"):
        close(case)


def test_case_is_closed_when_everything_is_answered(case):
    make_ready_to_close(case)
    close(case)
    case.intake.refresh_from_db()
    assert case.intake.state == "closed"


def test_an_item_opened_again_stands_in_the_way(case):
    row = make_ready_to_close(case)
    handing_back.answer_item(by=actor_of(case.owner), case=case, item="peers", answer="open")
    assert lacking(row, TODAY) != []
    assert row.answers.filter(item="peers").count() == 2


def test_what_is_not_needed_has_a_reason(case):
    make_way_back(case)
    with pytest.raises(RefusedError, match="hvorfor"):
        handing_back.answer_item(by=actor_of(case.owner), case=case, item="transport", answer="not_needed", why=" ")


def test_two_clicks_are_one_answer(case):
    make_way_back(case)
    click = {"by": actor_of(case.owner), "case": case, "item": "peers", "answer": "done", "client_id": uuid.uuid4()}
    assert handing_back.answer_item(**click) == handing_back.answer_item(**click)
    assert HandingBackAnswer.objects.count() == 1
    assert Event.objects.filter(action="cases.way_back_answered").count() == 1


def test_two_writers_of_the_plan_see_each_others_text(case):
    row = make_way_back(case)
    by = actor_of(case.owner)
    handing_back.write(by=by, case=case, plan=Plan("other", school_name="A", peers="Ola"), seen_version=row.version)
    with pytest.raises(ChangedMeanwhileError):
        handing_back.write(by=by, case=case, plan=Plan("other", school_name="B"), seen_version=row.version)
    with pytest.raises(ChangedMeanwhileError):
        handing_back.write(by=by, case=case, plan=Plan("other", school_name="B"), client_id=uuid.uuid4())
    assert HandingBack.objects.get().peers == "Ola"


def test_register_is_compared_with_the_plan_on_the_day_the_school_takes_over(case):
    other = make_school("Nordnes skole")
    row = make_way_back(case, to="other", school=other, school_name="", class_size=21)
    assert registers_differ(row, TODAY) == (Differs.ANOTHER_SCHOOL,)
    make_enrolment(other, case.pupil, 7, make_class(other, "7A", 7), start=YESTERDAY)
    assert registers_differ(row, TODAY) == (Differs.CLASS_SIZE, Differs.OLD_SCHOOL_GOES_ON)
    case.pupil.enrolments.exclude(school=other).update(end=YESTERDAY - dt.timedelta(days=1))
    row.class_size = 1
    assert registers_differ(row, TODAY) == ()


def test_registers_can_not_be_said_to_be_right_while_they_are_not(case):
    make_way_back(case, to="other", school=make_school("Nordnes skole"), school_name="")
    with pytest.raises(RefusedError, match="noe annet enn planen"):
        handing_back.answer_item(by=actor_of(case.owner), case=case, item="rosters", answer="done")


def test_the_next_follow_up_is_four_weeks_after_and_then_the_next(case):
    begun = TODAY - dt.timedelta(days=90)
    make_way_back(case, taken_over_on=begun)
    assert next_follow_ups([case.pk])[case.pk].due_on == begun + dt.timedelta(days=28)
    make_follow_up(case, "weeks_4")
    assert next_follow_ups([case.pk])[case.pk].after == "weeks_12"


def test_follow_ups_go_on_after_the_case_is_closed_for_the_lead(case):
    make_ready_to_close(case)
    close(case)
    made = make_follow_up(case)
    assert FollowUp.objects.get() == made
    lead, team = (actor_of(make_user_in(role)) for role in ("lead", "team"))
    assert Case.objects.visible_to(lead, Purpose.FOLLOW_UP, TODAY).filter(pk=case.pk).exists()
    tomorrow = TODAY + dt.timedelta(days=1)
    assert not Case.objects.visible_to(team, Purpose.FOLLOW_UP, tomorrow).filter(pk=case.pk).exists()


def test_the_last_follow_up_can_still_be_done_a_year_after(case):
    make_ready_to_close(case)
    close(case)
    a_year_on = TODAY + dt.timedelta(days=380)
    lead = actor_of(case.owner)
    case.owner.grants.update(end=a_year_on)
    assert Case.objects.visible_to(lead, Purpose.FOLLOW_UP, a_year_on).filter(pk=case.pk).exists()


def test_follow_up_has_the_pupils_words_or_why_the_pupil_was_not_asked(case):
    make_way_back(case)
    with pytest.raises(RefusedError, match="hva eleven sier"):
        make_follow_up(case, pupils_words="")
    assert make_follow_up(case, pupils_words="", why_not_asked="Ville ikke snakke i dag.").why_not_asked


def test_follow_up_keeps_the_absence_as_it_was_then_known(case, school):
    day = TODAY - dt.timedelta(days=2)
    for number in range(2):
        make_calendar_day(school, day + dt.timedelta(days=number), 300)
    AbsenceEvent.objects.create(
        pupil=case.pupil, school=school, date=day, kind="day", minutes=300, source="s", source_id="1",
        imported_by=make_import(),
    )  # fmt: skip
    row = make_way_back(case, taken_over_on=day)
    assert since(row, TODAY) is None
    now = timezone.now()
    CheckRun.objects.create(
        as_of=TODAY, started_at=now, finished_at=now, trigger="person", engine="x", denominator="calendar", pupils=1,
        pupils_with_signals=0, signals=0,
    )  # fmt: skip
    counted = Since.from_json(make_follow_up(case).figures)
    assert counted is not None
    assert (counted.days_offered, counted.minutes_absent, counted.days_absent, counted.share_absent) == (2, 300, 1, 0.5)


def test_follow_up_of_a_day_to_come_is_refused(case):
    make_way_back(case)
    with pytest.raises(RefusedError, match="hvilken dag"):
        make_follow_up(case, on=TODAY + dt.timedelta(days=1))


def test_what_was_answered_and_seen_is_never_changed(case):
    make_ready_to_close(case)
    make_follow_up(case)
    for rows in (HandingBackAnswer.objects.all(), FollowUp.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(client_id=uuid.uuid4())


def test_opened_again_the_old_plan_stands_as_it_was_and_a_new_one_begins(case):
    first = make_ready_to_close(case)
    close(case)
    case.intake.refresh_from_db()
    lead = actor_of(case.owner)
    move(by=lead, intake=case.intake, to_state="active", reason="Mye borte igjen.", consent_in_force=True)
    assert current(case) is None
    assert next_follow_ups([case.pk]) == {}
    first.refresh_from_db()
    assert first.set_aside_at is not None
    move(by=lead, intake=case.intake, to_state="handing_back", reason="Nå går det.")
    assert make_way_back(case).pk != first.pk
    with pytest.raises(RefusedError):
        close(case)


def test_nothing_is_written_in_the_plan_of_a_case_that_has_ended(case):
    make_ready_to_close(case)
    close(case)
    with pytest.raises(RefusedError):
        make_way_back(case)


def test_owner_is_told_when_it_is_time_to_ask_and_the_leads_once_it_is_closed(case):
    begun = TODAY - dt.timedelta(days=30)
    make_ready_to_close(case, taken_over_on=begun)
    assert tell_whom_to_ask(begun + dt.timedelta(days=27)) == 0
    assert tell_whom_to_ask(TODAY) == 1
    assert tell_whom_to_ask(TODAY) == 1
    assert [notice.user for notice in Notice.objects.all()] == [case.owner]
    close(case)
    other = make_lead()
    assert tell_whom_to_ask(TODAY) == 1
    assert {notice.user for notice in Notice.objects.all()} == {case.owner, other}
    make_follow_up(case)
    assert tell_whom_to_ask(TODAY) == 0


def test_notice_leads_to_a_page_that_there_is(case):
    make_way_back(case, taken_over_on=TODAY - dt.timedelta(days=30))
    tell_whom_to_ask(TODAY)
    assert Notice.objects.get().link == reverse("case_follow_up", args=[case.public_id, "weeks_4"])
