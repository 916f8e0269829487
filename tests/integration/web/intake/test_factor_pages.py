"""Near persons, factors, scores, hypotheses and own questions in the talk."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from skoleporten.intake import own_questions
from skoleporten.intake.models import Hypothesis, Informant, InstrumentScore, NearPerson, OwnAnswer
from tests.factories import make_administrator, make_guardianship
from tests.integration.web.intake.talking import of, text_of
from tests.pages import signed_in
from tests.talk_factories import QUESTIONS, make_informant, today, use_questions

pytestmark = pytest.mark.django_db


# Who is near ----------------------------------------------------------------------------------------------------------
def test_the_map_says_the_same_as_the_list_and_is_changed_by_plain_forms(member, intake):
    near = {"client_id": str(uuid.uuid4()), "seen_version": "0", "name": "Farmor Ragnhild Synnøve", "place": "family"}
    near |= {"ring": "1", "said_by": "pupil", "words": "Vi baker"}
    member.post(of(intake, "talk_near"), near)
    person = NearPerson.objects.get()
    page = text_of(member.get(of(intake, "talk_part", "relations")))
    assert "Farmor Ragnhild Synnøve" in page
    assert "Farmor Ragnhi…" in page
    url = of(intake, "talk_near_one", person.public_id)
    assert member.post(url, near | {"name": "Besta", "seen_version": "1"}).status_code == 302
    assert member.post(url, near | {"name": "Bestefar", "seen_version": "1"}).status_code == 409
    member.post(url, {"remove": "1"})
    assert "Besta" not in text_of(member.get(of(intake, "talk_part", "relations")))


# Factors --------------------------------------------------------------------------------------------------------------
def test_accounts_stand_side_by_side_and_are_not_added_up(member, intake):
    mother = make_guardianship(intake.pupil).guardian
    for who, name in (("pupil", ""), (str(mother.public_id), ""), ("teacher", "Lærer Å")):
        sent = {"client_id": str(uuid.uuid4()), "who": who, "name": name}
        page = member.post(of(intake, "talk_accounts"), sent)
        account = {"client_id": str(uuid.uuid4()), "seen_version": "1", "somatic-complaints-basis": "observed"}
        account |= {"somatic-complaints-evidence": f"Sett av {who[:7]}", "somatic-complaints-strength": "Sover godt"}
        assert member.post(page.url, account).status_code == 302
    page = text_of(member.get(of(intake, "talk_part", "factors")))
    assert all(name in page for name in ("Eleven", str(mother), "Lærer Å", "Sett av pupil", "Sett av teacher"))
    assert page.count("Sover godt") == 3
    assert not re.search(r"\b3 (av|faktor)", page)


def test_half_of_a_factor_is_told_at_its_field(member, intake):
    account = make_informant(intake)
    url = of(intake, "talk_account", account.public_id)
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "1", "transitions-basis": "assumed"}
    assert "Skriv hva det bygger på" in text_of(member.post(url, sent))
    assert member.post(url, sent | {"transitions-evidence": "x"}).status_code == 302
    assert member.post(url, sent | {"transitions-evidence": "y"}).status_code == 409
    member.post(url, {"remove": "1"})
    assert Informant.objects.get().removed_at is not None


def test_somebody_else_tells_by_name_only(member, intake):
    answer = member.post(of(intake, "talk_accounts"), {"client_id": str(uuid.uuid4()), "who": "teacher"}, follow=True)
    assert "med navn" in text_of(answer)
    assert not Informant.objects.exists()


def test_scores_are_entered_by_subscale_and_taken_away(member, intake):
    account = make_informant(intake)
    url = of(intake, "talk_scores")
    sent = {
        "client_id": str(uuid.uuid4()), "informant": str(account.public_id), "instrument": "SRAS-R", "licensed": "Psyk",
        "instrument_version": "C", "filled_in_on": today().isoformat(), "subscale_1": "Unngår", "score_1": "3,5",
        "subscale_2": "Søker", "score_2": "1",
    }  # fmt: skip
    assert [member.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert InstrumentScore.objects.count() == 2
    score = InstrumentScore.objects.get(subscale="Unngår")
    assert str(score.score) == "3.500"
    member.post(of(intake, "talk_score", score.public_id))
    page = text_of(member.get(url))
    assert "Søker" in page and "Unngår" not in page  # noqa: PT018
    assert "Skriv skåren" in text_of(member.post(url, sent | {"client_id": str(uuid.uuid4()), "score_2": ""}))


def test_the_squeeze_is_for_the_staff_and_blames_nobody(member, intake):
    page = text_of(member.get(of(intake, "talk_squeeze")))
    assert "skvis" in page.lower()
    assert "medskyldig" not in page.lower()


def test_hypotheses_are_there_only_where_they_are_turned_on(member, intake):
    url = of(intake, "talk_hypotheses")
    assert member.get(url).status_code == 404
    use_questions(hypotheses=True)
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "kind": "kept_away", "words": "Mangler en voksen"}
    member.post(url, sent)
    one = of(intake, "talk_hypothesis", Hypothesis.objects.get().public_id)
    member.post(one, {"client_id": str(uuid.uuid4()), "seen_version": "1", "words": "Mangler to voksne"})
    assert "Mangler to voksne" in text_of(member.get(url))
    member.post(one, {"remove": "1"})
    assert "Mangler to voksne" in text_of(member.get(url))
    assert member.get(one).status_code == 404
    assert "Mangler to" not in text_of(member.get(reverse("intakes")))


# Own questions --------------------------------------------------------------------------------------------------------
def test_the_administrator_looks_a_file_over_before_it_is_asked():
    admin = signed_in(make_administrator())
    url = reverse("talk_setup")
    page = text_of(admin.post(url, {"file": SimpleUploadedFile("q.toml", QUESTIONS.encode())}))
    assert "How many hours of sleep?" in page
    assert own_questions.in_use() is None
    admin.post(url, {"text": QUESTIONS, "use": "1"})
    assert own_questions.in_use().version == "1"
    assert "kind" in text_of(admin.post(url, {"text": QUESTIONS.replace('kind = "text"', 'kind = "essay"')}))
    assert admin.post(url, {"file": SimpleUploadedFile("q.toml", b"\xff\xfe\x00")}).status_code == 200
    assert admin.post(url, {}).status_code == 200
    admin.post(url, {"hypotheses": "on"})
    assert own_questions.choice_in_force().has_hypotheses
    admin.post(url, {"none": "1"})
    assert own_questions.in_use() is None
    assert own_questions.choice_in_force().has_hypotheses


def test_own_questions_are_answered_in_the_talk_and_shown_with_their_version(member, intake):
    use_questions()
    url = of(intake, "talk_answers")
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "own-way-to-school": "bus", "own-sleep": "8"}
    assert member.post(url, sent).status_code == 302
    page = text_of(member.get(of(intake, "talk_part", "own_questions")))
    assert "Buss" in page and "ours 1" in page  # noqa: PT018
    assert member.post(url, sent | {"own-sleep": "9"}).status_code == 409
    assert member.post(url, sent | {"own-sleep": "99"}).status_code == 200
    assert OwnAnswer.objects.get(question_id="sleep").value == "8"
