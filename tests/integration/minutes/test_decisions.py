"""What a meeting decides: it lands with the pupil, is carried over until it is done, and nothing of it is lost."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.models import User
from skoleporten.agendas.models import Item
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.minutes import deciding, holding, queries, turns
from skoleporten.minutes.deciding import CaseEndedError, Decided
from skoleporten.minutes.doers import who_can_do
from skoleporten.minutes.jobs import remind
from skoleporten.minutes.models import DecisionTurn, MeetingDecision
from skoleporten.notices.models import Notice
from skoleporten.rules.errors import RefusedError
from tests.agenda_factories import make_agenda_meeting, make_item, seen_by
from tests.factories import actor_of, make_case_team_member, make_user_in
from tests.intake_factories import make_team_member
from tests.minutes_factories import (
    WORDS,
    Begun,
    approve,
    end,
    make_begun,
    make_minutes_decision,
    make_minutes_note,
    make_whole_decision,
)

pytestmark = pytest.mark.django_db


def turn(decision: MeetingDecision, by: User, kind: str, words: str = "", key: uuid.UUID | None = None) -> None:
    turns.turn(by=actor_of(by), decision=decision, kind=kind, words=words, client_id=key or uuid.uuid4())


def close(begun: Begun) -> None:
    """The way to the end that a case takes."""
    begun.intake.ended_at = timezone.now()
    begun.intake.state = "closed"
    begun.intake.save()


def next_meeting(begun: Begun, days: int = 7):
    day = timezone.localdate() + dt.timedelta(days=days)
    return make_agenda_meeting(kind=begun.minutes.meeting.kind, day=day)


def test_a_decision_has_an_owner_and_a_date_and_lands_in_the_case():
    begun, ada = make_begun(), make_team_member()
    made = make_minutes_decision(begun, owner=ada)
    assert (made.intake, made.words, made.owner) == (begun.intake, WORDS, ada)
    assert queries.due([begun.case.pk], timezone.localdate()) == {begun.case.pk: made.due}
    assert list(queries.mine(actor_of(ada), timezone.localdate())) == [made]
    assert Notice.objects.get().user == ada
    assert Event.objects.get(action="minutes.decided").object_id == str(made.public_id)


def test_sent_twice_it_is_one_and_sent_about_another_thing_it_is_refused():
    begun, other, key = make_begun(), make_begun(), uuid.uuid4()
    decided = Decided(WORDS, begun.owner, timezone.localdate())
    made = [
        deciding.decide(
            by=actor_of(begun.owner), minutes=begun.minutes, item=begun.item, decided=decided, client_id=key
        )
        for _time in range(2)
    ]
    assert made[0] == made[1]
    with pytest.raises(RefusedError):
        deciding.decide(
            by=actor_of(begun.owner), minutes=other.minutes, item=other.item, decided=decided, client_id=key
        )


@pytest.mark.parametrize("fault", ["no words", "a day before the meeting", "somebody who does not see the pupil"])
def test_a_decision_that_lacks_something_is_refused_in_words(fault: str):
    begun = make_begun()
    values = {"words": WORDS, "owner": begun.owner, "due": timezone.localdate()}
    values |= {
        "no words": {"words": "  "},
        "a day before the meeting": {"due": timezone.localdate() - dt.timedelta(days=1)},
        "somebody who does not see the pupil": {"owner": make_user_in("specialist")},
    }[fault]
    with pytest.raises(RefusedError):
        deciding.decide(
            by=actor_of(begun.owner), minutes=begun.minutes, item=begun.item, decided=Decided(**values),
            client_id=uuid.uuid4(),
        )  # fmt: skip


def test_a_specialist_of_the_pupil_can_be_given_something_to_do_and_says_that_it_is_done():
    begun, ppt = make_begun(), make_user_in("specialist")
    assert ppt not in who_can_do(begun.minutes.meeting, begun.intake, timezone.localdate())
    make_case_team_member(begun.case.pupil, ppt)
    made = make_minutes_decision(begun, owner=ppt)
    turn(made, ppt, "done")
    assert MeetingDecision.objects.get().state == "done"
    with pytest.raises(RefusedError):
        turn(make_minutes_decision(begun, "Noe annet"), ppt, "done")


def test_a_decision_for_a_closed_case_is_said_in_words_and_the_reopening_is_offered():
    begun = make_begun()
    close(begun)
    with pytest.raises(CaseEndedError) as told:
        make_minutes_decision(begun)
    assert "leder" in str(told.value)
    assert not MeetingDecision.objects.exists()
    # Reopened in the way a case is, it can be decided.
    begun.intake.ended_at, begun.intake.state = None, "active"
    begun.intake.save()
    assert make_minutes_decision(begun).pk


def test_it_is_carried_over_until_it_is_done():
    begun = make_begun()
    made, whole = make_minutes_decision(begun), make_whole_decision(begun)
    key = f"decision:{made.public_id}"
    end(begun)
    meeting = next_meeting(begun, days=0)
    meeting.date = timezone.localdate() + dt.timedelta(days=1)
    meeting.save()
    assert {key, f"decision:{whole.public_id}"} <= {one.key for one in seen_by(meeting, begun.owner).entries}
    meeting.date = begun.minutes.meeting.date
    meeting.save()
    begun.minutes.meeting.date -= dt.timedelta(days=7)
    begun.minutes.meeting.save()
    second = holding.begin(by=actor_of(begun.owner), meeting=meeting)
    holding.end(by=actor_of(begun.owner), minutes=second)
    assert list(made.turns.values_list("turn", flat=True)) == ["carried"]
    third = next_meeting(begun)
    assert key in {one.key for one in seen_by(third, begun.owner).entries}
    turn(made, begun.owner, "done")
    assert key not in {one.key for one in seen_by(third, begun.owner).entries}


def test_another_kind_of_meeting_does_not_take_it_up():
    begun = make_begun()
    made = make_minutes_decision(begun)
    end(begun)
    other = make_agenda_meeting("coordination", day=timezone.localdate() + dt.timedelta(days=3))
    assert f"decision:{made.public_id}" not in {one.key for one in seen_by(other, begun.owner).entries}


def test_what_is_left_says_why_and_can_be_taken_up_again():
    begun = make_begun()
    made = make_minutes_decision(begun)
    with pytest.raises(RefusedError):
        turn(made, begun.owner, "dropped")
    turn(made, begun.owner, "dropped", "Familien ønsker det ikke.")
    with pytest.raises(RefusedError):
        turn(made, begun.owner, "done")
    turn(made, begun.owner, "taken_up", "Likevel.")
    assert [row.turn for row in DecisionTurn.objects.all()] == ["dropped", "taken_up"]
    assert MeetingDecision.objects.get().is_open


def test_what_is_changed_keeps_what_stood_and_two_writers_see_both():
    begun, ada = make_begun(), make_team_member()
    made = make_minutes_decision(begun)
    later = made.due + dt.timedelta(days=7)
    change = {"by": actor_of(ada), "decision": made, "why": "Hun er syk."}
    turns.change(**change, decided=Decided("Bo ringer.", ada, later), seen_version=1, client_id=uuid.uuid4())
    row = made.turns.get()
    assert (row.before, row.owner_before, row.due_before) == (WORDS, begun.owner, later - dt.timedelta(days=7))
    with pytest.raises(ChangedMeanwhileError) as told:
        turns.change(**change, decided=Decided("Eva ringer.", ada, later), seen_version=1, client_id=uuid.uuid4())
    assert told.value.now.words == "Bo ringer."


def test_whoever_is_to_do_it_is_reminded_on_the_day_once_and_not_of_a_case_that_has_ended():
    begun, ada = make_begun(), make_team_member()
    make_minutes_decision(begun, owner=ada, days=0)
    make_whole_decision(begun, owner=ada, due=timezone.localdate())
    before = Notice.objects.count()
    assert remind(timezone.localdate()) == 2
    remind(timezone.localdate())
    assert Notice.objects.count() == before + 2
    close(begun)
    assert remind(timezone.localdate()) == 1


def test_what_was_decided_in_a_case_that_ended_waits_there_and_not_on_the_list_of_what_to_do():
    begun = make_begun()
    made, by, today = make_minutes_decision(begun), actor_of(begun.owner), timezone.localdate()
    assert list(queries.mine(by, today)) == [made]
    close(begun)
    assert not queries.going_on(by, today).exists()
    assert queries.decisions_of(by, today, begun.intake.pk) == [made]


def test_the_next_date_is_a_decision_that_is_done_when_that_meeting_begins():
    begun = make_begun(code="development", frequency="agreed", weeks=4)
    by, day = actor_of(begun.owner), timezone.localdate()
    after = next_meeting(begun, days=14)
    give = {"by": by, "minutes": begun.minutes, "next_one": after}
    deciding.agree_on_next(**give, words="Vi møtes igjen.", client_id=uuid.uuid4())
    deciding.agree_on_next(**give, words="Vi møtes igjen.", client_id=uuid.uuid4())
    made = MeetingDecision.objects.get()
    assert (made.due, made.agrees_on, made.intake) == (after.date, after, None)
    end(begun)
    assert made.public_id not in {one.key for one in seen_by(after, begun.owner).entries}
    assert not queries.mine(by, day).exists()
    after.date = day
    after.save()
    holding.begin(by=by, meeting=after)
    made.refresh_from_db()
    assert made.state == "done"


def test_an_item_that_is_dropped_from_the_agenda_is_not_in_the_minutes():
    begun = make_begun()
    item = make_item(begun.minutes.meeting, words="Noe", by=begun.owner)
    item.dropped_at, item.dropped_by, item.dropped_why = timezone.now(), begun.owner, "Ikke nå"
    item.save()
    parts = queries.readable_parts(actor_of(begun.owner), timezone.localdate(), begun.minutes)
    assert [one.item for one in parts] == [begun.item]


def test_approved_minutes_take_no_more_decisions():
    begun = make_begun()
    make_minutes_note(begun)
    end(begun)
    approve(begun)
    with pytest.raises(RefusedError):
        make_minutes_decision(begun)
    assert Item.objects.get(pk=begun.item.pk).state == "done"
