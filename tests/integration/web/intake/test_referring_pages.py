"""The school refers a pupil, and follows what it sent also when the pupil moves."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake import referring
from skoleporten.intake.models import Referral
from skoleporten.intake.referring import Told
from skoleporten.intake.transitions import move
from tests.factories import (
    actor_of,
    make_enrolment,
    make_grant,
    make_guardianship,
    make_school,
    make_school_leader,
    make_user,
)
from tests.integration.web.intake.sending import TODAY, guardian_of, sent_by, story
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


class TestTheSchool:
    def test_refers_from_the_pupils_page_and_sees_the_status(self, lead, leader, pupil):
        client = signed_in(leader)
        assert client.get(f"/intake/refer/{pupil.public_id}/").status_code == 200
        answer = client.post(f"/intake/refer/{pupil.public_id}/", story(), follow=True)
        assert answer.redirect_chain[-1][0].startswith("/intake/sent/")
        assert "Skoleporten har mottatt henvisningen." in answer.content.decode()
        assert Referral.objects.get().school == pupil.enrolments.get().school

    def test_a_double_click_is_one_and_both_land_on_the_same_page(self, lead, leader, pupil):
        client, sent = signed_in(leader), story()
        first, second = (client.post(f"/intake/refer/{pupil.public_id}/", sent) for _ in range(2))
        assert first.url == second.url
        assert Referral.objects.count() == 1

    def test_a_form_without_words_keeps_what_was_written(self, lead, leader, pupil):
        answer = signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(reason="", hope="Mandager hjemme"))
        assert "Mandager hjemme" in answer.content.decode()
        assert not Referral.objects.exists()

    def test_a_story_beyond_every_limit_is_kept_and_asked_to_be_shortened(self, lead, leader, pupil):
        endless = "Lang fortelling. " * 1_500
        answer = signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(reason=endless))
        assert answer.status_code == 200
        assert not Referral.objects.exists()
        kept = signed_in(leader).get(f"/intake/refer/{pupil.public_id}/").content.decode()
        assert endless.strip() in kept

    def test_where_nobody_leads_the_text_is_kept_and_it_is_said(self, leader, pupil):
        answer = signed_in(leader).post(f"/intake/refer/{pupil.public_id}/", story(reason="Min tekst"))
        assert "Ingen leder Skoleporten her" in answer.content.decode()
        assert "Min tekst" in signed_in(leader).get(f"/intake/refer/{pupil.public_id}/").content.decode()

    def test_a_form_sent_after_the_session_ended_is_in_the_form_after_the_log_in(self, lead, leader, pupil):
        address = f"/intake/refer/{pupil.public_id}/"
        client = signed_in(leader)
        page = client.get(address).content.decode()
        ticket = re.search(r'name="draft" value="([^"]+)"', page).group(1)
        client.logout()
        client.post(address, story(reason="En lang fortelling", draft=ticket))
        assert not Referral.objects.exists()
        assert "En lang fortelling" in signed_in(leader).get(address).content.decode()

    def test_another_schools_pupil_is_as_if_not_there(self, lead, leader):
        other = make_enrolment(make_school()).pupil
        for method in ("get", "post"):
            assert getattr(signed_in(leader), method)(f"/intake/refer/{other.public_id}/").status_code == 404

    def test_the_stage_is_told_in_words_as_it_moves(self, lead, leader, pupil):
        sent = sent_by(leader, pupil)
        move(by=actor_of(lead), intake=sent.intake, to_state="in_intake")
        page = signed_in(leader).get(f"/intake/sent/{sent.public_id}/").content.decode()
        assert "Skoleporten har begynt på saken" in page

    def test_the_list_asks_no_more_for_many_than_for_few(self, lead, leader, school, django_assert_max_num_queries):
        client = signed_in(leader)
        for _ in range(20):
            sent_by(leader, make_enrolment(school).pupil)
        with django_assert_max_num_queries(20):
            client.get("/intake/sent/")

    def test_what_the_team_writes_as_a_reason_is_not_the_schools_to_read(self, lead, leader, pupil):
        sent = sent_by(leader, pupil)
        move(by=actor_of(lead), intake=sent.intake, to_state="declined", reason="Hemmelig grunn")
        assert "Hemmelig grunn" not in signed_in(leader).get(f"/intake/sent/{sent.public_id}/").content.decode()

    def test_a_teacher_sees_the_stage_and_no_more(self, lead, leader, school, pupil):
        sent_by(leader, pupil, reason="Rektors ord")
        teacher = make_user("lærer")
        make_grant(teacher, Role.TEACHER, school)
        page = signed_in(teacher).get(f"/pupils/{pupil.public_id}/").content.decode()
        assert re.search(r"Hos Skoleporten:\s*<[^>]*>Henvist", page)
        assert "Rektors ord" not in page
        assert signed_in(teacher).get("/intake/sent/").status_code == 404

    def test_a_colleague_sees_it_and_another_school_does_not(self, lead, leader, school, pupil):
        sent = sent_by(leader, pupil)
        assert signed_in(make_school_leader(school)).get(f"/intake/sent/{sent.public_id}/").status_code == 200
        assert signed_in(make_school_leader(make_school())).get(f"/intake/sent/{sent.public_id}/").status_code == 404

    def test_the_family_that_asked_is_not_shown_to_the_school(self, lead, leader, pupil):
        relation = make_guardianship(pupil)
        told = Told(client_id=uuid.uuid4(), reason="Mors egne ord")
        own = referring.by_guardian(by=guardian_of(relation), pupil=pupil, told=told)
        client = signed_in(leader)
        assert "Mors egne ord" not in client.get("/intake/sent/").content.decode()
        assert client.get(f"/intake/sent/{own.public_id}/").status_code == 404


class TestAPupilWhoMoves:
    @pytest.fixture
    def moved(self, lead, leader, pupil):
        """Referred a while ago, taken up yesterday at the old school's time, and moved today."""
        sent = sent_by(leader, pupil)
        ago = timezone.now() - dt.timedelta(days=10)
        type(sent).objects.filter(pk=sent.pk).update(sent_at=ago)
        sent.intake.transitions.model.objects.filter(intake=sent.intake).update(at=ago)
        new = make_school("Nordnes skole")
        stay = pupil.enrolments.get()
        stay.end = TODAY - dt.timedelta(days=3)
        stay.save()
        make_enrolment(new, pupil, start=TODAY - dt.timedelta(days=2))
        move(by=actor_of(lead), intake=sent.intake, to_state="in_intake")
        return sent, new

    def test_the_old_school_sees_what_was_known_when_the_pupil_left(self, moved, leader):
        sent, _new = moved
        page = signed_in(leader).get(f"/intake/sent/{sent.public_id}/").content.decode()
        assert "Skoleporten har mottatt henvisningen." in page
        assert "Skoleporten har begynt på saken" not in page

    def test_the_look_is_logged_as_a_former_schools(self, moved, leader):
        sent, _new = moved
        signed_in(leader).get(f"/intake/sent/{sent.public_id}/")
        assert Event.objects.get(action="intake.sent_opened").purpose == "former_school"

    def test_after_31_july_it_sees_nothing(self, moved, leader, time_machine):
        sent, _new = moved
        year = TODAY.year + (TODAY.month >= 8)
        time_machine.move_to(dt.datetime(year, 8, 2, 10, tzinfo=dt.UTC), tick=False)
        client = signed_in(leader)
        assert client.get(f"/intake/sent/{sent.public_id}/").status_code == 404
        assert "Kari" not in client.get("/intake/sent/").content.decode()

    def test_the_new_school_does_not_read_what_the_old_one_wrote(self, moved):
        sent, new = moved
        assert signed_in(make_school_leader(new)).get(f"/intake/sent/{sent.public_id}/").status_code == 404

    def test_the_new_school_sees_the_stage_on_the_pupils_page(self, moved):
        sent, new = moved
        page = signed_in(make_school_leader(new)).get(f"/pupils/{sent.intake.pupil.public_id}/").content.decode()
        assert re.search(r"Hos Skoleporten:\s*<[^>]*>I inntak", page)
        assert "Borte hver mandag." not in page

    def test_the_team_goes_on_as_before(self, moved, lead):
        sent, _new = moved
        assert signed_in(lead).get(f"/intake/{sent.intake.public_id}/").status_code == 200
