"""The way in and out, and one's own password."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.access.models import Installation
from skoleporten.audit.models import Event
from skoleporten.web.sign_in import failures
from tests.factories import make_school, make_school_leader

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def cache_table(settings):
    """The counters of failed tries, in memory and empty."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def leader():
    return make_school_leader(make_school("Solvik skole"), "rektor")


def log_in(client, password: str = PASSWORD, name: str = "rektor", **extra):
    return client.post(reverse("account_login"), {"login": name, "password": password} | extra)


def test_the_right_password_leads_to_the_page_one_asked_for_and_is_logged(client, leader):
    answer = log_in(client, next="/concerns/")
    assert answer.url == "/concerns/"
    assert Event.objects.get(action="access.signed_in").object_id == str(leader.public_id)


def test_nobody_is_led_to_another_site(client, leader):
    assert log_in(client, next="https://evil.example/").url == "/"


def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(client, leader):
    wrong_password = log_in(client, "not the password").content.decode()
    wrong_name = log_in(client, name="nobody").content.decode()
    assert "Brukernavnet og passordet hører ikke sammen." in wrong_password
    assert "Brukernavnet og passordet hører ikke sammen." in wrong_name
    assert not Event.objects.filter(action="access.signed_in").exists()


def failed() -> list[Event]:
    return list(Event.objects.filter(action="access.sign_in_failed").order_by("seq"))


def test_each_log_in_that_failed_is_logged_without_the_password(client, leader):
    log_in(client, "not the password")
    log_in(client, "not the password", name="REKTOR")
    log_in(client, "not the password", name="nobody at all")
    log_in(client, "not the password", name="NOBODY at all")
    log_in(client, "")
    mine, again, theirs, theirs_again = failed()
    assert (mine.object_type, mine.object_id) == ("user", str(leader.public_id))
    assert (again.object_type, again.object_id) == ("user", str(leader.public_id))
    assert theirs.object_type == "unknown_user_name"
    assert theirs.object_id == theirs_again.object_id != mine.object_id
    told = str([list(vars(event).values()) for event in failed()])
    assert "not the password" not in told
    assert "nobody" not in told.casefold()
    assert mine.details == {"step": "password", "left_out": 0}


def test_a_failed_log_in_costs_the_same_whether_the_name_is_somebodys(client, leader):
    with CaptureQueriesContext(connection) as of_a_name:
        log_in(client, "not the password")
    with CaptureQueriesContext(connection) as of_no_name:
        log_in(client, "not the password", name="nobody")
    assert len(of_a_name) == len(of_no_name)


def test_the_right_password_of_a_closed_account_is_logged_as_failed(client, leader):
    leader.is_active = False
    leader.save()
    log_in(client)
    assert [event.details["step"] for event in failed()] == ["closed"]


def test_whoever_guesses_from_many_machines_does_not_fill_the_log(client, leader, monkeypatch):
    monkeypatch.setattr(failures, "MOST_A_MINUTE", 3)
    for number in range(6):
        client.post(
            reverse("account_login"), {"login": f"name {number}", "password": "x"}, REMOTE_ADDR=f"10.0.0.{number}"
        )
    assert len(failed()) == 3
    monkeypatch.setattr(failures, "MOST_A_MINUTE", 30)
    log_in(client, "not the password")
    assert [event.details["left_out"] for event in failed()] == [0, 0, 0, 3]


def test_many_wrong_passwords_stop_also_the_right_one(client, leader):
    for _ in range(12):
        log_in(client, "guess")
    answer = log_in(client)
    assert answer.status_code in (200, 429)
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_come_in(client, leader):
    leader.is_active = False
    leader.save()
    answer = log_in(client)
    assert "_auth_user_id" not in client.session
    assert "Denne kontoen er stengt." in client.get(answer.url).content.decode()


def test_the_password_is_changed_only_by_whoever_knows_the_old_one(client, leader):
    client.force_login(leader)
    new = {"password1": "quite another phrase 9", "password2": "quite another phrase 9"}
    wrong = client.post(reverse("account_change_password"), {"oldpassword": "guess"} | new)
    assert "Dette er ikke passordet du har nå." in wrong.content.decode()
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD} | new)
    leader.refresh_from_db()
    assert leader.check_password("quite another phrase 9")


def test_a_short_password_is_refused_with_the_reason(client, leader):
    client.force_login(leader)
    sent = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert client.post(reverse("account_change_password"), sent).context["form"].errors["password1"]
    leader.refresh_from_db()
    assert leader.check_password(PASSWORD)


def test_a_demo_button_opens_a_session_that_says_so(client, leader):
    Installation.objects.create(pk=1, is_demo=True)
    leader.is_demo = True
    leader.save()
    client.post(reverse("demo_login"), {"user": str(leader.public_id)})
    assert client.session["demo"] is True
    shown = client.get(reverse("start")).content.decode()
    assert "Demonstrasjon:" in shown


def test_a_demo_button_opens_no_real_person_even_in_a_demo(client, leader):
    Installation.objects.create(pk=1, is_demo=True)
    assert client.post(reverse("demo_login"), {"user": str(leader.public_id)}).status_code == 404


def test_logging_out_needs_a_button_and_not_a_link(client, leader):
    client.force_login(leader)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_the_way_in_in_nynorsk_is_nynorsk(client):
    client.get(reverse("choose_language", args=["nn"]))
    assert "Brukarnamn" in client.get(reverse("account_login")).content.decode()
