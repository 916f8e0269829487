"""Who opens a case, and what of it: the owner, a colleague, strangers of the same roles, the school and the family."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.intake import owners
from tests.case_factories import make_care, make_decision, make_named_case, make_part
from tests.consent_factories import consent_in_force
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_grant,
    make_guardian,
    make_guardianship,
    make_pupil_account,
    make_school,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_lead, make_team_member
from tests.talk_factories import make_story

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGES = ("case", "case_timeline", "case_printed", "case_team", "case_decision_new", "case_care", "case_hand_over")
READ = ("case", "case_timeline", "case_printed")


@pytest.fixture
def lead():
    return make_lead("leder")


@pytest.fixture
def case(lead):
    made = make_named_case(lead)
    make_care(made)
    make_decision(made)
    make_story(made.intake, actor_of(lead), words="Det er bråk i gangen.")
    return made


def status(user, case, name="case") -> int:
    return signed_in(user).get(reverse(name, args=[case.public_id])).status_code


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(user, case) -> str:
    answer = signed_in(user).get(reverse("case", args=[case.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_owner_and_a_colleague_open_every_page_of_the_case(lead, case, name):
    assert status(lead, case, name) == 200
    assert status(make_team_member(), case, name) == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.ADMINISTRATOR, Role.MUNICIPALITY])
def test_no_school_and_no_office_opens_a_case(case, name, role):
    """Also the leader of the pupil's own school: what is hers stands on the pupil's own page."""
    school = case.pupil.enrolments.get().school
    user = make_user()
    make_grant(user, role, school if role in {Role.TEACHER, Role.SCHOOL_LEADER} else None)
    assert status(user, case, name) == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_guardian_and_the_pupil_do_not_open_the_staffs_page(case, name):
    guardian, own = make_user(), make_user()
    make_guardianship(case.pupil, make_guardian(guardian))
    make_pupil_account(case.pupil, own)
    assert status(guardian, case, name) == 404
    assert status(own, case, name) == 404


def test_somebody_on_the_team_who_is_barred_does_not_see_that_there_is_a_case(case):
    barred = make_team_member()
    make_guardianship(
        case.pupil, make_guardian(barred), barred_from=TODAY - dt.timedelta(days=1), barred_source="Tingretten",
        decides="none",
    )  # fmt: skip
    assert status(barred, case) == 404
    assert "Holm" not in signed_in(barred).get(reverse("cases"), {"whose": "all"}).content.decode()


def test_a_protected_pupil_is_opened_by_name_only(lead, case):
    case.pupil.protected = True
    case.pupil.save()
    assert status(lead, case) == 404
    by_name = make_grant(lead, Role.LEAD)
    by_name.pupil = case.pupil
    by_name.save()
    assert status(lead, case) == 200


def test_a_specialist_reads_what_she_is_named_for_and_neither_care_nor_forms(case):
    named = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, named)
    text = text_of(named, case)
    assert "Elements 26/1234" in text
    for said in ("Bestemor", "900 00 000", "Nøtteallergi", "Det er bråk i gangen.", reverse("intakes")):
        assert said not in text
    assert [status(named, case, name) for name in PAGES] == [200, 200, 200, 404, 404, 404, 404]


def test_a_specialist_without_consent_and_a_stranger_of_the_same_role_open_nothing(case):
    without = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, without, basis="consent", law="")
    stranger = make_user_in(Role.SPECIALIST)
    make_case_team_member(make_named_case().pupil, stranger)
    for name in READ:
        assert status(without, case, name) == 404
        assert status(stranger, case, name) == 404


def test_the_part_somebody_has_opens_nothing_when_the_access_has_ended(lead, case):
    member = make_team_member()
    make_part(case, member)
    member.grants.update(end=TODAY - dt.timedelta(days=1))
    assert status(member, case) != 200


def test_a_stranger_neither_moves_nor_takes_nor_opens_a_case_again(case):
    stranger = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, stranger)
    for name in ("case_take", "case_hand_over", "case_answer_hand_over", "case_stage", "case_open_again"):
        answer = signed_in(stranger).post(reverse(name, args=[case.public_id]), {"client_id": str(uuid.uuid4())})
        assert answer.status_code == 404, name


def test_a_member_of_the_team_does_not_open_a_closed_case_again(case):
    consent_in_force(case.pupil)
    answer = signed_in(make_team_member()).post(reverse("case_open_again", args=[case.public_id]))
    assert answer.status_code == 404


def test_what_hangs_on_another_case_is_not_reached_through_ones_own(lead, case):
    other = make_decision(make_named_case(lead), content="Gjelder en annen.")
    answer = signed_in(lead).get(reverse("case_decision", args=[case.public_id, other.public_id]))
    assert answer.status_code == 404


def test_only_whom_it_was_offered_to_answers(lead, case):
    to, other = make_team_member(), make_team_member()
    owners.offer(by=actor_of(lead), intake=case.intake, to=to)
    signed_in(other).post(reverse("case_answer_hand_over", args=[case.public_id]), {"accept": "1"})
    case.intake.refresh_from_db()
    assert case.intake.owner == lead


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER])
def test_the_school_sees_the_stage_on_the_pupils_page_and_nothing_of_the_inside(case, role):
    user = make_user()
    make_grant(user, role, case.pupil.enrolments.get().school)
    text = signed_in(user).get(reverse("pupil", args=[case.pupil.public_id])).content.decode()
    assert "Hos Skoleporten:" in text
    for said in ("Bestemor", "Nøtteallergi", "Elements 26/1234", "Det er bråk i gangen.", str(case.public_id)):
        assert said not in text


def test_a_leader_of_another_school_sees_no_pupil_and_no_stage(case):
    stranger = make_user()
    make_grant(stranger, Role.SCHOOL_LEADER, make_school())
    assert signed_in(stranger).get(reverse("pupil", args=[case.pupil.public_id])).status_code == 404


def test_the_page_says_why_one_sees_it(lead, case):
    assert "Du ser dette fordi" in text_of(lead, case)
