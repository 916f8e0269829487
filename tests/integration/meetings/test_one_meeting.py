"""One meeting: moved, cancelled, outside the rhythm, in a room, led by somebody, on a day with a clock change."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.meetings import actions, leading, moving, participants, planning, queries, rooms
from skoleporten.meetings.models import Meeting
from skoleporten.meetings.moving import OtherWeeksError
from skoleporten.meetings.signals import meeting_changed
from skoleporten.rules.errors import RefusedError
from tests.case_factories import make_named_case
from tests.factories import actor_of, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.meeting_factories import make_team_meeting, shipped_kind
from tests.rig_factories import make_away, make_booking, make_room

AT, UNTIL = dt.time(14, 30), dt.time(15, 0)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026 if month > 6 else 2027, month, number)


@pytest.fixture
def lead():
    return make_lead()


@pytest.fixture
def by(lead):
    return actor_of(lead)


@pytest.fixture
def kind(school_year, by):
    kind = shipped_kind("coordination")
    planning.fill(by=by, kind=kind, today=timezone.localdate())
    return kind


def of(kind, on: dt.date) -> Meeting:
    return Meeting.objects.select_related("kind", "booking__room").get(kind=kind, slot=on)


def move(by, meeting, to: dt.date, then: str = "", **fields) -> Meeting:
    same = {"starts": meeting.starts, "ends": meeting.ends, "room": meeting.room, "seen_version": meeting.version}
    return moving.move(by=by, meeting=meeting, date=to, then=then, **same | fields)


def planned(kind) -> list[int]:
    rows = Meeting.objects.planned().filter(kind=kind, date__range=(day(2, 1), day(4, 10)))
    return [row.date.isocalendar().week for row in rows]


# Moving ---------------------------------------------------------------------------------------------------------------
def test_a_meeting_moved_across_a_parity_boundary_asks_how_it_goes_on(kind, by):
    """Hard case by name. Odd weeks: 5, 9 (7 has a planning day), 11, 13."""
    meeting = of(kind, day(3, 2))
    assert planned(kind) == [5, 9, 11, 13]
    with pytest.raises(OtherWeeksError, match="10"):
        move(by, meeting, day(3, 10))
    move(by, meeting, day(3, 10), "keep_parity")
    assert planned(kind) == [5, 10, 11, 13]


def test_moved_across_the_boundary_every_second_week_goes_on_from_there_and_back_again(kind, by):
    meeting = of(kind, day(3, 2))
    moved = move(by, meeting, day(3, 9), "keep_every_second")
    assert planned(kind) == [5, 10, 12, 14]
    assert moved.moved_from == day(3, 2)
    move(by, moved, day(3, 3))
    assert planned(kind) == [5, 9, 11, 13], "moved back, the weeks are as they were"
    answers = list(kind.choices.order_by("pk").values_list("about", "answer"))
    assert answers == [("move", "keep_every_second"), ("move", "keep_parity")]


def test_moved_to_an_earlier_week_the_next_is_two_weeks_after(kind, by):
    move(by, of(kind, day(3, 2)), day(2, 23), "keep_every_second")
    assert planned(kind) == [5, 8, 10, 12, 14]


def test_moved_within_its_week_nothing_is_asked(kind, by):
    assert move(by, of(kind, day(3, 2)), day(3, 4)).version == 2
    assert not kind.choices.exists()


def test_who_saw_an_older_version_does_not_move_it_and_sees_how_it_stands(kind, by):
    meeting = of(kind, day(3, 2))
    move(by, meeting, day(3, 3))
    with pytest.raises(ChangedMeanwhileError) as error:
        move(by, meeting, day(3, 4))
    assert error.value.now.date == day(3, 3)
    assert move(by, meeting, day(3, 3)).version == 2, "the same once more, as after a double click"


@pytest.mark.parametrize(
    ("to", "starts", "ends"),
    [
        (day(11, 30), AT, UNTIL),
        (dt.date(2036, 3, 4), AT, UNTIL),
        (day(3, 3), UNTIL, AT),
        (day(3, 3), AT, dt.time(14, 33)),
        (day(3, 28), dt.time(2, 30), dt.time(3, 30)),
    ],
)
def test_a_time_that_can_not_be_is_refused(kind, by, to, starts, ends):
    with pytest.raises(RefusedError):
        move(by, of(kind, day(3, 2)), to, "keep_parity", starts=starts, ends=ends)


def test_the_clock_changes_on_a_meeting_day(by):
    """Hard case by name: a Sunday at the end of March and one at the end of October."""
    spring, autumn = day(3, 28), dt.date(2027, 10, 31)
    fields = {"by": by, "kind": None, "title": "Åpen dag", "starts": dt.time(10), "ends": dt.time(11)}
    for date, hour in ((spring, 8), (autumn, 9)):
        made = actions.plan_one(date=date, client_id=uuid.uuid4(), **fields)
        starts, ends = rooms.instants(made)
        assert (starts.hour, (ends - starts).seconds) == (hour, 3600)
    before, after = (rooms.instants(make_team_meeting(date=date)) for date in (day(3, 26), day(3, 29)))
    assert (after[0] - before[0]).total_seconds() == (3 * 24 - 1) * 3600
    with pytest.raises(RefusedError, match=r"02[.:]30"):
        actions.plan_one(
            by=by, kind=None, title="Natt", date=spring, starts=dt.time(2, 30), ends=dt.time(4), client_id=uuid.uuid4()
        )


# Rooms ----------------------------------------------------------------------------------------------------------------
def test_a_double_booked_room_is_refused_in_words(kind, by):
    """Hard case by name: the words say what has the room, and the meeting stands where it stood."""
    room, meeting = make_room("flat"), of(kind, day(3, 2))
    rooms.set_place(by=by, meeting=meeting, room=room, place="", seen_version=1)
    other = make_team_meeting(date=day(3, 2), title="Besøk", starts=dt.time(14, 45), ends=dt.time(15, 30))
    with pytest.raises(RefusedError, match="Koordineringsmøte"):
        rooms.set_place(by=by, meeting=other, room=room, place="", seen_version=1)
    make_booking(room, day(3, 3), "14:00", "15:00", words="Foreldrekaffe")
    with pytest.raises(RefusedError, match="Foreldrekaffe"):
        move(by, of(kind, day(3, 2)), day(3, 3))
    assert (of(kind, day(3, 2)).date, of(kind, day(3, 2)).room) == (day(3, 2), room)


def test_a_moved_meeting_takes_its_room_along_and_a_cancelled_one_lets_it_go(kind, by):
    room = make_room("flat")
    meeting = rooms.set_place(by=by, meeting=of(kind, day(3, 2)), room=room, place="", seen_version=1)
    moved = move(by, meeting, day(3, 4))
    assert room.bookings.filter(released_at=None).get().starts == rooms.instants(moved)[0]
    actions.cancel(by=by, meeting=moved, why="Kurs", seen_version=3)
    assert not room.bookings.filter(released_at=None).exists()


# Cancelling and holding -----------------------------------------------------------------------------------------------
def test_who_cancels_says_why_and_the_rhythm_does_not_plan_it_again(kind, by):
    meeting = of(kind, day(3, 2))
    with pytest.raises(RefusedError):
        actions.cancel(by=by, meeting=meeting, why=" ", seen_version=1)
    cancelled = actions.cancel(by=by, meeting=meeting, why="Kurs", seen_version=1)
    assert planning.fill(by=by, kind=kind, today=timezone.localdate()).count == 0
    assert (cancelled.because, cancelled.why) == ("person", "Kurs")
    with pytest.raises(RefusedError):
        actions.cancel(by=by, meeting=cancelled, why="Kurs", seen_version=2)
    assert actions.plan_again(by=by, meeting=cancelled, seen_version=2).is_planned
    assert Event.objects.filter(object_id=str(meeting.public_id)).count() == 2


def test_a_meeting_is_held_on_its_day_and_once(kind, by):
    meeting = of(kind, day(12, 1))
    assert actions.held(by=by, meeting=meeting).state == "held"
    assert actions.held(by=by, meeting=meeting).version == 2
    with pytest.raises(RefusedError):
        actions.held(by=by, meeting=of(kind, day(3, 2)))
    with pytest.raises(RefusedError):
        actions.plan_again(by=by, meeting=meeting, seen_version=2)


def test_what_changes_is_told_in_the_same_transaction(kind, by):
    told = []

    def hear(sender, meeting, change, **rest):
        told.append((change, meeting.version))

    meeting_changed.connect(hear)
    try:
        meeting = move(by, of(kind, day(3, 2)), day(3, 3))
        actions.cancel(by=by, meeting=meeting, why="Kurs", seen_version=2)
        actions.plan_again(by=by, meeting=meeting, seen_version=3)
        participants.ask(by=by, meeting=meeting, user=make_team_member())
    finally:
        meeting_changed.disconnect(hear)
    assert told == [("moved", 2), ("cancelled", 3), ("planned_again", 4), ("participants", 4)]


# Outside the rhythm ---------------------------------------------------------------------------------------------------
def test_a_meeting_outside_the_rhythm_is_planned_once_by_a_form_sent_twice(by, lead):
    client_id = uuid.uuid4()
    form = {"kind": None, "title": "Besøk fra UiA", "date": day(12, 8), "starts": AT, "ends": UNTIL}
    made = actions.plan_one(by=by, client_id=client_id, **form)
    assert actions.plan_one(by=by, client_id=client_id, **form) == made
    with pytest.raises(RefusedError):
        actions.plan_one(by=by, client_id=client_id, **form | {"title": "Noe annet"})
    with pytest.raises(RefusedError):
        actions.plan_one(by=by, client_id=uuid.uuid4(), **form | {"title": ""})
    assert [one.user for one in leading.leaders(made)] == [lead]
    assert queries.takes_part(made, lead.pk)


# Who leads ------------------------------------------------------------------------------------------------------------
def test_the_owner_is_ill_and_whoever_steps_in_leads(kind, by):
    """Hard case by name."""
    owner, stand_in = make_lead("margit"), make_team_member("tor")
    kind.owner = owner
    kind.save()
    meeting = of(kind, day(3, 2))
    assert [(one.user, one.stands_in_for) for one in leading.leaders(meeting)] == [(owner, None)]
    make_away(owner, stand_in, first=day(3, 2))
    assert [(one.user, one.stands_in_for) for one in leading.leaders(meeting)] == [(stand_in, owner)]
    assert leading.may_lead(stand_in.pk, meeting)
    assert not leading.may_lead(owner.pk, meeting)
    assert leading.writer_of(meeting).user == leading.convener_of(meeting).user == stand_in
    make_away(stand_in, first=day(3, 2))
    assert leading.leaders(meeting) == [], "then somebody must be chosen"
    chosen = make_team_member("siri")
    meeting = actions.appoint(by=by, meeting=meeting, chair=chosen, writer=None, seen_version=meeting.version)
    assert leading.chair_of(meeting).user == chosen


def test_of_two_owners_the_one_who_is_here_leads(kind):
    first, second = make_lead(), make_lead()
    kind.owner, kind.second_owner = first, second
    kind.save()
    meeting = of(kind, day(3, 2))
    assert [one.user for one in leading.leaders(meeting)] == [first, second]
    make_away(first, make_team_member(), first=day(3, 2))
    assert leading.chair_of(meeting).user == second


# Who comes ------------------------------------------------------------------------------------------------------------
def test_people_are_asked_by_name_and_guests_in_words(kind, by):
    meeting, specialist, teacher = of(kind, day(3, 2)), make_user_in("specialist"), make_user_in("teacher")
    for _twice in range(2):
        participants.ask(by=by, meeting=meeting, user=specialist)
        participants.ask_guest(by=by, meeting=meeting, guest="  Kari   fra barnevernet ")
    assert sorted(row.guest for row in queries.participants(meeting)) == ["", "Kari fra barnevernet"]
    with pytest.raises(RefusedError, match=str(teacher)):
        participants.ask(by=by, meeting=meeting, user=teacher)
    with pytest.raises(RefusedError):
        participants.ask_guest(by=by, meeting=meeting, guest=" ")
    row = meeting.participants.get(user=specialist)
    participants.leave_out(by=by, participant=row)
    assert not queries.takes_part(meeting, specialist.pk)
    participants.ask(by=by, meeting=meeting, user=specialist)
    assert queries.takes_part(meeting, specialist.pk)


def test_no_text_about_a_meeting_names_a_pupil_whom_the_writer_sees(kind, by):
    make_named_case(given_name="Ane", family_name="Holm")
    meeting, form = of(kind, day(3, 2)), {"kind": None, "date": day(12, 8), "starts": AT, "ends": UNTIL}
    with pytest.raises(RefusedError):
        participants.ask_guest(by=by, meeting=meeting, guest="Mor til Ane Holm")
    with pytest.raises(RefusedError):
        rooms.set_place(by=by, meeting=meeting, room=None, place="Hjemme hos Ane Holm", seen_version=1)
    with pytest.raises(RefusedError):
        actions.cancel(by=by, meeting=meeting, why="Ane Holm er syk", seen_version=1)
    with pytest.raises(RefusedError):
        actions.plan_one(by=by, title="Om Ane Holm", client_id=uuid.uuid4(), **form)
    assert of(kind, day(3, 2)).version == 1
