"""What a rhythm gives becomes meetings; what a person must choose about does not, until she has."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.meetings import choosing, kinds, planning
from skoleporten.meetings.choosing import Choice
from skoleporten.meetings.jobs import keep_meetings_up
from skoleporten.meetings.kinds import KindFields, Words
from skoleporten.meetings.models import Meeting, MeetingKind, RhythmChoice
from skoleporten.meetings.rhythms import questions
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rhythm import Question
from tests.factories import actor_of
from tests.intake_factories import make_lead
from tests.meeting_factories import make_holding, make_team_meeting, shipped_kind
from tests.rig_factories import make_away, make_booking, make_room

TURN = dt.date(2027, 1, 4)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026 if month > 6 else 2027, month, number)


def weeks(kind: MeetingKind) -> list[int]:
    rows = Meeting.objects.planned().filter(kind=kind, date__lt=day(2, 8)).order_by("date")
    return [row.date.isocalendar().week for row in rows]


def fill(kind: MeetingKind):
    return planning.fill(by=actor_of(make_lead()), kind=kind, today=timezone.localdate())


def choose(kind: MeetingKind, about: str, on: dt.date, answer: str, own_date: dt.date | None = None) -> RhythmChoice:
    choice = Choice(about, on, answer, own_date)
    return choosing.choose(by=actor_of(make_lead()), kind=kind, choice=choice, client_id=uuid.uuid4())


def test_nothing_is_planned_until_the_municipality_has_chosen_a_weekday(school_year):
    kind = shipped_kind("coordination", weekdays=[])
    assert fill(kind).count == 0
    assert MeetingKind.objects.count() == 5


def test_coordination_is_in_odd_weeks_and_waits_with_weeks_53_and_1(school_year):
    kind = shipped_kind("coordination")
    fill(kind)
    assert weeks(kind) == [49, 51, 3, 5]
    asked = {slot.slot: slot.open for slot in questions(kind, timezone.localdate())}
    assert asked[day(12, 29)] == (Question.TWO_IN_A_ROW, Question.DAY_OFF)
    assert asked[day(1, 5)] == (Question.TWO_IN_A_ROW,)


def test_a_turn_of_the_year_is_chosen_about_and_chosen_anew(school_year):
    kind = shipped_kind("coordination")
    fill(kind)
    choose(kind, "turn", TURN, "keep_every_second")
    assert weeks(kind) == [49, 51, 2, 4]
    choose(kind, "turn", TURN, "keep_parity")
    assert weeks(kind) == [49, 51, 1, 3, 5]
    choose(kind, "turn", TURN, "own_date", day(1, 7))
    assert weeks(kind) == [49, 51, 1, 3, 5]
    assert Meeting.objects.planned().filter(kind=kind, date=day(1, 7)).count() == 1
    assert Event.objects.filter(action="meetings.chosen", object_id="coordination").count() == 3
    assert kind.choices.count() == 3


def test_guidance_in_even_weeks_would_have_three_weeks_between_and_asks_too(school_year):
    kind = shipped_kind("guidance")
    fill(kind)
    assert [slot.open for slot in questions(kind, timezone.localdate())][:2] == [
        (Question.DAY_OFF,), (Question.THREE_WEEKS_APART,)
    ]  # fmt: skip
    choose(kind, "turn", TURN, "keep_every_second")
    assert weeks(kind) == [50, 1, 3, 5]


def test_a_planning_day_may_be_held_let_go_or_given_another_date(school_year):
    kind = shipped_kind("coordination")
    on = day(2, 16)
    fill(kind)
    planned = Meeting.objects.planned().filter(kind=kind, slot=on)
    assert not planned.exists()
    choose(kind, "day", on, "hold")
    assert planned.get().date == on
    choose(kind, "day", on, "own_date", day(2, 17))
    assert planned.get().date == day(2, 17)
    choose(kind, "day", on, "skip")
    assert not planned.exists()
    row = Meeting.objects.get(kind=kind, slot=on)
    assert (row.state, row.because, row.version) == ("cancelled", "rhythm", 3)


def test_a_choice_sent_twice_is_one_and_anothers_form_is_refused(school_year):
    kind, lead, client_id = shipped_kind("coordination"), actor_of(make_lead()), uuid.uuid4()
    choice = Choice("turn", TURN, "keep_parity")
    first = choosing.choose(by=lead, kind=kind, choice=choice, client_id=client_id)
    assert choosing.choose(by=lead, kind=kind, choice=choice, client_id=client_id) == first
    with pytest.raises(RefusedError, match=r"skjema|form"):
        choosing.choose(by=lead, kind=shipped_kind("guidance"), choice=choice, client_id=client_id)


@pytest.mark.parametrize(
    ("about", "on", "answer", "own_date"),
    [
        ("turn", dt.date(2026, 1, 5), "keep_parity", None),
        ("turn", TURN, "hold", None),
        ("turn", TURN, "own_date", None),
        ("turn", TURN, "own_date", day(1, 19)),
        ("day", day(2, 16), "own_date", day(11, 30)),
        ("day", day(2, 16), "own_date", day(6, 1)),
        ("day", day(2, 16), "keep_parity", None),
        ("next", day(2, 16), "skip", None),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_in_words(school_year, about, on, answer, own_date):
    kind = shipped_kind("coordination")
    with pytest.raises(RefusedError):
        choose(kind, about, on, answer, own_date)
    assert not kind.choices.exists()


def test_asking_twice_changes_nothing_and_the_night_rolls_on(school_year, first_of_december):
    kind = shipped_kind("morning_talk", weekdays=[])
    assert fill(kind).count == 14 + 17
    assert fill(kind).count == 0
    before = Meeting.objects.values_list("pk", "version").order_by("pk")
    stood = list(before)
    first_of_december.shift(dt.timedelta(days=9))
    assert keep_meetings_up.call("2026-12-10") > 0
    assert list(before)[: len(stood)] == stood


def test_a_morning_talk_is_only_on_school_days(school_year):
    kind = shipped_kind("morning_talk", weekdays=[])
    fill(kind)
    dates = set(Meeting.objects.filter(kind=kind).values_list("date", flat=True))
    assert day(12, 18) in dates
    assert not {day(12, 19), day(12, 21), day(1, 1)} & dates
    assert day(1, 4) in dates


def test_what_a_person_placed_stays_when_the_rhythm_is_changed(school_year):
    kind, lead = shipped_kind("coordination"), actor_of(make_lead())
    fill(kind)
    placed = Meeting.objects.get(kind=kind, slot=day(12, 15))
    placed.moved_from, placed.date = placed.date, day(12, 16)
    placed.save()
    kinds.change(by=lead, kind=kind, to=of(kind, weekdays=[3]), seen_version=1)
    rows = Meeting.objects.planned().filter(kind=kind, date__lt=day(1, 1))
    assert sorted(row.date for row in rows) == [day(12, 3), day(12, 16), day(12, 17)]


def of(kind: MeetingKind, **changed) -> KindFields:
    same = {
        "name": Words(kind.name_nb, kind.name_nn, kind.name_en),
        "purpose": Words(kind.purpose_nb, kind.purpose_nn, kind.purpose_en),
        **{name: getattr(kind, name) for name in ("frequency", "weekdays", "starts", "minutes", "weeks")},
        **{name: getattr(kind, name) for name in ("functions", "owner", "second_owner", "room", "only_if_needed")},
    }
    return KindFields(**same | changed)


def test_another_time_of_the_kind_moves_what_is_planned_and_a_taken_room_is_left_out(school_year):
    kind, room = shipped_kind("coordination"), make_room("flat")
    lead = actor_of(make_lead())
    make_booking(room, day(12, 15), "09:00", "10:00")
    fill(kind)
    kinds.change(by=lead, kind=kind, to=of(kind, starts=dt.time(9, 30), room=room), seen_version=1)
    rows = {row.date: row for row in Meeting.objects.planned().filter(kind=kind, date__lt=day(1, 1))}
    assert {str(row.starts) for row in rows.values()} == {"09:30:00"}
    assert rows[day(12, 1)].room == room
    assert rows[day(12, 15)].room is None


def test_a_kind_out_of_use_calls_off_what_is_to_come(school_year):
    kind, lead = shipped_kind("coordination"), actor_of(make_lead())
    fill(kind)
    kinds.change(by=lead, kind=kind, to=of(kind, is_active=False), seen_version=1)
    assert not Meeting.objects.planned().filter(kind=kind).exists()
    kinds.change(by=lead, kind=kind, to=of(kind), seen_version=2)
    assert weeks(kind) == [49, 51, 3, 5]


def test_whoever_holds_a_function_is_asked_and_who_steps_in_for_an_owner(school_year):
    owner, stand_in, adviser = make_lead(), make_lead(), make_lead()
    make_holding(adviser, "ppt")
    kind = shipped_kind("coordination", owner=owner)
    fill(kind)
    first = Meeting.objects.get(kind=kind, slot=day(12, 15))
    assert {row.user: row.source for row in first.participants.all()} == {owner: "owner", adviser: "function"}
    away = make_away(owner, stand_in, first=day(12, 15))
    assert first.participants.filter(user=stand_in).exists()
    away.last = away.first = day(12, 16)
    away.save()
    keep_meetings_up.call("2026-12-01")
    assert not first.participants.filter(user=stand_in).exists()


def test_a_meeting_outside_the_rhythm_is_left_alone(school_year):
    kind = shipped_kind("coordination")
    own = make_team_meeting(kind, day(12, 9))
    fill(kind)
    own.refresh_from_db()
    assert own.is_planned


def test_who_is_asked_and_let_go_by_function_stands_in_the_log(school_year):
    adviser = make_lead()
    holding = make_holding(adviser, "ppt")
    fill(shipped_kind("coordination"))
    event = Event.objects.filter(action="meetings.asked_by_function").last()
    assert event.details["users"] == [str(adviser.public_id)]
    assert len(event.details["meetings"]) == Meeting.objects.count()
    holding.end = day(11, 30)
    holding.save()
    assert not Meeting.objects.filter(participants__user=adviser).exists()
    assert Event.objects.filter(action="meetings.asked_by_function").count() == 2
