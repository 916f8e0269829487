"""Questions to a family on the page: one at a time, kept for later, sent or not, and read by the team."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from skoleporten.rules.surveys import Given
from skoleporten.surveys.models import Answer, Asking
from tests.pages import content_of, signed_in
from tests.survey_factories import answer, ask, make_answered
from tests.thread_factories import acting, make_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    return make_family()


def page_of(asked: Asking, name: str = "my_question") -> str:
    return reverse(name, args=[asked.pupil.public_id, asked.public_id])


def test_a_pupil_answers_one_question_a_page_goes_on_later_and_sends(family):
    asked = ask(family.siri, family.pupil)
    ane = signed_in(family.ane)
    assert "Hvordan er det å være hos oss?" in content_of(
        ane.get(reverse("my_questions", args=[family.pupil.public_id]))
    )
    first = content_of(ane.get(page_of(asked)))
    assert "Spørsmål 1 av 4" in first
    assert "Føler du at vi forstår deg?" in first
    answered = ane.post(f"{page_of(asked)}?at=understood", {"level": "4"})
    assert answered.url == f"{page_of(asked)}?at=say"
    later = ane.post(f"{page_of(asked)}?at=say", {"level": "2", "later": "1"}, follow=True)
    assert "Det er lagret." in content_of(later)
    assert "Spørsmål 3 av 4" in content_of(ane.get(page_of(asked)))
    ane.post(f"{page_of(asked)}?at=safe-adult", {"skip": "1"})
    done = ane.post(f"{page_of(asked)}?at=change", {"words": "Spør meg først."}, follow=True)
    page = content_of(done)
    for told in ("Ganske mye", "Sjelden", "Ikke besvart", "Spør meg først."):
        assert told in page
    sent = content_of(ane.post(page_of(asked, "my_question_check"), {"may_count": "yes"}, follow=True))
    assert "Takk. Det er sendt." in sent
    assert "Ingen har lest det ennå." in sent
    assert Asking.objects.get().may_count is True


def test_an_empty_page_and_no_choice_about_counting_are_said_beside_the_field(family):
    asked = ask(family.siri, family.pupil)
    ane = signed_in(family.ane)
    refused = content_of(ane.post(f"{page_of(asked)}?at=understood", {}))
    assert "kryss av for at du helst ikke vil si det" in refused
    assert "Valgfritt" not in refused
    assert "kryss av for at du helst ikke vil si det" in content_of(
        ane.post(f"{page_of(asked)}?at=change", {"words": " "})
    )
    answer(acting(family.ane), asked)
    unsent = content_of(ane.post(page_of(asked, "my_question_check"), {}))
    assert "Velg ja eller nei." in unsent
    assert Asking.objects.get().sent_at is None


def test_passing_is_neither_the_lowest_level_nor_no_answer(family):
    asked = ask(family.siri, family.pupil)
    ane = signed_in(family.ane)
    ane.post(f"{page_of(asked)}?at=understood", {"is_passed": "on"})
    assert Answer.objects.get().given == Given(is_passed=True)
    page = content_of(ane.get(page_of(asked, "my_question_check")))
    assert "Vil helst ikke si det" in page
    assert page.count("Ikke besvart") == 3


def test_somebody_who_would_rather_not_answer_is_not_asked_why(family):
    asked = ask(family.siri, family.pupil, family.mother)
    mother = signed_in(family.mother.user)
    page = content_of(mother.post(page_of(asked, "my_question_check"), {"decline": "1"}, follow=True))
    assert "Vi spør ikke hvorfor." in page
    assert "Du ville helst ikke svare." in page
    siri = signed_in(family.siri)
    assert "Ville helst ikke svare" in content_of(siri.get(reverse("survey", args=[asked.public_id])))


def test_what_one_is_asked_is_as_if_it_were_not_there_for_the_others(family):
    asked = make_answered(family.siri, acting(family.mother.user), family.pupil, family.mother)
    for other in (family.father.user, family.ane):
        browser = signed_in(other)
        for name in ("my_question", "my_question_check"):
            assert browser.get(page_of(asked, name)).status_code == 404
        every = content_of(browser.get(reverse("my_questions", args=[family.pupil.public_id])))
        assert "samarbeide" not in every
        assert browser.get(reverse("survey", args=[asked.public_id])).status_code in (403, 404)


def test_an_address_with_another_child_in_it_leads_nowhere(family):
    asked = ask(family.siri, family.pupil, family.mother)
    other = make_family("Bo", "Berg")
    address = reverse("my_question", args=[other.pupil.public_id, asked.public_id])
    assert signed_in(family.mother.user).get(address).status_code == 404
    assert signed_in(other.mother.user).get(address).status_code == 404


def test_the_team_asks_reads_and_is_told_on_the_first_page_that_something_waits(family):
    siri = signed_in(family.siri)
    address = reverse("survey_ask", args=[family.pupil.public_id])
    form = content_of(siri.get(address))
    assert "Hvordan er det å samarbeide med oss? (til en foresatt)" in form
    case = reverse("case", args=[family.case.public_id])
    assert form.count(f'href="{case}"') >= 2, "the trail and the way out lead back to the case"
    sent = {"receiver": str(family.mother.public_id), "form_id": "before-the-meeting", "client_id": str(uuid.uuid4())}
    page = content_of(siri.post(address, sent, follow=True))
    assert "Ikke besvart ennå" in page
    assert f'href="{case}"' in page
    asked = Asking.objects.get()
    answer(acting(family.mother.user), asked, {"well": Given(words="Vi spiste <b>frokost</b>.")})
    assert "frokost" not in content_of(siri.get(reverse("survey", args=[asked.public_id])))
    mother = signed_in(family.mother.user)
    mother.post(page_of(asked, "my_question_check"), {"may_count": "no"})
    assert "1 svar fra en familie å lese" in content_of(siri.get("/"))
    read = content_of(siri.get(reverse("survey", args=[asked.public_id])))
    assert "Vi spiste &lt;b&gt;frokost&lt;/b&gt;." in read
    assert "Svarene skal ikke telles med i resultater." in read
    assert "svar fra en familie å lese" not in content_of(siri.get("/"))
    assert "Noen i Skoleporten har lest det." in content_of(mother.get(page_of(asked, "my_question_check")))


def test_the_wrong_form_for_the_person_is_said_on_the_page(family):
    address = reverse("survey_ask", args=[family.pupil.public_id])
    sent = {"receiver": "pupil", "form_id": "before-the-meeting", "client_id": str(uuid.uuid4())}
    assert "ikke laget for denne personen" in content_of(signed_in(family.siri).post(address, sent))
    assert not Asking.objects.exists()


def test_questions_are_taken_back_before_they_are_answered(family):
    asked = ask(family.siri, family.pupil)
    page = signed_in(family.siri).post(reverse("survey", args=[asked.public_id]), {"take_back": "1"}, follow=True)
    assert "Spørsmålene er trukket tilbake." in content_of(page)
    assert signed_in(family.ane).get(page_of(asked)).status_code == 404


def test_the_case_shows_who_was_asked_and_when(family):
    make_answered(family.siri, acting(family.ane), family.pupil)
    page = content_of(signed_in(family.siri).get(reverse("case", args=[family.case.public_id])))
    assert "Spørsmål til familien" in page
    assert "Svarte " in page
