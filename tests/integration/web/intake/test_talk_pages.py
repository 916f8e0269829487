"""The pages of the intake talk as a whole: its parts, who finds it, and when it has ended."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.intake import factors
from skoleporten.intake.models import FinishedPart, Story
from skoleporten.intake.talk import parts_asked
from skoleporten.people.models import Enrolment
from tests.consent_factories import make_consent
from tests.factories import (
    make_administrator,
    make_guardian,
    make_guardianship,
    make_pupil_account,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.integration.web.intake.talking import BARRED, of, said, tell_url, text_of
from tests.pages import signed_in
from tests.talk_factories import make_informant, make_near, make_story, make_talk, team_actor, use_questions

pytestmark = pytest.mark.django_db


# The talk and its parts -----------------------------------------------------------------------------------------------
def test_the_talk_shows_every_part_and_how_far_it_is(member, intake):
    make_story(intake)
    page = text_of(member.get(of(intake, "talk")))
    assert page.count("Ikke begynt") == len(parts_asked(has_own_questions=False)) - 1
    assert page.count("Begynt<") == 1
    assert page.index("Elevens fortelling") < page.index("De foresattes fortelling") < page.index("Samtykke</a>")


def test_every_part_has_a_page_of_its_own_and_leads_to_the_next(member, intake):
    make_guardianship(intake.pupil)
    use_questions()
    for part in parts_asked(has_own_questions=True):
        answer = member.get(of(intake, "talk_part", part))
        assert answer.status_code == 200, part
    assert member.get(of(intake, "talk_part", "no-such")).status_code == 404
    done = member.post(of(intake, "talk_part_done", "welcome"))
    assert done.url == of(intake, "talk_part", "childs_story")
    member.post(of(intake, "talk_part_done", "welcome"))
    assert FinishedPart.objects.count() == 1
    member.post(of(intake, "talk_part_done", "welcome"), {"reopen": "1"})
    assert not FinishedPart.objects.exists()


def test_every_form_of_the_talk_opens(member, intake):
    use_questions(hypotheses=True)
    mother = make_guardianship(intake.pupil).guardian
    made = factors.suppose(by=team_actor(), intake=intake, kind="elsewhere", words="Hesten", client_id=uuid.uuid4())
    informant = make_informant(intake)
    urls = [tell_url(intake), tell_url(intake, "hopes", mother.public_id), tell_url(intake, "schools_story", "school")]
    urls += [tell_url(intake, "welcome", "team"), of(intake, "talk_near"), of(intake, "talk_answers")]
    urls += [of(intake, "talk_scores"), of(intake, "talk_hypotheses"), of(intake, "talk_squeeze")]
    urls += [of(intake, "talk_story", make_story(intake).public_id)]
    urls += [of(intake, "talk_near_one", make_near(intake).public_id)]
    urls += [of(intake, "talk_account", informant.public_id), of(intake, "talk_hypothesis", made.public_id)]
    for url in urls:
        assert member.get(url).status_code == 200, url


def test_the_team_writes_down_who_was_there_for_itself(member, intake):
    assert member.post(tell_url(intake, "welcome", "team"), said(words="Kari, mor og hunden")).status_code == 302
    story = Story.objects.get()
    assert (story.telling, story.for_guardians, story.for_pupil) == ("written", False, False)
    assert "Kari, mor og hunden" in text_of(member.get(of(intake, "talk_part", "welcome")))
    assert member.post(tell_url(intake, "offer", "team"), said(words=" ")).status_code == 200


def test_each_look_at_the_talk_is_in_the_read_log(member, intake):
    member.get(of(intake, "talk"))
    member.get(of(intake, "talk_part", "hopes"))
    logged = Event.objects.filter(action__in=["intake.talk_opened", "intake.talk_part_opened"])
    assert [str(row.pupil) for event in logged for row in event.pupils.all()] == [str(intake.pupil.public_id)] * 2


def test_what_has_ended_is_read_and_not_written_in(member, intake):
    story = make_story(intake, words="Det var en gang")
    type(intake).objects.filter(pk=intake.pk).update(ended_at=intake.opened_at)
    assert "Det var en gang" in text_of(member.get(of(intake, "talk_part", "childs_story")))
    assert member.post(tell_url(intake), said()).status_code == 404
    assert member.get(of(intake, "talk_story", story.public_id)).status_code == 404


def test_there_is_no_talk_about_a_pupil_whom_nobody_has_found():
    unknown = make_intake(None, pupil_is_known=False)
    assert signed_in(make_lead()).get(of(unknown, "talk")).status_code == 404


# Whoever is left out --------------------------------------------------------------------------------------------------
def test_nobody_else_finds_the_talk(intake):
    story, near = make_story(intake), make_near(intake)
    school = Enrolment.objects.get(pupil=intake.pupil).school
    parent, barred = make_user(), make_user()
    make_guardianship(intake.pupil, make_guardian(parent))
    make_guardianship(intake.pupil, make_guardian(barred), **BARRED)
    own_family = make_team_member()
    make_guardianship(intake.pupil, make_guardian(own_family))
    left_out = [make_user_in(role) for role in (Role.SPECIALIST, Role.MUNICIPALITY, Role.RESEARCHER, Role.PUPIL)]
    left_out += [make_school_leader(school), make_school_leader(make_school()), make_administrator(), own_family]
    left_out += [parent, barred, make_pupil_account(intake.pupil).user]
    urls = [of(intake, "talk"), of(intake, "talk_part", "childs_story"), tell_url(intake), of(intake, "talk_squeeze")]
    urls += [of(intake, "talk_story", story.public_id), of(intake, "talk_near_one", near.public_id)]
    for user in left_out:
        client = signed_in(user)
        assert {client.get(url).status_code for url in urls} == {404}, user
    colleague = signed_in(make_team_member())
    assert {colleague.get(url).status_code for url in urls} == {200}


def test_another_intakes_rows_are_not_found_under_this_one(member, intake):
    other = make_talk()
    rows = {
        "talk_story": make_story(other), "talk_near_one": make_near(other), "talk_account": make_informant(other),
    }  # fmt: skip
    for name, row in rows.items():
        assert member.get(of(intake, name, row.public_id)).status_code == 404


def test_the_consent_is_asked_on_its_own_page_and_shown_here(member, intake):
    url = of(intake, "talk_part", "consent")
    assert reverse("ask_consent", args=[intake.pupil.public_id]) in text_of(member.get(url))
    consent = make_consent(intake.pupil)
    assert reverse("consent", args=[consent.public_id]) in text_of(member.get(url))
