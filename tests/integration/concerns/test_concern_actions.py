"""What people do with a concern: each act is a row, and closing is a decision with a reason."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.audit.models import Event
from skoleporten.concerns import actions
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_enrolment, make_school, make_school_leader

pytestmark = pytest.mark.django_db

Step = ConcernStep.Kind


@pytest.fixture
def school():
    return make_school("Lund")


@pytest.fixture
def leader(school):
    return actor_of(make_school_leader(school))


@pytest.fixture
def concern(school):
    pupil = make_enrolment(school).pupil
    return Concern.objects.create(pupil=pupil, school=school, kind="signal", opened_at=timezone.now())


def test_a_person_opens_a_concern_without_any_threshold(school, leader):
    pupil = make_enrolment(school).pupil
    concern = actions.open_by_person(by=leader, pupil=pupil, school_id=school.pk, reason="Comes, but leaves the room.")
    assert (concern.kind, concern.state, concern.opened_by_id) == ("person", "open", leader.user_id)


def test_a_person_says_why(school, leader):
    with pytest.raises(RefusedError):
        actions.open_by_person(by=leader, pupil=make_enrolment(school).pupil, school_id=school.pk, reason=" ")


def test_a_pupil_has_one_concern_that_is_not_closed(school, leader, concern):
    with pytest.raises(RefusedError):
        actions.open_by_person(by=leader, pupil=concern.pupil, school_id=school.pk, reason="Worried.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.create(pupil=concern.pupil, school=school, kind="signal", opened_at=timezone.now())


def test_an_act_is_a_row_and_the_first_one_takes_the_concern_off_the_top(leader, concern):
    actions.act(by=leader, concern=concern, kind=Step.HOME_CONTACTED)
    first = concern.first_action_at
    actions.act(by=leader, concern=concern, kind=Step.MEETING, note="With the mother")
    concern.refresh_from_db()
    assert (concern.state, concern.first_action_at) == ("acted", first)
    assert [step.kind for step in concern.steps.all()] == ["home_contacted", "meeting"]


def test_what_nobody_has_acted_on_stays_first(school, leader, concern):
    older = Concern.objects.create(
        pupil=make_enrolment(school).pupil, school=school, kind="signal",
        opened_at=concern.opened_at - timezone.timedelta(days=30),
    )  # fmt: skip
    actions.act(by=leader, concern=older, kind=Step.MEETING)
    assert list(Concern.objects.untouched_first()) == [concern, older]


@pytest.mark.parametrize("kind", ["", "looked_at", Step.CLOSED, Step.REOPENED])
def test_only_something_done_is_an_act(leader, concern, kind):
    with pytest.raises(RefusedError):
        actions.act(by=leader, concern=concern, kind=kind)


def test_closing_needs_a_reason(leader, concern):
    with pytest.raises(RefusedError):
        actions.close(by=leader, concern=concern, decision="followed_up", reason="  ")
    concern.refresh_from_db()
    assert concern.state == "open"


def test_a_closed_concern_has_an_owner_and_a_reason(leader, concern):
    actions.close(by=leader, concern=concern, decision="followed_up", reason="Back at school.")
    concern.refresh_from_db()
    assert (concern.state, concern.closed_by_id, concern.closing_reason) == (
        "closed",
        leader.user_id,
        "Back at school.",
    )


def test_the_database_refuses_to_close_without_owner_and_reason(concern):
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(state="closed")


def test_the_software_closes_nothing(concern):
    with pytest.raises(RefusedError):
        actions.close(by=software("check"), concern=concern, decision="followed_up", reason="No longer over the limit.")


def test_nothing_is_done_on_a_closed_concern(leader, concern):
    actions.close(by=leader, concern=concern, decision="followed_up", reason="Back at school.")
    with pytest.raises(RefusedError):
        actions.act(by=leader, concern=concern, kind=Step.MEETING)
    with pytest.raises(RefusedError):
        actions.close(by=leader, concern=concern, decision="followed_up", reason="Again")


def test_an_act_on_a_page_that_was_opened_before_it_was_closed_is_refused(leader, concern):
    stale = Concern.objects.get(pk=concern.pk)
    actions.close(by=leader, concern=concern, decision="followed_up", reason="Back at school.")
    with pytest.raises(RefusedError):
        actions.act(by=leader, concern=stale, kind=Step.MEETING)


def test_reopening_goes_back_to_where_it_was(leader, concern):
    actions.act(by=leader, concern=concern, kind=Step.MEETING)
    actions.close(by=leader, concern=concern, decision="followed_up", reason="Back at school.")
    actions.reopen(by=leader, concern=concern, reason="Away again")
    concern.refresh_from_db()
    assert (concern.state, concern.closed_at, concern.closing_reason) == ("acted", None, "")


def test_steps_are_history(leader, concern):
    step = actions.act(by=leader, concern=concern, kind=Step.MEETING)
    with pytest.raises(TypeError):
        step.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ConcernStep.objects.filter(pk=step.pk).update(note="never happened")


def test_each_act_is_logged_with_the_pupil(leader, concern):
    actions.act(by=leader, concern=concern, kind=Step.MEETING)
    event = Event.objects.get(action="concerns.acted")
    assert [row.pupil for row in event.pupils.all()] == [concern.pupil.public_id]
    assert event.details == {"kind": "meeting"}


def test_a_change_of_state_is_in_the_history_of_the_concern(leader, concern):
    actions.close(by=leader, concern=concern, decision="followed_up", reason="Back at school.")
    assert [row.state for row in concern.history.order_by("history_date")] == ["open", "closed"]
