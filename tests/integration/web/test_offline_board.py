"""What a browser is given for when the network fails: a key, a page without a name, a worker, and an end to it all."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Installation
from skoleporten.audit.models import Event
from skoleporten.presence import offline
from skoleporten.presence.models import OfflineChoice
from skoleporten.rules.errors import RefusedError
from skoleporten.web.presence import device
from skoleporten.web.presence.offline import TICKET, for_page
from tests.factories import actor_of, make_administrator, make_user
from tests.intake_factories import make_team_member

NOW = dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)
USER = "1b0c5e5e-0000-4000-8000-000000000001"


# The ticket and its key -----------------------------------------------------------------------------------------------
def test_the_same_person_gets_the_same_key_again_until_twelve_hours_have_passed():
    ticket = device.new_ticket(USER, NOW)
    nearly = NOW + dt.timedelta(hours=12, seconds=-1)
    assert device.asked_for(ticket.signed, USER, nearly).key == ticket.key
    assert device.asked_for(ticket.signed, USER, nearly + dt.timedelta(seconds=1)) is None


def test_a_ticket_is_written_in_the_same_letters_each_time():
    ticket = device.new_ticket(USER, NOW)
    with time_machine.travel(NOW, tick=False):
        written = ticket.signed
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        assert ticket.signed == written


def test_nobody_else_gets_the_key():
    assert device.asked_for(device.new_ticket(USER, NOW).signed, str(uuid.uuid4()), NOW) is None


SIGNED_FOR_ANOTHER_USE = signing.Signer(salt="another").sign_object([USER, NOW.isoformat(), "n"])


@pytest.mark.parametrize("asked", ["", "x", "a:b:c", SIGNED_FOR_ANOTHER_USE])
def test_a_ticket_that_was_never_given_opens_nothing(asked):
    assert device.asked_for(asked, USER, NOW) is None


def test_two_tickets_have_two_keys_of_256_bits():
    first, second = device.new_ticket(USER, NOW), device.new_ticket(USER, NOW)
    assert first.key != second.key
    assert len(base64.b64decode(first.key)) == 32


def test_a_ticket_is_renewed_in_its_second_half():
    ticket = device.new_ticket(USER, NOW)
    assert device.ticket_now(ticket, USER, NOW + dt.timedelta(hours=6)) == ticket
    assert device.ticket_now(ticket, USER, NOW + dt.timedelta(hours=6, seconds=1)) != ticket
    assert device.ticket_now(None, USER, NOW).user == USER


def present(client, ticket: str = "") -> dict[str, object]:
    answer = client.get(reverse("board_device"), headers={"accept": "application/json", TICKET: ticket})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.json()


@pytest.mark.django_db
def test_the_key_ends_with_the_session_and_comes_again_after_a_new_log_in_of_the_same_person(client):
    user = make_team_member()
    client.force_login(user)
    first = present(client)
    client.logout()
    assert client.get(reverse("board_device"), headers={"accept": "application/json"}).status_code == 401
    client.force_login(user)
    again = present(client, first["ticket"])
    assert (again["key"], again["asked"], again["ticket"]) == (first["key"], first["key"], first["ticket"])
    assert again["csrf"] != first["csrf"]
    client.force_login(make_team_member())
    assert present(client, first["ticket"])["asked"] is None


@pytest.mark.django_db
def test_an_old_ticket_still_opens_what_waits_while_a_new_one_locks(client):
    client.force_login(make_team_member())
    with time_machine.travel(timezone.now() - dt.timedelta(hours=7), tick=False):
        user = make_team_member()
        old = device.new_ticket(str(user.public_id), timezone.now())
    client.force_login(user)
    told = present(client, old.signed)
    assert told["asked"] == old.key
    assert told["key"] != old.key
    assert 12 * 3600 - 60 < told["seconds"] <= 12 * 3600


@pytest.mark.django_db
def test_the_cookie_says_only_that_something_may_be_kept_and_goes_at_sign_out(client):
    client.force_login(make_team_member())
    present(client)
    cookie = client.cookies["device"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("1", True, "Lax", 43200)
    answer = client.post(reverse("account_logout"))
    assert answer.cookies["device"].value == ""
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.django_db
def test_who_logs_out_leaves_what_another_has_not_sent(client):
    client.force_login(make_team_member())
    present(client)
    answer = client.post(reverse("account_logout"), {"keep": "1"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "device" not in answer.cookies


# What the device is given ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Shown:
    public_id: uuid.UUID
    first_name: str
    expected: dt.time | None = dt.time(8, 30)
    place: str = "flat"
    state: str = "expected"
    status: str = "Ikke ført"
    minutes: int | None = None
    last: uuid.UUID | None = None
    is_kept: bool = True


def asked_by(user):
    request = RequestFactory().get("/today/")
    request.user, request.today = user, dt.date(2026, 11, 23)
    return request


@pytest.mark.django_db
def test_a_device_gets_first_names_times_places_and_ids_and_nothing_of_a_protected_pupil():
    OfflineChoice.objects.create(is_on=True, assessment="Sak 1", chosen_at=NOW, chosen_by=make_user())
    kari, kode = Shown(uuid.uuid4(), "Kari"), Shown(uuid.uuid4(), "Kode", is_kept=False)
    given = for_page(asked_by(make_user()), [kari, kode]).given
    assert given == {
        "day": "mandag 23. november",
        "cards": [
            {
                "case": str(kari.public_id), "name": "Kari", "expected": "08.30", "place": "flat",
                "state": "expected", "said": "Ikke ført", "minutes": None, "last": None,
            }
        ],
    }  # fmt: skip


@pytest.mark.django_db
def test_where_it_is_off_a_device_gets_nothing():
    told = for_page(asked_by(make_user()), [Shown(uuid.uuid4(), "Kari")])
    assert (told.kind, told.given) == ("off", None)


# The page without a name, and the worker ------------------------------------------------------------------------------
@pytest.fixture
def on(db) -> None:
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})


def test_the_kept_page_is_the_same_for_everybody_and_names_nobody(client, on):
    nobodys = client.get(reverse("board_shell")).content
    user = make_team_member()
    client.force_login(user)
    assert client.get(reverse("board_shell")).content == nobodys
    assert user.display_name.encode() not in nobodys
    assert b"csrf" not in nobodys


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_kept_page_speaks_the_language_of_its_reader(client, on, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    said = {"nb": "Uten nett.", "nn": "Utan nett.", "en": "No network."}
    assert said[language] in client.get(reverse("board_shell")).content.decode()


def test_the_worker_is_asked_for_anew_each_time_and_keeps_no_page_of_a_person(client, on):
    answer = client.get(reverse("board_worker"))
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "'self'" in answer.headers["Content-Security-Policy"]
    assert b"cache.put" not in answer.content


@pytest.mark.django_db
def test_switched_off_the_worker_ends_itself_and_the_page_is_gone(client):
    script = client.get(reverse("board_worker")).content.decode()
    assert "registration.unregister()" in script
    assert "caches.delete" in script
    assert client.get(reverse("board_shell")).status_code == 404


# The setting ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_it_is_off_until_the_municipality_has_chosen_but_on_where_all_are_made_up():
    assert not offline.is_on()
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    assert offline.is_on()


@pytest.mark.django_db
def test_switching_on_rests_on_an_assessment_and_the_newest_choice_holds():
    by = actor_of(make_administrator())
    with pytest.raises(RefusedError, match="personvern"):
        offline.choose(by=by, is_on=True, assessment="  ")
    offline.choose(by=by, is_on=True, assessment="Sak 2026/114")
    assert offline.is_on()
    offline.choose(by=by, is_on=False, assessment="")
    assert not offline.is_on()
    assert [event.details for event in Event.objects.filter(action="presence.offline_chosen").order_by("seq")] == [
        {"is_on": True},
        {"is_on": False},
    ]


@pytest.mark.django_db
def test_the_database_too_refuses_on_without_an_assessment():
    with pytest.raises(IntegrityError), transaction.atomic():
        OfflineChoice.objects.create(is_on=True, chosen_at=NOW, chosen_by=make_user())


@pytest.mark.django_db
def test_an_administrator_switches_it_on_and_off_on_a_page(client):
    client.force_login(make_administrator())
    page = reverse("offline_setting")
    assert "Den er slått av." in client.get(page).content.decode()
    refused = client.post(page, {"choice": "on", "assessment": ""})
    assert "Si hvor vurderingen av personvernkonsekvenser" in refused.content.decode()
    shown = client.post(page, {"choice": "on", "assessment": "Sak 2026/114"}, follow=True).content.decode()
    assert "Den er slått på." in shown
    assert "Sak 2026/114" in shown
    assert "Den er slått av." in client.post(page, {"choice": "off"}, follow=True).content.decode()


@pytest.mark.django_db
def test_nobody_but_an_administrator_switches_it(client):
    client.force_login(make_team_member())
    assert client.get(reverse("offline_setting")).status_code == 404
