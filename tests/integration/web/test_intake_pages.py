"""The pages of referral and intake, asked as a browser does."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake import referring
from skoleporten.intake.models import Booking, Intake, OutsideForm, Referral
from skoleporten.intake.referring import Told
from skoleporten.intake.transitions import move
from tests.factories import (
    actor_of,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user,
)
from tests.intake_factories import make_intake, make_lead, make_referral, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOKEN = re.compile(r"/intake/form/([\w-]+)/")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def school():
    return make_school("Solvik skole")


@pytest.fixture
def leader(school):
    return make_school_leader(school, "rektor")


@pytest.fixture
def pupil(school):
    return make_enrolment(school, make_pupil("Kari", "Nordmann", birth_date=dt.date(2014, 5, 1))).pupil


def sent_by(leader, pupil, **fields) -> Referral:
    told = Told(**{"client_id": uuid.uuid4(), "reason": "Borte hver mandag.", "basis": "duty"} | fields)
    return referring.by_school(by=actor_of(leader), pupil=pupil, told=told)


def story(**fields) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "reason": "Borte hver mandag.", "hope": "Ro", "seen_version": "0"} | fields


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


def content(answer) -> str:
    """Without one-time tokens, form ids and times."""
    text = answer.content.decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|draft|client_id)" value="[^"]*"', "", text)
    return re.sub(r"\?next=[^\"]*|kl\. \d\d\.\d\d|T\d\d:\d\d:\d\d[\d.+:]*", "", text)


def guardian_of(relation):
    from skoleporten.access.queries import actor_of as acting

    return acting(relation.guardian.user, TODAY, Role.GUARDIAN)


def actor_of_guardian():
    from skoleporten.access.queries import actor_of as acting

    return acting(make_guardian(make_user()).user, TODAY, Role.GUARDIAN)


def unmatched() -> Intake:
    told = Told(client_id=uuid.uuid4(), reason="Hjelp")
    about = referring.About("Kari", "Hansen")
    return referring.by_guardian(by=actor_of_guardian(), about=about, told=told).intake
