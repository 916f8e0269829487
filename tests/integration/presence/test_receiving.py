"""What a device sends is stored exactly once, in whatever order it comes, and never behind somebody's back."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.people.models import Guardianship
from skoleporten.presence.models import Mark, PresenceDay
from skoleporten.presence.projection import rebuild_all
from skoleporten.presence.receiving import receive, receive_one
from skoleporten.presence.sent import Outcome, Sent
from tests.factories import actor_of, make_guardian, make_guardianship, make_pupil, make_user_in
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.presence_factories import MONDAY, at, day_of, make_sent, mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return actor_of(make_team_member())


@pytest.fixture
def other():
    return actor_of(make_team_member())


@pytest.fixture
def case():
    return make_case()


def test_two_taps_become_one_day_with_its_minutes(team, case):
    assert mark(team, case, "arrived", at("08.30")).outcome == Outcome.STORED
    assert mark(team, case, "left", at("09.00")).outcome == Outcome.STORED
    day = day_of(case)
    assert (day.minutes, day.is_open, day.needs_look) == (30, False, False)
    assert [visit.minutes for visit in day.visits.all()] == [30]


def test_the_same_mark_again_gets_the_same_answer_and_is_one_row(team, case):
    sent = make_sent(case, "arrived", at("08.30"))
    first, again = receive(by=team, marks=[sent, sent], now=at("08.31"))
    assert (first.outcome, again.outcome) == (Outcome.STORED, Outcome.ALREADY)
    assert Mark.objects.count() == 1
    assert Event.objects.filter(action="presence.marked").count() == 1


def test_an_undoing_that_comes_before_its_mark_undoes_it(team, case):
    tap = make_sent(case, "arrived", at("08.30"))
    undo = make_sent(case, "undo", at("08.31"), about=tap.id)
    answers = receive(by=team, marks=[undo, tap], now=at("08.40"))
    assert [one.outcome for one in answers] == [Outcome.STORED, Outcome.STORED]
    assert day_of(case) is None


def test_two_phones_for_one_pupil_make_one_record(team, other, case):
    mark(team, case, "arrived", at("08.30"))
    mark(other, case, "arrived", at("08.32"))
    day = day_of(case)
    assert day.visits.count() == 1
    assert day.visits.get().arrived_at == at("08.30")
    assert Mark.objects.filter(case=case).count() == 2


def test_a_device_clock_an_hour_off_is_stored_with_both_times(team, case):
    """It says 09.30 when it is 08.30, and sends three minutes later."""
    sent = make_sent(case, "arrived", at("09.30"), sent_at=at("09.33"))
    receive_one(by=team, sent=sent, now=at("08.33"))
    stored = Mark.objects.get()
    assert (stored.at, stored.device_at) == (at("08.30"), at("09.30"))
    assert stored.is_clock_apart
    assert not stored.held_for


def test_a_mark_of_the_future_waits_to_be_looked_at(team, case):
    answer = mark(team, case, "arrived", at("08.33"), now=at("08.30"))
    assert answer.outcome == Outcome.TO_LOOK_AT
    assert answer.why
    day = day_of(case)
    assert (day.is_told, day.minutes, day.needs_look) == (False, None, True)


def test_a_mark_two_minutes_ahead_is_now(team, case):
    assert mark(team, case, "arrived", at("08.32"), now=at("08.30")).outcome == Outcome.STORED
    assert Mark.objects.get().at == at("08.30")


def test_a_mark_of_fifteen_days_ago_waits_to_be_looked_at(team, case):
    now = at("08.30") + dt.timedelta(days=15)
    answer = mark(team, case, "arrived", at("08.30"), now=now)
    assert answer.outcome == Outcome.TO_LOOK_AT


def ended(case, when):
    case.intake.ended_at, case.intake.state = when, "closed"
    case.intake.save()
    case.intake.involvement.end = when.date()
    case.intake.involvement.retained_until = when.date() + dt.timedelta(days=365)
    case.intake.involvement.save()


def test_a_queued_tap_of_before_the_case_ended_is_taken_in_the_same_day(team, case):
    ended(case, at("12.00"))
    assert mark(team, case, "arrived", at("08.30"), now=at("15.00")).outcome == Outcome.STORED
    assert day_of(case).is_told


def test_a_queued_tap_of_after_the_case_ended_waits_to_be_looked_at(team, case):
    ended(case, at("12.00"))
    assert mark(team, case, "left", at("12.30"), now=at("15.00")).outcome == Outcome.TO_LOOK_AT


def test_a_queued_tap_that_comes_the_next_morning_is_taken(team, case):
    """The team does not see the pupil any more, and what it did while it saw is not lost."""
    ended(case, at("12.00"))
    later = at("08.00") + dt.timedelta(days=1)
    assert mark(team, case, "arrived", at("11.00"), now=later).outcome == Outcome.STORED


def test_a_queued_tap_that_comes_days_after_access_ended_waits_to_be_looked_at(team, case):
    ended(case, at("12.00"))
    later = at("08.00") + dt.timedelta(days=3)
    answer = mark(team, case, "arrived", at("11.00"), now=later)
    assert answer.outcome == Outcome.TO_LOOK_AT
    assert Mark.objects.get().held_for == "access_ended"


def test_whoever_never_saw_the_pupil_is_refused_as_if_there_were_none(case):
    stranger = actor_of(make_user_in(Role.SPECIALIST))
    nobody = replace(make_sent(case, "arrived", at("08.30")), case=uuid.uuid4())
    refused = mark(stranger, case, "arrived", at("08.30"))
    unknown = receive_one(by=stranger, sent=nobody, now=at("08.30"))
    assert (refused.outcome, refused.why, refused.case) == (unknown.outcome, unknown.why, unknown.case)
    assert refused.outcome == Outcome.REFUSED
    assert not Mark.objects.exists()


def test_whoever_is_barred_since_this_morning_is_refused_whatever_she_saw_yesterday(case):
    user = make_team_member()
    make_guardianship(
        case.pupil, make_guardian(user), decides=Guardianship.Decides.NONE, barred_from=MONDAY, barred_source="Vedtak"
    )
    yesterday = at("08.30") - dt.timedelta(days=3)
    assert mark(actor_of(user), case, "arrived", yesterday, now=at("09.00")).outcome == Outcome.REFUSED


def test_a_teacher_marks_nobody(case):
    teacher = actor_of(make_user_in(Role.TEACHER))
    assert mark(teacher, case, "arrived", at("08.30")).outcome == Outcome.REFUSED


def test_a_mark_of_one_pupil_is_not_undone_from_anothers_card(team, case):
    tap = make_sent(case, "arrived", at("08.30"))
    receive_one(by=team, sent=tap, now=at("08.30"))
    elsewhere = make_case()
    assert mark(team, elsewhere, "undo", at("08.31"), about=tap.id).outcome == Outcome.REFUSED
    assert day_of(case).is_open


def test_an_id_that_another_pupils_mark_has_is_refused(team, case):
    tap = make_sent(case, "arrived", at("08.30"))
    receive_one(by=team, sent=tap, now=at("08.30"))
    assert mark(team, make_case(), "arrived", at("08.30"), id=tap.id).outcome == Outcome.REFUSED


def test_a_wrong_day_is_corrected_and_both_days_follow(team, case):
    tap = make_sent(case, "arrived", at("08.30"))
    receive_one(by=team, sent=tap, now=at("08.30"))
    friday = MONDAY - dt.timedelta(days=3)
    mark(team, case, "correction", at("08.40"), about=tap.id, new_at=at("08.30", friday))
    assert day_of(case) is None
    assert day_of(case, friday).visits.get().arrived_at == at("08.30", friday)


def test_a_correction_that_is_undone_gives_the_first_day_back(team, case):
    tap = make_sent(case, "arrived", at("08.30"))
    receive_one(by=team, sent=tap, now=at("08.30"))
    friday = MONDAY - dt.timedelta(days=3)
    wrong = make_sent(case, "correction", at("08.40"), about=tap.id, new_at=at("08.30", friday))
    receive_one(by=team, sent=wrong, now=at("08.40"))
    mark(team, case, "undo", at("08.41"), about=wrong.id)
    assert day_of(case, friday) is None
    assert day_of(case).is_open


def test_the_days_are_the_same_when_they_are_made_from_nothing_but_the_marks(team, other, case):
    tap = make_sent(case, "arrived", at("08.30"))
    receive_one(by=team, sent=tap, now=at("08.30"))
    mark(other, case, "arrived", at("08.32"), place="flat")
    mark(team, case, "left", at("10.00"))
    mark(team, case, "correction", at("10.05"), about=tap.id, new_at=at("08.25"), word="Fint")
    mark(team, case, "left", at("12.00"))
    told = list(PresenceDay.objects.values("day", "minutes", "looks", "is_open", "last_mark"))
    rebuild_all(case)
    assert list(PresenceDay.objects.values("day", "minutes", "looks", "is_open", "last_mark")) == told


def test_a_mark_is_never_changed_or_deleted(team, case):
    mark(team, case, "arrived", at("08.30"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.update(kind="left")
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.all().delete()


def test_a_lead_who_still_sees_the_closed_case_adds_only_what_was_marked_before_it_ended(case):
    lead = actor_of(case.owner)
    ended(case, at("12.00"))
    tomorrow = at("08.00") + dt.timedelta(days=1)
    assert mark(lead, case, "arrived", at("11.00"), now=tomorrow).outcome == Outcome.STORED
    assert mark(lead, case, "left", at("12.30"), now=tomorrow).outcome == Outcome.TO_LOOK_AT
    days_later = tomorrow + dt.timedelta(days=2)
    assert mark(lead, case, "left", at("11.30"), now=days_later).outcome == Outcome.TO_LOOK_AT


def test_a_protected_pupil_is_marked_only_by_whoever_is_named(team):
    case = make_case(make_pupil(protected=True))
    assert mark(team, case, "arrived", at("08.30")).outcome == Outcome.REFUSED


def test_staff_mark_no_child_of_their_own():
    user = make_lead()
    case = make_case(owner=user)
    make_guardianship(case.pupil, make_guardian(user))
    assert mark(actor_of(user), case, "arrived", at("08.30")).outcome == Outcome.REFUSED


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "correction"},
        {"kind": "kept"},
        {"kind": 7},
        {"id": None},
        {"id": "not-an-id"},
        {"case": 4},
        {"at": "2026-11-23T08:30:00"},
        {"sent_at": None},
        {"place": "the moon"},
        {"rating": 6},
        {"rating": "5"},
        {"undoes": str(uuid.uuid4())},
    ],
)
def test_what_a_device_may_not_say_is_refused_in_words(wrong):
    right = {
        "id": str(uuid.uuid4()), "case": str(uuid.uuid4()), "kind": "arrived", "at": "2026-11-23T08:30:00+01:00",
        "sent_at": "2026-11-23T08:30:02+01:00", "place": None, "undoes": None, "rating": None,
    }  # fmt: skip
    assert Sent.parse(right).at == at("08.30")
    with pytest.raises(ValueError, match=r"\w"):
        Sent.parse(right | wrong)


def test_a_devices_undoing_names_the_mark():
    about = uuid.uuid4()
    given = {
        "id": str(uuid.uuid4()), "case": str(uuid.uuid4()), "kind": "undo", "at": "2026-11-23T08:30:00+01:00",
        "sent_at": "2026-11-23T08:30:02+01:00", "undoes": str(about),
    }  # fmt: skip
    assert Sent.parse(given).about == about
