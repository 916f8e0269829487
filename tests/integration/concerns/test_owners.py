"""A concern always has an owner: a person by name, or the leaders of the school."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from skoleporten.access.models import Grant
from skoleporten.audit.models import Event
from skoleporten.concerns import actions, handover_actions, next_steps, owners
from skoleporten.concerns.handovers import Handover
from skoleporten.concerns.models import Concern
from skoleporten.people.models import FamilyTie, Pupil
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_guardian, make_guardianship, make_school, make_school_leader
from tests.follow_up_factories import MONDAY, at, make_followed, make_teacher

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(at(MONDAY), tick=False):
        yield


@pytest.fixture
def followed():
    return make_followed()


@pytest.fixture
def colleague(followed):
    return make_teacher(followed.school, followed.school_class, "colleague")


def owner_by_class(followed) -> int | None:
    return owners.by_class([followed.pupil.pk], MONDAY).get(followed.pupil.pk)


def test_the_teacher_with_a_grant_for_the_class_owns_what_a_rule_opens(followed):
    assert owner_by_class(followed) == followed.teacher.pk


def test_of_two_teachers_of_the_class_the_first_one_does(followed, colleague):
    assert owner_by_class(followed) == followed.teacher.pk
    Grant.objects.filter(user=followed.teacher).update(ended_at=at(MONDAY))
    assert owner_by_class(followed) == colleague.pk


def test_a_grant_for_the_whole_school_makes_nobody_a_contact_teacher(followed):
    Grant.objects.filter(user=followed.teacher).update(school_class=None)
    assert owner_by_class(followed) is None


def test_nobody_owns_the_concern_of_own_family(followed, colleague):
    FamilyTie.objects.create(user=followed.teacher, pupil=followed.pupil)
    assert owner_by_class(followed) == colleague.pk
    make_guardianship(followed.pupil, make_guardian(colleague))
    assert owner_by_class(followed) is None


def test_a_protected_pupil_has_no_owner_by_class(followed):
    Pupil.objects.filter(pk=followed.pupil.pk).update(protected=True)  # no history is wanted here
    assert owner_by_class(followed) is None


def test_whoever_opens_a_concern_may_own_it_herself(followed, colleague):
    actions.close(by=followed.by_leader, concern=followed.concern, decision="nothing", reason="A mistake.")
    opened = actions.open_by_person(
        by=actor_of(colleague), pupil=followed.pupil, school_id=followed.school.pk, reason="Sits alone.", is_owner=True
    )
    assert opened.owner_id == colleague.pk
    assert opened.next_step == "pupil-talk"


def test_a_concern_changes_owner_only_when_the_other_says_yes(followed, colleague):
    offer = handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague)
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id == followed.teacher.pk
    handover_actions.accept(by=actor_of(colleague), handover=offer)
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id == colleague.pk
    assert [row.owner_id for row in followed.concern.history.order_by("history_id")][-1] == colleague.pk
    assert followed.concern.steps.last().kind == "handed_over"
    assert Event.objects.filter(action="concerns.handover_accepted").exists()


def test_a_declined_offer_leaves_the_owner_in_place(followed, colleague):
    offer = handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague)
    handover_actions.decline(by=actor_of(colleague), handover=offer)
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id == followed.teacher.pk
    with pytest.raises(RefusedError):
        handover_actions.accept(by=actor_of(colleague), handover=offer)


def test_nobody_answers_for_somebody_else(followed, colleague):
    offer = handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague)
    for answer in (handover_actions.accept, handover_actions.decline):
        with pytest.raises(RefusedError):
            answer(by=followed.by_leader, handover=offer)


def test_clicking_twice_is_clicking_once(followed, colleague):
    first = handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague)
    assert handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague) == first
    for _ in range(2):
        handover_actions.accept(by=actor_of(colleague), handover=first)
    assert followed.concern.steps.filter(kind="handed_over").count() == 1


def test_a_new_offer_withdraws_the_one_before(followed, colleague):
    third = make_teacher(followed.school, followed.school_class)
    first = handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague)
    handover_actions.offer(by=followed.by, concern=followed.concern, to=third)
    first.refresh_from_db()
    assert first.answer == "withdrawn"
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.create(
            concern=followed.concern, to=colleague, offered_at=at(MONDAY), offered_by=followed.teacher
        )


def test_it_is_offered_to_nobody_who_may_not_see_the_pupil(followed):
    elsewhere = make_school_leader(make_school())
    of_another_class = make_teacher(followed.school, grade=3)
    for stranger in (elsewhere, of_another_class):
        with pytest.raises(RefusedError):
            handover_actions.offer(by=followed.by, concern=followed.concern, to=stranger)
    assert set(owners.candidates(followed.pupil, followed.school.pk, MONDAY)) == {followed.teacher, followed.leader}


def test_what_nobody_has_by_name_is_taken_once(followed, colleague):
    Concern.objects.filter(pk=followed.concern.pk).first().save()
    followed.concern.owner = None
    followed.concern.save()
    handover_actions.take(by=actor_of(colleague), concern=followed.concern)
    handover_actions.take(by=actor_of(colleague), concern=followed.concern)
    with pytest.raises(RefusedError):
        handover_actions.take(by=followed.by_leader, concern=followed.concern)
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id == colleague.pk


def test_when_an_owner_leaves_the_teacher_of_the_class_has_it_else_the_leaders(followed, colleague):
    Grant.objects.filter(user=followed.teacher).update(ended_at=at(MONDAY))
    next_steps.refresh_all()
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id == colleague.pk
    Grant.objects.filter(user=colleague).update(ended_at=at(MONDAY))
    next_steps.refresh_all()
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id is None


def test_closing_withdraws_what_was_offered(followed, colleague):
    offer = handover_actions.offer(by=followed.by, concern=followed.concern, to=colleague)
    actions.close(by=followed.by_leader, concern=followed.concern, decision="moved", reason="Nordnes goes on.")
    offer.refresh_from_db()
    assert offer.answer == "withdrawn"


def test_a_teacher_who_gets_the_class_later_gets_what_nobody_has_acted_on(followed):
    followed.concern.owner = None
    followed.concern.save()
    next_steps.refresh_all()
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id == followed.teacher.pk


def test_what_a_leader_has_acted_on_stays_with_the_leaders(followed):
    followed.concern.owner = None
    followed.concern.save()
    actions.act(by=followed.by_leader, concern=followed.concern, kind="pupil_talk")
    next_steps.refresh_all()
    followed.concern.refresh_from_db()
    assert followed.concern.owner_id is None
