"""The team's pages about requests for everything that is kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.access_requests.models import AccessRequest, Answer, ItemChoice, PupilAsked
from skoleporten.access_requests.sources import source
from tests.access_request_factories import (
    OF_TEAM,
    OF_THE_OTHER,
    ONLY_HERE,
    Family,
    listing_of,
    make_family_of,
    make_request,
    make_things,
    years_ago,
)
from tests.factories import make_user_in
from tests.integration.access_requests.test_answering import decide_all, row_with
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
NOTES = "judgement.note"


@pytest.fixture
def family() -> Family:
    made = make_family_of(years_ago(15))
    make_things(made)
    return made


@pytest.fixture
def asked(family: Family) -> AccessRequest:
    return make_request(family)


@pytest.fixture
def lead(family: Family) -> Client:
    return signed_in(family.case.owner)


def shown(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_request_waits_on_the_start_page_and_in_the_list(family: Family, asked: AccessRequest, lead: Client):
    assert "1 krav om innsyn å svare på" in shown(lead, "start")
    listed = shown(lead, "access_requests")
    assert "Ane Holm" in listed
    assert "Mona Holm, foresatt" in listed
    assert reverse("access_request", args=[asked.public_id]) in listed
    assert "<dt>Frist for svaret</dt>" in shown(lead, "access_request", asked.public_id)


def test_the_page_of_a_request_counts_each_kind_and_names_no_report_to_child_welfare(
    asked: AccessRequest, lead: Client
):
    page = shown(lead, "access_request", asked.public_id)
    assert "Notatene, takk." in page
    for label in ("Notater", "Hvem eleven er", "Foresatte", "Det som ble fortalt i samtalen"):
        assert label in page
    assert "Meldinger til barnevernet står ikke her" in page
    assert "Send svaret</button>" not in page


def test_a_kind_is_read_thing_by_thing_and_decided_as_proposed(asked: AccessRequest, lead: Client):
    page = shown(lead, "access_request_kind", asked.public_id, NOTES)
    assert OF_TEAM in page
    assert "Det nevner andre." in page
    for _click in range(2):
        lead.post(reverse("access_request_as_proposed", args=[asked.public_id, NOTES]))
    assert ItemChoice.objects.filter(request=asked, source=NOTES).count() == 3
    assert "Avgjør resten" not in shown(lead, "access_request_kind", asked.public_id, NOTES)


def thing(asked: AccessRequest, kind: str, words: str) -> str:
    key = row_with(listing_of(asked), kind, words).item.key
    return reverse("access_request_thing", args=[asked.public_id, kind]) + f"?of={key}"


def test_one_thing_is_withheld_with_its_place_in_the_law_and_why(asked: AccessRequest, lead: Client):
    address = thing(asked, NOTES, OF_TEAM)
    without = lead.post(address, {"verdict": "withhold", "basis": "", "reason": "", "seen_version": "0"})
    assert without.status_code == 200
    assert "Velg hva det bygger på i loven" in without.content.decode()
    sent = {"verdict": "withhold", "basis": "harm", "reason": "Det ville gjøre vondt verre.", "seen_version": "0"}
    assert lead.post(address, sent).status_code == 302
    page = shown(lead, "access_request_kind", asked.public_id, NOTES)
    assert "Det ville gjøre vondt verre." in page


def test_somebody_who_was_quicker_is_not_written_over(asked: AccessRequest, lead: Client):
    address = thing(asked, NOTES, OF_TEAM)
    assert lead.post(address, {"verdict": "give", "basis": "", "seen_version": "0"}).status_code == 302
    late = {"verdict": "withhold", "basis": "harm", "reason": "Nei.", "seen_version": "0"}
    answer = lead.post(address, late)
    assert answer.status_code == 409
    assert "Gi det som det er" in answer.content.decode()
    assert lead.post(address, late | {"seen_version": "1"}).status_code == 302


def test_what_the_pupil_decides_about_can_only_be_withheld_until_she_is_asked(asked: AccessRequest, lead: Client):
    address = thing(asked, "intake.story", ONLY_HERE)
    page = lead.get(address).content.decode()
    assert 'value="withhold"' in page
    assert 'value="give"' not in page
    assert OF_THE_OTHER in shown(lead, "access_request_kind", asked.public_id, "intake.story")
    for _click in range(2):
        lead.post(reverse("access_request_ask_pupil", args=[asked.public_id, "intake.story"]))
    assert PupilAsked.objects.filter(request=asked).count() == 1
    assert "Eleven er spurt." in shown(lead, "access_request_kind", asked.public_id, "intake.story")


def test_the_answer_is_sent_when_all_is_decided_and_nothing_is_decided_after(
    family: Family, asked: AccessRequest, lead: Client
):
    send = reverse("access_request_send", args=[asked.public_id])
    lead.post(send)
    assert not Answer.objects.exists()
    decide_all(family, asked)
    assert "Send svaret</button>" in shown(lead, "access_request", asked.public_id)
    for _click in range(2):
        lead.post(send)
    assert Answer.objects.count() == 1
    assert lead.get(thing(asked, NOTES, OF_TEAM)).status_code == 404
    assert "Notater" not in shown(lead, "access_request", asked.public_id)
    assert "krav om innsyn å svare på" not in shown(lead, "start")


def test_it_is_prolonged_with_a_reason_that_the_family_reads(family: Family, asked: AccessRequest, lead: Client):
    until = asked.due.replace(day=1).replace(
        month=asked.due.month % 12 + 1, year=asked.due.year + asked.due.month // 12
    )
    sent = {"until": until.strftime("%d.%m.%Y"), "why": "Det er mange notater."}
    assert lead.post(reverse("access_request_prolong", args=[asked.public_id]), sent).status_code == 302
    page = shown(signed_in(family.mother.user), "my_data", family.pupil.public_id)
    assert "Det er mange notater." in page


@pytest.mark.parametrize("role", ["teacher", "school_leader", "specialist", "municipality", "administrator"])
def test_only_the_team_answers(family: Family, asked: AccessRequest, role: str):
    client = signed_in(make_user_in(role, family.pupil.enrolments.first().school))
    for name in ("access_request", "access_request_send"):
        assert client.get(reverse(name, args=[asked.public_id])).status_code == 404
    assert client.get(reverse("access_requests")).status_code == 404


def test_every_kind_there_is_can_be_opened(family: Family, asked: AccessRequest, lead: Client):
    for kind in listing_of(asked).kinds():
        shown(lead, "access_request_kind", asked.public_id, kind.source.key)
    assert source("judgement.note") is not None
    nothing = lead.get(reverse("access_request_kind", args=[asked.public_id, "not.there"]))
    assert nothing.status_code == 404
