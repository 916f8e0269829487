"""Ways that somebody could try to learn or change more than the pages of follow-up, intake and duties let her."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.access.pending import hashed
from skoleporten.audit.models import Event, EventPupil
from skoleporten.concerns import discussion_actions, measure_actions, next_steps
from skoleporten.concerns.actions import open_by_person
from skoleporten.documents.attachment_kinds import MOST_BYTES
from skoleporten.documents.models import Draft
from skoleporten.duties import actions as duties
from skoleporten.intake import inviting, letters, queries, referring
from skoleporten.intake.models import Booking, OutsideForm, Referral
from skoleporten.intake.referring import About, Told
from skoleporten.rules.errors import RefusedError
from skoleporten.web.intake.forms import FileForm
from skoleporten.web.looks.gathering import opened_since
from tests.consent_factories import consent_in_force
from tests.decision_factories import a_measure, decide, decided, in_intake, make_referred_pupil
from tests.factories import (
    actor_of,
    make_administrator,
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.follow_up_factories import MONDAY, make_followed, make_teacher
from tests.intake_factories import make_intake, make_lead, make_outside_form, make_team_member
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def pupil():
    return make_enrolment(make_school("Solvik skole"), make_pupil("Ola", "Elevsen")).pupil


# A stolen session -----------------------------------------------------------------------------------------------------
def test_pupils_opened_by_way_of_the_intake_are_counted_before_the_second_factor_is_asked_for_anew():
    member, intakes = make_team_member(), [make_intake() for _ in range(3)]
    client = signed_in(member)
    client.get(f"/intake/{intakes[0].public_id}/")
    client.get(f"/pupils/{intakes[1].pupil.public_id}/consents/new/")
    client.get(f"/duties/pupils/{intakes[2].pupil.public_id}/")
    assert EventPupil.objects.values("pupil").distinct().count() == 3
    assert opened_since(str(member.public_id), timezone.now() - dt.timedelta(hours=1)) == 3


# A leader whom a report is about --------------------------------------------------------------------------------------
@pytest.fixture
def official():
    user = make_user_in(Role.MUNICIPALITY)
    duties.name_official(by=actor_of(make_administrator()), user=user, start=TODAY, end=TODAY + dt.timedelta(days=9))
    return user


def reported(pupil, by, about: str):
    school = pupil.enrolments.get().school_id
    return duties.report_environment(
        by=actor_of(by), pupil=pupil, school_id=school, concern_id=None, what="Holdt utenfor.", pupils_view="",
        about=about, is_serious=True, client_id=uuid.uuid4(),
    )  # fmt: skip


@pytest.mark.parametrize(("about", "is_told"), [("leader", False), ("staff", True)])
def test_a_leader_does_not_learn_of_a_report_past_her_from_who_has_looked(pupil, official, about, is_told):
    school = pupil.enrolments.get().school
    leader, teacher = make_school_leader(school), make_user()
    make_grant(teacher, Role.TEACHER, school)
    report = reported(pupil, teacher, about)
    assert signed_in(official).get(f"/duties/environment/{report.public_id}/").status_code == 200
    page = signed_in(leader).get(f"/pupils/{pupil.public_id}/who-has-looked/").content.decode()
    seers = signed_in(leader).get(f"/pupils/{pupil.public_id}/who-can-see/").content.decode()
    assert ("For å følge opp en sak fra skolen" in page) is is_told
    assert ("kommunen tar imot alvorlige saker fra skolen" in seers) is is_told


# A parent who leads the team ------------------------------------------------------------------------------------------
def test_not_even_a_number_tells_a_barred_parent_on_the_team_that_the_child_is_referred():
    user = make_lead()
    intake = make_intake(owner=make_lead())
    make_guardianship(intake.pupil, make_guardian(user), barred_from=TODAY, barred_source="Rettskjennelse")
    assert queries.hidden_from(actor_of(user), TODAY) == 0


# Whoever has a one-time link ------------------------------------------------------------------------------------------
def send(form: OutsideForm, client_id: uuid.UUID) -> Referral:
    told = Told(client_id=client_id, reason="Mye borte.")
    return referring.by_outside_form(form=form, told=told, about=About("Kari", "Berg"), name="Åse", contact="38")


def test_the_form_of_one_link_is_not_sent_by_another():
    same = uuid.uuid4()
    first, second = make_outside_form(), make_outside_form()
    send(first, same)
    with pytest.raises(RefusedError):
        send(second, same)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("over", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_a_link_taken_back_while_the_form_lay_open_sends_nothing(over):
    form = make_outside_form(made_at=timezone.now() - dt.timedelta(days=14))
    OutsideForm.objects.update(**over)
    with pytest.raises(RefusedError):
        send(form, uuid.uuid4())
    assert not Referral.objects.exists()


def test_what_a_link_rests_on_is_read_by_who_wrote_it_and_by_nobody_else_on_the_team():
    writer, colleague = make_team_member(), make_team_member()
    make_outside_form(writer, basis_text="Mor til Ola Elevsen har sagt ja")
    assert "Elevsen" in signed_in(writer).get("/intake/links/").content.decode()
    assert "Elevsen" not in signed_in(colleague).get("/intake/links/").content.decode()


def test_whoever_finds_a_link_reads_on_it_no_name_of_a_family():
    make_outside_form(token_hash=hashed("found"), basis_text="Mor til Ola Elevsen har sagt ja")
    page = Client().get("/intake/form/found/").content.decode()
    assert "SMI" in page
    assert "Elevsen" not in page


# Somebody with the address of another's letter ------------------------------------------------------------------------
def downloads(user, document) -> bool:
    return signed_in(user).get(f"/documents/{document.public_id}/").status_code == 200


@pytest.fixture
def decision():
    relation = make_guardianship(made := make_referred_pupil())
    make_enrolment(made.enrolments.get().school, make_pupil("Torbjørn", "Kanarisen"))
    measures = [a_measure(measure="Sitter ved Torbjørn Kanarisen")]
    decision = decide(in_intake(made), asked=decided("school_with_measures", "redirection", measures=measures))
    decision.one_guardian = relation.guardian
    return decision


def letters_of(decision, to: str):
    return [one for one in decision.letters.all() if one.to == to]


def test_a_guardian_does_not_read_the_letter_to_another_guardian(decision):
    letters.make(by=actor_of(make_lead()), decision=decision, client_id=uuid.uuid4(), today=TODAY)
    for one in letters_of(decision, "guardian"):
        assert downloads(decision.one_guardian.user, one.document) is (one.guardian == decision.one_guardian)


def test_a_new_school_does_not_read_the_letter_to_the_one_before(decision):
    pupil = decision.intake.pupil
    letters.make(by=actor_of(make_lead()), decision=decision, client_id=uuid.uuid4(), today=TODAY)
    (letter,) = letters_of(decision, "school")
    old, new = pupil.enrolments.get().school, make_school()
    make_enrolment(new, pupil, start=TODAY)
    assert downloads(make_school_leader(old), letter.document)
    assert not downloads(make_school_leader(new), letter.document)


def test_a_measure_names_no_other_pupil_in_a_familys_letter(decision):
    for one in letters.receivers(decision, TODAY):
        said = str(letters.data_for(decision, one, TODAY).letter().blocks)
        assert ("Kanarisen" in said) is (one.to == "school"), one.to


def test_a_guardian_who_is_not_asked_to_the_talk_does_not_read_the_invitation():
    intake = make_intake()
    asked, other = (make_guardianship(intake.pupil).guardian for _ in range(2))
    booking = Booking.objects.create(
        intake=intake, client_id=uuid.uuid4(), starts_at=timezone.now() + dt.timedelta(days=2), place="Solvik",
        family_adviser="Siv", adviser_offer="yes", booked_at=timezone.now(), booked_by=make_user(),
        adviser_answered_at=timezone.now(),
    )  # fmt: skip
    booking.guardians.set([asked])
    letter = inviting.invite(by=actor_of(make_lead()), booking=booking, language="nb")
    assert downloads(asked.user, letter)
    assert not downloads(other.user, letter)


# A school and what the family agreed with others ----------------------------------------------------------------------
@pytest.mark.parametrize(("service", "is_opened"), [("ABUP", False), ("ppt", True), ("Ressursteam", False)])
def test_a_consent_to_share_with_one_service_opens_no_sheet_for_another_and_is_not_listed(pupil, service, is_opened):
    consent_in_force(pupil, "share_with_service", service=service)
    leader = make_school_leader(pupil.enrolments.get().school)
    concern = open_by_person(
        by=actor_of(leader), pupil=pupil, school_id=pupil.enrolments.get().school_id, reason="Mye borte."
    )
    client, address = signed_in(leader), f"/concerns/{concern.public_id}/discussions/"
    assert "ABUP" not in client.get(address).content.decode()
    client.post(address, {
        "client_id": str(uuid.uuid4()), "service": "ppt", "basis": "consent", "explained": "I møtet",
        "consent": str(pupil.consents.get().public_id), "question": "Hva nå?", "until": str(TODAY + dt.timedelta(7)),
    })  # fmt: skip
    assert concern.discussions.exists() is is_opened


def test_a_consultant_that_is_no_id_at_all_is_told_so(pupil):
    leader = make_school_leader(pupil.enrolments.get().school)
    concern = open_by_person(
        by=actor_of(leader), pupil=pupil, school_id=pupil.enrolments.get().school_id, reason="Mye borte."
    )
    made = discussion_actions.ask(
        by=actor_of(leader), concern=concern, service="ppt", basis="anonymous", question="Hva nå?", until=TODAY
    )
    address = f"/concerns/{concern.public_id}/discussions/{made.public_id}/showing/"
    assert signed_in(leader).post(address, {"consultant": "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"}).status_code == 302


# Whoever has got hold of a draft's ticket -----------------------------------------------------------------------------
def test_a_ticket_without_log_in_empties_nobodys_draft(pupil):
    leader = make_school_leader(pupil.enrolments.get().school)
    client, address = signed_in(leader), f"/duties/pupils/{pupil.public_id}/environment/"
    ticket = html.unescape(re.search(r'name="draft" value="([^"]+)"', client.get(address).content.decode())[1])
    client.post("/documents/drafts/", {"draft": ticket, "what": "Holdt utenfor."})
    assert Draft.objects.count() == 1
    for empty in ({"draft": ticket}, {"draft": ticket, "what": "  "}):
        Client().post(address, empty)
    assert Draft.objects.count() == 1


def test_no_more_of_a_huge_file_is_read_than_is_needed_to_refuse_it():
    form = FileForm({}, {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * (MOST_BYTES + 5000))})
    assert form.is_valid()
    assert len(form.sent_files[0].content) == MOST_BYTES + 1


# A colleague who may see the pupil and takes no part ------------------------------------------------------------------
def test_what_was_seen_of_a_measure_is_read_by_those_who_take_part():
    followed = make_followed()
    measure = measure_actions.start(
        by=followed.by, concern=followed.concern, problem="Bråk", what="Et stille rom", who="Berit",
        starts_on=MONDAY, evaluate_on=MONDAY,
    )  # fmt: skip
    measure_actions.evaluate(
        by=followed.by, measure=measure, seen="Kanarisett", decided="end", pupils_view="Kanarisagt"
    )
    colleague = make_teacher(followed.school, followed.school_class)
    addresses = [f"/concerns/{followed.concern.public_id}/{rest}" for rest in ("", f"measures/{measure.public_id}/")]
    for user, is_told in ((followed.teacher, True), (followed.leader, True), (colleague, False)):
        pages = "".join(signed_in(user).get(address).content.decode() for address in addresses)
        assert "Et stille rom" in pages
        assert ("Kanarisagt" in pages, "Kanarisett" in pages) == (is_told, is_told)


# Somebody at the same machine afterwards ------------------------------------------------------------------------------
def test_a_message_that_names_a_pupil_is_kept_in_no_cookie():
    followed = make_followed()
    client, address = signed_in(followed.teacher), f"/concerns/{followed.concern.public_id}/contact/"
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    sent = {"client_id": str(uuid.uuid4()), "whom": "pupil", "how": "phone", "at": now, "result": "reached"}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert set(client.cookies) <= {"sessionid", "csrftoken", "language"}
    assert f"for {followed.pupil.full_name}" in client.get(answer.url).content.decode()


# What happens at night ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ["concerns.released", "concerns.given_to_teachers"])
def test_the_log_knows_whose_owner_changed_at_night(action):
    followed = make_followed()
    if action == "concerns.released":
        followed.teacher.grants.update(ended_at=timezone.now())
    else:
        followed.concern.owner = None
        followed.concern.save()
    next_steps.refresh_all()
    assert [row.pupil for row in Event.objects.get(action=action).pupils.all()] == [followed.pupil.public_id]
