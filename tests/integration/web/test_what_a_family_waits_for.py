"""What a family waits for from the team: first on the page of its case, with the way there, and never on paper."""

from __future__ import annotations

import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from skoleporten.access_requests import requests
from skoleporten.agendas import wishes
from skoleporten.on_call.models import Call
from skoleporten.threads.models import Thread
from skoleporten.voices import actions
from skoleporten.voices.actions import Written
from skoleporten.voices.models import Word
from tests.factories import make_case_team_member, make_user_in
from tests.on_call_factories import make_call, make_duty
from tests.pages import signed_in
from tests.survey_factories import make_answered
from tests.thread_factories import acting, make_answer, make_family, make_thread

pytestmark = pytest.mark.django_db
QUERIES_OF_A_FULL_CASE = 105
WAITS = (
    "Noen har bedt om en voksen",
    "Familien venter på svar: Om onsdag",
    "Egne ord å lese: 1",
    "1 svar fra en familie å lese",
    "1 ting en familie vil snakke om",
    "1 krav om innsyn å svare på",
)


@pytest.fixture
def family(monkeypatch):
    monkeypatch.setattr("skoleporten.on_call.queries.public_holidays", lambda _year: {})
    return make_family()


@pytest.fixture
def waiting(family):
    """Each kind of thing once."""
    mother, today = acting(family.mother.user), timezone.localdate()
    make_duty(family.siri)
    make_call(family.ane, family.pupil)
    make_thread(family.mother.user, family.pupil, heading="Om onsdag")
    actions.write(by=mother, pupil=family.pupil, written=Written("Hun sov lite."), client_id=uuid.uuid4())
    make_answered(family.siri, mother, family.pupil, family.mother)
    wishes.wish(by=mother, pupil=family.pupil, words="Om svømming.", client_id=uuid.uuid4(), today=today)
    requests.ask(by=mother, pupil=family.pupil, words="", client_id=uuid.uuid4(), today=today)
    return family


def shown_to(user, family, name: str = "case"):
    answer = signed_in(user).get(reverse(name, args=[family.case.public_id]))
    assert answer.status_code == 200
    return answer


def what_waits(user, family) -> str:
    """The first panel of the case alone."""
    return shown_to(user, family).content.decode().split('id="open-now"')[1].split("</section>")[0]


def test_all_that_a_family_waits_for_stands_first_on_the_case_in_the_order_of_the_start_page(waiting):
    panel = what_waits(waiting.siri, waiting)
    assert [text for text in WAITS if text not in panel] == []
    assert sorted(WAITS, key=panel.index) == list(WAITS)
    assert reverse("voice", args=[Word.objects.get().public_id]) in panel
    assert reverse("thread", args=[Thread.objects.get().public_id]) in panel
    assert reverse("call_for_adult", args=[Call.objects.get().public_id]) in panel


def test_what_is_answered_waits_no_more(waiting):
    make_answer(waiting.siri, Thread.objects.get())
    panel = what_waits(waiting.siri, waiting)
    assert "Om onsdag" not in panel
    assert "Egne ord å lese: 1" in panel


def test_another_familys_is_not_among_it(waiting):
    assert "venter på svar" not in what_waits(waiting.lead, make_family("Bo", "Lund"))


def test_nothing_of_it_is_on_paper(waiting):
    file = shown_to(waiting.siri, waiting, "case_printed").content
    paper = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    assert "Ane Holm" in paper
    assert [text for text in WAITS if text in paper] == []


def test_a_specialist_learns_nothing_of_it(waiting):
    specialist = make_user_in("specialist", username="ppt")
    make_case_team_member(waiting.pupil, specialist)
    text = shown_to(specialist, waiting).content.decode()
    assert [words for words in WAITS if words in text] == []


def test_the_page_of_a_case_with_everything_in_it_asks_a_fixed_number_of_times(waiting):
    client = signed_in(waiting.siri)
    address = reverse("case", args=[waiting.case.public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as once:
        client.get(address)
    for number in range(5):
        make_thread(waiting.mother.user, waiting.pupil, heading=f"Nr. {number}")
        written = Written(f"Natt {number}")
        actions.write(
            by=acting(waiting.mother.user), pupil=waiting.pupil, written=written, client_id=uuid.uuid4()
        )  # fmt: skip
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) <= len(once) + 2, (len(once), len(more))
    assert len(once) <= QUERIES_OF_A_FULL_CASE, "\n".join(one["sql"][:150] for one in once)
