"""The page of a case: the story it tells, what is done from it, and what it says when the case has ended."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from skoleporten.audit.models import Event
from skoleporten.cases.models import Care, CaseMember, StandingDecision
from skoleporten.intake import factors, owners
from skoleporten.intake.factors import Said
from skoleporten.intake.models import IntakeHandover, Transition
from skoleporten.intake.transitions import move
from tests.case_factories import make_care, make_closed_case, make_decision, make_named_case, make_part
from tests.consent_factories import consent_in_force
from tests.factories import actor_of, make_case_team_member, make_user_in
from tests.intake_factories import make_lead, make_team_member
from tests.talk_factories import make_informant, make_story

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def colleague():
    return make_team_member("kollega")


@pytest.fixture
def case(lead):
    return make_named_case(lead)


@pytest.fixture
def page(lead):
    return signed_in(lead)


def address(case, name="case", **more) -> str:
    return reverse(name, kwargs={"public_id": case.public_id} | more)


def text_of(client, case, name="case") -> str:
    answer = client.get(address(case, name))
    assert answer.status_code == 200
    return answer.content.decode()


# The story ------------------------------------------------------------------------------------------------------------
def test_the_page_tells_whose_the_case_is_and_where_it_stands(page, case):
    text = text_of(page, case)
    for said in ("Ane Holm", "Leder", "I Skoleporten siden", "helsetjenestens journal"):
        assert said in text
    event = Event.objects.get(action="cases.opened")
    assert [str(one.pupil) for one in event.pupils.all()] == [str(case.pupil.public_id)]


def test_the_child_is_heard_on_the_page_in_own_words(page, case, lead):
    make_story(case.intake, actor_of(lead), words="Det er bråk i gangen.")
    assert "Det er bråk i gangen." in text_of(page, case)


def test_that_nothing_is_told_is_not_that_there_is_nothing(page, case):
    assert "Det er ikke det samme som å ikke ha noe å si" in text_of(page, case)


def test_two_informants_stand_beside_each_other_and_are_never_merged(page, case, lead):
    """Both speak of the same factor: it stands twice, each with its own words, and no number is made of it."""
    by = actor_of(lead)
    for kind, words in (("pupil", "Jeg blir stille."), ("teacher", "Blir borte før prøver.")):
        informant = make_informant(case.intake, kind, by, name="" if kind == "pupil" else "Lærer Lie")
        said = {"transitions": Said("observed", words, "Å bli møtt")}
        factors.write_account(by=by, informant=informant, said=said, seen_version=1)
    text = text_of(page, case)
    assert text.count("Å bli møtt") == 2
    assert "Jeg blir stille." in text
    assert "Blir borte før prøver." in text


def test_around_the_pupil_are_the_owner_staff_with_parts_and_specialists(page, case, colleague):
    make_part(case, colleague, "contact_person")
    specialist = make_user_in("specialist", username="ppt")
    make_case_team_member(case.pupil, specialist)
    text = text_of(page, case)
    for said in ("Har ansvaret for saken", "Kontaktperson", "Kollega", "Ppt", "etter opplæringslova § 24-1"):
        assert said in text


def test_a_decision_says_from_when_until_when_and_where_its_document_lies(page, case):
    make_decision(case, "remote_teaching", end=TODAY + dt.timedelta(days=30))
    make_decision(case, "relay_log")
    text = text_of(page, case)
    for said in ("Fjernundervisning", "Elements 26/1234", "Begrunnelsen i loven", "Stafettlogg", "Berit Moe"):
        assert said in text
    assert "slutter å gjelde" in text


def test_what_held_before_is_not_among_what_holds_now(page, case):
    make_decision(case, "exemption", start=TODAY - dt.timedelta(days=60), end=TODAY - dt.timedelta(days=1))
    assert "Gjaldt før" in text_of(page, case)


# What is done from it -------------------------------------------------------------------------------------------------
def test_a_colleague_is_offered_the_case_and_takes_it_over(page, case, colleague):
    sent = {"to": str(colleague.public_id), "note": "Jeg går i permisjon.", "client_id": str(uuid.uuid4())}
    for _twice in range(2):
        page.post(address(case, "case_hand_over"), sent)
    assert IntakeHandover.objects.count() == 1
    receiver = signed_in(colleague)
    assert "Jeg går i permisjon." in text_of(receiver, case)
    assert "Ane Holm" in receiver.get(reverse("cases")).content.decode()
    receiver.post(address(case, "case_answer_hand_over"), {"accept": "1"})
    case.intake.refresh_from_db()
    assert case.intake.owner == colleague


def test_who_says_no_leaves_the_case_where_it_was(page, case, colleague, lead):
    owners.offer(by=actor_of(lead), intake=case.intake, to=colleague)
    signed_in(colleague).post(address(case, "case_answer_hand_over"), {"refuse": "1"})
    case.intake.refresh_from_db()
    assert case.intake.owner == lead


def test_the_case_moves_on_to_the_way_back_with_a_reason(page, case):
    sent = {"client_id": str(uuid.uuid4()), "seen_state": "active", "to_state": "handing_back", "reason": ""}
    assert "Dette mangler" in page.post(address(case, "case_stage"), sent).content.decode()
    page.post(address(case, "case_stage"), sent | {"reason": "Skolen er klar."})
    case.intake.refresh_from_db()
    assert case.intake.state == "handing_back"


def test_somebody_gets_a_part_and_it_ends_today(page, case, colleague):
    sent = {
        "who": str(colleague.public_id),
        "part": "meets",
        "start": TODAY.isoformat(),
        "client_id": str(uuid.uuid4()),
    }
    for _twice in range(2):
        page.post(address(case, "case_team"), sent)
    part = CaseMember.objects.get()
    page.post(address(case, "case_end_part", member=part.public_id))
    part.refresh_from_db()
    assert part.end == TODAY


def test_remote_teaching_is_not_written_down_without_its_reason_in_law(page, case):
    sent = {
        "client_id": str(uuid.uuid4()), "seen_version": "0", "kind": "remote_teaching", "start": TODAY.isoformat(),
        "decided_by": "Rektor", "document": "Elements 26/7",
    }  # fmt: skip
    assert "Fjernundervisning må begrunnes" in page.post(address(case, "case_decision_new"), sent).content.decode()
    page.post(address(case, "case_decision_new"), sent | {"legal_reason": "Særlege tilfelle."})
    assert StandingDecision.objects.get().legal_reason == "Særlege tilfelle."


def test_two_who_change_the_same_decision_see_both_texts(page, case):
    row = make_decision(case)
    sent = {
        "client_id": str(row.client_id), "kind": "ito", "start": TODAY.isoformat(), "decided_by": "Rektor",
        "document": "Elements 26/1",
    }  # fmt: skip
    where = address(case, "case_decision", decision=row.public_id)
    assert page.post(where, sent | {"seen_version": "1", "content": "Den første."}).status_code == 302
    answer = page.post(where, sent | {"seen_version": "1", "content": "Den andre."})
    assert answer.status_code == 409
    for text in ("Den første.", "Den andre."):
        assert text in answer.content.decode()
    row.refresh_from_db()
    assert row.content == "Den første."


def test_a_decision_entered_by_mistake_is_taken_away_and_its_history_stands(page, case):
    row = make_decision(case)
    page.post(address(case, "case_decision", decision=row.public_id), {"remove": "1"})
    assert "Elements 26/1234" not in text_of(page, case)
    assert row.history.count() == 2


def test_care_is_encrypted_where_it_lies_and_read_where_it_is_needed(page, case):
    sent = {
        "seen_version": "0",
        "fetched_by": "Bestemor",
        "transport": "Drosje",
        "numbers": "Far 900",
        "notes": "Nøtter",
    }
    page.post(address(case, "case_care"), sent)
    stored = " ".join(map(str, Care.objects.values_list().get())) + str(list(Care.history.values_list()))
    for said in ("Bestemor", "Drosje", "Far 900", "Nøtter"):
        assert said in text_of(page, case)
        assert said not in stored


def test_two_who_change_the_care_at_once_see_both_texts(page, case):
    make_care(case)
    where = address(case, "case_care")
    assert page.post(where, {"seen_version": "1", "notes": "Ringer far"}).status_code == 302
    answer = page.post(where, {"seen_version": "1", "notes": "Ringer mor"})
    assert answer.status_code == 409
    assert "Ringer far" in answer.content.decode()


# Ended, and opened again ----------------------------------------------------------------------------------------------
@pytest.fixture
def closed(lead):
    return make_closed_case(lead)


def test_a_closed_case_is_read_and_not_written_in(page, closed):
    text = text_of(page, closed)
    assert "Denne saken er avsluttet" in text
    assert address(closed, "case_care") not in text
    for name in ("case_care", "case_team", "case_decision_new", "case_hand_over"):
        assert page.get(address(closed, name)).status_code == 404


def test_without_the_consent_it_stays_closed_and_the_page_says_where_to_ask(page, closed):
    assert f"{reverse('ask_consent', args=[closed.pupil.public_id])}?purpose=join_skoleporten" in text_of(page, closed)
    page.post(address(closed, "case_open_again"), {"client_id": str(uuid.uuid4())})
    closed.intake.refresh_from_db()
    assert closed.intake.state == "closed"


def test_opening_again_is_one_click_and_the_same_case(page, closed):
    consent_in_force(closed.pupil)
    sent = {"client_id": str(uuid.uuid4())}
    for _twice in range(2):
        page.post(address(closed, "case_open_again"), sent)
    closed.intake.refresh_from_db()
    assert closed.intake.state == "active"
    assert Transition.objects.filter(intake=closed.intake, to_state="active").count() == 1
    assert "Åpnet igjen fra siden til saken." in text_of(page, closed)


def test_a_withdrawn_consent_is_said_in_clear_words_on_the_way_back(page, case, lead):
    move(by=actor_of(lead), intake=case.intake, to_state="handing_back", reason="Samtykket er trukket.")
    assert "Teamet beholder tilgangen fram til saken er avsluttet" in text_of(page, case)


# What has happened ----------------------------------------------------------------------------------------------------
def rows_of_history(case, lead, number: int) -> None:
    begun = timezone.now() - dt.timedelta(days=number)
    Transition.objects.bulk_create(
        Transition(
            intake=case.intake, client_id=uuid.uuid4(), to_state="active", by=lead, reason=f"Merket {nr:04d}.",
            at=begun + dt.timedelta(days=nr),
        )
        for nr in range(number)
    )  # fmt: skip


def test_three_years_are_read_page_by_page_the_newest_first_and_nothing_is_lost(page, case, lead):
    rows_of_history(case, lead, 110)
    found, where = [], address(case, "case_timeline")
    while where:
        text = page.get(where).content.decode()
        found += [part[:4] for part in text.split("Merket ")[1:]]
        links = text.split(f'href="{address(case, "case_timeline")}?')
        where = f"{address(case, 'case_timeline')}?{links[1].split(chr(34))[0]}" if 'rel="next"' in text else ""
    assert found == [f"{nr:04d}" for nr in reversed(range(110))]


@pytest.mark.parametrize("asked", ["igår", "2026-01-01", "2026-13-01T00:00:00+00:00"])
def test_a_page_that_nobody_made_an_address_for_is_the_newest(page, case, asked):
    assert page.get(address(case, "case_timeline"), {"before": asked}).status_code == 200


def test_the_page_asks_the_database_no_more_with_three_years_of_history(page, case, lead, colleague):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text_of(page, case)
        return len(queries)

    make_part(case, colleague)
    make_decision(case)
    few = asked()
    rows_of_history(case, lead, 600)
    for nr in range(8):
        make_decision(case, content=f"Nr. {nr}")
        make_story(case.intake, actor_of(lead), words=f"Fortalt {nr}")
    assert asked() <= few + 2


# On paper -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_whole_case_is_one_pdf_for_everybody_and_for_the_archive(page, case, lead, language):
    make_story(case.intake, actor_of(lead), words="Det er bråk.")
    make_decision(case)
    make_care(case)
    page.cookies["language"] = language
    lead.language = language
    lead.save()
    answer = page.get(address(case, "case_printed"))
    assert answer["Content-Type"] == "application/pdf"
    assert "Holm" not in answer["Content-Disposition"]
    pdf = PdfReader(io.BytesIO(answer.content))
    claims = pdf.xmp_metadata.stream.get_data().decode()
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<"):
        assert claim in claims
    assert "Holm" not in pdf.metadata.title
    text = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    for said in ("Ane Holm", "Det er bråk.", "Elements 26/1234", str(TODAY.year)):
        assert said in text
    assert Event.objects.filter(action="cases.printed").count() == 1


def test_what_is_for_the_door_is_never_on_paper(page, case):
    make_care(case)
    pdf = PdfReader(io.BytesIO(page.get(address(case, "case_printed")).content))
    text = " ".join(one.extract_text() for one in pdf.pages)
    for said in ("Bestemor", "900 00 000", "Nøtteallergi"):
        assert said not in text
