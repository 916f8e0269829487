"""A meeting from its beginning to its end: who is there, notes, the clock, and two chairs who write at once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.meetings.models import Meeting
from skoleporten.minutes import attendance, clock, holding, notes, queries
from skoleporten.minutes.attendance import There
from skoleporten.minutes.models import Attendance, ItemNote, Minutes
from skoleporten.minutes.parts import facts_of
from skoleporten.rules.errors import RefusedError
from tests.agenda_factories import make_agenda_meeting, make_item
from tests.factories import actor_of, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.minutes_factories import end, make_begun, make_minutes_note

pytestmark = pytest.mark.django_db


def test_begun_twice_it_is_one_meeting():
    begun = make_begun()
    again = holding.begin(by=actor_of(make_team_member()), meeting=begun.minutes.meeting)
    assert again == begun.minutes
    assert Minutes.objects.count() == 1


@pytest.mark.parametrize("wrong", ["later", "cancelled"])
def test_a_meeting_of_a_later_day_and_a_cancelled_one_do_not_begin(wrong: str):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    fields = {"day": tomorrow} if wrong == "later" else {"state": "cancelled", "because": "no_need"}
    meeting = make_agenda_meeting(**fields)
    with pytest.raises(RefusedError):
        holding.begin(by=actor_of(make_lead()), meeting=meeting)
    assert not Minutes.objects.exists()


def test_a_specialist_reads_and_does_not_write():
    begun, by = make_begun(), actor_of(make_user_in("specialist"))
    with pytest.raises(RefusedError):
        notes.write(by=by, minutes=begun.minutes, item=begun.item, text="Hei", seen_version=0)
    with pytest.raises(RefusedError):
        holding.end(by=by, minutes=begun.minutes)


def test_two_chairs_writing_at_once_lose_nothing():
    begun, other = make_begun(), make_team_member()
    make_minutes_note(begun, "Hun vil sitte foran.")
    with pytest.raises(ChangedMeanwhileError) as told:
        notes.write(by=actor_of(other), minutes=begun.minutes, item=begun.item, text="Bak.", seen_version=0)
    assert told.value.now.text == "Hun vil sitte foran."
    kept = notes.write(
        by=actor_of(other), minutes=begun.minutes, item=begun.item, text="Foran, ikke bak.", seen_version=1
    )
    assert (kept.text, kept.version, kept.changed_by) == ("Foran, ikke bak.", 2, other)
    assert [row.text for row in ItemNote.history.order_by("history_id")] == ["Hun vil sitte foran.", kept.text]
    # The same text once more, as after a double click, is nothing new.
    notes.write(by=actor_of(other), minutes=begun.minutes, item=begun.item, text="Foran, ikke bak.", seen_version=1)
    assert ItemNote.objects.get().version == 2


def test_attendance_is_said_for_all_at_once_and_never_over_somebody():
    begun, ada, bo = make_begun(), make_team_member(), make_team_member()
    by = actor_of(begun.owner)
    sheet = [
        There(begun.owner.pk, was_there=True),
        There(ada.pk, was_there=False, instead_id=bo.pk),
        There(None, was_there=True, guest=" Helsesykepleier "),
        There(bo.pk, was_there=None),
    ]
    attendance.mark(by=by, minutes=begun.minutes, there=sheet, seen_version=0)
    rows = {row.user_id or row.guest: (row.was_there, row.instead_id) for row in Attendance.objects.all()}
    assert rows == {begun.owner.pk: (True, None), ada.pk: (False, bo.pk), "Helsesykepleier": (True, None)}
    with pytest.raises(ChangedMeanwhileError):
        attendance.mark(by=by, minutes=begun.again(), there=[There(bo.pk, was_there=True)], seen_version=0)
    attendance.mark(by=by, minutes=begun.again(), there=sheet, seen_version=0)
    assert begun.again().attendance_version == 1
    facts = facts_of(begun.again())
    assert facts["there"] == [str(begun.owner), "Helsesykepleier", str(bo)]
    assert facts["absent"] == [[str(ada), str(bo)]]


@pytest.mark.parametrize("fault", ["twice", "stood in by one who was away"])
def test_a_sheet_that_contradicts_itself_is_refused(fault: str):
    begun, ada = make_begun(), make_team_member()
    sheet = [There(ada.pk, was_there=True)] * 2
    if fault != "twice":
        sheet = [There(begun.owner.pk, was_there=False, instead_id=ada.pk), There(ada.pk, was_there=False)]
    with pytest.raises(RefusedError):
        attendance.mark(by=actor_of(begun.owner), minutes=begun.minutes, there=sheet, seen_version=0)


def test_the_clock_runs_for_one_item_at_a_time_and_stops_with_the_meeting():
    begun = make_begun()
    other = make_item(begun.minutes.meeting, words="Ny sykkel", by=begun.owner)
    by, now = actor_of(begun.owner), timezone.now()
    with time_machine.travel(now, tick=False) as travel:
        clock.start(by=by, minutes=begun.minutes, item=begun.item)
        travel.shift(dt.timedelta(minutes=12))
        clock.start(by=by, minutes=begun.minutes, item=other)
        clock.start(by=by, minutes=begun.minutes, item=other)
        travel.shift(dt.timedelta(minutes=3))
        minutes = end(begun)
    told = queries.time_of_items(minutes, [begun.item, other])
    assert {key: (one.minutes, one.is_measured) for key, one in told.items() if one} == {
        begun.item.pk: (12, True), other.pk: (3, True),
    }  # fmt: skip
    clock.start(by=by, minutes=minutes, item=begun.item)
    assert clock.running(minutes) is None


def test_when_the_meeting_ends_its_minutes_are_ready_and_what_was_taken_up_is_done():
    begun = make_begun()
    left = make_item(begun.minutes.meeting, words="Ny sykkel", by=begun.owner)
    make_minutes_note(begun)
    minutes = end(begun)
    end(begun)
    begun.item.refresh_from_db()
    left.refresh_from_db()
    assert (begun.item.state, left.state) == ("done", "open")
    assert minutes.ended_by == begun.owner
    assert Meeting.objects.get().state == "held"
    assert Event.objects.filter(action="minutes.ended").count() == 1


def test_meeting_time_says_what_was_measured_and_what_was_set_aside():
    begun = make_begun()
    boxed = make_item(begun.minutes.meeting, begun.intake, words="Bussen", minutes=15, by=begun.owner)
    make_item(begun.minutes.meeting, begun.intake, words="Kom ikke så langt", minutes=40, by=begun.owner)
    by, now = actor_of(begun.owner), timezone.now()
    with time_machine.travel(now, tick=False) as travel:
        clock.start(by=by, minutes=begun.minutes, item=begun.item)
        travel.shift(dt.timedelta(minutes=7, seconds=40))
        clock.stop(by=by, minutes=begun.minutes, item=begun.item)
        make_minutes_note(begun, item=boxed)
        assert queries.meeting_time([begun.intake.pk]) == {}
        end(begun)
    used = queries.meeting_time([begun.intake.pk])[begun.intake.pk]
    assert (used.measured, used.boxed, used.items, used.total) == (8, 15, 2, 23)


def test_what_another_meeting_has_on_its_agenda_is_refused_and_not_a_fault():
    begun, other = make_begun(), make_begun()
    with pytest.raises(RefusedError):
        notes.write(by=actor_of(begun.owner), minutes=begun.minutes, item=other.item, text="Hei", seen_version=0)


@pytest.mark.parametrize(
    "table", ["decisionturn", "choice", "alternative", "voice", "chosen", "approval", "approvedpart"]
)
def test_what_must_stand_is_append_only(table: str):
    name = f"minutes_{table}"
    with connection.cursor() as cursor:
        events = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"}.get(
            connection.vendor, "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
        )
        cursor.execute(events, [name])
        assert f"{name}_update" in {row[0] for row in cursor.fetchall()}


def test_a_voice_can_not_be_changed_or_deleted():
    from skoleporten.minutes import choosing
    from skoleporten.minutes.models import Voice
    from tests.minutes_factories import make_choice

    begun = make_begun()
    choice = make_choice(begun)
    choosing.say(by=actor_of(begun.owner), choice=choice, says="disagrees", words="For tidlig.", client_id=uuid.uuid4())
    for change in (lambda: Voice.objects.update(words="Enig."), lambda: Voice.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Voice.objects.get().words == "For tidlig."
