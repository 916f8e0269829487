"""What every answer tells the browser: nothing from elsewhere, nothing kept, nothing framed, nothing sniffed."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from skoleporten.web.layout import PLACES
from tests.access.routes import NOBODYS, ask, bytes_of, routes
from tests.pages import content_of

pytestmark = pytest.mark.django_db

ON_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
# A family looks for it in a search engine.
TO_BE_FOUND = {"/welcome/", "/welcome/nb/"}
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
REFUSED_DEVICES = ("camera", "microphone", "geolocation", "usb", "payment", "display-capture")


def policy_of(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {words[0]: " ".join(words[1:]) for part in parts if (words := part.split())}


def check(answer, address: str) -> None:
    is_open = address in TO_BE_FOUND and answer.status_code == 200
    expected = ON_EVERY_ANSWER | ({"X-Robots-Tag": "index, follow"} if is_open else {})
    assert {name: answer.headers.get(name) for name in expected} == expected, address
    assert policy_of(answer) == POLICY, address
    assert all(f"{device}=()" in answer.headers["Permissions-Policy"] for device in REFUSED_DEVICES), address
    assert "Access-Control-Allow-Origin" not in answer.headers, address


def addresses() -> list[str]:
    return [route.address(**dict.fromkeys(route.objects, NOBODYS)) for route in routes()]


def test_every_route_answers_with_every_header_signed_in_or_not(made, signed_in):
    for client in (Client(), signed_in(made.owner), signed_in(made.administrator)):
        for address in addresses():
            for method in ("GET", "POST", "PUT"):
                answer = ask(client, method, address)
                check(answer, address)
                assert "no-store" in answer.headers["Cache-Control"], address
                if answer.get("Content-Type", "").startswith("text/"):
                    assert "charset=utf-8" in answer.headers["Content-Type"], address


def test_pages_and_files_about_a_pupil_are_not_stored(made, signed_in):
    client = signed_in(made.owner)
    pupil = client.get(reverse("pupils")).context["page"].object_list[0]
    public_id = getattr(pupil, "public_id", None) or pupil.pupil.public_id
    for name in ("pupil", "pupil_days_file", "pupil_weeks_file"):
        answer = client.get(reverse(name, args=[public_id]))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        check(answer, name)


def test_a_file_is_handed_over_as_an_attachment_under_a_name_of_ours(made, signed_in):
    client = signed_in(made.owner)
    answer = client.get(reverse("concerns_file"))
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert not any(str(pupil) in answer.headers["Content-Disposition"] for pupil in ("Birk", "Cecilie"))


@pytest.mark.parametrize("address", ["/no/such/page/", "/static/app/app.css", "/static/no-such.css", "/?q=%00"])
def test_errors_and_static_files_carry_them_too(address):
    answer = Client().get(address)
    check(answer, address)
    bytes_of(answer)


def test_a_fault_of_ours_carries_them_too_and_shows_nothing_of_its_inside(monkeypatch):
    monkeypatch.setattr("skoleporten.access.queries.demo_users", lambda: 1 / 0)
    answer = Client(raise_request_exception=False).get("/sign-in/")
    assert answer.status_code == 500
    check(answer, "/sign-in/")
    assert "ZeroDivisionError" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_no_page_has_a_script_or_a_style_of_its_own(made, signed_in):
    """Which the content policy would refuse: then something would not work, or somebody would loosen the policy."""
    for user in (made.owner, made.administrator):
        client = signed_in(user)
        for route in routes():
            answer = client.get(route.address(**dict.fromkeys(route.objects, NOBODYS)))
            if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                page = content_of(answer)
                assert "<style" not in page, route.name
                assert ' style="' not in page, route.name
                assert "<script>" not in page, route.name
                assert " onclick=" not in page, route.name


def test_signing_out_tells_the_browser_to_forget(made, signed_in):
    client = signed_in(made.owner)
    answer = client.post(reverse("account_logout"))
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert client.get(reverse("pupils")).status_code == 302


def test_signing_out_takes_a_form_and_not_a_link(made, signed_in):
    client = signed_in(made.owner)
    client.get(reverse("account_logout"))
    assert client.get(reverse("pupils")).status_code == 200


def test_cookies_are_kept_from_scripts_and_from_other_sites(made, signed_in):
    client = signed_in(made.owner)
    client.get(reverse("choose_language", args=["en"]))
    client.get(reverse("imports"))
    client.get(reverse("account_change_password"))
    assert len(client.cookies) >= 3
    for name, cookie in client.cookies.items():
        if name != settings.SESSION_COOKIE_NAME:  # force_login sets that one itself
            assert cookie["httponly"], name
            assert cookie["samesite"] == "Lax", name
            assert cookie["path"] == "/", name
            assert not cookie["domain"], name
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


SETTINGS_ON_THE_NET = """
from django.conf import settings as s
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT and not s.DEBUG
assert s.SESSION_COOKIE_NAME.startswith("__Host-") and s.CSRF_COOKIE_NAME.startswith("__Host-")
assert s.LANGUAGE_COOKIE_NAME.startswith("__Host-")
assert s.SECURE_HSTS_SECONDS >= 31_536_000 and s.SECURE_HSTS_INCLUDE_SUBDOMAINS
assert not s.SESSION_COOKIE_DOMAIN and not s.CSRF_COOKIE_DOMAIN
"""


def test_on_the_net_cookies_and_pages_travel_by_tls_alone(tmp_path):
    there = os.environ | {"SKOLEPORTEN_HOSTS": "skoleporten.example.no", "SKOLEPORTEN_VAR": str(tmp_path)}
    there.pop("SKOLEPORTEN_DEBUG", None)
    command = [sys.executable, "-c", SETTINGS_ON_THE_NET]
    done = subprocess.run(command, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# A provider's own call, from elsewhere by nature: its signed token is the proof.
SIGNED_CALLS = {"provider_signed_out"}


def test_a_form_is_refused_from_another_site(made):
    client = Client(enforce_csrf_checks=True)
    client.force_login(made.owner)
    for route in routes():
        if route.policy.writes and route.name not in {"account_login", "account_logout"} | SIGNED_CALLS:
            address = route.address(**dict.fromkeys(route.objects, NOBODYS))
            assert ask(client, "POST", address).status_code == 403, address
            answer = client.post(address, headers={"Origin": "https://evil.example"})
            assert answer.status_code == 403, address


def test_a_link_back_leads_nowhere_else(made, signed_in):
    client = signed_in(made.owner)
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = client.get(reverse("choose_language", args=["nb"]), {"next": elsewhere})
        assert answer.url == "/"
        shown = Client().post(reverse("account_login"), {"login": "x", "password": "y", "next": elsewhere})
        assert "evil" not in shown.headers.get("Location", "")


def test_a_session_ends_with_the_browser_and_after_a_working_day():
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert dt.timedelta(seconds=settings.SESSION_COOKIE_AGE) <= dt.timedelta(hours=8)


def test_a_new_session_begins_at_each_sign_in(made):
    """A key that somebody planted before the log-in is worth nothing after it."""
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sent = {"login": made.owner.username, "password": "a long enough password"}
    assert client.post(reverse("account_login"), sent).status_code == 302
    assert client.session["_auth_user_id"] == str(made.owner.pk)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert (
        Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"})
        .get(reverse("mfa_index"))
        .url.startswith(reverse("account_login"))
    )


def test_a_session_that_was_signed_out_of_is_dead_for_whoever_kept_its_key(made, signed_in):
    client, thief = signed_in(made.owner), Client()
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get(reverse("pupils")).status_code == 200
    client.post(reverse("account_logout"))
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get(reverse("pupils")).status_code == 302


def test_every_page_with_a_person_on_it_has_the_way_out(made, signed_in):
    for user in (made.owner, made.administrator):
        client = signed_in(user)
        for place in PLACES[user.grants.get().role]:
            page = client.get(reverse(place.url_name), follow=True).content.decode()
            assert f'action="{reverse("account_logout")}"' in page, place.url_name
