"""Minutes are approved by the owner or her stand-in, are kept as they were, and are corrected by a new version."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.utils import timezone

from skoleporten.access.models import Grant
from skoleporten.meetings.models import Participant
from skoleporten.minutes import approving, attendance, holding, notes, queries
from skoleporten.minutes.attendance import There
from skoleporten.minutes.models import Approval, ApprovedPart
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.case_factories import make_named_case
from tests.factories import actor_of, make_case_team_member, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.minutes_factories import (
    Begun,
    approve,
    end,
    make_begun,
    make_choice,
    make_minutes_decision,
    make_minutes_note,
    make_whole_decision,
)
from tests.rig_factories import make_away

pytestmark = pytest.mark.django_db


def correct(begun: Begun, why: str = "Feil dag.") -> None:
    approving.begin_correction(by=actor_of(begun.owner), minutes=begun.again(), why=why)


def parts(user, approval: Approval) -> list[ApprovedPart]:
    return queries.approved_parts(actor_of(user), timezone.localdate(), approval)


def ready(**kind) -> Begun:
    begun = make_begun(**kind)
    make_minutes_note(begun)
    end(begun)
    return begun


def test_the_owner_approves_and_somebody_else_does_not():
    begun, other = ready(), make_lead()
    with pytest.raises(RefusedError):
        approve(begun, other)
    made = approve(begun)
    assert (made.number, made.approved_by, made.instead_of) == (1, begun.owner, None)


def test_the_owner_is_ill_and_her_stand_in_approves():
    begun, ada = ready(), make_team_member()
    make_away(begun.owner, stand_in=ada)
    with pytest.raises(RefusedError):
        approve(begun)
    made = approve(begun, ada)
    assert (made.approved_by, made.instead_of) == (ada, begun.owner)


def test_the_owner_is_ill_and_nobody_steps_in_so_a_lead_approves():
    begun, lead = ready(), make_lead()
    make_away(begun.owner)
    with pytest.raises(RefusedError):
        approve(begun, make_team_member())
    made = approve(begun, lead)
    assert (made.approved_by, made.instead_of) == (lead, begun.owner)


def test_either_of_two_owners_may():
    second = make_team_member()
    begun = ready(second_owner=second)
    assert approve(begun, second).instead_of is None


def test_the_owner_is_asked_when_somebody_else_ended_the_meeting():
    begun, ada = make_begun(), make_team_member()
    holding.end(by=actor_of(ada), minutes=begun.minutes)
    assert [notice.user for notice in Notice.objects.all()] == [begun.owner]
    assert [one.pk for one in queries.waiting_for_approval(actor_of(ada), timezone.localdate())] == [begun.minutes.pk]


def test_a_meeting_that_goes_on_is_not_approved():
    begun = make_begun()
    with pytest.raises(RefusedError):
        approve(begun)


def test_approved_twice_it_is_one_version():
    begun, key = ready(), uuid.uuid4()
    made = [approving.approve(by=actor_of(begun.owner), minutes=begun.again(), client_id=key) for _time in range(2)]
    assert made[0] == made[1] == approve(begun)
    assert Approval.objects.count() == 1


def test_a_correction_is_a_new_version_with_its_reason_and_the_first_stands():
    begun = ready()
    first = approve(begun)
    with pytest.raises(RefusedError):
        make_minutes_note(begun, "Bak.")
    with pytest.raises(RefusedError):
        correct(begun, " ")
    correct(begun)
    notes.write(by=actor_of(begun.owner), minutes=begun.again(), item=begun.item, text="Bak.", seen_version=1)
    second = approve(begun)
    assert (second.number, second.why) == (2, "Feil dag.")
    assert [parts(begun.owner, one)[0].content["note"] for one in (first, second)] == ["Hun vil sitte foran.", "Bak."]
    assert begun.again().corrected_because == ""


def test_a_correction_that_changed_nothing_makes_no_version():
    begun = ready()
    first = approve(begun)
    correct(begun)
    assert approve(begun) == first
    assert begun.again().corrected_because == ""


def test_a_correction_of_who_was_there_is_a_version_too():
    begun = ready()
    approve(begun)
    correct(begun)
    there = [There(begun.owner.pk, was_there=True)]
    attendance.mark(by=actor_of(begun.owner), minutes=begun.again(), there=there, seen_version=0)
    assert approve(begun).facts["there"] == [str(begun.owner)]


def test_what_is_decided_later_does_not_change_what_was_approved():
    begun = make_begun()
    made = make_minutes_decision(begun)
    make_choice(begun)
    make_whole_decision(begun)
    end(begun)
    approval = approve(begun)
    made.words = "Noe helt annet."
    made.save()
    [of_item, whole] = parts(begun.owner, approval)
    assert of_item.content["decisions"][0]["words"] == "Ada ringer hjem før helga."
    assert of_item.content["choices"][0]["question"] == "Buss eller bil?"
    assert whole.content["decisions"][0]["words"] == "Vi kjøper ei ny kaffekanne."


def test_each_reads_the_parts_of_the_pupils_whom_she_sees():
    begun, ppt = make_begun(), make_user_in("specialist")
    hidden = make_named_case(begun.owner, given_name="Eva")
    other = make_item(begun.minutes.meeting, hidden.intake, words="Skjult", by=begun.owner)
    for item in (begun.item, other):
        make_minutes_note(begun, "Tekst", item=item)
    member = make_case_team_member(begun.case.pupil, ppt)
    seat = Participant.objects.create(meeting=begun.minutes.meeting, user=ppt)
    end(begun)
    approval = approve(begun)
    assert len(parts(begun.owner, approval)) == 2
    assert [one.item for one in parts(ppt, approval)] == [begun.item]
    # Lost access between invitation and meeting, or after it: the part is gone, the copy too.
    member.ended_at = timezone.now()
    member.save()
    assert parts(ppt, approval) == []
    seat.is_left_out = True
    seat.save()
    assert not Approval.objects.visible_to(actor_of(ppt), "follow_up", timezone.localdate()).exists()


def test_what_the_approver_does_not_see_is_marked_for_those_who_do():
    begun, ada = make_begun(make_team_member()), make_lead()
    begun.case.pupil.protected = True
    begun.case.pupil.save()
    Grant.objects.create(
        user=ada, role="lead", pupil=begun.case.pupil, start=timezone.localdate(), end=timezone.localdate()
    )
    end(begun)
    approval = approve(begun)
    assert ApprovedPart.objects.get().was_seen is False
    assert parts(begun.owner, approval) == []


def test_what_waits_for_approval_asks_the_rig_once_however_much_waits(django_assert_num_queries):
    first = ready()
    for number in range(3):
        meeting = make_agenda_meeting(kind=first.minutes.meeting.kind, starts=dt.time(8 + number, 0))
        end(replace(first, minutes=holding.begin(by=actor_of(first.owner), meeting=meeting)))
    by, today = actor_of(first.owner), timezone.localdate()
    with django_assert_num_queries(2):
        assert len(approving.to_approve(by, today)) == 4
    assert approving.to_approve(actor_of(make_team_member()), today) == []
