"""A long text is never lost: not when a form is refused, not when the session ended, not when the line broke."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Place
from skoleporten.documents.models import Draft
from skoleporten.web.documents.drafts import Ticket
from tests.factories import make_grant, make_school, make_school_leader
from tests.integration.web.long_form import KEY

pytestmark = [pytest.mark.urls("tests.integration.web.long_form"), pytest.mark.django_db]
SHORT, LONG = "Too short", "Ola told that the bus is loud, and that break is the worst."
NOON = dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC)


@pytest.fixture
def writer():
    return make_school_leader(make_school())


@pytest.fixture
def client(writer) -> Client:
    return signed_in(writer)


def signed_in(user) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def opened(client: Client) -> dict[str, str]:
    """The hidden fields of the form as the page gives them."""
    page = client.get("/story/").content.decode()
    form = page.rpartition('<form method="post">')[2]
    return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}


def place(user) -> Place:
    return Place(user.pk, Role.SCHOOL_LEADER, KEY)


def story_on_page(client: Client) -> str:
    found = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", client.get("/story/").content.decode(), re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_a_form_that_is_refused_keeps_what_was_written(client):
    client.post("/story/", opened(client) | {"story": SHORT, "kinds": ["b"], "told": "on"})
    page = client.get("/story/").content.decode()
    assert story_on_page(client) == SHORT
    assert 'value="b" selected' in page
    assert re.search(r'name="told"[^>]* checked', page)
    assert "Dette er utkastet ditt" in page


def test_a_form_that_is_used_leaves_no_draft(client):
    fields = opened(client)
    client.post("/story/", fields | {"story": SHORT})
    assert client.post("/story/", fields | {"story": LONG}).status_code == 302
    assert not Draft.objects.exists()
    assert story_on_page(client) == "As it was saved before"


def test_what_is_being_written_is_saved_and_told_in_the_writers_words(client):
    with time_machine.travel(NOON, tick=False):
        answer = client.post("/documents/drafts/", opened(client) | {"story": SHORT})
        assert (answer.status_code, answer.content.decode()) == (200, "Lagret 12.00")
        assert "2. mars 2026 kl. 12.00" in client.get("/story/").content.decode()


def test_the_writer_throws_her_draft_away(client, writer):
    fields = opened(client) | {"story": SHORT}
    client.post("/story/", fields)
    answer = client.post("/documents/drafts/discard/", fields)
    assert (answer.status_code, answer["Location"]) == (302, "/story/")
    assert drafts.kept(place(writer)) is None


def test_an_emptied_form_leaves_no_draft(client, writer):
    client.post("/documents/drafts/", opened(client) | {"story": SHORT})
    client.post("/documents/drafts/", opened(client) | {"story": "  "})
    assert drafts.kept(place(writer)) is None


def test_a_form_sent_after_the_session_has_ended_keeps_its_text_through_the_log_in(writer):
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(writer)
        fields = opened(client)
        clock.shift(dt.timedelta(hours=1))
        answer = client.post("/story/", fields | {"story": LONG}, follow=True)
        assert answer.redirect_chain == [("/sign-in/?next=/story/", 302)]
        assert "Teksten din er tatt vare på" in answer.content.decode()
        assert "Ola told" not in answer.content.decode()
        client.force_login(writer)
        assert story_on_page(client) == LONG


@pytest.mark.parametrize("lost", ["session", "both cookies"])
def test_nor_is_it_lost_where_the_session_or_the_browsers_memory_is_gone(client, writer, lost):
    fields = opened(client)
    if lost == "session":
        client.session.flush()
    else:
        client.cookies.clear()
    answer = client.post("/story/", fields | {"story": LONG})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/story/")
    assert drafts.kept(place(writer)).values["story"] == [LONG]


def test_nor_where_the_writer_logged_in_anew_in_another_tab(client, writer):
    fields = opened(client)
    client.force_login(writer)
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post("/story/", fields | {"story": LONG}, follow=True)
    assert answer.redirect_chain == [("/story/", 302)]
    assert "Skjemaet hadde stått åpent for lenge" in answer.content.decode()
    assert story_on_page(client) == LONG


def test_nor_where_the_line_broke_before_the_answer(client):
    """Saved as one wrote; the form itself never came."""
    client.post("/documents/drafts/", opened(client) | {"story": LONG})
    assert story_on_page(client) == LONG


def test_another_person_at_the_same_machine_neither_sees_nor_adds_to_it(client, writer):
    fields = opened(client)
    client.post("/story/", fields | {"story": SHORT})
    other = signed_in(make_school_leader(make_school()))
    assert story_on_page(other) == "As it was saved before"
    for address in ("/story/", "/documents/drafts/", "/documents/drafts/discard/"):
        other.post(address, fields | {"story": LONG})
    assert drafts.kept(place(writer)).values["story"] == [SHORT]


def test_one_person_in_two_roles_has_two_drafts(client, writer):
    fields = opened(client)
    make_grant(writer, Role.LEAD)
    client.post("/role/", {"role": "lead", "csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]})
    assert client.post("/story/", fields | {"story": LONG}).status_code == 404
    assert client.post("/documents/drafts/", fields | {"story": SHORT}).status_code == 404
    client.post("/role/", {"role": "school_leader", "csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]})
    assert story_on_page(client) == SHORT


def test_a_ticket_that_was_changed_or_is_too_old_opens_nothing(client, writer):
    with time_machine.travel(NOON, tick=False) as clock:
        other = Ticket(place(make_school_leader(make_school())), "/story/").signed()
        forged = other.split(":")[0] + ":" + ":".join(Ticket(place(writer), "/story/").signed().split(":")[1:])
        clock.shift(dt.timedelta(days=8))
        for ticket in (forged, other, "", "x:y"):
            answer = Client().post("/story/", {"draft": ticket, "story": LONG})
            assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/story/")
    assert not Draft.objects.exists()


def test_the_text_is_encrypted_and_bound_to_its_row(client, writer):
    client.post("/story/", opened(client) | {"story": SHORT})
    draft = Draft.objects.get()
    assert SHORT not in draft.text_encrypted
    assert "story" not in draft.text_encrypted


def test_a_text_that_is_too_long_is_said_to_be_so(client):
    answer = client.post("/documents/drafts/", opened(client) | {"story": "x" * (drafts.MOST_LETTERS + 1)})
    assert (answer.status_code, answer.content.decode()) == (413, "Ikke lagret: teksten er for lang.")


def test_a_draft_is_kept_for_thirty_days(writer):
    drafts.keep(place(writer), {"story": [LONG]})
    later = timezone.now() + dt.timedelta(days=31)
    with time_machine.travel(later):
        assert drafts.kept(place(writer)) is None
    assert drafts.drop_old(timezone.now()) == 0
    assert drafts.drop_old(later) == 1
