"""Who opens an agenda, and what of it: the leader, a colleague, specialists of one case and of none, school and family.

What somebody may not see is gone without a trace: from the list, from counts, from sums and from the numbers.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.agendas import setting
from skoleporten.agendas.models import Item
from skoleporten.audit.models import Event
from skoleporten.meetings.models import Meeting
from skoleporten.people.models import FamilyTie
from tests.agenda_factories import (
    GUIDANCE,
    keys_of,
    make_agenda_meeting,
    make_due_measure,
    make_item,
    make_kind,
    seen_by,
)
from tests.case_factories import make_named_case
from tests.consent_factories import consent_in_force
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil_account,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_lead, make_team_member
from tests.pages import content_of, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HOUR = 60


@pytest.fixture
def leader():
    return make_team_member("leder")


@pytest.fixture
def meeting(leader):
    return make_agenda_meeting(kind=make_kind(GUIDANCE, owner=leader), minutes=HOUR)


@pytest.fixture
def cases():
    """Each with a measure that is due, the other one's first."""
    mine, other = make_named_case(given_name="Ane"), make_named_case(given_name="Bodil", family_name="Strand")
    make_due_measure(mine, TODAY)
    make_due_measure(other, TODAY - dt.timedelta(days=1), what="Ringe bestefar")
    return mine, other


@pytest.fixture
def specialist(cases, meeting):
    """Named in the one case of two, and asked to the meeting."""
    user = make_user_in(Role.SPECIALIST)
    make_case_team_member(cases[0].pupil, user)
    meeting.participants.create(user=user)
    return user


def key_of(case) -> str:
    return f"measure:{case.measures.get().public_id}"


def address(name: str, meeting: Meeting, case=None) -> str:
    return reverse(name, args=[meeting.public_id, *(["measure", case.measures.get().public_id] if case else [])])


def page_of(user, meeting: Meeting) -> str:
    answer = signed_in(user).get(address("agenda", meeting))
    assert answer.status_code == 200
    return content_of(answer)


def status(user, url: str) -> int:
    return signed_in(user).get(url).status_code


def shown_to(user) -> set[uuid.UUID]:
    """By the read log, on the last page."""
    event = Event.objects.filter(actor=str(user.public_id)).order_by("-seq").first()
    return {row.pupil for row in event.pupils.all()}


def test_the_leader_and_a_colleague_read_all_of_it_and_each_reading_is_logged(leader, meeting, cases):
    for user in (leader, make_team_member(), make_lead()):
        page = page_of(user, meeting)
        assert "Ane Holm" in page
        assert "Bodil Strand" in page
        assert shown_to(user) == {case.pupil.public_id for case in cases}
        assert status(user, address("agenda_item", meeting, cases[0])) == 200
        assert shown_to(user) == {cases[0].pupil.public_id}


def test_a_specialist_named_in_one_case_of_two_reads_that_one(specialist, meeting, cases):
    mine, other = cases
    page = page_of(specialist, meeting)
    assert "Ane Holm" in page
    assert shown_to(specialist) == {mine.pupil.public_id}
    for trace in ("Bodil", "Strand", "Ringe bestefar", str(other.measures.get().public_id)):
        assert trace not in page
    assert status(specialist, address("agenda_item", meeting, mine)) == 200
    assert status(specialist, address("agenda_item", meeting, other)) == 404


def test_what_is_hidden_is_in_no_number_no_sum_and_no_count(specialist, leader, meeting, cases):
    """As if the other pupil were nobody's: the page is the same, sign for sign, before and after she comes onto it."""
    everything = seen_by(meeting, leader)
    assert [one.number for one in everything.entries] == [1, 2]
    mine = seen_by(meeting, specialist)
    assert [one.number for one in mine.entries] == [1]
    assert (mine.time.minutes, mine.time.of_minutes) == (10, HOUR)
    before = page_of(specialist, meeting), content_of(signed_in(specialist).get(address("meeting", meeting)))
    make_item(meeting, cases[1].intake, "Enda en ting om Bodil", by=leader, minutes=30, position=1)
    make_due_measure(make_named_case(given_name="Cato"))
    assert (page_of(specialist, meeting), content_of(signed_in(specialist).get(address("meeting", meeting)))) == before


def test_a_participant_who_lost_access_between_invitation_and_meeting_finds_the_item_gone(specialist, meeting, cases):
    """Her place in the team around the pupil ends; she is still asked to the meeting."""
    assert "Ane Holm" in page_of(specialist, meeting)
    cases[0].pupil.case_team.update(ended_at=timezone.now())
    page = page_of(specialist, meeting)
    assert "Ane" not in page
    assert re.search(r"\d+\s*min av", page) is None, "Nor a sum."
    assert keys_of(seen_by(meeting, specialist)) == []
    assert status(specialist, address("agenda_item", meeting, cases[0])) == 404
    assert shown_to(specialist) == set()


def test_also_when_the_agenda_is_set_and_when_the_meeting_has_been_held(specialist, leader, meeting, cases):
    setting.set_agenda(by=actor_of(leader), meeting=meeting)
    assert keys_of(seen_by(meeting, specialist)) == [key_of(cases[0])]
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.HELD)
    meeting.refresh_from_db()
    assert keys_of(seen_by(meeting, specialist)) == [key_of(cases[0])]
    cases[0].pupil.case_team.update(ended_at=timezone.now())
    assert keys_of(seen_by(meeting, specialist)) == []
    assert not Item.objects.visible_to(actor_of(specialist), "follow_up", TODAY).exists()


def test_a_consent_that_is_withdrawn_takes_the_item_with_it_at_once(meeting, cases):
    from skoleporten.consents import sharing

    consent = consent_in_force(cases[0].pupil, "share_with_service")
    user = make_user_in(Role.SPECIALIST)
    meeting.participants.create(user=user)
    sharing.name_by_consent(by=actor_of(cases[0].owner), consent=consent, user=user, today=TODAY)
    assert keys_of(seen_by(meeting, user)) == [key_of(cases[0])]
    consent.closed_at, consent.closed_because, consent.state = timezone.now(), "taken_back", "withdrawn"
    consent.save()
    assert keys_of(seen_by(meeting, user)) == []


def test_a_specialist_who_is_not_asked_to_the_meeting_opens_nothing(meeting, cases):
    stranger = make_user_in(Role.SPECIALIST)
    make_case_team_member(cases[0].pupil, stranger)
    for url in (address("agenda", meeting), address("agenda_item", meeting, cases[0]), address("meeting", meeting)):
        assert status(stranger, url) == 404
    left_out = make_user_in(Role.SPECIALIST)
    meeting.participants.create(user=left_out, is_left_out=True)
    assert status(left_out, address("agenda", meeting)) == 404


def test_a_specialist_of_neither_case_reads_what_is_about_no_pupil(leader, meeting, cases):
    stranger = make_user_in(Role.SPECIALIST)
    meeting.participants.create(user=stranger)
    make_item(meeting, words="Datoen for turen", by=leader)
    page = page_of(stranger, meeting)
    assert "Datoen for turen" in page
    assert "Ane" not in page
    assert shown_to(stranger) == set()


def test_a_specialist_changes_nothing(specialist, meeting, cases):
    client, sent = signed_in(specialist), {"seen_version": 1, "why": "x", "minutes": 5, "client_id": uuid.uuid4()}
    urls = [address(name, meeting, cases[0]) for name in ("agenda_drop", "agenda_put_back", "agenda_minutes")]
    urls += [address(name, meeting) for name in ("agenda_add", "agenda_move")]
    assert {client.post(url, sent).status_code for url in urls} == {404}
    assert not Item.objects.exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.ADMINISTRATOR, Role.MUNICIPALITY])
def test_no_school_and_no_office_opens_an_agenda(meeting, cases, role):
    """Also the leader of the pupil's own school, and also where she is asked to come."""
    school = cases[0].pupil.enrolments.get().school
    user = make_user()
    make_grant(user, role, school if role in {Role.TEACHER, Role.SCHOOL_LEADER} else None)
    meeting.participants.create(user=user)
    for url in (address("agenda", meeting), address("agenda_item", meeting, cases[0]), "/meetings/morning/"):
        assert status(user, url) == 404


def test_a_guardian_and_the_pupil_open_no_agenda(meeting, cases):
    guardian, own = make_user(), make_user()
    make_guardianship(cases[0].pupil, make_guardian(guardian))
    make_pupil_account(cases[0].pupil, own)
    for user in (guardian, own):
        meeting.participants.create(user=user)
        assert status(user, address("agenda", meeting)) == 404
        assert status(user, address("agenda_item", meeting, cases[0])) == 404


def test_a_relative_of_a_pupil_leads_the_meeting_without_her(leader, meeting, cases):
    """Moving what she sees tells her nothing of what she does not."""
    FamilyTie.objects.create(user=leader, pupil=cases[1].pupil)
    page = page_of(leader, meeting)
    assert "Bodil" not in page
    assert 'name="move"' not in page, "There is nothing to move one item past."
    client = signed_in(leader)
    sent = {"client_id": uuid.uuid4(), "seen_version": 1, "move": f"up {key_of(cases[1])}"}
    assert client.post(address("agenda_move", meeting), sent).status_code == 404
    assert client.post(address("agenda_drop", meeting, cases[1]), {"seen_version": 1, "why": "x"}).status_code == 404


def test_whose_team_access_has_ended_opens_nothing(leader, meeting, cases):
    leader.grants.update(ended_at=timezone.now())
    assert status(leader, address("agenda", meeting)) == 404


def test_a_case_that_has_ended_is_gone_from_the_team_and_stands_for_the_lead(leader, meeting, cases):
    setting.set_agenda(by=actor_of(leader), meeting=meeting)
    intake = cases[0].intake
    intake.state, intake.ended_at = "closed", timezone.now()
    intake.save()
    yesterday = TODAY - dt.timedelta(days=1)
    intake.pupil.involvements.update(end=yesterday, retained_until=TODAY + dt.timedelta(days=300))
    assert "Ane" not in page_of(leader, meeting)
    lead = make_lead()
    assert "Ane" in page_of(lead, meeting)
    assert status(lead, address("agenda_item", meeting, cases[0])) == 200
