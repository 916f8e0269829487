"""The page of an agenda, an item with its case beside it, what its leader does there, and the morning talk."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skoleporten.agendas.models import Item
from skoleporten.audit.models import Event
from skoleporten.meetings.models import Meeting
from tests.agenda_factories import (
    COORDINATION,
    GUIDANCE,
    INTAKE,
    keys_of,
    make_agenda_meeting,
    make_due_measure,
    make_item,
    make_kind,
    seen_by,
)
from tests.case_factories import make_named_case
from tests.intake_factories import make_intake, make_lead, make_referral, make_team_member
from tests.pages import signed_in
from tests.presence_factories import make_plan

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def leader():
    return make_team_member("leder")


@pytest.fixture
def meeting(leader):
    return make_agenda_meeting(kind=make_kind(GUIDANCE, owner=leader))


@pytest.fixture
def measures(today):
    """Of Ane Holm, due first, and of Bo Holm."""
    cases = [make_named_case(given_name=name) for name in ("Ane", "Bo")]
    return [make_due_measure(case, today - days * A_DAY) for case, days in zip(cases, (2, 1), strict=True)]


def url_of(name: str, meeting: Meeting, measure=None) -> str:
    about = ["measure", measure.public_id] if measure else []
    return reverse(name, args=[meeting.public_id, *about])


def text_of(answer) -> str:
    page = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(page.split())


def test_the_page_tells_what_is_due_of_whom_with_the_time_and_logs_each_pupil(leader, meeting, measures):
    answer = signed_in(leader).get(url_of("agenda", meeting))
    said = text_of(answer)
    assert said.index("Ane Holm") < said.index("Bo Holm")
    assert "20 min av 1 t er satt av." in said.replace("\xa0", " ")
    assert "Tiltak å se på igjen" in said
    (event,) = Event.objects.filter(action="agendas.opened")
    assert {row.pupil for row in event.pupils.all()} == {one.case.pupil.public_id for one in measures}


def test_on_the_day_the_agenda_leads_into_the_meeting(leader, meeting, measures, today):
    into = reverse("meeting_now", args=[meeting.public_id])
    Meeting.objects.filter(pk=meeting.pk).update(date=today + A_DAY)
    assert into not in signed_in(leader).get(url_of("agenda", meeting)).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(date=today)
    assert into in signed_in(leader).get(url_of("agenda", meeting)).content.decode()


def test_an_item_opens_its_case_beside_it_and_logs_that_one(leader, meeting, measures):
    client, url = signed_in(leader), url_of("agenda_item", meeting, measures[0])
    page = client.get(url)
    said = text_of(page)
    for words in ("Ane Holm", "Evaluer tiltaket: Vi møtes ved benken.", "Fase", "Planen", "Åpne saken"):
        assert words in said
    assert reverse("case", args=[measures[0].case.public_id]) in page.content.decode()
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    assert b"autofocus" in fragment.content
    assert "HX-Request" in fragment.headers["Vary"]
    events = Event.objects.filter(action="agendas.item_opened")
    assert [[row.pupil for row in event.pupils.all()] for event in events] == [[measures[0].case.pupil.public_id]] * 2


def test_each_kind_of_item_leads_to_where_it_is_done(leader, today):
    """A referral to its intake, and what is due in a case to its own page there."""
    intake = make_referral(make_intake()).intake
    meeting = make_agenda_meeting(INTAKE)
    page = signed_in(leader).get(reverse("agenda_item", args=[meeting.public_id, "intake", intake.public_id]))
    assert reverse("intake", args=[intake.public_id]) in page.content.decode()
    assert "Mangler ennå" in text_of(page)
    back, ends = make_named_case(state="handing_back"), make_named_case()
    make_plan(ends, ends_on=today + A_DAY)
    coordination = make_agenda_meeting(COORDINATION)
    client = signed_in(leader)
    for what, case, name in (("handing-back", back, "case_handing_back"), ("plan", ends, "plan")):
        page = client.get(reverse("agenda_item", args=[coordination.public_id, what, case.public_id]))
        assert reverse(name, args=[case.public_id]) in page.content.decode()


def test_what_is_not_on_the_agenda_has_no_page(leader, meeting, measures):
    client = signed_in(leader)
    nothing = reverse("agenda_item", args=[meeting.public_id, "measure", uuid.uuid4()])
    elsewhere = url_of("agenda_item", make_agenda_meeting(INTAKE), measures[0])
    assert [client.get(url).status_code for url in (nothing, elsewhere)] == [404, 404]


def test_buttons_move_an_item_and_the_second_chair_is_shown_how_it_stands(leader, meeting, measures):
    client, other = signed_in(leader), signed_in(make_lead())
    sent = {"client_id": uuid.uuid4(), "seen_version": 1, "move": f"up measure:{measures[1].public_id}"}
    url = url_of("agenda_move", meeting)
    for _twice in range(2):
        answer = client.post(url, sent)
        assert answer["Location"] == f"{url_of('agenda', meeting)}#item-measure-{measures[1].public_id}"
    assert keys_of(seen_by(meeting, leader)) == [f"measure:{one.public_id}" for one in reversed(measures)]
    answer = other.post(url, {**sent, "client_id": uuid.uuid4(), "move": f"down measure:{measures[1].public_id}"})
    assert answer.status_code == 409
    assert "Noen har endret rekkefølgen" in text_of(answer)
    assert keys_of(seen_by(meeting, leader))[0] == f"measure:{measures[1].public_id}"
    odd = [{**sent, "move": "sideways x"}, {**sent, "move": f"up measure:{uuid.uuid4()}"}, {"move": "up"}]
    assert [client.post(url, one).status_code for one in odd] == [404, 404, 404]


def test_what_is_dropped_stands_below_with_why_and_is_put_back(leader, meeting, measures):
    client = signed_in(leader)
    client.post(url_of("agenda_drop", meeting, measures[0]), {"seen_version": 1, "why": "Familien er bortreist"})
    said = text_of(client.get(url_of("agenda", meeting)))
    assert "Tatt ut av dette møtet Ane Holm : Evaluer tiltaket: Vi møtes ved benken. Familien er bortreist" in said
    client.post(url_of("agenda_put_back", meeting, measures[0]), {"seen_version": 2})
    assert "Tatt ut av" not in text_of(client.get(url_of("agenda", meeting)))


def test_dropping_without_a_word_is_asked_about_beside_the_field(leader, meeting, measures):
    answer = signed_in(leader).post(url_of("agenda_drop", meeting, measures[0]), {"seen_version": 1, "why": ""})
    assert "Skriv noen ord." in text_of(answer)
    assert not Item.objects.exists()


def test_two_chairs_who_write_at_once_see_both_texts(leader, meeting, measures):
    """What the second wrote stands in the form, and what stands now above it; sent again it is saved."""
    url = url_of("agenda_drop", meeting, measures[0])
    signed_in(leader).post(url, {"seen_version": 1, "why": "Familien er bortreist"})
    second = signed_in(make_lead())
    answer = second.post(url, {"seen_version": 1, "why": "Tas på telefon"})
    assert answer.status_code == 409
    said = text_of(answer)
    assert f"{leader} har tatt det ut: Familien er bortreist" in said
    minutes = url_of("agenda_minutes", meeting, measures[1])
    second.post(minutes, {"seen_version": 1, "minutes": 20})
    answer = signed_in(leader).post(minutes, {"seen_version": 1, "minutes": 5})
    assert answer.status_code == 409
    assert "Det står på saklisten, med 20 min." in text_of(answer).replace("\xa0", " ")
    seen = re.search(r'name="seen_version" value="(\d+)"', answer.content.decode())[1]
    assert signed_in(leader).post(minutes, {"seen_version": seen, "minutes": 5}).status_code == 302
    assert seen_by(meeting, leader).entry(f"measure:{measures[1].public_id}").minutes == 5


def test_anybody_on_the_team_puts_something_up_and_only_a_leader_changes_it(meeting, measures):
    colleague = make_team_member()
    client, url = signed_in(colleague), url_of("agenda_add", meeting)
    assert "ikke skriv navnet på noe barn" in text_of(client.get(url))
    sent = {"client_id": uuid.uuid4(), "about": measures[0].case.intake.public_id, "words": "Drosje", "minutes": "3"}
    assert client.post(url, sent).status_code == 302
    assert "Ane Holm Drosje" in text_of(client.get(url_of("agenda", meeting)))
    page = client.get(url_of("agenda_item", meeting, measures[0]))
    assert "Sett av tiden" not in text_of(page)
    assert 'name="move"' not in client.get(url_of("agenda", meeting)).content.decode()
    answers = [
        client.post(url_of(name, meeting, measures[0]), {"seen_version": 1, "why": "x", "minutes": 5})
        for name in ("agenda_drop", "agenda_minutes", "agenda_put_back")
    ]
    assert [one.status_code for one in answers] == [404, 404, 404]
    named = client.post(url, {"client_id": uuid.uuid4(), "words": "Ane Holm trenger drosje"})
    assert "ser ut til å nevne en elev" in text_of(named), "About nobody, it names nobody."


def test_a_meeting_that_was_held_or_cancelled_is_only_read(leader, meeting, measures):
    make_item(meeting, measures[0].case.intake, "Hvem henter?", by=leader)
    client = signed_in(leader)
    for state, because, says in (("held", "", "Møtet er holdt."), ("cancelled", "no_need", "Møtet er avlyst.")):
        Meeting.objects.filter(pk=meeting.pk).update(state=state, because=because)
        page = client.get(url_of("agenda", meeting))
        assert says in text_of(page)
        assert "Hvem henter?" in text_of(page)
        assert 'name="move"' not in page.content.decode()
        assert client.get(url_of("agenda_add", meeting)).status_code == 404


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_agenda_is_in_the_readers_language(leader, meeting, measures, language):
    leader.language = language
    leader.save()
    said = text_of(signed_in(leader).get(url_of("agenda", meeting)))
    assert {"nn": "Tiltak å sjå på att", "en": "Measures to look at again"}[language] in said


def test_more_cases_ask_no_more_questions_of_the_page(leader, meeting, measures):
    client, url = signed_in(leader), url_of("agenda", meeting)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    client.get(url)
    few = questions()
    for name in ("Cato", "Dina", "Eli"):
        make_due_measure(make_named_case(given_name=name))
    assert questions() == few


def test_the_page_of_the_meeting_tells_how_much_there_is_and_names_nobody(leader, meeting, measures):
    said = text_of(signed_in(leader).get(reverse("meeting", args=[meeting.public_id]))).replace("\xa0", " ")
    assert "20 min av 1 t er satt av. Tiltak å se på igjen: 2 Åpne saklisten" in said
    assert "Ane" not in said
