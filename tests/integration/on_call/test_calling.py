"""Somebody needs an adult now: whom it reaches, in which order, and what is said where it reaches nobody."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.audit.queries import looks_at
from skoleporten.notices.jobs import send
from skoleporten.notices.models import Notice
from skoleporten.on_call import calling, jobs, queries
from skoleporten.on_call.models import Call
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.on_call import Turn
from tests.factories import make_guardian, make_guardianship, make_pupil
from tests.intake_factories import make_team_member
from tests.on_call_factories import make_call, make_duty
from tests.rig_factories import make_away
from tests.thread_factories import acting, make_family

pytestmark = pytest.mark.django_db
FIVE = dt.timedelta(minutes=5)


@pytest.fixture
def family(monkeypatch):
    """On an ordinary day, whatever the day of the run: on a public holiday nobody is on call."""
    monkeypatch.setattr("skoleporten.on_call.queries.public_holidays", lambda _year: {})
    return make_family()


def turns(call: Call) -> list[str]:
    return [one.kind for one in call.turns.all()]


def told_at_once(user) -> list[str]:
    return [one.link for one in Notice.objects.filter(user=user, kind="adult_now", is_urgent=True)]


def pass_on(call: Call, now: dt.datetime) -> Call:
    calling.pass_on(by=acting(call.by), call=call, now=now)
    return Call.objects.get(pk=call.pk)


def test_a_pupil_reaches_the_one_on_call_at_once_and_by_name(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil, where="911 11 111")
    assert (call.asked, call.where) == (family.siri, "911 11 111")
    assert call.passes_on_at - call.at > dt.timedelta(minutes=4)
    assert told_at_once(family.siri) == [f"/on-call/calls/{call.public_id}/"]
    assert turns(call) == ["asked", "passed_to"]


def test_the_mail_names_neither_the_child_nor_what_she_wrote(family):
    make_duty(family.siri)
    make_call(family.ane, family.pupil, where="Bak gymsalen")
    send.func(str(Notice.objects.get(kind="adult_now").public_id))
    (sent,) = mail.outbox
    assert sent.to == [family.siri.email]
    assert not {"Ane", "Holm", "gymsal"} & set((sent.subject + sent.body).replace(",", " ").split())


def test_where_to_reach_her_is_sealed_in_the_row(family):
    make_duty(family.siri)
    make_call(family.ane, family.pupil, where="Bak gymsalen")
    with connection.cursor() as cursor:
        for table in ("on_call_call", "audit_event", "notices_notice"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "gymsal" not in repr(cursor.fetchall())


def test_whoever_takes_it_is_the_one_and_the_next_is_told_so(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    for _time in range(2):
        calling.take(by=acting(family.siri), call=call)
    with pytest.raises(RefusedError):
        calling.take(by=acting(family.lead), call=call)
    calling.end(by=acting(family.siri), call=call, how=Turn.TALKED)
    call = Call.objects.get(pk=call.pk)
    assert (call.taken_by, call.asked, call.ended_at is None) == (family.siri, None, False)
    assert turns(call) == ["asked", "passed_to", "taken", "talked"]


def test_unanswered_it_goes_on_to_the_next_after_five_minutes_and_not_before(family):
    make_duty(family.siri), make_duty(family.lead, order=2)
    call = make_call(family.ane, family.pupil)
    assert pass_on(call, call.at + dt.timedelta(minutes=4)).asked == family.siri
    for _time in range(2):
        call = pass_on(call, call.at + FIVE + dt.timedelta(seconds=5))
    assert call.asked == family.lead
    assert turns(call) == ["asked", "passed_to", "passed_to"]
    assert len(told_at_once(family.lead)) == 1


def test_after_the_last_of_them_it_says_that_nobody_has_answered_and_the_team_finds_it(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    call = pass_on(call, call.at + 2 * FIVE)
    assert (call.asked, call.passes_on_at) == (None, None)
    assert call.nobody_at is not None
    assert {one.user for one in Notice.objects.filter(kind="arrived")} == {family.siri, family.lead}
    calling.take(by=acting(family.lead), call=call)
    assert turns(call) == ["asked", "passed_to", "nobody", "taken"]


def test_where_nobody_is_on_call_it_says_so_at_once_and_asking_again_is_a_new_call(family):
    call = make_call(family.ane, family.pupil)
    assert turns(call) == ["asked", "nobody"]
    make_duty(family.siri)
    again = make_call(family.ane, family.pupil)
    assert again != call
    assert again.asked == family.siri


def test_the_job_passes_it_on_and_may_run_twice(family):
    make_duty(family.siri), make_duty(family.lead, order=2)
    call = make_call(family.ane, family.pupil)
    assert jobs.pass_on.func(str(call.public_id)) == "nothing to do"
    Call.objects.update(passes_on_at=timezone.now() - FIVE)
    assert jobs.pass_on.func(str(call.public_id)) == "passed on"
    assert jobs.pass_on.func(str(call.public_id)) == "nothing to do"
    assert jobs.pass_on.func(str(uuid.uuid4())) == "nothing to do"
    assert Call.objects.get().asked == family.lead


def test_pressing_twice_is_one_call(family):
    make_duty(family.siri)
    same = uuid.uuid4()
    calls = {make_call(family.ane, family.pupil, client_id=one).pk for one in (same, same, uuid.uuid4())}
    assert len(calls) == 1
    assert len(told_at_once(family.siri)) == 1


def test_an_aunt_on_call_is_passed_over_and_never_learns_of_it(family):
    """Nobody of the staff meets her own family here, and a barred one nobody at all."""
    aunt = make_team_member()
    make_guardianship(family.pupil, make_guardian(aunt))
    make_duty(aunt), make_duty(family.siri, order=2)
    call = make_call(family.ane, family.pupil)
    assert call.asked == family.siri
    assert not Notice.objects.filter(user=aunt).exists()
    with pytest.raises(RefusedError):
        calling.take(by=acting(aunt, "team"), call=call)


def test_whoever_is_away_or_can_not_be_told_is_passed_over(family):
    today = timezone.localdate()
    away, silent = make_team_member(), make_team_member()
    make_duty(away), make_duty(silent, order=2), make_duty(family.siri, order=3)
    make_away(away, first=today, last=today)
    silent.email = ""
    silent.save()
    assert make_call(family.ane, family.pupil).asked == family.siri


def test_a_duty_that_was_taken_back_asks_nobody(family):
    make_duty(family.siri, withdrawn_at=timezone.now())
    assert make_call(family.ane, family.pupil).asked is None


def test_nobody_is_on_call_on_a_public_holiday(family, monkeypatch):
    make_duty(family.siri)
    today = timezone.localdate()
    monkeypatch.setattr("skoleporten.on_call.queries.public_holidays", lambda _year: {today: "1. juledag"})
    assert queries.on_call_at(timezone.now()) == []
    assert queries.days_ahead(today, 1)[0].off == "1. juledag"


def test_a_guardian_may_ask_too_and_neither_sees_the_others_call(family):
    make_duty(family.siri)
    of_ane, of_mother = make_call(family.ane, family.pupil), make_call(family.mother.user, family.pupil)
    today = timezone.localdate()
    assert list(Call.objects.visible_to(acting(family.ane), "own", today)) == [of_ane]
    assert list(Call.objects.visible_to(acting(family.mother.user), "own_child", today)) == [of_mother]
    assert list(Call.objects.visible_to(acting(family.father.user), "own_child", today)) == []
    assert set(queries.open_calls(acting(family.siri), today)) == {of_ane, of_mother}


def test_nobody_asks_for_a_child_whom_she_does_not_see(family):
    make_duty(family.siri)
    for user, pupil in ((family.mother.user, make_pupil()), (family.siri, family.pupil)):
        with pytest.raises(RefusedError):
            make_call(user, pupil)


def test_whoever_asked_takes_it_back_and_the_team_sees_that_she_did(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    with pytest.raises(RefusedError):
        calling.take_back(by=acting(family.mother.user), call=call)
    for _time in range(2):
        calling.take_back(by=acting(family.ane), call=call)
    with pytest.raises(RefusedError):
        calling.take(by=acting(family.siri), call=call)
    assert turns(call) == ["asked", "passed_to", "taken_back"]


def test_only_whoever_took_it_says_how_it_went(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    for how in (Turn.TALKED, Turn.NOBODY):
        with pytest.raises(RefusedError):
            calling.end(by=acting(family.siri), call=call, how=how)


def test_every_turn_stands_in_the_log_and_in_no_list_of_looks(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    calling.take(by=acting(family.siri), call=call)
    events = Event.objects.filter(action__startswith="on_call.").order_by("seq")
    assert [one.action for one in events] == ["on_call.asked", "on_call.passed_to", "on_call.taken"]
    assert not looks_at(family.pupil.public_id).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        call.turns.all().delete()
