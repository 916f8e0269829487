"""Who opens a meeting: the team and the lead all, a specialist those she is asked to, and nobody else any."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from skoleporten.access.models import Grant, Role
from skoleporten.audit.models import Event
from skoleporten.meetings import participants, queries
from skoleporten.meetings.models import Meeting
from tests.factories import actor_of, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.meeting_factories import make_participant, make_team_meeting, shipped_kind
from tests.pages import content_of, signed_in

pytestmark = pytest.mark.django_db
WRITES = ("meeting_move", "meeting_place", "meeting_cancel", "meeting_people", "meeting_leads")
OTHERS = tuple(role for role in Role if role not in (Role.TEAM, Role.LEAD, Role.SPECIALIST))


@pytest.fixture
def meeting():
    return make_team_meeting(shipped_kind("guidance"))


@pytest.fixture
def participant(meeting):
    user = make_user_in(Role.SPECIALIST)
    make_participant(meeting, user)
    return user


def status(user, name: str, *args) -> int:
    return signed_in(user).get(reverse(name, args=args)).status_code


def test_the_team_and_the_lead_see_every_meeting(meeting):
    for user in (make_team_member(), make_lead()):
        assert status(user, "meeting", meeting.public_id) == 200
        assert meeting.name in content_of(signed_in(user).get(reverse("meetings")))


def test_a_specialist_sees_the_meeting_that_she_is_asked_to_and_no_other(meeting, participant):
    other, stranger = make_team_meeting(title="Noe annet"), make_user_in(Role.SPECIALIST)
    assert status(participant, "meeting", meeting.public_id) == 200
    assert status(participant, "meeting", other.public_id) == 404
    assert status(stranger, "meeting", meeting.public_id) == 404
    assert "Noe annet" not in content_of(signed_in(participant).get(reverse("meetings")))
    assert meeting.name not in content_of(signed_in(stranger).get(reverse("meetings")))
    assert meeting.name not in content_of(signed_in(stranger).get(reverse("meetings_earlier")))


def test_a_specialist_changes_nothing_and_sees_no_kinds(meeting, participant):
    for name in WRITES:
        assert status(participant, name, meeting.public_id) == 404
    assert status(participant, "meeting_kinds") == 404
    assert status(participant, "rhythm_choices", "guidance") == 404
    assert reverse("meeting_move", args=[meeting.public_id]) not in content_of(
        signed_in(participant).get(reverse("meeting", args=[meeting.public_id]))
    )


def test_whoever_is_taken_off_loses_the_meeting_at_once(meeting, participant):
    client, address = signed_in(participant), reverse("meeting", args=[meeting.public_id])
    assert client.get(address).status_code == 200
    participants.leave_out(by=actor_of(make_lead()), participant=meeting.participants.get())
    assert client.get(address).status_code == 404
    assert meeting.name not in content_of(client.get(reverse("meetings")))


def test_whose_access_ends_loses_the_meeting_with_it(meeting, participant):
    client, address = signed_in(participant), reverse("meeting", args=[meeting.public_id])
    Grant.objects.filter(user=participant).update(end=dt.date(2025, 8, 2))
    assert client.get(address).status_code != 200


def test_who_has_written_the_guest_list_does_not_let_a_guest_in(meeting):
    """A guest is words, also where they are somebody's name."""
    stranger = make_user_in(Role.SPECIALIST)
    make_participant(meeting, guest=str(stranger))
    assert status(stranger, "meeting", meeting.public_id) == 404


def test_one_role_at_a_time_decides(meeting):
    """Named as a specialist she opens it as one; her grant as a teacher opens nothing."""
    teacher = make_user_in(Role.TEACHER)
    make_participant(meeting, teacher)
    assert status(teacher, "meeting", meeting.public_id) == 404


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_that_there_are_meetings(role, meeting):
    client = signed_in(make_user_in(role))
    for name in ("meetings", "meetings_earlier", "meeting_kinds", "meeting_new"):
        assert client.get(reverse(name)).status_code == 404
    assert client.get(reverse("meeting", args=[meeting.public_id])).status_code == 404
    assert not Meeting.objects.visible_to(actor_of(make_user_in("municipality")), dt.date(2026, 1, 1)).exists()


def test_only_the_lead_changes_kinds(meeting):
    member, lead = make_team_member(), make_lead()
    assert status(member, "meeting_kind", "guidance") == status(lead, "meeting_kind_change", "guidance") == 200
    assert status(member, "meeting_kind_change", "guidance") == status(member, "meeting_kind_new") == 404


def test_a_specialist_is_not_shown_the_way_to_a_meeting_she_is_not_in(meeting, participant):
    later = make_team_meeting(meeting.kind, meeting.date + dt.timedelta(days=14))
    page = content_of(signed_in(participant).get(reverse("meeting", args=[meeting.public_id])))
    assert str(later.public_id) not in page
    member = content_of(signed_in(make_team_member()).get(reverse("meeting", args=[meeting.public_id])))
    assert str(later.public_id) in member


def test_opening_a_meeting_is_in_the_read_log(meeting, participant):
    signed_in(participant).get(reverse("meeting", args=[meeting.public_id]))
    event = Event.objects.get(action="meetings.opened")
    assert (event.actor, event.pupils.count()) == (str(participant.public_id), 0)


def test_a_participant_row_of_another_meeting_is_not_left_out_through_this_one(meeting):
    row = make_participant(make_team_meeting(title="Noe annet"), guest="Kari")
    client = signed_in(make_team_member())
    for given in (row.pk, "", "x", "9" * 40):
        answer = client.post(reverse("meeting_leave_out", args=[meeting.public_id]), {"participant": given})
        assert answer.status_code == 404
    assert queries.participants(row.meeting).count() == 1
