"""«I need an adult now»: what the page says while somebody answers, when nobody does, and when nobody is on duty."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.on_call import calling
from skoleporten.on_call.models import Call
from skoleporten.rules.on_call import Turn
from tests.intake_factories import make_team_member
from tests.on_call_factories import make_call, make_duty
from tests.pages import signed_in
from tests.thread_factories import acting, make_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(monkeypatch):
    """On an ordinary day, whatever the day of the run: on a public holiday nobody is on call."""
    monkeypatch.setattr("skoleporten.on_call.queries.public_holidays", lambda _year: {})
    return make_family()


def page(user, name: str, *ids) -> str:
    answer = signed_in(user).get(reverse(name, args=[one.public_id for one in ids]))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def press(user, pupil, **fields):
    return signed_in(user).post(reverse("adult_now", args=[pupil.public_id]), {"client_id": uuid.uuid4()} | fields)


def state(user, call: Call) -> str:
    return page(user, "adult_now_state", call.pupil, call)


def time_is_up() -> None:
    Call.objects.update(passes_on_at=timezone.now() - dt.timedelta(seconds=1))


def test_the_button_stands_on_every_page_about_the_child(family):
    address = reverse("adult_now", args=[family.pupil.public_id])
    for user in (family.ane, family.mother.user):
        for name in ("my_child", "my_messages"):
            assert f'href="{address}"' in page(user, name, family.pupil)


def test_a_pupil_presses_and_sees_who_is_told_and_until_when(family):
    make_duty(family.siri)
    shown = page(family.ane, "adult_now", family.pupil)
    assert f"{family.siri} har vakt i Skoleporten nå" in shown
    answer = press(family.ane, family.pupil, where="911 11 111")
    call = Call.objects.get()
    assert answer.headers["Location"] == reverse("adult_now_call", args=[family.pupil.public_id, call.public_id])
    shown = page(family.ane, "adult_now_call", family.pupil, call)
    assert f"Vi sender en melding til {family.siri} nå." in shown
    assert f"kl. {timezone.localtime(call.passes_on_at):%H.%M}" in shown
    for number in ("116 111", "112", "113", "38 00 00 00"):
        assert number in shown
    assert "Du har allerede spurt." in page(family.ane, "adult_now", family.pupil)


def test_she_sees_that_somebody_calls_and_what_became_of_it(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    calling.take(by=acting(family.siri), call=call)
    assert f"{family.siri} ringer deg nå." in state(family.ane, call)
    calling.end(by=acting(family.siri), call=call, how=Turn.NOT_REACHED)
    shown = state(family.ane, call)
    assert "prøvde å få tak i deg, men fikk det ikke til." in shown
    assert "Prøv igjen" in shown
    assert "hx-get" not in shown


def test_unanswered_the_page_itself_passes_it_on_and_says_who_has_not_answered(family):
    bo = make_team_member()
    make_duty(family.siri), make_duty(bo, order=2)
    call = make_call(family.ane, family.pupil)
    time_is_up()
    shown = state(family.ane, call)
    assert f"Vi sender en melding til {bo} nå." in shown
    assert f"{family.siri} har ikke svart." in shown
    time_is_up()
    shown = state(family.ane, call)
    assert "Ingen har svart." in shown
    assert "Ring et av numrene under." in shown


def test_where_nobody_is_on_duty_it_says_so_and_shows_the_numbers_and_no_button(family):
    shown = page(family.ane, "adult_now", family.pupil)
    assert "Ingen i Skoleporten har vakt nå." in shown
    assert "116 111" in shown
    assert "<form" not in shown.partition("<main")[2].partition("</main")[0]


def test_it_tells_when_somebody_is_on_duty_again(family):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    make_duty(family.siri, first=tomorrow, begins=dt.time(8))
    assert "Neste gang noen har vakt:" in page(family.ane, "adult_now", family.pupil)


def test_somebody_on_duty_whom_no_message_reaches_can_still_be_called(family):
    make_duty(family.siri)
    family.siri.email = ""
    family.siri.save()
    shown = page(family.ane, "adult_now", family.pupil)
    assert "Vi kan ikke sende melding til den som har vakt nå." in shown
    assert 'href="tel:38000000"' in shown


def test_pressed_after_the_duty_ended_it_says_that_nobody_is_there(family):
    press(family.ane, family.pupil)
    call = Call.objects.get()
    shown = page(family.ane, "adult_now_call", family.pupil, call)
    assert "Ingen i Skoleporten har vakt nå." in shown
    assert "Prøv igjen" in shown


def test_she_takes_it_back(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    address = reverse("adult_now_call", args=[family.pupil.public_id, call.public_id])
    signed_in(family.ane).post(address, {"take_back": "1"})
    assert "Du tok det tilbake" in page(family.ane, "adult_now_call", family.pupil, call)


def test_nobody_else_in_the_family_finds_her_call(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    for user in (family.mother.user, family.father.user):
        for name in ("adult_now_call", "adult_now_state"):
            address = reverse(name, args=[family.pupil.public_id, call.public_id])
            assert signed_in(user).get(address).status_code == 404
        assert "Du har allerede spurt." not in page(user, "adult_now", family.pupil)


def test_asking_how_it_goes_again_and_again_fills_no_read_log(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    before = Event.objects.count()
    for _time in range(3):
        state(family.ane, call)
    assert Event.objects.count() == before


def test_a_page_that_was_left_open_stops_asking_so_that_it_keeps_nobody_logged_in(family):
    make_duty(family.siri)
    call = make_call(family.ane, family.pupil)
    assert "hx-get" in state(family.ane, call)
    Call.objects.update(at=timezone.now() - dt.timedelta(minutes=31))
    shown = page(family.ane, "adult_now_call", family.pupil, call)
    assert 'hx-trigger="every' not in shown
    assert "Se hvordan det går nå" in shown
