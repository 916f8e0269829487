"""A family asks for help, and somebody finds out which pupil it is about."""

from __future__ import annotations

import uuid

import pytest

from skoleporten.audit.models import Event
from skoleporten.intake import referring
from skoleporten.intake.models import Intake, Referral
from skoleporten.intake.referring import Told
from skoleporten.intake.transitions import move
from tests.factories import (
    actor_of,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_user,
)
from tests.intake_factories import make_team_member
from tests.integration.web.intake.sending import TODAY, actor_of_guardian, content, story, unmatched
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


class TestTheFamily:
    def test_a_guardian_asks_for_her_child_and_reads_in_plain_words_where_it_is(self, lead, pupil):
        relation = make_guardianship(pupil)
        client = signed_in(relation.guardian.user)
        page = client.post("/intake/ask/", story(child=str(pupil.public_id)), follow=True).content.decode()
        assert "Vi har mottatt det du skrev." in page
        assert Referral.objects.get().intake.pupil == pupil
        move(by=actor_of(lead), intake=Intake.objects.get(), to_state="in_intake")
        assert "Vi blir kjent med situasjonen" in client.get("/intake/ask/").content.decode()

    def test_a_pupil_asks_for_herself(self, lead, pupil):
        client = signed_in(make_pupil_account(pupil).user)
        assert "Du trenger ikke be om lov" in client.get("/intake/ask/").content.decode()
        client.post("/intake/ask/", story(reason="Jeg får vondt i magen"))
        sent = Referral.objects.get()
        assert (sent.intake.pupil, sent.route.code) == (pupil, "pupil")
        assert "En voksen i Skoleporten leser det" in client.get("/intake/ask/").content.decode()

    def test_what_the_pupil_wrote_is_not_shown_to_the_guardian(self, lead, pupil):
        guardian = make_guardianship(pupil).guardian.user
        signed_in(make_pupil_account(pupil).user).post("/intake/ask/", story(reason="Bare mine ord"))
        assert "Bare mine ord" not in signed_in(guardian).get("/intake/ask/").content.decode()

    def test_a_barred_parent_can_not_tell_the_child_from_one_that_nobody_knows(self, lead, pupil):
        barred, stranger = make_user(), make_user()
        make_guardianship(pupil, make_guardian(barred), barred_from=TODAY, barred_source="Retten")
        make_guardian(stranger)
        pages = []
        for user, family in ((barred, "Nordmann"), (stranger, "Finnesikke")):
            client = signed_in(user)
            client.post("/intake/ask/", story(given_name="Kari", family_name=family, birth_date="2014-05-01"))
            pages.append(content(client.get("/intake/ask/")).replace(family, "…").replace(str(user), "…"))
        assert pages[0] == pages[1]

    def test_nor_after_the_match(self, lead, pupil):
        barred = make_user()
        make_guardianship(pupil, make_guardian(barred), barred_from=TODAY, barred_source="Retten")
        client = signed_in(barred)
        client.post("/intake/ask/", story(given_name="Kari", family_name="Nordmann"))
        client.get("/intake/ask/")
        before = content(client.get("/intake/ask/"))
        intake = Intake.objects.get()
        signed_in(lead).post(f"/intake/{intake.public_id}/pupil/", {"pupil": str(pupil.public_id)})
        intake.refresh_from_db()
        assert intake.pupil == pupil
        assert content(client.get("/intake/ask/")) == before
        shown = signed_in(lead).get(f"/intake/{intake.public_id}/").content.decode()
        assert "ingen bekreftet rett til å bestemme" in shown

    def test_a_parent_barred_afterwards_no_longer_sees_what_she_sent(self, lead, pupil):
        relation = make_guardianship(pupil)
        client = signed_in(relation.guardian.user)
        client.post("/intake/ask/", story(child=str(pupil.public_id), reason="Min egen tekst"))
        relation.barred_from, relation.barred_source = TODAY, "Retten"
        relation.save()
        page = client.get("/intake/ask/").content.decode()
        assert "Kari" not in page
        assert "Min egen tekst" not in page

    def test_a_child_that_is_not_hers_is_no_choice(self, lead, pupil):
        other = make_guardianship(make_pupil()).guardian.user
        answer = signed_in(other).post("/intake/ask/", story(child=str(pupil.public_id)))
        assert answer.status_code == 200
        assert not Referral.objects.exists()


class TestTheMatch:
    def test_twins_are_shown_with_what_tells_them_apart_and_a_person_chooses(self, lead, school, pupil):
        twin = make_enrolment(school, make_pupil("Kaja", "Nordmann", birth_date=pupil.birth_date)).pupil
        referring.by_guardian(
            by=actor_of_guardian(),
            about=referring.About("Karin", "Nordmann", pupil.birth_date),
            told=Told(client_id=uuid.uuid4(), reason="Hjelp"),
        )
        intake, client = Intake.objects.get(), signed_in(lead)
        page = client.get(f"/intake/{intake.public_id}/pupil/").content.decode()
        assert "Kari Nordmann" in page
        assert "Kaja Nordmann" in page
        client.post(f"/intake/{intake.public_id}/pupil/", {"pupil": str(twin.public_id)})
        intake.refresh_from_db()
        assert intake.pupil == twin

    def test_those_who_are_shown_are_logged_with_their_own_purpose(self, lead, pupil):
        intake = unmatched()
        signed_in(lead).get(f"/intake/{intake.public_id}/pupil/?q=kari")
        event = Event.objects.get(action="intake.candidates_listed")
        assert event.purpose == "match"
        assert [row.pupil for row in event.pupils.all()] == [pupil.public_id]

    def test_a_pupil_that_does_not_exist_can_not_be_chosen(self, lead):
        intake = unmatched()
        for wish in ("", "x", str(uuid.uuid4())):
            assert signed_in(lead).post(f"/intake/{intake.public_id}/pupil/", {"pupil": wish}).status_code == 404

    def test_a_member_of_the_team_does_not_search_the_register(self, lead):
        assert signed_in(make_team_member()).get(f"/intake/{unmatched().public_id}/pupil/").status_code == 404
