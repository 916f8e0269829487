"""The pages of the team's climate: the same before and after somebody answers, and the group's alone."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.climate import group
from skoleporten.climate.models import ItemSet, Pulse
from skoleporten.climate.sealing import opened
from skoleporten.documents.models import Draft
from tests.climate_factories import MIDDLE, STRONG, answer, close, make_group, make_picture, make_staff, open_pulse
from tests.development_factories import make_trial
from tests.pages import content_of, signed_in

pytestmark = pytest.mark.django_db
CLIENT_ID = re.compile(r'name="client_id" value="[\w-]+"')
LEADS = ("/climate/open/", "/climate/close/", "/climate/statements/")


def sent(pulse: Pulse | None = None, answers: tuple[int, ...] = STRONG) -> dict[str, object]:
    given = {f"statement_{number}": points for number, points in enumerate(answers)}
    return given | ({"pulse": pulse.public_id} if pulse else {"client_id": uuid.uuid4()})


def page(client: Client, address: str) -> str:
    """Without what is made anew for each form."""
    return CLIENT_ID.sub("", content_of(client.get(address)))


def regular_specialist(monkeypatch: pytest.MonkeyPatch) -> User:
    """One who takes part in meetings; which ones is another test's."""
    user = make_staff(Role.SPECIALIST)
    monkeypatch.setattr(group, "_regular", lambda today: frozenset({user.pk}))
    return user


def test_no_page_of_anybody_else_changes_a_byte_when_somebody_answers(monkeypatch: pytest.MonkeyPatch):
    """Neither with the first answer nor with the fifth, which is what makes a picture possible."""
    people = make_group(5)
    pulse = open_pulse(people[0])
    specialist = signed_in(regular_specialist(monkeypatch))
    lead, colleague, quick = (signed_in(user) for user in people[:3])
    for_all = [(one, address) for one in (lead, colleague, specialist) for address in ("/", "/climate/")]
    readers = [*for_all, (lead, "/climate/close/"), (lead, "/climate/open/")]
    before = [page(client, address) for client, address in readers]
    assert sum("/climate/answer/" in shown for shown in before) == 6
    assert quick.post("/climate/answer/", sent(pulse)).status_code == 302
    assert [page(client, address) for client, address in readers] == before
    for user in people[3:]:
        answer(pulse, user)
    for user in (make_staff(), make_staff()):
        answer(pulse, user)
    assert len(opened(Pulse.objects.get()).people) == 5
    assert [page(client, address) for client, address in readers] == before
    assert "Du har svart." in page(quick, "/climate/")
    assert "/climate/answer/" not in page(quick, "/")


def test_an_answer_is_sent_once_and_no_draft_of_it_is_kept():
    people = make_group()
    pulse = open_pulse(people[0])
    client = signed_in(people[1])
    shown = client.get("/climate/answer/").content.decode()
    assert "Jeg kan si «jeg vet ikke» når vi snakker sammen." in shown
    assert 'name="draft"' not in shown
    assert shown.count('type="radio"') == 40
    missing = client.post("/climate/answer/", sent(pulse) | {"statement_3": ""})
    assert missing.status_code == 200
    assert "Velg ett av de fem svarene." in missing.content.decode()
    for answers in (STRONG, MIDDLE):
        assert client.post("/climate/answer/", sent(pulse, answers)).status_code == 302
    pulse.refresh_from_db()
    assert len(opened(pulse).people) == 1
    assert sum(opened(pulse).points.values()) == 32
    assert not Draft.objects.exists()


def test_a_page_that_lay_open_while_the_pulse_was_closed_answers_no_other():
    people = make_group()
    first = open_pulse(people[0])
    close(first, people[0])
    assert signed_in(people[1]).get("/climate/answer/").status_code == 302
    second = open_pulse(people[0])
    answered = signed_in(people[1]).post("/climate/answer/", sent(first))
    assert "Den er lukket" in answered.content.decode() or "Han er lukka" in answered.content.decode()
    second.refresh_from_db()
    assert not opened(second).people


def test_the_lead_opens_and_closes_and_the_picture_comes():
    people = make_group()
    lead = signed_in(people[0])
    assert lead.post("/climate/open/", {"client_id": uuid.uuid4(), "answer_by": ""}).status_code == 302
    pulse = Pulse.objects.get()
    for user in people:
        answer(pulse, user)
    shown = lead.get("/climate/close/").content.decode()
    assert "Den lukkes for godt." in shown
    assert lead.post("/climate/close/", {"pulse": pulse.public_id}).status_code == 302
    page = signed_in(people[3]).get("/climate/").content.decode()
    assert "felt I, et støttende og også utfordrende læringsmiljø." in page
    assert '<svg role="img"' in page
    assert '<title id="fields-title">Hvor gruppen står, og har stått før</title>' in page
    assert "5 eller flere svar, 5 spurt" in page
    assert "/climate/open/" not in page
    assert "Neste puls kan åpnes" in (waits := lead.get("/climate/").content.decode())
    assert "/climate/open/" not in waits
    assert lead.get("/climate/close/").status_code == 302


def test_four_who_answered_see_that_nothing_is_kept():
    people = make_group()
    pulse = open_pulse(people[0])
    for user in people[:4]:
        answer(pulse, user)
    close(pulse, people[0])
    page = signed_in(people[1]).get("/climate/").content.decode()
    assert "ingenting av den er tatt vare på" in page
    assert "<svg role" not in page.split("<main")[1]


def test_a_small_group_fills_it_in_together_and_is_offered_no_pulse():
    people = make_group(3)
    lead = signed_in(people[0])
    page = lead.get("/climate/").content.decode()
    assert "Dere er færre enn fem" in page
    assert "/climate/open/" not in page
    refused = lead.post("/climate/open/", {"client_id": uuid.uuid4()})
    assert "Fyll ut bildet sammen i stedet" in refused.content.decode()
    once = sent()
    for _time in range(2):
        assert signed_in(people[1]).post("/climate/together/", once).status_code == 302
    pulse = Pulse.objects.get()
    assert (pulse.how, pulse.safety, pulse.openness) == ("together", 2, 2)


def test_the_picture_over_time_says_where_it_lay_before_and_what_is_tried():
    lead = make_staff(Role.LEAD)
    today = timezone.localdate()
    first = make_picture(lead, MIDDLE, closed_on=today - dt.timedelta(days=60))
    second = make_picture(lead, STRONG)
    trial = make_trial(lead, origin="climate", origin_id=second.public_id)
    page = signed_in(lead).get("/climate/").content.decode()
    drawing = page.split("<svg role")[1].split("</svg>")[0]
    assert drawing.count("<circle") == 2
    assert drawing.count('class="climate-way"') == 1
    assert "mellom feltene I, II, III og IV." in page
    assert trial.about in page
    assert f"/development/new/?from=climate&amp;id={second.public_id}" in page
    assert page.index(f"picture-{second.public_id}") < page.index(f"picture-{first.public_id}")


def test_pictures_of_other_statements_are_not_compared():
    lead = make_staff(Role.LEAD)
    make_picture(lead)
    form = {"seen_version": 1, "which": "own", "safety": "A\nB\n- C", "openness": "D\nE\nF"}
    client = signed_in(lead)
    assert client.post("/climate/statements/", form).status_code == 302
    make_picture(lead, (4, 4, 4, 4, 0, 4))
    page = client.get("/climate/").content.decode()
    assert "de to blir ikke sammenlignet" in page
    assert "climate-way" not in page
    assert "versjon 2" in page


def test_two_who_change_the_statements_see_both_texts():
    client = signed_in(make_staff(Role.LEAD))
    form = {"seen_version": 0, "which": "own", "safety": "A\nB\nC", "openness": "D\nE\nF"}
    assert client.post("/climate/statements/", form).status_code == 302
    other = client.post("/climate/statements/", form | {"safety": "X\nY\nZ"})
    assert other.status_code == 409
    page = other.content.decode()
    assert "A\nB\nC" in page.split("own-words")[1]
    assert "X\nY\nZ" in page
    again = re.search(r'name="seen_version" value="(\d+)"', page)
    assert again is not None
    assert (
        client.post("/climate/statements/", form | {"safety": "X\nY\nZ", "seen_version": again[1]}).status_code == 302
    )
    assert ItemSet.objects.count() == 2
    wrong = client.post("/climate/statements/", form | {"safety": "X\nY", "seen_version": 2})
    assert "Skriv tre til seks utsagn" in wrong.content.decode()
    assert client.post("/climate/statements/", {"seen_version": 2, "which": "shipped"}).status_code == 302


def test_a_specialist_who_does_not_regularly_take_part_finds_nothing():
    open_pulse(make_group()[0])
    stranger = signed_in(make_staff(Role.SPECIALIST))
    assert {stranger.get(address).status_code for address in ("/climate/", "/climate/answer/")} == {404}
    assert "/climate/answer/" not in stranger.get("/").content.decode()


def test_a_regular_specialist_answers_and_sees_the_picture_and_sets_up_nothing(monkeypatch: pytest.MonkeyPatch):
    people = make_group()
    user = regular_specialist(monkeypatch)
    pulse, client = open_pulse(people[0]), signed_in(user)
    assert client.post("/climate/answer/", sent(pulse)).status_code == 302
    for other in people:
        answer(pulse, other)
    close(pulse, people[0])
    page = client.get("/climate/").content.decode()
    assert "felt I" in page
    assert not re.search(r"/climate/(open|together|statements)/|/development/", page)
    assert {client.get(address).status_code for address in (*LEADS, "/climate/together/", "/development/")} == {404}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MUNICIPALITY, Role.RESEARCHER])
def test_nobody_outside_the_group_opens_any_page_of_it(role: Role):
    pulse = open_pulse(make_group()[0])
    client = signed_in(make_staff(role))
    assert {client.get(address).status_code for address in ("/climate/", "/climate/answer/", *LEADS)} == {404}
    assert client.post("/climate/answer/", sent(pulse)).status_code == 404
    pulse.refresh_from_db()
    assert not opened(pulse).people


def test_a_member_of_the_team_does_not_open_or_close():
    people = make_group()
    pulse = open_pulse(people[0])
    client = signed_in(people[1])
    assert {client.post(address, {"pulse": pulse.public_id}).status_code for address in LEADS} == {404}
    pulse.refresh_from_db()
    assert pulse.is_open
