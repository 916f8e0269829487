"""Whoever leads the meeting adds, drops, puts back, moves and sets the time; nobody writes over another."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.agendas import actions, setting
from skoleporten.agendas.models import Agenda, Item
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.meetings.models import Meeting
from skoleporten.meetings.signals import meeting_changed
from skoleporten.rules.agenda import Way
from skoleporten.rules.errors import RefusedError
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
from tests.factories import actor_of, make_user
from tests.intake_factories import make_intake, make_lead, make_team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def owner():
    return make_team_member("eier")


@pytest.fixture
def meeting(owner):
    return make_agenda_meeting(kind=make_kind(GUIDANCE, owner=owner))


@pytest.fixture
def due():
    """Two measures, the one that is due first of Abe."""
    early, late = make_named_case(given_name="Abe"), make_named_case(given_name="Bo")
    now = timezone.localdate()
    return [make_due_measure(early, now - dt.timedelta(days=2)), make_due_measure(late, now)]


def key(measure) -> str:
    return f"measure:{measure.public_id}"


def add(by, meeting, words="Turen på fredag", **fields):
    defaults = {"client_id": uuid.uuid4(), "today": timezone.localdate()}
    return actions.add(by=actor_of(by), meeting=meeting, words=words, **defaults | fields)


def move(by, meeting, which, way=Way.UP, seen=1, client_id=None):
    actions.move(
        by=actor_of(by), meeting=meeting, key=which, way=way, seen_version=seen, client_id=client_id or uuid.uuid4(),
        today=timezone.localdate(),
    )  # fmt: skip


def drop(by, meeting, which, why="Tas på telefon", seen=1):
    return actions.drop(
        by=actor_of(by), meeting=meeting, key=which, why=why, seen_version=seen, today=timezone.localdate()
    )


def test_what_is_added_stands_with_its_words_and_its_minutes(owner, meeting):
    case = make_named_case()
    add(owner, meeting, "  Hvem henter?  ", intake=case.intake, minutes=7)
    (entry,) = seen_by(meeting, owner).entries
    assert (entry.words, entry.minutes, entry.pupil, entry.section) == ("Hvem henter?", 7, case.pupil, "own")
    event = Event.objects.get(action="agendas.added")
    assert [row.pupil for row in event.pupils.all()] == [case.pupil.public_id]


def test_a_form_sent_twice_adds_once(owner, meeting):
    client_id = uuid.uuid4()
    assert add(owner, meeting, client_id=client_id) == add(owner, meeting, client_id=client_id)
    with pytest.raises(RefusedError, match="noe annet"):
        add(owner, make_agenda_meeting(), client_id=client_id)


@pytest.mark.parametrize("fields", [{"words": " "}, {"words": "x" * 301}, {"minutes": 0}, {"minutes": 241}])
def test_what_is_not_whole_is_not_added(owner, meeting, fields):
    with pytest.raises(RefusedError):
        add(owner, meeting, **fields)


def test_what_is_about_nobody_names_no_pupil(owner, meeting):
    case = make_named_case(given_name="Solfrid", family_name="Eikeland")
    with pytest.raises(RefusedError, match="navn"):
        add(owner, meeting, "Solfrid trenger drosje")
    add(owner, meeting, "Solfrid trenger drosje", intake=case.intake)
    bus = add(owner, meeting, "Bussen")
    with pytest.raises(RefusedError, match="navn"):
        drop(owner, meeting, bus.key, why="Gjelder bare Solfrid")


def test_a_pupil_whom_one_does_not_see_can_not_be_named(owner, meeting):
    ended = make_intake(state="declined", ended_at=timezone.now(), involvement=None)
    with pytest.raises(RefusedError, match="finnes ikke"):
        add(owner, meeting, intake=ended)


def test_what_is_dropped_stands_apart_with_who_and_why_and_can_be_put_back(owner, meeting, due, today):
    drop(owner, meeting, key(due[0]))
    view = seen_by(meeting, owner)
    assert keys_of(view) == [key(due[1])]
    assert view.time.minutes == 10
    (gone,) = view.dropped
    assert (gone.item.dropped_why, gone.item.dropped_by) == ("Tas på telefon", owner)
    actions.put_back(by=actor_of(owner), meeting=meeting, key=gone.key, seen_version=gone.version, today=today)
    assert keys_of(seen_by(meeting, owner)) == [key(one) for one in due]
    item = Item.objects.get(key=gone.key)
    assert "Tas på telefon" in item.history.values_list("dropped_why", flat=True), "The why is kept."


def test_dropping_says_why(owner, meeting, due):
    with pytest.raises(RefusedError, match="hvorfor"):
        drop(owner, meeting, key(due[0]), why=" ")


def test_what_is_dropped_comes_back_at_the_next_meeting_while_it_is_due(owner, meeting, due):
    drop(owner, meeting, key(due[0]))
    assert key(due[0]) in keys_of(seen_by(make_agenda_meeting(kind=meeting.kind), owner))


def test_two_who_drop_the_same_with_different_words_are_told(owner, meeting, due):
    other = make_lead()
    assert drop(owner, meeting, key(due[0])) == drop(owner, meeting, key(due[0])), "Pressed twice it is one."
    with pytest.raises(ChangedMeanwhileError) as told:
        drop(other, meeting, key(due[0]), why="Familien ba om det")
    assert told.value.now.dropped_why == "Tas på telefon", "Both are shown."


def test_the_time_of_an_item_is_set_by_whoever_saw_it_as_it_stands(owner, meeting, due, today):
    def set_minutes(minutes: int, seen: int) -> Item:
        return actions.set_minutes(
            by=actor_of(owner), meeting=meeting, key=key(due[0]), minutes=minutes, seen_version=seen, today=today
        )

    set_minutes(20, 1)
    assert [one.minutes for one in seen_by(meeting, owner).entries] == [20, 10]
    set_minutes(20, 1)
    with pytest.raises(ChangedMeanwhileError):
        set_minutes(5, 1)
    assert set_minutes(5, 2).version == 3


def test_a_move_passes_the_neighbour_and_holds_for_everybody(owner, meeting, due):
    move(owner, meeting, key(due[1]))
    assert keys_of(seen_by(meeting, make_team_member())) == [key(due[1]), key(due[0])]
    late = make_due_measure(make_named_case(given_name="Aa"), timezone.localdate() - dt.timedelta(days=9))
    assert keys_of(seen_by(meeting, owner))[-1] == key(late), "What comes since stands last."
    move(owner, meeting, key(due[1]), Way.DOWN, seen=2)
    assert keys_of(seen_by(meeting, owner))[:2] == [key(due[0]), key(due[1])]


def test_two_chairs_at_once_the_second_is_told_and_the_button_pressed_twice_is_one(owner, meeting, due):
    pressed = uuid.uuid4()
    move(owner, meeting, key(due[1]), client_id=pressed)
    move(owner, meeting, key(due[1]), client_id=pressed)
    assert keys_of(seen_by(meeting, owner))[0] == key(due[1])
    with pytest.raises(ChangedMeanwhileError):
        move(make_lead(), meeting, key(due[0]))


def test_what_is_not_on_the_agenda_is_not_moved_nor_dropped(owner, meeting, due):
    for change in (lambda: move(owner, meeting, "measure:x"), lambda: drop(owner, meeting, "measure:x")):
        with pytest.raises(RefusedError, match="ikke på saklisten"):
            change()
    assert not Item.objects.exists()


def test_only_whoever_leads_changes_it_and_anybody_on_the_team_adds(meeting, due):
    colleague = make_team_member()
    add(colleague, meeting)
    with pytest.raises(RefusedError, match="leder møtet"):
        drop(colleague, meeting, key(due[0]))
    with pytest.raises(RefusedError, match="leder møtet"):
        move(colleague, meeting, key(due[0]))
    drop(make_lead(), meeting, key(due[0]))


def test_where_nobody_is_chosen_to_lead_the_whole_team_may(due):
    open_to_all = make_agenda_meeting(kind=make_kind(GUIDANCE, owner=None, second_owner=None))
    assert actions.may_lead(actor_of(make_team_member()), open_to_all)


def test_a_meeting_that_was_held_is_not_changed(owner, meeting, due):
    meeting.state = Meeting.State.HELD
    with pytest.raises(RefusedError, match="leder møtet"):
        drop(owner, meeting, key(due[0]))
    with pytest.raises(RefusedError, match="leder møtet"):
        add(owner, meeting)


def test_an_agenda_that_is_set_stands_as_it_was(owner, meeting, due, today):
    own = add(owner, meeting)
    items = setting.set_agenda(by=actor_of(owner), meeting=meeting)
    assert [one.key for one in items] == [own.key, key(due[0]), key(due[1])]
    assert [one.words for one in items][1:] == ["Evaluer tiltaket: Vi møtes ved benken."] * 2
    assert setting.set_agenda(by=actor_of(owner), meeting=meeting) == items, "Twice changes nothing."
    assert Event.objects.filter(action="agendas.set").count() == 1
    due[0].ended_on = today
    due[0].save()
    view = seen_by(meeting, owner)
    assert keys_of(view) == [own.key, key(due[0]), key(due[1])]
    assert [one.is_due for one in view.entries] == [True, False, True]


def test_what_was_only_touched_goes_when_it_is_no_longer_due(owner, meeting, due, today):
    actions.set_minutes(by=actor_of(owner), meeting=meeting, key=key(due[0]), minutes=20, seen_version=1, today=today)
    due[0].ended_on = today
    due[0].save()
    assert keys_of(seen_by(meeting, owner)) == [key(due[1])]


def test_what_the_one_who_sets_it_may_not_see_is_stored_for_those_who_may(owner, meeting, due):
    """A relative of the setter is not on her agenda, and is on that of the others."""
    from skoleporten.people.models import FamilyTie

    FamilyTie.objects.create(user=owner, pupil=due[0].case.pupil)
    setting.set_agenda(by=actor_of(owner), meeting=meeting)
    assert keys_of(seen_by(meeting, owner)) == [key(due[1])]
    assert keys_of(seen_by(meeting, make_team_member())) == [key(due[0]), key(due[1])]


def test_a_meeting_that_is_marked_as_held_keeps_what_was_due(owner, meeting, due):
    meeting.state = Meeting.State.HELD
    meeting.save()
    meeting_changed.send(sender=Meeting, meeting=meeting, change="held", by=actor_of(owner))
    due[0].ended_on = timezone.localdate()
    due[0].save()
    assert keys_of(seen_by(meeting, owner)) == [key(one) for one in due]
    make_due_measure(make_named_case())
    assert len(seen_by(meeting, owner).entries) == 2, "What falls due afterwards is for the next one."


def test_an_item_is_settled_once_and_logged(owner, meeting, due, today):
    item = setting.stored(by=actor_of(owner), meeting=meeting, key=key(due[0]), today=today)
    for _twice in range(2):
        setting.settle(by=actor_of(owner), item=item, state="carried")
    assert seen_by(meeting, owner).entry(item.key).state == "carried"
    assert Event.objects.filter(action="agendas.settled").count() == 1
    with pytest.raises(RefusedError):
        setting.settle(by=actor_of(owner), item=item, state="perhaps")


def test_the_log_holds_no_words(owner, meeting, due):
    add(owner, meeting, "Hemmelig ord")
    drop(owner, meeting, key(due[0]), why="Hemmelig grunn")
    assert not Event.objects.filter(details__icontains="Hemmelig").exists()


def test_an_agenda_is_made_by_the_first_change_alone(owner, meeting):
    seen_by(meeting, owner)
    assert not Agenda.objects.exists()
    make_item(meeting, by=make_user())
    assert len(seen_by(meeting, owner).entries) == 1
