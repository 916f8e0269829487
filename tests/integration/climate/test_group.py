"""Who belongs to the group: staff, and specialists who regularly take part in its meetings."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.climate import group
from skoleporten.meetings.models import Meeting
from tests.climate_factories import make_staff
from tests.factories import actor_of, make_grant
from tests.meeting_factories import make_participant, make_team_meeting, shipped_kind

pytestmark = pytest.mark.django_db


def at_meetings(user: User, *days: int, kind: str = "guidance", **fields) -> list[Meeting]:
    """`days` from today."""
    made = [
        make_team_meeting(shipped_kind(kind), timezone.localdate() + dt.timedelta(days=day), **fields) for day in days
    ]
    for meeting in made:
        make_participant(meeting, user)
    return made


def belongs(user: User) -> bool:
    today = timezone.localdate()
    is_member = user.pk in group.members(today)
    assert group.belongs(actor_of(user), today) == is_member
    return is_member


def test_the_team_and_its_lead_belong():
    assert belongs(make_staff())
    assert belongs(make_staff(Role.LEAD))
    assert not belongs(make_staff(Role.ADMINISTRATOR))


def test_a_specialist_belongs_who_is_at_two_meetings_near_today():
    user = make_staff(Role.SPECIALIST)
    at_meetings(user, -84)
    assert not belongs(user)
    at_meetings(user, 84)
    assert belongs(user)


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ((-85, 85), {}),
        ((7, 14), {"kind": "intake"}),
        ((7, 14), {"state": "cancelled", "because": "no_need"}),
    ],
    ids=["too far away", "only when somebody needs it", "cancelled"],
)
def test_other_meetings_make_nobody_a_regular(days: tuple[int, ...], fields: dict[str, str]):
    user = make_staff(Role.SPECIALIST)
    at_meetings(user, *days, **fields)
    assert not belongs(user)


def test_whoever_is_left_out_of_the_meetings_belongs_no_more():
    user = make_staff(Role.SPECIALIST)
    meetings = at_meetings(user, 7, 14)
    meetings[0].participants.update(is_left_out=True)
    assert not belongs(user)


def test_a_teacher_at_the_meetings_is_a_guest_and_no_member():
    user = make_staff(Role.MUNICIPALITY)
    at_meetings(user, 7, 14)
    assert not belongs(user)


def test_one_who_holds_two_roles_is_one_person_and_answers_as_herself():
    user = make_staff(Role.TEAM)
    make_grant(user, Role.LEAD)
    assert group.members(timezone.localdate()) == {user.pk}
