"""Stories in own words: for whom they are, who may read them, and that nobody's is lost or overwritten."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.audit.models import Event
from skoleporten.documents.models import Attachment
from skoleporten.intake import stories
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.models import Story
from skoleporten.intake.stories import Picture
from skoleporten.people.models import Enrolment
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    make_case_team_member,
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
from tests.files import png
from tests.talk_factories import acting, make_guardians_story, make_story, make_talk, team_actor, today, told

pytestmark = pytest.mark.django_db
PURPOSE = {Role.GUARDIAN: Purpose.OWN_CHILD, Role.PUPIL: Purpose.OWN}
BARRED = {"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}


def readers(intake) -> dict[str, object]:
    """One actor of each kind who may see the pupil, and two who may not see the words though they know the school."""
    pupil = intake.pupil
    school = Enrolment.objects.get(pupil=pupil).school
    specialist, teacher = make_user(), make_user()
    make_grant(specialist, Role.SPECIALIST)
    make_case_team_member(pupil, specialist, basis="law", law="§ 1")
    make_grant(teacher, Role.TEACHER, school)
    mother, father, barred = make_user(), make_user(), make_user()
    make_guardianship(pupil, make_guardian(mother))
    make_guardianship(pupil, make_guardian(father))
    make_guardianship(pupil, make_guardian(barred), **BARRED)
    return {
        "team": team_actor(),
        "specialist": acting(specialist, Role.SPECIALIST),
        "leader": acting(make_school_leader(school), Role.SCHOOL_LEADER),
        "other leader": acting(make_school_leader(make_school()), Role.SCHOOL_LEADER),
        "teacher": acting(teacher, Role.TEACHER),
        "mother": acting(mother, Role.GUARDIAN),
        "father": acting(father, Role.GUARDIAN),
        "barred": acting(barred, Role.GUARDIAN),
        "pupil": acting(make_pupil_account(pupil).user, Role.PUPIL),
    }


def who_reads(story: Story, people) -> set[str]:
    """By the database; the item's own answer must be the same for everybody whom the gate lets in."""
    found = set()
    for name, actor in people.items():
        purpose = PURPOSE.get(actor.role, Purpose.FOLLOW_UP)
        visible = Story.objects.visible_to(actor, purpose, today()).filter(pk=story.pk).exists()
        if name not in {"barred", "other leader", "teacher"}:
            assert visible is story.is_for(actor), name
        if visible:
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((), {"team", "pupil"}),
        (("guardian",), {"team", "pupil", "mother", "father"}),
        (("school",), {"team", "pupil", "leader"}),
        (("specialist",), {"team", "pupil", "specialist"}),
        (("guardian", "school", "specialist"), {"team", "pupil", "mother", "father", "leader", "specialist"}),
    ],
)
def test_the_pupils_words_are_read_by_whom_the_pupil_chose(chosen, expected):
    intake = make_talk()
    people = readers(intake)
    assert who_reads(make_story(intake, audiences=frozenset(chosen)), people) == expected


def test_one_guardians_words_are_not_the_other_guardians():
    intake = make_talk()
    people = readers(intake)
    mother = intake.pupil.guardianships.get(guardian__user=people["mother"].user_id).guardian
    assert who_reads(make_guardians_story(intake, mother), people) == {"team", "mother"}
    shared = make_guardians_story(intake, mother, audiences=frozenset({"pupil", "guardian"}))
    assert who_reads(shared, people) == {"team", "mother", "father", "pupil"}


def test_what_the_staff_write_for_themselves_is_for_no_family_and_no_school():
    intake = make_talk()
    people = readers(intake)
    assert who_reads(make_story(intake, part="welcome", teller="team"), people) == {"team", "specialist"}
    with pytest.raises(RefusedError):
        make_story(intake, part="welcome", teller="team", audiences=frozenset({"guardian"}))


def test_the_schools_account_is_read_by_its_leader_and_its_writer_only():
    intake = make_talk()
    people = readers(intake)
    school = Enrolment.objects.get(pupil=intake.pupil).school
    by = people["teacher"]
    story = make_story(intake, by, part="schools_story", teller="school", school=school)
    assert who_reads(story, people) == {"team", "specialist", "leader", "teacher"}
    by_leader = make_story(intake, people["leader"], part="schools_story", teller="school", school=school)
    assert "teacher" not in who_reads(by_leader, people)


def test_words_for_the_school_are_not_for_the_next_school():
    intake = make_talk()
    story = make_story(intake, audiences=frozenset({"school"}))
    Enrolment.objects.filter(pupil=intake.pupil).update(end=today() - dt.timedelta(days=1))
    next_school = make_school()
    make_enrolment(next_school, intake.pupil, start=today())
    leader = acting(make_school_leader(next_school), Role.SCHOOL_LEADER)
    assert not Story.objects.visible_to(leader, Purpose.FOLLOW_UP, today()).filter(pk=story.pk).exists()


def test_no_school_can_be_let_in_where_the_pupil_goes_to_none():
    intake = make_talk()
    Enrolment.objects.all().delete()
    with pytest.raises(RefusedError, match="ikke på noen skole"):
        make_story(intake, audiences=frozenset({"school"}))


def test_a_drawing_follows_the_words_it_came_with():
    intake = make_talk()
    people = readers(intake)
    drawn = {"telling": "drawn", "words": "", "pictures": (Picture("x.png", png()),)}
    story = make_story(intake, **drawn, audiences=frozenset({"guardian", "school"}))
    picture = Attachment.objects.get()
    assert [role for role in ("guardian", "pupil", "school_leader") if picture.is_for(role)] == ["guardian", "pupil"]
    narrowed = told(telling="drawn", words="Huset mitt")
    stories.change(by=people["team"], story=story, told=narrowed, seen_version=1)
    picture.refresh_from_db()
    assert [role for role in ("guardian", "pupil", "team") if picture.is_for(role)] == ["pupil", "team"]
    stories.remove(by=people["team"], story=story)
    picture.refresh_from_db()
    assert picture.file is None


def test_a_form_sent_twice_is_one_story_and_one_event():
    intake, by, client_id = make_talk(), team_actor(), uuid.uuid4()
    first = stories.tell(by=by, intake=intake, told=told(), client_id=client_id)
    assert stories.tell(by=by, intake=intake, told=told(), client_id=client_id) == first
    assert Story.objects.count() == 1
    assert Event.objects.filter(action="intake.story_told").count() == 1


def test_two_writers_never_overwrite_each_other():
    story, one, other = make_story(), team_actor(), team_actor()
    stories.change(by=one, story=story, told=told(words="Den ene"), seen_version=1)
    with pytest.raises(ChangedMeanwhileError) as found:
        stories.change(by=other, story=story, told=told(words="Den andre"), seen_version=1)
    assert found.value.now.words == "Den ene"
    story.refresh_from_db()
    assert (story.words, story.version) == ("Den ene", 2)


def test_the_same_change_sent_twice_is_one():
    story, by = make_story(), team_actor()
    for _ in range(2):
        stories.change(by=by, story=story, told=told(words="Nytt"), seen_version=1)
    story.refresh_from_db()
    assert story.version == 2
    assert story.history.count() == 2


def test_a_changed_story_keeps_what_it_said_before():
    story = make_story(words="Først")
    stories.change(by=team_actor(), story=story, told=told(words="Siden"), seen_version=1)
    assert {row.words for row in story.history.all()} == {"Først", "Siden"}


@pytest.mark.parametrize(
    "lacking",
    [
        {"words": "  "},
        {"telling": "not_yet", "words": ""},
        {"telling": "by_another"},
        {"telling": "drawn", "words": ""},
    ],
)
def test_a_story_says_something_or_why_not(lacking):
    with pytest.raises(RefusedError):
        make_story(**lacking)


def test_not_yet_stands_with_its_reason_and_without_words():
    story = make_story(telling="not_yet", words="left over", why_not_yet="Vil vente til hunden er med.")
    assert story.words == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(why_not_yet="")


def test_somebody_barred_does_not_tell_as_a_guardian():
    intake = make_talk()
    barred = make_guardianship(intake.pupil, **BARRED).guardian
    stranger = make_guardianship(make_pupil()).guardian
    for guardian in (barred, stranger):
        with pytest.raises(RefusedError, match="relasjon"):
            make_guardians_story(intake, guardian)


def test_a_removed_story_is_gone_for_the_family_and_kept_in_the_log():
    intake = make_talk()
    people = readers(intake)
    story = make_story(intake, audiences=frozenset({"guardian", "school"}))
    stories.remove(by=people["team"], story=story)
    assert who_reads(story, {key: people[key] for key in ("mother", "leader", "pupil")} ) == set()  # fmt: skip
    assert Event.objects.filter(action="intake.story_removed").exists()


def test_the_future_tells_nothing():
    with pytest.raises(RefusedError, match="fram i tid"):
        stories.tell(
            by=team_actor(), intake=make_talk(), client_id=uuid.uuid4(),
            told=stories.Told("hopes", "pupil", "told", today() + dt.timedelta(days=1), "Ride"),
        )  # fmt: skip


def test_an_ended_intake_is_not_written_in():
    intake = make_talk()
    type(intake).objects.filter(pk=intake.pk).update(ended_at=intake.opened_at)
    with pytest.raises(RefusedError, match="avsluttet"):
        make_story(intake)
