"""Whoever leaves the team hands over first; where access ends at once, or runs out, a lead gets the cases."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from skoleporten.access.actions import end_grant
from skoleporten.access.actor import software
from skoleporten.access.grant_actions import shorten_grant
from skoleporten.access.models import Grant, Role
from skoleporten.access.user_actions import close_user
from skoleporten.audit.models import Event
from skoleporten.cases.jobs import find_owners
from skoleporten.cases.leaving import give_what_has_no_owner_here
from skoleporten.cases.members import name_member
from skoleporten.intake import owners
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from tests.factories import actor_of, make_grant, make_guardian, make_guardianship, make_user
from tests.intake_factories import make_case, make_intake, make_lead, make_team_member

pytestmark = pytest.mark.django_db
BY = software("test")
TODAY = timezone.localdate()


@pytest.fixture
def member():
    return make_team_member()


@pytest.fixture
def lead():
    return make_lead()


def owner_of(case) -> object:
    case.intake.refresh_from_db()
    return case.intake.owner


def test_the_last_access_of_somebody_who_owns_cases_is_not_ended(member, lead):
    for _ in range(2):
        make_case(owner=member)
    make_intake(owner=member)
    with pytest.raises(RefusedError, match="3") as refused:
        end_grant(by=BY, grant=member.grants.get())
    assert member.grants.get().ended_at is None
    assert not Event.objects.filter(action="access.grant_ended").exists()
    assert "Kari" not in str(refused.value)


def test_a_user_who_owns_a_case_is_not_closed(member, lead):
    make_case(owner=member)
    with pytest.raises(RefusedError):
        close_user(by=BY, user=member)
    member.refresh_from_db()
    assert member.is_active


def test_one_of_two_accesses_to_the_team_may_end(member, lead):
    make_case(owner=member)
    other = make_grant(member, Role.LEAD)
    end_grant(by=BY, grant=other)
    assert Grant.objects.in_force(TODAY).filter(user=member).count() == 1


def test_access_to_something_else_may_end(member, lead):
    make_case(owner=member)
    other = make_grant(member, Role.MUNICIPALITY)
    end_grant(by=BY, grant=other)
    assert not Grant.objects.in_force(TODAY).filter(pk=other.pk).exists()


def test_after_handing_over_the_access_may_end(member, lead):
    case = make_case(owner=member)
    owners.take(by=actor_of(lead), intake=case.intake)
    end_grant(by=BY, grant=member.grants.get())
    assert owner_of(case) == lead


def test_a_closed_case_holds_nobody_back(member, lead):
    make_case(owner=member, state="closed", ended_at=timezone.now(), involvement=None)
    end_grant(by=BY, grant=member.grants.get())


def test_ending_at_once_gives_each_case_to_the_lead_with_the_fewest_who_is_told(member, lead):
    busy = make_lead()
    make_case(owner=busy)
    case = make_case(owner=member)
    end_grant(by=BY, grant=member.grants.get(), at_once=True)
    assert owner_of(case) == lead
    assert Notice.objects.filter(user=lead, link=f"/cases/{case.public_id}/").count() == 1
    assert Event.objects.filter(action="intake.given_to_lead").count() == 1
    assert Event.objects.get(action="cases.given_at_once").details == {"cases": 1}


def test_ending_at_once_works_also_where_nobody_leads(member):
    case = make_case(owner=member)
    end_grant(by=BY, grant=member.grants.get(), at_once=True)
    assert owner_of(case) == member
    lead = make_lead()
    assert give_what_has_no_owner_here(TODAY) == 1
    assert owner_of(case) == lead


def test_a_lead_who_may_not_see_the_child_is_not_given_the_case(member, lead):
    case = make_case(owner=member)
    guardian = make_guardian(user=lead)
    make_guardianship(case.pupil, guardian)
    end_grant(by=BY, grant=member.grants.get(), at_once=True)
    assert owner_of(case) == member


def test_an_offer_that_was_not_answered_falls_away(member, lead):
    case, other = make_case(owner=member), make_team_member()
    owners.offer(by=actor_of(member), intake=case.intake, to=other)
    end_grant(by=BY, grant=member.grants.get(), at_once=True)
    assert not case.intake.handovers.filter(answered_at__isnull=True).exists()


def test_closing_a_user_at_once_gives_the_cases_away(member, lead):
    case = make_case(owner=member)
    close_user(by=BY, user=member, at_once=True)
    assert owner_of(case) == lead


def test_access_that_runs_out_by_its_date_gives_the_cases_to_a_lead_the_same_night(lead):
    gone = make_user()
    make_grant(gone, Role.TEAM, end=TODAY - dt.timedelta(days=1))
    case = make_case(owner=gone)
    assert find_owners.func() == 1
    assert owner_of(case) == lead
    assert find_owners.func() == 0


def test_a_last_day_moved_to_the_past_is_an_end_too(member, lead):
    make_case(owner=member)
    with pytest.raises(RefusedError):
        shorten_grant(by=BY, grant=member.grants.get(), end=TODAY - dt.timedelta(days=1))
    shorten_grant(by=BY, grant=member.grants.get(), end=TODAY + dt.timedelta(days=14))


def test_the_parts_of_who_leaves_end_with_the_access(member, lead):
    case = make_case(owner=lead)
    part = name_member(by=actor_of(lead), case=case, user=member, part="meets", start=TODAY - dt.timedelta(days=9))
    end_grant(by=BY, grant=member.grants.get())
    part.refresh_from_db()
    assert part.end == TODAY
