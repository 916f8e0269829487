"""The pages of the decision and its letters, asked as a browser does."""

from __future__ import annotations

import re
import uuid

import pytest
from django.utils import timezone

from skoleporten.documents.models import Draft
from skoleporten.intake import letters
from skoleporten.intake.models import Decision, DecisionLetter
from skoleporten.rules.decision import Kind, Outcome
from tests.consent_factories import consent_in_force
from tests.decision_factories import (
    LATER,
    TODAY,
    decide,
    decided,
    in_intake,
    make_meeting,
    make_referred_pupil,
    tell_story,
    texts,
)
from tests.factories import actor_of, make_enrolment, make_pupil, make_pupil_account, make_school, make_school_leader
from tests.intake_factories import make_lead, make_referral, make_team_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
CHECKED = re.compile(r"<input[^>]*type=\"radio\"[^>]*checked")


@pytest.fixture
def client(lead):
    return signed_in(lead)


@pytest.fixture
def intake():
    return in_intake()


def the_decision(**fields) -> dict[str, object]:
    now = timezone.localtime()
    return texts() | {
        "client_id": str(uuid.uuid4()), "is_story_heard": "no", "childs_story": "Ola vil vente.", "language": "nb",
        "next_review": LATER.isoformat(), "decided_on": TODAY.isoformat(), "told_time": now.strftime("%H:%M"),
        "told_how": "meeting", "to_school": "",
    } | fields  # fmt: skip


def in_words(intake, outcome=Outcome.MORE_TO_FIND_OUT, kind=Kind.AGREEMENT) -> str:
    return f"/intake/{intake.public_id}/decision/words/?outcome={outcome}&kind={kind}"


def page(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


class TestDeciding:
    def test_nothing_is_chosen_beforehand_and_nothing_is_ranked(self, client, intake):
        make_meeting(intake)
        shown = page(client, f"/intake/{intake.public_id}/decision/")
        assert shown.count('name="outcome"') == len(Outcome)
        assert CHECKED.search(shown) is None
        for word in ("anbefal", "poeng på", "score", "best treff"):
            assert word not in shown.lower()

    def test_without_a_meeting_there_is_nothing_to_choose(self, client, intake):
        shown = page(client, f"/intake/{intake.public_id}/decision/")
        assert 'name="outcome"' not in shown
        assert f"/intake/{intake.public_id}/meeting/" in shown

    def test_a_kind_that_does_not_fit_is_told_of(self, client, intake):
        make_meeting(intake)
        address = f"/intake/{intake.public_id}/decision/?outcome=other_service&kind=agreement"
        assert "#id_kind" in page(client, address)
        assert client.get(in_words(intake, Outcome.OTHER_SERVICE, Kind.AGREEMENT)).status_code == 302

    def test_the_choice_leads_to_only_what_it_needs(self, client, intake):
        make_meeting(intake)
        address = f"/intake/{intake.public_id}/decision/?outcome=other_service&kind=redirection"
        found = client.get(address)["Location"]
        shown = page(client, found)
        assert 'name="receiver"' in shown
        for name in ("legal_rule", "complaint_to", "measure_0_who", "followed_up_by"):
            assert f'name="{name}"' not in shown

    def test_is_saved_and_leads_to_its_page(self, client, intake):
        make_meeting(intake)
        answer = client.post(in_words(intake), the_decision())
        made = Decision.objects.get()
        assert answer["Location"] == f"/intake/decisions/{made.public_id}/"
        assert texts()["reason"] in page(client, answer["Location"])
        intake.refresh_from_db()
        assert intake.next_review == LATER

    def test_sent_twice_is_one(self, client, intake):
        make_meeting(intake)
        sent = the_decision()
        assert {client.post(in_words(intake), sent)["Location"] for _ in range(2)} != set()
        assert Decision.objects.count() == 1

    def test_of_two_writers_the_second_reads_the_first_before_she_goes_on(self, client, intake):
        make_meeting(intake)
        client.post(in_words(intake), the_decision())
        other = signed_in(make_lead())
        shown = other.post(in_words(intake), the_decision(reason="Noe helt annet.")).content.decode()
        assert "Noe helt annet." in shown
        assert f'name="seen" value="{Decision.objects.get().public_id}"' in shown
        other.post(in_words(intake), the_decision(seen=str(Decision.objects.get().public_id)))
        assert Decision.objects.count() == 2

    def test_each_field_that_an_individual_decision_lacks_is_pointed_at(self, client, intake):
        make_meeting(intake)
        empty = dict.fromkeys(("facts", "legal_rule", "grounds", "pupils_view", "followed_up_by"), "")
        address = in_words(intake, Outcome.WAITING, Kind.INDIVIDUAL_DECISION)
        shown = client.post(address, the_decision(**empty)).content.decode()
        for name in (*empty, "complaint_to", "complaint_deadline"):
            assert f"#id_{name}" in shown, name
        assert not Decision.objects.exists()

    def test_a_day_to_complain_that_has_been_is_pointed_at(self, client, intake, lead):
        make_meeting(intake)
        sent = the_decision(
            followed_up_by=str(lead.public_id), complaint_deadline=TODAY.isoformat(), complaint_to="Kommunen",
            complaint_instance="Statsforvalteren",
        )  # fmt: skip
        address = in_words(intake, Outcome.WAITING, Kind.INDIVIDUAL_DECISION)
        assert "#id_complaint_deadline" in client.post(address, sent).content.decode()

    def test_a_place_without_consent_is_refused_in_words_and_given_with_it(self, client, intake):
        make_meeting(intake)
        address = in_words(intake, Outcome.SKOLEPORTEN)
        shown = client.post(address, the_decision()).content.decode()
        assert "samtykke" in shown
        assert not Decision.objects.exists()
        consent_in_force(intake.pupil, "join_skoleporten")
        assert client.post(address, the_decision()).status_code == 302

    def test_measures_have_all_five_or_none(self, client, intake):
        make_meeting(intake)
        address = in_words(intake, Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION)
        measure = {
            "measure_0_problem": "Uro", "measure_0_measure": "Stille rom", "measure_0_who": "Berit",
            "measure_0_starts": TODAY.isoformat(), "receiver": "Solvik skole", "follower": "Berit",
        }  # fmt: skip
        assert "#id_measure_0_measure" in client.post(address, the_decision(**measure)).content.decode()
        sent = the_decision(**measure, measure_0_evaluated_on=LATER.isoformat())
        assert client.post(address, sent).status_code == 302
        assert Decision.objects.get().measures.get().who == "Berit"

    def test_a_measure_that_names_a_schoolmate_is_kept_and_told_of(self, client, intake):
        make_meeting(intake)
        make_enrolment(intake.pupil.enrolments.get().school, make_pupil("Jonas", "Li"), 5)
        address = in_words(intake, Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION)
        measure = {
            "measure_0_problem": "Uro", "measure_0_measure": "Sitter ikke ved Jonas Li", "measure_0_who": "Berit",
            "measure_0_starts": TODAY.isoformat(), "measure_0_evaluated_on": LATER.isoformat(),
            "receiver": "Solvik skole", "follower": "Berit",
        }  # fmt: skip
        answer = client.post(address, the_decision(**measure), follow=True)
        assert "Teksten ser ut til å nevne en annen elev." in answer.content.decode()
        assert Decision.objects.get().measures.count() == 1

    def test_a_story_that_stands_may_be_told_of(self, client, intake):
        make_meeting(intake)
        tell_story(intake)
        client.post(in_words(intake), the_decision(is_story_heard="yes", childs_story="Bråk i klassen."))
        assert Decision.objects.get().is_story_heard

    def test_the_team_sees_only_what_it_may_decide(self, intake):
        make_meeting(intake)
        client = signed_in(make_team_member())
        assert page(client, f"/intake/{intake.public_id}/decision/").count('name="outcome"') == 1
        assert client.get(in_words(intake, Outcome.WAITING)).status_code == 302

    def test_the_text_is_kept_when_the_session_ended(self, client, intake):
        make_meeting(intake)
        shown = page(client, in_words(intake))
        ticket = re.search(r'name="draft" value="([^"]+)"', shown)[1].replace("&amp;", "&")
        client.logout()
        client.post(in_words(intake), the_decision(draft=ticket, reason="Langt og viktig."))
        assert Draft.objects.filter(form="intake.decision").exists()


class TestTheDecision:
    def test_is_replaced_by_a_new_one_and_both_can_be_read(self, client):
        first = decide()
        address = f"/intake/decisions/{first.public_id}/correction/"
        assert texts()["reason"] in page(client, address)
        client.post(address, the_decision(why="Feil dato.", reason="Ny grunn."))
        second = Decision.objects.get(replaces=first)
        assert "Feil dato." in page(client, f"/intake/decisions/{first.public_id}/")
        assert "Ny grunn." in page(client, f"/intake/decisions/{second.public_id}/")
        assert client.get(address).status_code == 302

    def test_letters_are_previewed_made_once_and_downloaded(self, client):
        made = decide()
        here = f"/intake/decisions/{made.public_id}/"
        preview = page(client, f"{here}preview/?to=pupil")
        assert texts()["to_pupil"] in preview
        assert client.get(f"{here}preview/?to=pupil&as=pdf").content.startswith(b"%PDF")
        assert not DecisionLetter.objects.exists()
        same = str(uuid.uuid4())
        for _ in range(2):
            client.post(f"{here}letters/", {"client_id": same})
        assert DecisionLetter.objects.count() == 3
        document = DecisionLetter.objects.get(to="school").document
        assert f"/documents/{document.public_id}/" in page(client, here)
        assert client.get(f"/documents/{document.public_id}/").content.startswith(b"%PDF")

    def test_one_letter_is_made_anew(self, client):
        made = decide()
        here = f"/intake/decisions/{made.public_id}/letters/"
        client.post(here, {"client_id": str(uuid.uuid4())})
        client.post(here, {"client_id": str(uuid.uuid4()), "to": "pupil"})
        assert DecisionLetter.objects.filter(to="pupil").count() == 2

    def test_no_preview_to_somebody_who_gets_no_letter(self, client):
        made = decide()
        assert client.get(f"/intake/decisions/{made.public_id}/preview/?to={uuid.uuid4()}").status_code == 404

    def test_the_texts_are_written_in_another_language(self, client):
        made = decide()
        address = f"/intake/decisions/{made.public_id}/texts/en/"
        assert texts()["reason"] in page(client, address)
        client.post(address, texts("en") | {"version": "0"})
        assert made.texts.get().reason == texts("en")["reason"]
        assert client.post(address, texts("en") | {"version": "0"}).status_code == 200
        assert client.get(f"/intake/decisions/{made.public_id}/texts/nb/").status_code == 404
        assert client.get(f"/intake/decisions/{made.public_id}/texts/xx/").status_code == 404

    def test_it_is_written_down_that_somebody_was_told(self, client):
        made = decide()
        task, here = made.to_tell.get(whom="school"), f"/intake/decisions/{made.public_id}/"
        client.post(f"{here}told/", {"task": str(task.public_id), "how": ""})
        assert not made.to_tell.filter(pk=task.pk, told_at__isnull=False).exists()
        client.post(f"{here}told/", {"task": str(task.public_id), "how": "call"})
        assert made.to_tell.get(pk=task.pk).told_how == "call"
        assert client.post(f"{here}told/", {"task": str(uuid.uuid4()), "how": "call"}).status_code == 404

    def test_a_service_from_outside_has_no_button_before_the_family_agrees(self, client, intake):
        make_referral(intake, "lunde", outside_service="Lunde", outside_name="Anne", basis_text="Mor")
        made = decide(intake)
        task = made.to_tell.get(whom="outside")
        assert str(task.public_id) not in page(client, f"/intake/decisions/{made.public_id}/")


class TestTheFamily:
    @pytest.fixture
    def made(self, lead):
        pupil = make_referred_pupil()
        make_pupil_account(pupil)
        made = decide(in_intake(pupil), asked=decided(Outcome.WAITING, Kind.INDIVIDUAL_DECISION))
        letters.make(by=actor_of(lead), decision=made, client_id=uuid.uuid4(), today=TODAY)
        return made

    def test_a_guardian_reads_the_outcome_and_gets_her_own_letter(self, made):
        relation = made.intake.pupil.guardianships.get()
        client = signed_in(relation.guardian.user)
        assert f"/intake/decisions/mine/{made.public_id}/" in page(client, "/intake/decisions/mine/")
        shown = page(client, f"/intake/decisions/mine/{made.public_id}/")
        own = made.letters.get(to="guardian").document
        assert f"/documents/{own.public_id}/" in shown
        assert client.get(f"/documents/{own.public_id}/").status_code == 200
        for to in ("pupil", "school"):
            other = made.letters.get(to=to).document
            assert str(other.public_id) not in shown
            assert client.get(f"/documents/{other.public_id}/").status_code == 404

    def test_a_pupil_reads_her_own_words_and_letter(self, made):
        client = signed_in(made.intake.pupil.account.user)
        shown = page(client, f"/intake/decisions/mine/{made.public_id}/")
        assert texts()["to_pupil"] in shown
        assert f"/documents/{made.letters.get(to='pupil').document.public_id}/" in shown
        assert str(made.letters.get(to="guardian").document.public_id) not in shown

    def test_no_page_of_the_family_shows_what_the_staff_wrote_for_themselves(self, made, client):
        client.post(f"/intake/{made.intake.public_id}/preparation/", {"stories": "Kanaritanke", "version": "0"})
        for user in (made.intake.pupil.account.user, made.intake.pupil.guardianships.get().guardian.user):
            family = signed_in(user)
            shown = page(family, f"/intake/decisions/mine/{made.public_id}/")
            for text in ("Kanaritanke", made.childs_story, made.meeting.summary):
                assert text not in shown


class TestTheSchool:
    def test_reads_the_outcome_and_its_measures_only(self):
        school = make_school("Solvik skole")
        leader = make_school_leader(school)
        asked = decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION, to_school="Ring oss mandag.")
        made = decide(in_intake(make_referred_pupil(school)), asked=asked)
        shown = page(signed_in(leader), f"/intake/decisions/school/{made.public_id}/")
        assert "Ring oss mandag." in shown
        assert "Et stille rom i første time." in shown
        for name in ("reason", "facts", "pupils_view", "childs_best", "alternatives", "grounds", "to_pupil", "choice"):
            assert texts()[name] not in shown, name

    def test_is_not_told_which_other_service(self):
        school = make_school("Solvik skole")
        leader = make_school_leader(school)
        asked = decided(Outcome.OTHER_SERVICE, Kind.REDIRECTION, receiver="Kanaritjenesten")
        made = decide(in_intake(make_referred_pupil(school)), asked=asked)
        assert "Kanaritjenesten" not in page(signed_in(leader), f"/intake/decisions/school/{made.public_id}/")

    def test_finds_it_from_the_referral_that_it_sent(self):
        school = make_school("Solvik skole")
        leader, intake = make_school_leader(school), in_intake(make_referred_pupil(school))
        sent = make_referral(intake, school=school, referred_by=leader)
        intake.transitions.create(to_state="referred", at=sent.sent_at, by=leader)
        made = decide(intake)
        assert f"/intake/decisions/school/{made.public_id}/" in page(
            signed_in(leader), f"/intake/sent/{sent.public_id}/"
        )
