"""The queue of the intake, one intake of it, and the talk that is booked."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.intake import referring
from skoleporten.intake.models import Booking
from skoleporten.intake.referring import Told
from tests.factories import make_enrolment, make_guardian, make_guardianship, make_pupil, make_pupil_account
from tests.intake_factories import make_intake, make_lead, make_referral, make_team_member
from tests.integration.web.intake.sending import TODAY, actor_of_guardian, guardian_of, sent_by
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


class TestTheQueue:
    def test_shows_the_longest_waiting_first_with_what_each_lacks(self, lead, leader, school):
        first = make_enrolment(school, make_pupil("Anne", "Først")).pupil
        second = make_enrolment(school, make_pupil("Bjørn", "Sist")).pupil
        sent_by(leader, first)
        sent_by(leader, second)
        page = signed_in(lead).get("/intake/").content.decode()
        assert page.index("Anne Først") < page.index("Bjørn Sist")
        assert "tid for inntakssamtalen" in page
        assert "samtykke til å bli med" in page

    def test_mine_are_those_that_i_own(self, lead):
        mine, other = make_intake(owner=lead), make_intake()
        page = signed_in(lead).get("/intake/?whose=mine").content.decode()
        assert mine.pupil.full_name in page
        assert other.pupil.full_name not in page

    def test_an_ended_one_is_not_in_it(self, lead):
        ended = make_intake(state="declined", ended_at=timezone.now())
        assert ended.pupil.full_name not in signed_in(lead).get("/intake/").content.decode()

    def test_a_member_of_the_team_does_not_see_those_that_nobody_has_matched(self, lead):
        by = actor_of_guardian()
        referring.by_guardian(
            by=by, about=referring.About("Ukjent", "Barn"), told=Told(client_id=uuid.uuid4(), reason="Hjelp")
        )
        assert "Ukjent Barn" in signed_in(lead).get("/intake/").content.decode()
        assert "Ukjent Barn" not in signed_in(make_team_member()).get("/intake/").content.decode()

    def test_a_pupil_whom_the_gate_hides_is_counted_and_not_named(self, lead):
        hidden = make_intake(make_pupil("Skjermet", "Fjelltveit", protected=True))
        page = signed_in(lead).get("/intake/").content.decode()
        assert "1 til må åpnes av en annen" in page
        assert hidden.pupil.family_name not in page

    def test_one_whose_owner_has_left_says_so(self, lead):
        gone = make_lead("borte")
        make_intake(owner=gone)
        gone.grants.update(ended_at=timezone.now())
        assert "er ikke i teamet lenger" in signed_in(lead).get("/intake/").content.decode()

    def test_every_pupil_in_it_is_a_row_in_the_read_log(self, lead):
        intakes = [make_intake() for _ in range(3)]
        signed_in(lead).get("/intake/")
        event = Event.objects.get(action="intake.listed")
        assert {row.pupil for row in event.pupils.all()} == {one.pupil.public_id for one in intakes}

    def test_asks_no_more_of_the_database_for_many_than_for_few(self, lead, django_assert_max_num_queries):
        client = signed_in(lead)
        for _ in range(30):
            make_referral(make_intake(owner=lead))
        with django_assert_max_num_queries(30):
            client.get("/intake/")


class TestOneIntake:
    def test_shows_both_referrals_of_one_pupil_with_the_picture_from_the_school(self, lead, leader, pupil):
        sent = sent_by(leader, pupil, reason="Skolens ord")
        relation = make_guardianship(pupil)
        told = Told(client_id=uuid.uuid4(), reason="Mors egne ord")
        referring.by_guardian(by=guardian_of(relation), pupil=pupil, told=told)
        page = signed_in(lead).get(f"/intake/{sent.intake.public_id}/").content.decode()
        assert "Skolens ord" in page
        assert "Mors egne ord" in page
        assert "2 henvisninger" in page

    def test_the_earlier_one_is_a_link_for_who_may_open_it(self, lead, leader, pupil):
        earlier = make_intake(pupil, state="declined", ended_at=timezone.now())
        sent = sent_by(leader, pupil)
        page = signed_in(lead).get(f"/intake/{sent.intake.public_id}/").content.decode()
        assert f"/intake/{earlier.public_id}/" in page

    def test_right_to_left_text_finds_its_own_direction(self, lead, leader, pupil):
        sent = sent_by(leader, pupil, reason="لا يذهب إلى المدرسة <b>الآن</b>")
        page = signed_in(lead).get(f"/intake/{sent.intake.public_id}/").content.decode()
        assert 'dir="auto">لا يذهب إلى المدرسة &lt;b&gt;' in page

    def test_is_moved_on_and_a_double_click_moves_it_once(self, lead):
        intake, sent = make_intake(), {"to_state": "in_intake", "seen_state": "referred"}
        client, sent = signed_in(lead), sent | {"client_id": str(uuid.uuid4())}
        for _ in range(2):
            client.post(f"/intake/{intake.public_id}/stage/", sent)
        assert intake.transitions.count() == 1

    def test_a_member_of_the_team_can_not_decline(self, lead):
        intake = make_intake()
        sent = {"to_state": "declined", "seen_state": "referred", "reason": "Nei", "client_id": str(uuid.uuid4())}
        signed_in(make_team_member()).post(f"/intake/{intake.public_id}/stage/", sent)
        intake.refresh_from_db()
        assert intake.state == "referred"

    def test_is_offered_and_accepted(self, lead):
        intake, colleague = make_intake(owner=lead), make_team_member()
        sent = {"to": str(colleague.public_id), "note": "Kjenner familien", "client_id": str(uuid.uuid4())}
        signed_in(lead).post(f"/intake/{intake.public_id}/hand-over/", sent)
        theirs = signed_in(colleague)
        assert "ber deg ta over dette" in theirs.get(f"/intake/{intake.public_id}/").content.decode()
        theirs.post(f"/intake/{intake.public_id}/hand-over/answer/", {"accept": "1"})
        intake.refresh_from_db()
        assert intake.owner == colleague

    def test_nobody_outside_the_team_opens_it(self, lead, leader, pupil):
        sent = sent_by(leader, pupil)
        for user in (leader, make_guardianship(pupil).guardian.user, make_pupil_account(pupil).user):
            assert signed_in(user).get(f"/intake/{sent.intake.public_id}/").status_code == 404

    def test_a_member_of_the_team_who_is_the_parent_does_not_open_it(self, lead, leader, pupil):
        parent = make_team_member()
        make_guardianship(pupil, make_guardian(parent))
        sent = sent_by(leader, pupil)
        assert signed_in(parent).get(f"/intake/{sent.intake.public_id}/").status_code == 404


class TestTheTalk:
    def plan(self, **fields) -> dict[str, object]:
        day = TODAY + dt.timedelta(days=7)
        return {
            "client_id": str(uuid.uuid4()), "day": day.isoformat(), "time": "14:30", "place": "Leiligheten",
            "asks_pupil": "yes", "family_adviser": "Fam. Veileder", "adviser_offer": "unanswered",
            "interpreter": "not_needed",
        } | fields  # fmt: skip

    def test_is_booked_and_takes_the_referral_up(self, lead):
        intake = make_intake()
        guardian = make_guardianship(intake.pupil).guardian
        sent = self.plan(guardians=[str(guardian.public_id)])
        answer = signed_in(lead).post(f"/intake/{intake.public_id}/talk-time/", sent, follow=True)
        assert "Samtalen er avtalt" in answer.content.decode()
        booking = Booking.objects.get()
        intake.refresh_from_db()
        assert (intake.state, list(booking.guardians.all())) == ("in_intake", [guardian])

    def test_sent_twice_is_one(self, lead):
        intake, client, sent = make_intake(), signed_in(lead), self.plan()
        for _ in range(2):
            client.post(f"/intake/{intake.public_id}/talk-time/", sent)
        assert Booking.objects.count() == 1

    def test_another_time_calls_the_old_one_off(self, lead):
        intake, client = make_intake(), signed_in(lead)
        for place in ("Skolen", "Leiligheten"):
            client.post(f"/intake/{intake.public_id}/talk-time/", self.plan(place=place))
        assert Booking.objects.get(called_off_at__isnull=True).place == "Leiligheten"
        assert Booking.objects.count() == 2

    def test_the_family_adviser_is_always_offered_and_the_answer_recorded(self, lead):
        intake, client = make_intake(), signed_in(lead)
        refused = client.post(f"/intake/{intake.public_id}/talk-time/", self.plan(family_adviser=""))
        assert refused.status_code == 200
        assert not Booking.objects.exists()
        client.post(f"/intake/{intake.public_id}/talk-time/", self.plan())
        client.post(f"/intake/{intake.public_id}/talk-time/changes/", {"adviser_offer": "no"})
        booking = Booking.objects.get()
        assert booking.adviser_offer == "no"
        assert booking.adviser_answered_at is not None

    def test_not_asking_the_pupil_needs_a_reason(self, lead):
        intake = make_intake()
        answer = signed_in(lead).post(f"/intake/{intake.public_id}/talk-time/", self.plan(asks_pupil="no"))
        assert "Skriv hvorfor eleven ikke blir invitert." in answer.content.decode()

    def test_a_barred_parent_is_no_choice(self, lead):
        intake = make_intake()
        barred = make_guardianship(intake.pupil, barred_from=TODAY, barred_source="Retten").guardian
        sent = self.plan(guardians=[str(barred.public_id)])
        page = signed_in(lead).get(f"/intake/{intake.public_id}/talk-time/").content.decode()
        assert barred.family_name not in page
        signed_in(lead).post(f"/intake/{intake.public_id}/talk-time/", sent)
        assert not Booking.objects.filter(guardians=barred).exists()

    def test_an_interpreter_that_is_needed_is_lacking_until_ordered(self, lead):
        intake, client = make_intake(make_pupil(needs_interpreter=True)), signed_in(lead)
        assert ">tolk<" in client.get(f"/intake/{intake.public_id}/").content.decode()
        sent = self.plan(interpreter="to_order", interpreter_language="arabisk")
        client.post(f"/intake/{intake.public_id}/talk-time/", sent)
        assert ">tolk<" in client.get(f"/intake/{intake.public_id}/").content.decode()
        client.post(f"/intake/{intake.public_id}/talk-time/changes/", {"ordered": "1"})
        assert ">tolk<" not in client.get(f"/intake/{intake.public_id}/").content.decode()

    def test_yesterday_is_no_time_for_a_talk(self, lead):
        sent = self.plan(day=(TODAY - dt.timedelta(days=1)).isoformat())
        answer = signed_in(lead).post(f"/intake/{make_intake().public_id}/talk-time/", sent)
        assert "Samtalen må være senere enn nå." in answer.content.decode()
