"""The gate, row by row of its table: owner, colleague, stranger."""

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone

from skoleporten.access import actions, gate, queries, reasons
from skoleporten.access.actor import Actor, software
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.people.models import FamilyTie, Pupil
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    actor_of,
    make_administrator,
    make_case_team_member,
    make_class,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.group_factories import make_group_member, make_teaching_group

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 1, 15)


@pytest.fixture
def school():
    return make_school("Lund")


@pytest.fixture
def owner(school):
    return actor_of(make_school_leader(school))


def sees(actor, pupil, purpose=Purpose.FOLLOW_UP, today=TODAY) -> bool:
    return gate.may_see(actor, pupil.pk, purpose, today)


def test_school_leader_sees_a_pupil_enrolled_at_her_school_today(school, owner):
    assert sees(owner, make_enrolment(school).pupil)


def test_leader_of_another_school_does_not(school):
    colleague = actor_of(make_school_leader(make_school("Fagerlund")))
    assert not sees(colleague, make_enrolment(school).pupil)


def test_administrator_sees_no_pupil(school):
    make_enrolment(school)
    assert not gate.visible_to(actor_of(make_administrator()), Purpose.FOLLOW_UP, TODAY).exists()


def test_the_software_itself_sees_no_pupil(school):
    assert not sees(software("check"), make_enrolment(school).pupil)


@pytest.mark.parametrize("role", ["", "teacher", "superuser", "School_leader", "administrator"])
def test_an_unknown_role_sees_nobody_even_with_the_school(school, owner, role):
    assert not sees(dataclasses.replace(owner, role=role), make_enrolment(school).pupil)


@pytest.mark.parametrize("purpose", ["", "curiosity", "statistics"])
def test_an_unknown_purpose_opens_nothing(school, owner, purpose):
    assert not sees(owner, make_enrolment(school).pupil, purpose)


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        (dt.date(2025, 8, 1), None, True),
        (TODAY, None, True),
        (TODAY + dt.timedelta(days=1), None, False),
        (dt.date(2025, 8, 1), TODAY, True),
        (dt.date(2025, 8, 1), TODAY - dt.timedelta(days=1), False),
    ],
)
def test_view_lasts_from_the_first_to_the_last_day_of_the_enrolment(school, owner, start, end, seen):
    assert sees(owner, make_enrolment(school, start=start, end=end).pupil) is seen


def test_an_enrolment_that_was_replaced_opens_nothing(school, owner):
    enrolment = make_enrolment(school)
    enrolment.superseded_at = timezone.now()
    enrolment.save()
    assert not sees(owner, enrolment.pupil)


def test_a_pupil_who_moved_is_seen_by_the_new_school_only(school, owner):
    other = make_school("Fagerlund")
    pupil = make_pupil()
    make_enrolment(school, pupil, end=TODAY - dt.timedelta(days=1))
    make_enrolment(other, pupil, start=TODAY)
    assert not sees(owner, pupil)
    assert sees(actor_of(make_school_leader(other)), pupil)


def test_two_enrolments_show_a_pupil_once(school, owner):
    pupil = make_pupil()
    make_enrolment(school, pupil)
    make_enrolment(school, pupil, start=dt.date(2025, 9, 1))
    assert list(Pupil.objects.visible_to(owner, Purpose.FOLLOW_UP, TODAY)) == [pupil]


def test_a_protected_pupil_is_hidden_from_her_own_school_leader(school, owner):
    assert not sees(owner, make_enrolment(school, make_pupil(protected=True)).pupil)


def named_grant(owner: Actor, school, pupil, **fields) -> Grant:
    dates = {"start": TODAY, "end": TODAY} | fields
    return Grant.objects.create(user_id=owner.user_id, role=Role.SCHOOL_LEADER, school=school, pupil=pupil, **dates)


def test_a_protected_pupil_is_seen_by_a_grant_that_names_her(school, owner):
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    named_grant(owner, school, pupil)
    assert sees(owner, pupil)
    assert not sees(owner, pupil, today=TODAY + dt.timedelta(days=1))


def test_a_named_grant_of_somebody_else_opens_nothing(school, owner):
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    named_grant(actor_of(make_school_leader(school)), school, pupil)
    assert not sees(owner, pupil)


def test_a_named_grant_ends_when_it_is_ended(school, owner):
    pupil = make_enrolment(school, make_pupil(protected=True)).pupil
    named_grant(owner, school, pupil, ended_at=timezone.now())
    assert not sees(owner, pupil)


def test_a_named_grant_does_not_open_a_pupil_of_another_school(school, owner):
    pupil = make_enrolment(make_school(), make_pupil(protected=True)).pupil
    named_grant(owner, school, pupil)
    assert not sees(owner, pupil)


def test_a_leader_without_schools_sees_nobody(school, owner):
    assert not sees(dataclasses.replace(owner, school_ids=frozenset()), make_enrolment(school).pupil)


def test_only_grants_in_force_of_active_users_count(school):
    user = make_user()
    grant = Grant.objects.create(user=user, role=Role.SCHOOL_LEADER, school=school, start=TODAY, end=TODAY)

    def in_force(day=TODAY):
        return Grant.objects.in_force(day).filter(pk=grant.pk).exists()

    assert in_force()
    assert not in_force(TODAY + dt.timedelta(days=1))
    assert not in_force(TODAY - dt.timedelta(days=1))
    user.is_active = False
    user.save()
    assert not in_force()


# The rows of the other roles ------------------------------------------------------------------------------------------
def holder(role: str, school=None) -> Actor:
    return queries.actor_of(make_user_in(role, school), TODAY, role)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [({}, {"a", "b", "c"}), ({"school_class": "5A"}, {"a"}), ({"grade": 5}, {"a", "b"}), ({"pupil": "c"}, {"c"})],
)
def test_a_teacher_sees_within_the_scope_of_the_grant(school, scope, seen):
    class_a = make_class(school, "5A")
    placed = {"a": (5, class_a), "b": (5, make_class(school, "5B")), "c": (6, None)}
    pupils = {name: make_enrolment(school, grade=grade, school_class=at).pupil for name, (grade, at) in placed.items()}
    make_enrolment(make_school(), grade=5)
    given = {"school_class": class_a} if "school_class" in scope else scope
    given = {"pupil": pupils["c"]} if "pupil" in scope else given
    user = make_user()
    Grant.objects.create(user=user, role=Role.TEACHER, school=school, start=TODAY, end=TODAY, **given)
    actor = queries.actor_of(user, TODAY)
    in_view = set(gate.visible_to(actor, Purpose.FOLLOW_UP, TODAY))
    assert in_view == {pupils[name] for name in seen}


def test_a_teacher_sees_a_teaching_group_while_the_pupil_is_in_it_and_goes_to_the_school(school):
    group, other = make_teaching_group(school), make_teaching_group(school, "9 English")
    pupil, left, elsewhere = make_enrolment(school).pupil, make_enrolment(school).pupil, make_enrolment(school).pupil
    moved = make_enrolment(make_school()).pupil
    make_group_member(group, pupil, end=TODAY)
    make_group_member(group, left, end=TODAY - dt.timedelta(days=1))
    make_group_member(other, elsewhere)
    make_group_member(group, moved)
    user = make_user()
    dates = {"start": TODAY, "end": TODAY + dt.timedelta(days=9)}
    Grant.objects.create(user=user, role=Role.TEACHER, school=school, teaching_group=group, **dates)
    actor = queries.actor_of(user, TODAY)
    assert list(gate.visible_to(actor, Purpose.FOLLOW_UP, TODAY)) == [pupil]
    assert not gate.visible_to(actor, Purpose.FOLLOW_UP, TODAY + dt.timedelta(days=1)).exists()
    assert reasons.reasons(actor, pupil.pk, TODAY) == ("eleven går i undervisningsgruppen 8 English på Lund",)
    assert not reasons.reasons(actor, left.pk, TODAY)


def test_a_teaching_group_of_another_school_can_not_be_granted(school):
    group = make_teaching_group(make_school())
    with pytest.raises(RefusedError, match="annen skole"):
        actions.grant(
            by=software("test"), user=make_user(), role=Role.TEACHER, school_id=school.pk, start=TODAY,
            teaching_group_id=group.pk,
        )  # fmt: skip


def test_a_leader_of_two_schools_acts_at_one_of_them_at_a_time(school):
    other = make_school("Aasen")
    user = make_school_leader(school)
    make_grant(user, Role.SCHOOL_LEADER, other)
    here, there = make_enrolment(school).pupil, make_enrolment(other).pupil
    assert [held.unit for held in queries.held_by(user, TODAY)] == ["Aasen", "Lund"]
    for chosen, seen, hidden in ((school, here, there), (other, there, here)):
        actor = queries.actor_of(user, TODAY, Role.SCHOOL_LEADER, school=str(chosen.public_id))
        assert actor.unit == chosen.name
        assert sees(actor, seen)
        assert not sees(actor, hidden)


def test_the_first_of_the_roles_is_acted_in_until_another_is_chosen(school):
    user = make_school_leader(school)
    make_grant(user, Role.ADMINISTRATOR)
    assert queries.actor_of(user, TODAY).role == Role.SCHOOL_LEADER


def test_a_school_that_is_not_ones_own_can_not_be_chosen(school, owner):
    user, strange = User.objects.get(pk=owner.user_id), make_school()
    actor = queries.actor_of(user, TODAY, Role.SCHOOL_LEADER, school=str(strange.public_id))
    assert actor.school_ids == {school.pk}


@pytest.mark.parametrize("role", [Role.TEAM, Role.LEAD])
def test_the_team_sees_a_pupil_while_the_case_is_open(role):
    pupil = make_pupil()
    make_involvement(pupil, end=TODAY)
    actor = holder(role)
    assert sees(actor, pupil)
    assert not sees(actor, pupil, today=TODAY + dt.timedelta(days=1))


def test_the_lead_alone_sees_a_closed_case_while_it_is_kept():
    pupil = make_pupil()
    make_involvement(pupil, end=TODAY - dt.timedelta(days=9), retained_until=TODAY)
    assert sees(holder(Role.LEAD), pupil)
    assert not sees(holder(Role.TEAM), pupil)
    assert not sees(holder(Role.LEAD), pupil, today=TODAY + dt.timedelta(days=1))


def test_a_specialist_sees_where_named_and_not_beside():
    pupil, other = make_pupil(), make_pupil()
    make_involvement(pupil)
    make_involvement(other)
    user = make_user_in(Role.SPECIALIST)
    member = make_case_team_member(pupil, user)
    actor = queries.actor_of(user, TODAY)
    assert sees(actor, pupil)
    assert not sees(actor, other)
    member.ended_at = timezone.now()
    member.save()
    assert not sees(actor, pupil)


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.RESEARCHER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_who_sees_no_pupil_sees_none_for_any_purpose(role, purpose, school):
    make_involvement(make_enrolment(school).pupil)
    assert not gate.visible_to(holder(role), purpose, TODAY).exists()


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, True),
        ({"decides": "care_taken_over", "kind": "foster_parent"}, True),
        ({"decides": "suspended"}, False),
        ({"decides": "none"}, False),
        ({"decides": "unknown"}, False),
        ({"verified_at": None}, False),
        ({"end": TODAY - dt.timedelta(days=1)}, False),
        ({"start": TODAY + dt.timedelta(days=1)}, False),
        ({"barred_from": TODAY, "barred_source": "court"}, False),
        ({"barred_from": TODAY + dt.timedelta(days=1), "barred_source": "court"}, True),
    ],
)
def test_a_guardian_sees_own_child_with_a_verified_right_to_decide(fields, seen):
    user, pupil = make_user(), make_pupil()
    make_guardianship(pupil, make_guardian(user), **fields)
    actor = queries.actor_of(user, TODAY)
    assert sees(actor, pupil, Purpose.OWN_CHILD) is seen
    assert not sees(actor, make_guardianship(make_pupil()).pupil, Purpose.OWN_CHILD)


def test_a_guardian_does_not_see_the_childs_half_sibling():
    user, child, half = make_user(), make_pupil(), make_pupil()
    make_guardianship(child, make_guardian(user))
    shared = make_guardianship(child)
    make_guardianship(half, shared.guardian)
    assert not sees(queries.actor_of(user, TODAY), half, Purpose.OWN_CHILD)


def test_a_guardians_view_ends_on_the_eighteenth_birthday():
    user, pupil = make_user(), make_pupil(birth_date=TODAY.replace(year=TODAY.year - 18))
    make_guardianship(pupil, make_guardian(user))
    actor = queries.actor_of(user, TODAY)
    assert sees(actor, pupil, Purpose.OWN_CHILD, TODAY - dt.timedelta(days=1))
    assert not sees(actor, pupil, Purpose.OWN_CHILD)


def test_a_pupil_sees_herself_only():
    user, pupil = make_user(), make_pupil(protected=True)
    make_pupil_account(pupil, user)
    actor = queries.actor_of(user, TODAY)
    assert sees(actor, pupil, Purpose.OWN)
    assert list(gate.visible_to(actor, Purpose.OWN, TODAY)) == [pupil]


@pytest.mark.parametrize("role", [Role.SCHOOL_LEADER, Role.TEACHER, Role.TEAM, Role.LEAD])
def test_a_barred_parent_on_the_staff_never_sees_the_child(role, school):
    user, pupil = make_user_in(role, school), make_enrolment(school).pupil
    make_involvement(pupil)
    actor = queries.actor_of(user, TODAY, role)
    assert sees(actor, pupil)
    bar = {"decides": "none", "barred_from": TODAY, "barred_source": "court"}
    make_guardianship(pupil, make_guardian(user), **bar)
    assert not sees(actor, pupil)


def test_staff_never_see_own_family(school, owner):
    pupil = make_enrolment(school).pupil
    FamilyTie.objects.create(user_id=owner.user_id, pupil=pupil, source="own word")
    assert not sees(owner, pupil)


def test_the_former_school_has_the_pupil_in_view_for_that_purpose_only(school, owner):
    pupil = make_pupil()
    last = TODAY - dt.timedelta(days=30)
    make_enrolment(school, pupil, end=last)
    make_enrolment(make_school(), pupil, start=last + dt.timedelta(days=1))
    assert not sees(owner, pupil)
    assert sees(owner, pupil, Purpose.FORMER_SCHOOL)
    assert gate.rows_before(owner, pupil.pk, TODAY) == last + dt.timedelta(days=1)
    assert not sees(owner, pupil, Purpose.FORMER_SCHOOL, dt.date(2026, 8, 1))


def test_a_barred_guardian_keeps_the_role_and_sees_nobody():
    user, pupil = make_user(), make_pupil()
    make_guardianship(pupil, make_guardian(user), barred_from=TODAY, barred_source="court")
    actor = queries.actor_of(user, TODAY)
    assert actor.role == Role.GUARDIAN
    assert not gate.visible_to(actor, Purpose.OWN_CHILD, TODAY).exists()


def test_a_page_about_one_pupil_is_answered_by_that_pupil_at_most():
    lead = make_user()
    make_grant(lead, Role.LEAD)
    actor, seen, other, foreign = actor_of(lead), make_pupil(), make_pupil(), make_pupil()
    for pupil in (seen, other):
        make_involvement(pupil)
    today = timezone.localdate()
    with gate.one_pupil(actor, seen.pk, Purpose.FOLLOW_UP, today):
        assert [row["pk"] for row in gate.pupils(actor, Purpose.FOLLOW_UP, today)] == [seen.pk]
        assert gate.may_see(actor, seen.pk, Purpose.CHILD_WELFARE, today)
        assert not gate.may_see(actor, other.pk, Purpose.FOLLOW_UP, today)
    with gate.one_pupil(actor, foreign.pk, Purpose.FOLLOW_UP, today):
        assert not gate.pupils(actor, Purpose.FOLLOW_UP, today).exists()
    assert gate.pupils(actor, Purpose.FOLLOW_UP, today).count() == 2
