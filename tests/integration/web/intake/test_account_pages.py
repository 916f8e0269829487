"""The school’s account for the talk."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.intake.models import Intake, OwnAnswer
from skoleporten.people.models import Enrolment
from tests.factories import make_enrolment, make_grant, make_pupil, make_school, make_school_leader, make_user
from tests.intake_factories import make_lead
from tests.integration.web.intake.talking import of, text_of
from tests.pages import signed_in
from tests.talk_factories import QUESTIONS, make_story, use_questions

pytestmark = pytest.mark.django_db


# The school's account -------------------------------------------------------------------------------------------------
def account_url(intake) -> str:
    return reverse("schools_account", args=[intake.pupil.public_id])


def account(**fields) -> dict[str, str]:
    return {
        "client_id": str(uuid.uuid4()), "seen_version": "0", "seen_answers": "0", "words": "Hun er blid om morgenen.",
        "own-group": "5A", "own-health": "Astma", **fields,
    }  # fmt: skip


def test_the_leader_writes_the_schools_account_and_reads_what_it_was_let_read(intake, member):
    use_questions()
    leader = signed_in(make_school_leader(Enrolment.objects.get(pupil=intake.pupil).school))
    make_story(intake, words="Bare for dere")
    make_story(intake, words="Skolen kan lese dette", audiences=frozenset({"school"}))
    assert leader.post(account_url(intake), account()).status_code == 302
    page = text_of(leader.get(account_url(intake)))
    assert "Skolen kan lese dette" in page and "Hun er blid" in page  # noqa: PT018
    assert "Bare for dere" not in page
    assert leader.post(account_url(intake), account(words="Endret")).status_code == 409
    assert leader.post(account_url(intake), account(words="Endret", seen_version="1")).status_code == 302
    assert "Endret" in text_of(member.get(of(intake, "talk_part", "schools_story")))
    assert "Astma" in text_of(member.get(of(intake, "talk_part", "schools_story")))
    assert "Bare for dere" not in text_of(leader.get(account_url(intake)))


def test_what_a_school_answers_about_health_is_kept_and_not_shown_to_it_again(intake):
    use_questions()
    leader = signed_in(make_school_leader(Enrolment.objects.get(pupil=intake.pupil).school))
    leader.post(account_url(intake), account())
    page = text_of(leader.get(account_url(intake)))
    assert "Astma" not in page
    seen = {
        name: re.search(rf'name="{name}" value="(\d+)"', page).group(1) for name in ("seen_version", "seen_answers")
    }
    assert leader.post(account_url(intake), account(**seen, **{"own-group": "5C", "own-health": ""})).status_code == 302
    values = dict(OwnAnswer.objects.values_list("question_id", "value"))
    assert values == {"group": "5C", "health": "Astma"}


def test_own_questions_of_the_referral_are_answered_in_it_and_read_in_the_talk():
    use_questions(QUESTIONS.replace('asked_in = "schools_account"', 'asked_in = "referral"'))
    school = make_school()
    pupil = make_enrolment(school, make_pupil()).pupil
    lead = make_lead()
    leader = signed_in(make_school_leader(school))
    url = reverse("refer", args=[pupil.public_id])
    sent = {"client_id": str(uuid.uuid4()), "seen_version": "0", "reason": "Borte", "own-group": "5A"}
    assert leader.post(url, sent | {"own-group": ""}).status_code == 200
    assert leader.post(url, sent | {"own-health": "Migrene"}).status_code == 302
    made = Intake.objects.get()
    page = text_of(signed_in(lead).get(of(made, "talk_part", "own_questions")))
    assert "5A" in page and "Migrene" in page  # noqa: PT018


def test_the_pupils_page_leads_the_school_to_its_account(intake):
    leader = signed_in(make_school_leader(Enrolment.objects.get(pupil=intake.pupil).school))
    assert account_url(intake) in text_of(leader.get(reverse("pupil", args=[intake.pupil.public_id])))


def test_a_teacher_writes_an_account_only_where_she_takes_part(intake):
    from skoleporten.concerns.models import Concern

    stay = Enrolment.objects.get(pupil=intake.pupil)
    user = make_user()
    make_grant(user, Role.TEACHER, stay.school)
    teacher = signed_in(user)
    assert teacher.get(account_url(intake)).status_code == 404
    Concern.objects.create(
        pupil=intake.pupil,
        school=stay.school,
        kind="person",
        opened_at=intake.opened_at,
        opening_reason="x",
        owner=user,
        opened_by=user,
    )
    assert teacher.post(account_url(intake), account()).status_code == 302
    leader = signed_in(make_school_leader(stay.school))
    leader.post(account_url(intake), account(words="Lederen ser noe annet"))
    page = text_of(teacher.get(account_url(intake)))
    assert "Hun er blid" in page and "Lederen ser" not in page  # noqa: PT018
    assert "Hun er blid" in text_of(leader.get(account_url(intake)))
