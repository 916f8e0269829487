"""The team's pages of messages with families, and of who is on call."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.on_call.models import Call, Duty
from skoleporten.threads.models import Thread
from skoleporten.web.cases.due import next_due
from skoleporten.web.start.waiting import for_team
from tests.factories import make_case_team_member, make_enrolment, make_pupil, make_school_leader, make_user_in
from tests.intake_factories import make_team_member
from tests.on_call_factories import make_call, make_duty
from tests.pages import signed_in
from tests.rig_factories import make_away
from tests.thread_factories import acting, make_answer, make_family, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(monkeypatch):
    monkeypatch.setattr("skoleporten.on_call.queries.public_holidays", lambda _year: {})
    return make_family()


def page(user, name: str, *ids, **query) -> str:
    answer = signed_in(user).get(reverse(name, args=[one.public_id for one in ids]), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(sender, name: str, *ids, **fields):
    return signed_in(sender).post(reverse(name, args=[one.public_id for one in ids]), fields)


def thread_now() -> Thread:
    return Thread.objects.get()


def test_what_waits_for_an_answer_comes_first_with_the_day_that_was_promised(family):
    late = make_thread(family.mother.user, family.pupil, heading="Sen sak")
    make_thread(family.father.user, family.pupil, heading="Ny sak")
    answered = make_thread(family.ane, family.pupil, heading="Besvart sak")
    make_answer(family.siri, answered)
    Thread.objects.filter(pk=late.pk).update(answer_by=timezone.localdate() - dt.timedelta(days=1))
    shown = page(family.siri, "threads")
    assert shown.index("Sen sak") < shown.index("Ny sak")
    assert "Svar var lovet innen" in shown
    assert "Besvart sak" not in shown
    assert "Besvart sak" in page(family.siri, "threads", show="all")
    assert "Besvart sak" in page(family.siri, "threads_of_pupil", family.pupil)


def test_a_message_without_words_of_its_own_says_what_it_is_about_once(family):
    make_thread(family.mother.user, family.pupil, matter="absence")
    assert page(family.siri, "threads").count("Å være borte fra skolen") == 1


def test_the_page_of_a_message_asks_what_the_duty_to_report_asks_whatever_it_says(family):
    """A story that tells of abuse: staff are told at once, by no machine, and the family sees nothing of it."""
    for text in ("Takk for sist!", "Han slår meg"):
        thread = make_thread(family.ane, family.pupil, text=text)
        shown = page(family.siri, "thread", thread)
        assert reverse("child_welfare", args=[family.pupil.public_id]) in shown
        of_ane = page(family.ane, "my_thread", family.pupil, thread)
        assert reverse("child_welfare", args=[family.pupil.public_id]) not in of_ane


def test_somebody_on_the_team_answers_and_the_family_waits_no_more(family):
    thread = make_thread(family.mother.user, family.pupil)
    send(family.siri, "thread", thread, text="Ja, onsdag passer.", client_id=uuid.uuid4())
    assert thread_now().waits_since is None
    shown = page(family.siri, "thread", thread)
    assert "Ja, onsdag passer." in shown
    assert "lest av familien" not in shown
    page(family.mother.user, "my_thread", family.pupil, thread)
    assert "lest av familien" in page(family.siri, "thread", thread)


def test_an_answer_that_names_another_pupil_is_sent_after_a_yes(family):
    other = make_pupil("Tiril", "Kvernberg")
    make_enrolment(family.pupil.enrolments.get().school, other)
    thread = make_thread(family.mother.user, family.pupil)
    fields = {"text": "Vi snakker med Tiril Kvernberg.", "client_id": uuid.uuid4()}
    shown = send(family.siri, "thread", thread, **fields).content.decode()
    assert "names_are_meant" in shown
    assert thread.messages.count() == 1
    send(family.siri, "thread", thread, names_are_meant="on", **fields)
    assert thread.messages.count() == 2


def test_a_word_of_thanks_is_marked_as_read_and_then_closed(family):
    thread = make_thread(family.mother.user, family.pupil, text="Takk!")
    send(family.siri, "thread", thread, no_answer=thread.messages.get().public_id)
    assert "Den trenger ikke svar." in page(family.mother.user, "my_thread", family.pupil, thread)
    send(family.siri, "thread", thread, close="1")
    assert thread_now().closed_by == family.siri
    assert "lukket den" in page(family.siri, "thread", thread)
    assert send(family.siri, "thread", thread, no_answer="tull").status_code == 302


def test_two_who_give_it_to_somebody_at_once_see_each_other(family):
    thread, bo = make_thread(family.mother.user, family.pupil), make_team_member()
    send(family.siri, "thread_assign", thread, to=bo.public_id, seen_version=1)
    assert thread_now().assigned_to == bo
    answer = send(family.lead, "thread_assign", thread, to=family.lead.public_id, seen_version=1)
    assert answer.status_code == 409
    assert str(bo) in answer.content.decode()
    assert thread_now().assigned_to == bo


def test_the_team_writes_to_one_of_the_family_and_only_to_those_who_see_the_child(family):
    family.father.guardianships.update(decides="none")
    shown = page(family.siri, "thread_new", family.pupil)
    assert "Mona" in shown
    assert "Frode" not in shown
    assert '<button class="ds-button">Send</button>' in shown
    assert "slik vedkommende selv har valgt" in shown
    fields = {"client_id": uuid.uuid4(), "matter": "meeting", "text": "Møte på onsdag?"}
    send(family.siri, "thread_new", family.pupil, to=family.mother.public_id, **fields)
    assert (thread_now().guardian, thread_now().waits_since) == (family.mother, None)
    assert "Møte på onsdag?" in page(family.mother.user, "my_thread", family.pupil, thread_now())


def test_where_nobody_has_a_log_in_the_page_says_so_and_has_no_form(family):
    family.pupil.guardianships.all().update(verified_at=None)
    family.ane.is_active = False
    family.ane.save()
    shown = page(family.siri, "thread_new", family.pupil)
    assert "Ingen i familien har innlogging" in shown
    assert "<textarea" not in shown


def test_the_case_and_the_first_page_tell_that_a_family_waits(family):
    thread = make_thread(family.mother.user, family.pupil, heading="Om onsdag")
    assert "Om onsdag" in page(family.siri, "case", family.case)
    actor, today = acting(family.siri), timezone.localdate()
    lines = [line.text for line in for_team(actor, today)]
    assert any("1 melding fra en familie venter på svar fra deg" in line for line in lines)
    due = next_due(actor, [family.case.pk], today)[family.case.pk]
    assert (due.on, str(due.what)) == (thread.answer_by, "Familien venter på svar")
    make_answer(family.siri, thread)
    assert family.case.pk not in next_due(actor, [family.case.pk], today)


def test_a_lead_is_told_of_promises_that_were_not_kept_and_the_others_are_not_measured(family):
    make_thread(family.mother.user, family.pupil)
    today = timezone.localdate()
    Thread.objects.update(answer_by=today - dt.timedelta(days=1))
    told = {user: [line.text for line in for_team(acting(user), today)] for user in (family.lead, make_team_member())}
    late = "1 familie som er lovet svar før i dag"
    assert [late in lines for lines in told.values()] == [True, False]


def test_whoever_steps_in_is_told_on_her_first_page_and_on_the_thread(family):
    bo = make_team_member()
    make_away(family.siri, bo)
    thread = make_thread(family.mother.user, family.pupil)
    assert any("venter på svar fra deg" in line.text for line in for_team(acting(bo), timezone.localdate()))
    assert f"{bo} tar over." in page(bo, "thread", thread)


def test_a_specialist_and_a_school_find_no_messages(family):
    specialist = make_user_in("specialist")
    make_case_team_member(family.pupil, specialist)
    leader = make_school_leader(family.pupil.enrolments.get().school)
    thread = make_thread(family.mother.user, family.pupil, heading="Om onsdag")
    for user in (specialist, leader):
        assert signed_in(user).get(reverse("thread", args=[thread.public_id])).status_code == 404
        assert not Thread.objects.visible_to(acting(user), Purpose.FOLLOW_UP, timezone.localdate()).exists()
    assert "Om onsdag" not in page(specialist, "case", family.case)


def test_a_lead_says_who_is_on_call_and_the_days_ahead_show_it(family):
    today = timezone.localdate()
    fields = {
        "client_id": uuid.uuid4(), "seen_version": 0, "user": family.siri.public_id, "first": today,
        "last": today + dt.timedelta(days=6), "weekdays": list("0123456"), "begins": "08:00", "ends": "15:30",
        "order": 1, "phone": "38 00 00 00",
    }  # fmt: skip
    send(family.lead, "on_call_new", **fields)
    duty = Duty.objects.get()
    shown = page(family.siri, "on_call")
    assert f"{family.siri}, 08.00–15.30" in shown
    assert "Ingen melding når denne personen" in shown
    assert reverse("on_call_duty", args=[duty.public_id]) not in shown
    changed = send(family.lead, "on_call_duty", duty, **fields | {"seen_version": 1, "order": 2})
    assert changed.status_code == 302
    assert send(family.lead, "on_call_duty", duty, **fields | {"seen_version": 1}).status_code == 409
    send(family.lead, "on_call_duty", duty, withdraw="1")
    assert "Ingen har vakt" in page(family.lead, "on_call")
    assert signed_in(family.siri).get(reverse("on_call_new")).status_code == 404


def test_whoever_is_told_answers_on_the_page_and_says_how_it_went(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil, where="911 11 111")
    lines = [line.text for line in for_team(acting(family.siri), timezone.localdate())]
    assert "Noen har bedt om en voksen, og ingen har svart ennå" in lines
    shown = page(family.siri, "call_for_adult", call)
    assert 'href="tel:91111111"' in shown
    assert reverse("child_welfare", args=[family.pupil.public_id]) in shown
    send(family.siri, "call_for_adult", call, done="take")
    shown = page(family.siri, "call_for_adult", call)
    assert "svarte: Jeg ringer nå." in shown
    send(family.siri, "call_for_adult", call, done="talked")
    assert Call.objects.get().ended_at is not None
    assert "Vi har snakket sammen." in page(family.siri, "call_for_adult", call)
    assert "Ingen venter." in page(family.siri, "on_call")
