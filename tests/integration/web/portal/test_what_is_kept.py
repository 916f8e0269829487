"""The pages on which a family takes a copy, asks for everything, reads the answer, and says yes or no."""

from __future__ import annotations

import io
import json
import uuid
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from skoleporten.access_requests import choosing
from skoleporten.access_requests.models import AccessRequest, PupilAsked
from skoleporten.access_requests.sources import source
from skoleporten.audit.models import Event
from tests.access_request_factories import (
    NAMES_ANOTHER,
    OF_TEAM,
    OF_THE_OTHER,
    ONLY_HERE,
    SHARED,
    Family,
    listing_of,
    make_family_of,
    make_request,
    make_things,
    years_ago,
)
from tests.integration.access_requests.test_answering import decide_all, send
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    made = make_family_of(years_ago(15))
    make_things(made)
    return made


@pytest.fixture(autouse=True)
def _shown_who_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the last proof; its own test puts it back."""
    monkeypatch.setattr("skoleporten.web.portal.requests.proof.last_proof", lambda session: timezone.now())


def page(client: Client, name: str, family: Family) -> str:
    answer = client.get(reverse(name, args=[family.pupil.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def copy_of(client: Client, family: Family) -> dict[str, bytes]:
    answer = client.get(reverse("my_copy", args=[family.pupil.public_id]))
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert family.pupil.given_name not in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_text(files: dict[str, bytes]) -> str:
    read = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(files["les.pdf"])).pages)
    return " ".join((read + json.dumps(json.loads(files["data.json"]), ensure_ascii=False)).split())


def test_a_copy_holds_what_one_sees_and_nothing_else(family: Family):
    guardian, pupil = signed_in(family.mother.user), signed_in(family_user(family))
    mums, childs = all_text(copy_of(guardian, family)), all_text(copy_of(pupil, family))
    for told in (mums, childs):
        assert SHARED in told
        assert "who_has_looked" in told
        for hidden in (OF_TEAM, NAMES_ANOTHER, OF_THE_OTHER, "Bergersen", "Fridtjof"):
            assert hidden not in told
    assert ONLY_HERE in childs
    assert ONLY_HERE not in mums
    assert str(family.mother.user) in mums


def family_user(family: Family):
    return family.pupil.account.user


def test_a_copy_tells_on_each_page_for_whom_and_when_and_is_in_the_log(family: Family):
    files = copy_of(signed_in(family.mother.user), family)
    pages = PdfReader(io.BytesIO(files["les.pdf"])).pages
    mark = f"Laget til {family.mother.user}"
    assert all(mark in " ".join(one.extract_text().split()) for one in pages)
    data = json.loads(files["data.json"])
    assert data["made_for"] == str(family.mother.user)
    assert data["format"] == 1
    assert {"kind", "id", "by", "values", "files"} == set(data["things"][0])
    logged = Event.objects.get(action="portal.copy_downloaded")
    assert logged.pupils.get().pupil == family.pupil.public_id


def test_a_letter_and_a_drawing_come_with_the_copy_and_no_path_leads_out_of_it(family: Family):
    names = copy_of(signed_in(family.mother.user), family)
    assert all(not name.startswith("/") and ".." not in name for name in names)


@pytest.mark.parametrize("name", ["my_copy", "my_answer"])
def test_whoever_takes_a_copy_shows_who_she_is_once_more(family: Family, monkeypatch: pytest.MonkeyPatch, name: str):
    asked = make_request(family)
    if name == "my_answer":
        decide_all(family, asked)
        send(family, asked)
    long_ago = timezone.now() - timezone.timedelta(minutes=11)
    monkeypatch.setattr("skoleporten.web.portal.requests.proof.last_proof", lambda session: long_ago)
    answer = signed_in(family.mother.user).get(reverse(name, args=[family.pupil.public_id]))
    assert answer.status_code == 302
    assert "/sign-in/again/" in answer.headers["Location"]
    assert not Event.objects.filter(action__endswith="_downloaded").exists()


def test_one_asks_sees_the_day_of_the_answer_and_takes_it_back(family: Family):
    client = signed_in(family.mother.user)
    address = reverse("ask_for_all", args=[family.pupil.public_id])
    sent = {"words": "Notatene, takk.", "client_id": str(uuid.uuid4())}
    for _click in range(2):
        assert client.post(address, sent).status_code == 302
    asked = AccessRequest.objects.get()
    shown = page(client, "my_data", family)
    assert "Notatene, takk." in shown
    assert "Trekk kravet tilbake" in shown
    stranger = signed_in(family.father.user)
    assert "Notatene" not in page(stranger, "my_data", family)
    assert stranger.post(address, sent).status_code == 200
    client.post(reverse("take_back_asking", args=[family.pupil.public_id]))
    asked.refresh_from_db()
    assert asked.state == AccessRequest.State.TAKEN_BACK


def test_the_answer_is_downloaded_by_whoever_asked_alone_and_complained_about(family: Family):
    asked = make_request(family)
    decide_all(family, asked)
    send(family, asked)
    client, other = signed_in(family.mother.user), signed_in(family.father.user)
    address = reverse("my_answer", args=[family.pupil.public_id])
    assert client.get(address).headers["Content-Type"] == "application/zip"
    assert other.get(address).status_code == 404
    assert signed_in(family_user(family)).get(address).status_code == 404
    complain = reverse("complain_about_answer", args=[family.pupil.public_id])
    client.post(complain, {"words": "Jeg savner notatene.", "client_id": str(uuid.uuid4())})
    assert "Jeg savner notatene." in page(client, "my_data", family)


def test_from_fifteen_the_pupil_says_yes_or_no_and_no_guardian_sees_that_she_was_asked(family: Family):
    asked = make_request(family)
    rows = listing_of(asked).kind(source("intake.story")).rows
    choosing.ask_pupil(by=family.lead, request=asked, rows=rows, today=timezone.localdate())
    pupil, guardian = signed_in(family_user(family)), signed_in(family.mother.user)
    shown = page(pupil, "let_read", family)
    assert ONLY_HERE in shown
    assert "1 venter på deg" in page(pupil, "my_data", family)
    assert guardian.get(reverse("let_read", args=[family.pupil.public_id])).status_code == 404
    assert ONLY_HERE not in page(guardian, "my_data", family)
    name = f"says_{PupilAsked.objects.get().public_id}"
    pupil.post(reverse("let_read", args=[family.pupil.public_id]), {name: "no", f"seen_{name}": "1"})
    assert PupilAsked.objects.get().says == "no"
    pupil.post(reverse("let_read", args=[family.pupil.public_id]), {name: "yes", f"seen_{name}": "1"})
    assert PupilAsked.objects.get().says == "no"
    shown = page(guardian, "who_has_looked", family)
    assert "spurt" not in shown


def test_what_a_guardian_got_of_her_words_all_the_same_is_told_to_the_pupil():
    family = make_family_of(years_ago(11))
    make_things(family)
    asked = make_request(family)
    decide_all(family, asked, undecided=choosing.Chosen(choosing.Verdict.GIVE))
    pupil = signed_in(family_user(family))
    assert ONLY_HERE not in page(pupil, "my_data", family)
    send(family, asked)
    assert ONLY_HERE in page(pupil, "my_data", family)
    assert OF_TEAM not in page(pupil, "my_data", family)


def test_who_has_looked_is_read_page_by_page_also_with_a_thousand_looks(family: Family):
    from skoleporten.audit import actions as audit

    for number in range(1000):
        action = "access_requests.opened" if number % 2 else "cases.opened"
        audit.record(by=family.lead, action=action, purpose="follow_up", pupils=[family.pupil.public_id], details={})
    client = signed_in(family.mother.user)
    shown = page(client, "who_has_looked", family)
    assert shown.count("Åpnet saken") == 25  # of fifty lines; one's own looks are not among them
    assert "innsyn" not in shown
    assert len(shown.encode()) < 100_000
    told = json.loads(copy_of(client, family)["data.json"])
    looks = next(one for one in told["beside"] if one["key"] == "who_has_looked")
    assert len(looks["rows"]) >= 1000
