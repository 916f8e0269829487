"""Ways that somebody could try to learn or change more than the pages of follow-up, intake and duties let her."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.audit.models import EventPupil
from skoleporten.duties import actions as duties
from skoleporten.intake import queries, referring
from skoleporten.intake.models import OutsideForm, Referral
from skoleporten.intake.referring import About, Told
from skoleporten.rules.errors import RefusedError
from skoleporten.web.looks.gathering import opened_since
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
from tests.intake_factories import make_intake, make_lead, make_outside_form, make_team_member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


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
