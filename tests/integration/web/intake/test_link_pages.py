"""A link for another service: opened without a log-in, once, for as long as it lasts."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from skoleporten.intake.models import OutsideForm, Referral
from tests.integration.web.intake.sending import content, sent_by, story
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/intake/form/([\w-]+)/")


class TestALinkForAnotherService:
    def made(self, lead, **fields) -> str:
        """The address of the form."""
        from skoleporten.intake.models import Route

        sent = {
            "client_id": str(uuid.uuid4()), "route": Route.objects.get(code="smi").pk, "for_whom": "SMI, Åse",
            "basis": "consent", "basis_text": "Mor og far, 12. november",
        } | fields  # fmt: skip
        page = signed_in(lead).post("/intake/links/", sent).content.decode()
        return f"/intake/form/{TOKEN.search(page).group(1)}/"

    def about(self, **fields) -> dict[str, object]:
        names = {"given_name": "Kari", "family_name": "Nordmann", "birth_date": "2014-05-01"}
        return story() | names | {"name": "Åse Aas", "contact": "38 00 00 00"} | fields

    def test_only_a_hash_of_it_is_kept(self, lead):
        token = self.made(lead).split("/")[3]
        assert len(token) >= 43
        assert token not in str(list(OutsideForm.objects.values()))
        assert token not in signed_in(lead).get("/intake/links/").content.decode()

    def test_is_sent_without_log_in_and_answers_received_and_no_more(self, lead, pupil):
        address, client = self.made(lead), Client()
        assert client.get(address).status_code == 200
        page = client.post(address, self.about(), follow=True).content.decode()
        assert "Mottatt" in page
        assert "Kari" not in page
        sent = Referral.objects.get()
        assert (sent.intake.pupil, sent.route.code, sent.outside_name) == (None, "smi", "Åse Aas")
        assert (sent.basis, sent.basis_text) == ("consent", "Mor og far, 12. november")

    def test_a_pupil_in_the_register_and_one_who_is_not_answer_alike(self, lead, pupil):
        pages = []
        for family in ("Nordmann", "Finnesikke"):
            page = Client().post(self.made(lead), self.about(family_name=family), follow=True)
            pages.append(content(page))
        assert pages[0] == pages[1]

    def test_a_form_sent_twice_is_one(self, lead):
        address, sent = self.made(lead), self.about()
        for _ in range(2):
            Client().post(address, sent)
        Client().post(address, self.about(reason="En annen tekst"))
        assert Referral.objects.count() == 1

    def test_one_that_is_too_old_taken_back_or_made_up_is_the_same_404(self, lead, time_machine):
        old, back = self.made(lead), self.made(lead)
        OutsideForm.objects.filter(pk=OutsideForm.objects.order_by("pk").first().pk).update(
            made_at=timezone.now() - dt.timedelta(days=20), expires_at=timezone.now() - dt.timedelta(days=1)
        )
        newest = OutsideForm.objects.order_by("-pk").first()
        signed_in(lead).post(f"/intake/links/{newest.public_id}/")
        time_machine.move_to(timezone.now(), tick=False)
        answers = [Client().get(address) for address in (old, back, "/intake/form/no-such-link/")]
        assert {answer.status_code for answer in answers} == {404}
        assert len({content(answer) for answer in answers}) == 1

    def test_guessing_is_stopped(self, lead):
        answers = [Client().get(f"/intake/form/guess-{number}/").status_code for number in range(40)]
        assert answers[0] == 404
        assert answers[-1] == 429

    def test_it_never_shows_what_we_know(self, lead, leader, pupil):
        sent_by(leader, pupil, reason="Skolens ord")
        page = Client().post(self.made(lead), self.about(), follow=True).content.decode()
        assert "Skolens ord" not in page

    def test_a_basis_is_recorded_or_there_is_no_link(self, lead):
        from skoleporten.intake.models import Route

        sent = {"client_id": str(uuid.uuid4()), "route": Route.objects.get(code="smi").pk, "for_whom": "SMI"}
        signed_in(lead).post("/intake/links/", sent)
        assert not OutsideForm.objects.exists()

    def test_a_school_makes_none(self, leader):
        assert signed_in(leader).get("/intake/links/").status_code == 404
